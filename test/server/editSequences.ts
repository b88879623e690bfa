import { graphOf } from "../../server/features/graph.ts";
import { graphRequest, type GraphAnswer } from "../../protocol/languageServer.ts";
import { defaultServerSettings } from "../../protocol/settings.ts";
import { snapshotOf } from "../../model/snapshot/snapshot.ts";
import { lineIndexOf, positionAt } from "../../model/text/lineIndex.ts";
import { Folder } from "../../server/folder.ts";
import { WorkspaceIndex } from "../../server/workspaceIndex.ts";
import { filesOf } from "../model/rules/checkText.ts";
import { mutate, randomOf } from "../randomText.ts";
import { TestEditor, testNow } from "./languageClient.ts";

/** Files that depend on each other in the ways that files do: imports, data, DAGs of other files, ids. */
const workspace: ReadonlyMap<string, string> = new Map([
  [
    "dags/etl.py",
    `import json
import os
from airflow.sdk import DAG, task
from airflow.providers.standard.operators.empty import EmptyOperator
from lib.helpers import load_all
from lib.settings import SCHEDULE, TABLES

with open(os.path.join(os.path.dirname(__file__), "config.json")) as file:
    config = json.load(file)

with DAG("etl", schedule=SCHEDULE, tags=["a"]) as dag:
    first = EmptyOperator(task_id="first")
    for name in config["names"]:
        first >> EmptyOperator(task_id=f"step_{name}")
    first >> load_all(TABLES)
`,
  ],
  [
    "dags/watch.py",
    `from airflow.sdk import DAG
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
from etl import dag as other

with DAG("watch", schedule=None):
    wait = ExternalTaskSensor(task_id="wait", external_dag_id="etl", external_task_id="first", timeout=60)
    wait >> TriggerDagRunOperator(task_id="start", trigger_dag_id="etl")
`,
  ],
  [
    "dags/lib/helpers.py",
    `from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import TaskGroup

def load_all(tables):
    with TaskGroup("load") as group:
        for table in tables:
            EmptyOperator(task_id=table)
    return group
`,
  ],
  ["dags/lib/settings.py", `SCHEDULE = "@daily"\nTABLES = ["users", "orders"]\n`],
  ["dags/config.json", `{ "names": ["x", "y"] }\n`],
]);

const paths = [...workspace.keys()];
const pythonPaths = paths.filter((path) => path.endsWith(".py"));

/** An editor with every file of the workspace open, in which people type. */
export class EditedWorkspace {
  readonly #editor: TestEditor;
  readonly #texts = new Map(workspace);
  readonly #random: () => number;
  #version = 1;

  private constructor(editor: TestEditor, seed: number) {
    this.#editor = editor;
    this.#random = randomOf(seed);
  }

  static async open(seed: number): Promise<EditedWorkspace> {
    const editor = await TestEditor.open(workspace, { settings: { airflowVersion: "3" } });
    await editor.indexed();
    for (const [path, text] of workspace) {
      await editor.openDocument(path, text, path.endsWith(".py") ? "python" : "json");
    }
    return new EditedWorkspace(editor, seed);
  }

  close(): Promise<void> {
    return this.#editor.close();
  }

  /** Puts every file back, types for a while, and answers what is then said otherwise than of the same texts read fresh. */
  async difference(): Promise<string | undefined> {
    for (const [path, text] of workspace) await this.#type(path, text);
    const edits = 1 + Math.floor(this.#random() * 5);
    for (let edit = 0; edit < edits; edit++) {
      const path = this.#pick(paths);
      await this.#type(path, mutate(this.#texts.get(path) ?? "", this.#random));
      // Now and then somebody looks in between.
      if (this.#random() < 0.4) await this.#graph(this.#pick(pythonPaths));
    }
    // What one file says may concern another one, which is then told again.
    for (const path of pythonPaths) await this.#graph(path);
    for (const path of pythonPaths) {
      const said = JSON.stringify({ ...(await this.#graph(path)), version: 0 });
      const fresh = JSON.stringify({ ...(await this.#fresh(path)), version: 0 });
      if (said !== fresh) return `${path}\n${said}\n${fresh}\n${JSON.stringify([...this.#texts])}`;
    }
    return undefined;
  }

  #pick(of: readonly string[]): string {
    return of[Math.floor(this.#random() * of.length)] ?? "";
  }

  /** Sends the stretch that differs, as an editor does. */
  async #type(path: string, text: string): Promise<void> {
    const before = this.#texts.get(path) ?? "";
    if (before === text) return;
    let start = 0;
    while (start < Math.min(before.length, text.length) && before[start] === text[start]) start++;
    let end = before.length;
    let newEnd = text.length;
    for (; end > start && newEnd > start && before[end - 1] === text[newEnd - 1]; end--) newEnd--;
    // No editor splits a line end, or makes one of the text before an edit and the text in it.
    const splits = (all: string, at: number): boolean => all[at - 1] === "\r" && all[at] === "\n";
    while (splits(before, start) || splits(text, start)) start--;
    for (; splits(before, end) || splits(text, newEnd); end++) newEnd++;
    const lines = lineIndexOf(before);
    const range = { start: positionAt(lines, start), end: positionAt(lines, end) };
    this.#texts.set(path, text);
    await this.#editor.change(path, ++this.#version, [{ range, text: text.slice(start, newEnd) }]);
  }

  #graph(path: string): Promise<GraphAnswer | null> {
    return this.#editor.request(graphRequest.method, { uri: this.#editor.uri(path) });
  }

  async #fresh(path: string): Promise<GraphAnswer> {
    const files = filesOf(this.#texts);
    const host = {
      filesBelow: () => ({ ...files, forget: () => undefined }),
      now: () => testNow,
      localZone: "UTC",
    };
    const folder = new Folder("file:///work", host, () => undefined);
    folder.settings = { ...defaultServerSettings, airflowVersion: "3" };
    const index = new WorkspaceIndex(folder, () => undefined);
    await index.build(() => undefined);
    const text = this.#texts.get(path) ?? "";
    const otherDags = index.othersOf(path);
    const input = { ...folder.readingOf(path), file: path, text, version: 0, otherDags };
    const { settings } = folder;
    return graphOf({
      uri: folder.uriOf(path),
      snapshot: snapshotOf(input),
      index,
      offset: 0,
      settings,
      now: testNow,
      localZone: "UTC",
      airflow: 3,
      location: (span) => ({ uri: folder.uriOf(span.file), range: noRange }),
      readText: (file) => this.#texts.get(file),
    });
  }
}

const noRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
