import * as vscode from "vscode";

import type { RunState } from "../../model/run/state.ts";
import { DisposableStore } from "../disposableStore.ts";
import type { Runs } from "./runs.ts";

/** What failed in the last run, as problems on the lines where it failed, until the next run of the same file or until that run is forgotten. */
export class RunProblems implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(
    vscode.languages.createDiagnosticCollection("dagsight-run"),
  );
  /** Files with problems, by the definition file whose run left them. */
  readonly #places = new Map<string, { readonly runId: string; readonly uris: vscode.Uri[] }>();

  readonly #runs: Runs;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#store.add(runs.onEnded((state) => void this.#show(state)));
    this.#store.add(
      runs.onChanged((changes) => {
        if (changes.length === 0) this.#clearForgotten();
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

  async #show(state: RunState): Promise<void> {
    this.#clear(state.file);
    const found = new Map<string, vscode.Diagnostic[]>();
    for (const { file, line, message, code } of problemsOf(state)) {
      const range = await rangeOf(file, line - 1);
      const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
      problem.source = "Dagsight run";
      problem.code = code;
      found.set(file, [...(found.get(file) ?? []), problem]);
    }
    // The next run may have begun meanwhile.
    const [last] = this.#runs.of(state.file, state.dagId ?? undefined);
    if (last?.phase !== "done") return;
    for (const [file, problems] of found) this.#collection.set(vscode.Uri.file(file), problems);
    const uris = Array.from(found.keys(), (file) => vscode.Uri.file(file));
    this.#places.set(state.file, { runId: state.runId, uris });
  }

  /** What a run left goes with it. */
  #clearForgotten(): void {
    for (const [file, { runId }] of this.#places) if (!this.#runs.get(runId)) this.#clear(file);
  }

  #clear(file: string): void {
    for (const uri of this.#places.get(file)?.uris ?? []) this.#collection.delete(uri);
    this.#places.delete(file);
  }
}

/** A line without the space before it. */
async function rangeOf(file: string, line: number): Promise<vscode.Range> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
    return range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex));
  } catch {
    // Not there any more, or shorter than it was.
    return new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
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
