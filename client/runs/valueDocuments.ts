import * as vscode from "vscode";

import type { InstanceRun } from "../../model/run/state.ts";
import { DisposableStore } from "../disposableStore.ts";
import { textColumn } from "../textColumn.ts";
import type { Runs } from "./runs.ts";

/** The scheme of documents that show what a task pushed and how its templates were rendered. */
export const valueScheme = "dagsight-value";

/** Which task instance a document is about. */
export interface ValueTarget {
  readonly runId: string;
  readonly taskId: string;
  readonly mapIndex: number;
}

/** XComs and rendered templates of a task instance as a read-only JSON document. */
export class ValueDocuments implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #runs: Runs;
  readonly onDidChange = this.#changed.event;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(valueScheme, this));
    this.#store.add(
      runs.onChanged((changes) => {
        for (const { uri } of vscode.workspace.textDocuments) {
          const target = uri.scheme === valueScheme ? targetIn(uri) : undefined;
          if (target && changes.some(({ runId }) => runId === target.runId))
            this.#changed.fire(uri);
        }
      }),
    );
  }

  async show(target: ValueTarget): Promise<void> {
    const index = target.mapIndex < 0 ? "" : ` [${target.mapIndex}]`;
    const uri = vscode.Uri.from({
      scheme: valueScheme,
      path: `/${target.taskId}${index} results.json`,
      query: JSON.stringify(target),
    });
    await vscode.window.showTextDocument(uri, { preview: true, viewColumn: textColumn() });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const target = targetIn(uri);
    const instance = this.#runs
      .get(target.runId)
      ?.tasks.get(target.taskId)
      ?.instances.get(target.mapIndex);
    if (!instance) return "{}\n";
    return `${JSON.stringify(resultsOf(instance), undefined, 2)}\n`;
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function targetIn(uri: vscode.Uri): ValueTarget {
  return JSON.parse(uri.query) as ValueTarget; // Written by `show` alone.
}

function resultsOf(instance: InstanceRun): object {
  const xcoms = Object.fromEntries(
    Array.from(instance.xcoms, ([key, { text, bytes }]) => [
      key,
      text === null ? `(${bytes} bytes: too large to be kept)` : parsed(text),
    ]),
  );
  const { state, rendered, assets } = instance;
  return {
    state,
    xcoms,
    ...(rendered ? { rendered } : {}),
    ...(assets.length > 0 ? { assets } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // What Python writes need not be JSON.
  }
}
