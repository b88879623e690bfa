import * as vscode from "vscode";

import type { GraphDag, GraphTask } from "../model/dag/graphJson.ts";
import { durationText } from "../model/run/durationText.ts";
import type { RunState } from "../model/run/state.ts";
import { DisposableStore } from "./disposableStore.ts";
import type { LanguageServer } from "./languageServer.ts";
import type { Runs } from "./runs/runs.ts";
import { words } from "./runs/runTree.ts";
import { stateIcon } from "./runs/stateIcon.ts";

/** Above each task: how it ended in the last run of its DAG. A click opens its log. */
export class StateLenses implements vscode.Disposable, vscode.CodeLensProvider {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #server: LanguageServer;
  readonly #runs: Runs;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(server: LanguageServer, runs: Runs) {
    this.#server = server;
    this.#runs = runs;
    this.#store.add(vscode.languages.registerCodeLensProvider({ language: "python" }, this));
    this.#store.add(runs.onChanged(() => this.#changed.fire()));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const wanted = vscode.workspace.getConfiguration("dagsight.codeLens", document.uri);
    const runs = this.#runs.of(document.uri.fsPath, undefined);
    if (!wanted.get<boolean>("tasks", true) || runs.length === 0) return [];
    const answer = await this.#server.graph(document);
    const dags = answer?.dags ?? [];
    const isAlone = ({ range }: GraphDag): boolean =>
      dags.filter((other) => sameStart(other.range, range)).length === 1;
    // DAGs of a loop share their tasks' places too.
    return dags.filter(isAlone).flatMap((dag) => {
      const last = runs.find(({ dagId }) => dagId === dag.dagId);
      return last ? lensesOf(dag, last) : [];
    });
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function sameStart(a: GraphDag["range"], b: GraphDag["range"]): boolean {
  return a.start.line === b.start.line && a.start.character === b.start.character;
}

function lensesOf(dag: GraphDag, run: RunState): vscode.CodeLens[] {
  const shared = new Set<number>();
  const seen = new Set<number>();
  for (const { range } of dag.tasks) {
    const at = range.start.line * 10_000 + range.start.character;
    if (seen.has(at)) shared.add(at);
    seen.add(at);
  }
  const own = dag.tasks.filter(({ range }) => {
    const { line, character } = range.start;
    // Tasks of a loop share one place: no one state would be true of all.
    return !shared.has(line * 10_000 + character);
  });
  const lines = new Set<number>();
  const crowded = new Set<number>();
  for (const { range } of own) {
    const { line } = range.start;
    if (lines.has(line)) crowded.add(line);
    lines.add(line);
  }
  return own.flatMap((task) => {
    // Several on one line are told apart by their names.
    const name = crowded.has(task.range.start.line) ? `${task.taskId.split(".").pop() ?? ""} ` : "";
    return lensOf(task, run, name);
  });
}

function lensOf({ taskId, range }: GraphTask, run: RunState, name: string): vscode.CodeLens[] {
  const task = run.tasks.get(taskId);
  if (!task || task.state === "none") return [];
  const { state, startedAt, endedAt } = task;
  const took =
    startedAt === undefined || endedAt === undefined ? "" : ` ${durationText(endedAt - startedAt)}`;
  const position = new vscode.Position(range.start.line, range.start.character);
  return [
    new vscode.CodeLens(new vscode.Range(position, position), {
      title: `$(${stateIcon(state).id})\u00a0${name}${words[state]}${took}`,
      tooltip: `In the last run of ${run.dagId ?? "this DAG"}. Opens the log.`,
      command: "dagsight.showTaskLog",
      arguments: [{ kind: "task", runId: run.runId, taskId }],
    }),
  ];
}
