import * as vscode from "vscode";

import { DisposableStore } from "./disposableStore.ts";
import { HumanError } from "./humanError.ts";

/** Remembers the last text editor that was in front: output, logs and the graph may have the focus since. */
export class DagEditors implements vscode.Disposable {
  readonly #store = new DisposableStore();
  #last: vscode.TextDocument | undefined;

  constructor() {
    this.#remember(vscode.window.activeTextEditor);
    this.#store.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor)));
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#last) this.#last = undefined;
      }),
    );
  }

  /** The document that a command without a target is about; undefined when none is open. */
  get current(): vscode.TextDocument | undefined {
    const last = this.#last;
    const isShown = vscode.window.tabGroups.all.some((group) =>
      group.tabs.some(
        ({ input }) =>
          input instanceof vscode.TabInputText && input.uri.toString() === last?.uri.toString(),
      ),
    );
    return isShown ? last : undefined;
  }

  /** The same, or a message that says what to do. */
  get required(): vscode.TextDocument {
    const document = this.current;
    if (!document) throw new HumanError("Open a DAG file first, then run this command again.");
    return document;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    if (!editor || !isDefinition(editor.document)) return;
    this.#last = editor.document;
  }
}

/** Whether a document may define DAGs at all: output channels, logs and the like never do. */
function isDefinition({ uri, languageId }: vscode.TextDocument): boolean {
  return (
    !["output", "git", "debug", "dagsight-log", "vscode-settings"].includes(uri.scheme) &&
    languageId !== "Log"
  );
}
