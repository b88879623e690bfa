import * as vscode from "vscode";

import type { RunState } from "../../model/run/state.ts";
import { DisposableStore } from "../disposableStore.ts";
import type { Runs } from "./runs.ts";

/** What failed in the last run, as problems on the lines where it failed, until the next run of the same file. */
export class RunProblems implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(
    vscode.languages.createDiagnosticCollection("dagsight-run"),
  );
  /** Files with problems, by the definition file whose run left them. */
  readonly #places = new Map<string, readonly vscode.Uri[]>();

  constructor(runs: Runs) {
    this.#store.add(runs.onEnded((state) => this.#show(state)));
    this.#store.add(
      runs.onChanged((changes) => {
        for (const { runId } of changes) {
          const state = runs.get(runId);
          if (state && state.phase !== "done") this.#clear(state.file);
        }
      }),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  #show(state: RunState): void {
    this.#clear(state.file);
    const found = new Map<string, vscode.Diagnostic[]>();
    for (const { file, line, message, code } of problemsOf(state)) {
      const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
      const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
      problem.source = "Dagsight run";
      problem.code = code;
      found.set(file, [...(found.get(file) ?? []), problem]);
    }
    for (const [file, problems] of found) this.#collection.set(vscode.Uri.file(file), problems);
    this.#places.set(
      state.file,
      Array.from(found.keys(), (file) => vscode.Uri.file(file)),
    );
  }

  #clear(file: string): void {
    for (const uri of this.#places.get(file) ?? []) this.#collection.delete(uri);
    this.#places.delete(file);
  }
}

interface RunProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly code: string;
}

/** The places that Python named: where loading stopped, and where tries failed. */
function problemsOf(state: RunState): RunProblem[] {
  const loading = state.errors.flatMap(({ file, lineFile, line, type, message }) =>
    line === null
      ? []
      : [{ file: lineFile ?? file, line, message: `${type}: ${message}`, code: "import" }],
  );
  const tries = [...state.tasks.values()].flatMap(({ task, instances }) =>
    [...instances.values()].flatMap(({ tries: all, state: end }) => {
      const error = end === "failed" ? all.at(-1)?.error : undefined;
      if (error?.line == null || error.file === null) return [];
      const message = `${task.taskId} failed: ${error.type}: ${error.message}`;
      return [{ file: error.file, line: error.line, message, code: "failed-task" }];
    }),
  );
  // Instances of a mapped task often fail at one place with one message.
  const unique = new Map([...loading, ...tries].map((each) => [JSON.stringify(each), each]));
  return [...unique.values()];
}
