import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Location, WorkspaceEdit } from "vscode-languageserver";

import { lineIndexOf, positionAt } from "../../model/text/lineIndex.ts";
import { ask, expectPlaces } from "./ask.ts";
import { idFixtures } from "./features/idFixtures.ts";
import { TestEditor } from "./languageClient.ts";

const sales = `from datetime import datetime, timezone
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("sales", schedule="0 2 * * *", start_date=datetime(2024, 1, 1, tzinfo=timezone.utc), catchup=False) as dag:
    extract = EmptyOperator(task_id="extract")
    load = EmptyOperator(task_id="load")
    extract >> load
`;

describe("the server, spoken to over a pipe", () => {
  let editor: TestEditor;

  beforeEach(async () => {
    editor = await TestEditor.open(new Map([["dags/sales.py", sales]]));
  });
  afterEach(() => editor.close());

  test("promises incremental sync and its features", () => {
    expect(editor.capabilities.textDocumentSync).toMatchObject({ openClose: true, change: 2 });
    expect(editor.capabilities.hoverProvider).toBe(true);
  });

  test("publishes problems for the version that it read, and takes them back on close", async () => {
    await editor.openDocument("dags/sales.py", sales);
    expect(await editor.problems("dags/sales.py", () => true)).toEqual([]);
    await editor.closeDocument("dags/sales.py");
    expect(await editor.problems("dags/sales.py", (found) => found.length === 0)).toEqual([]);
  });

  test("takes problems back when the file is deleted outside, until someone goes on typing in it", async () => {
    const uri = editor.uri("dags/sales.py");
    const broken = sales.replace("0 2 * * *", "61 2 * * *");
    await editor.openDocument("dags/sales.py", broken);
    await editor.problems("dags/sales.py", (found) => found.length === 1);
    const changes = (type: 1 | 3): Promise<void> =>
      editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [{ uri, type }],
      });
    await changes(3);
    await editor.problems("dags/sales.py", (found) => found.length === 0);
    await changes(1);
    await editor.problems("dags/sales.py", (found) => found.length === 1);
    await changes(3);
    await editor.problems("dags/sales.py", (found) => found.length === 0);
    await editor.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `${broken}\n` }],
    });
    await editor.problems("dags/sales.py", (found) => found.length === 1);
  });

  test("answers nothing for a document that is not open", async () => {
    const answer = await editor.request("textDocument/hover", {
      textDocument: { uri: editor.uri("nowhere.py") },
      position: { line: 0, character: 0 },
    });
    expect(answer).toBeNull();
  });
});

describe("names of tasks, groups and DAGs, over the protocol", () => {
  test.concurrent.each(idFixtures)("$title", async ({ source, rename }) => {
    const asked = await ask(source);
    const { files, cursor } = asked.fixture;
    const [firstFile = "dag.py"] = files.keys();
    const { file = firstFile, offset = 0 } = cursor ?? {};
    const editor = await TestEditor.open(files);
    const text = files.get(file) ?? "";
    await editor.openDocument(file, text);
    await editor.indexed();
    const params = {
      textDocument: { uri: editor.uri(file) },
      position: positionAt(lineIndexOf(text), offset),
    };
    const definitions = await editor.request<Location[]>("textDocument/definition", params);
    expectPlaces(asked, definitions, "def");
    if (rename !== undefined) {
      const edit = await editor.request<WorkspaceEdit>("textDocument/rename", {
        ...params,
        newName: rename,
      });
      const edits = Object.values(edit.changes ?? {}).flat();
      expect(edits).toHaveLength(asked.fixture.marks.length);
    }
    await editor.close();
  });
});

test("a client that pulls problems gets them when it asks, and no push", async () => {
  const broken = sales.replace("0 2 * * *", "61 2 * * *");
  const editor = await TestEditor.open(new Map([["dags/sales.py", broken]]), {
    capabilities: { textDocument: { diagnostic: {} } },
  });
  expect(editor.capabilities.diagnosticProvider).toBeDefined();
  await editor.openDocument("dags/sales.py", broken);
  const report = await editor.request<{ items: { code: string }[] }>("textDocument/diagnostic", {
    textDocument: { uri: editor.uri("dags/sales.py") },
  });
  expect(report.items.map(({ code }) => code)).toContain("invalid-cron");
  await editor.close();
});

test("a key a team's settings do not have is shown where it is written", async () => {
  const editor = await TestEditor.open(new Map());
  await editor.openDocument("dagsight.toml", 'presets = "strict"\n', "toml");
  const [problem] = await editor.problems("dagsight.toml", (found) => found.length > 0);
  expect(problem?.range.start).toEqual({ line: 0, character: 0 });
  expect(problem?.message).toContain("presets");
  await editor.close();
});

test("a twin in another file is a problem of the open one once the workspace has been read", async () => {
  const editor = await TestEditor.open(
    new Map([
      ["dags/one.py", sales],
      ["dags/two.py", sales],
    ]),
  );
  await editor.openDocument("dags/one.py", sales);
  const found = await editor.problems("dags/one.py", (problems) => problems.length > 0);
  expect(found.map(({ code }) => code)).toContain("duplicate-dag");
  await editor.close();
});

test("lenses and hints are asked for anew when the settings change", async () => {
  const editor = await TestEditor.open(new Map(), {
    capabilities: {
      workspace: { codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true } },
    },
  });
  await editor.indexed();
  const asked = ["codeLens", "inlayHint"].map(
    (what) =>
      new Promise((resolve) => {
        editor.connection.onRequest(`workspace/${what}/refresh`, () => {
          resolve(what);
          return null;
        });
      }),
  );
  await editor.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { dagsight: { codeLens: { dag: false } } },
  });
  expect(await Promise.all(asked)).toEqual(["codeLens", "inlayHint"]);
  await editor.close();
});
