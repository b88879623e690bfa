import * as vscode from "vscode";

import { DisposableStore } from "./disposableStore.ts";
import { HumanError } from "./humanError.ts";
import type { LanguageServer } from "./languageServer.ts";

/** Remembers the last text editor that was in front: output, logs and the graph may have the focus since. */
export class DagEditors implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #server: LanguageServer;
  #last: vscode.TextDocument | undefined;
  #hasDag = false;
  /** Another document is in front, or it has DAGs now, or none any more. */
  readonly onChanged = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#remember(vscode.window.activeTextEditor ?? this.#besidePicture());
    this.#store.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor)));
    this.#store.add(
      vscode.window.onDidChangeVisibleTextEditors(() => this.#remember(this.#besidePicture())),
    );
    this.#store.add(
      server.onGraphChanged((uri) => {
        if (uri.toString() === this.#last?.uri.toString()) void this.#look();
      }),
    );
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#last) this.#last = undefined;
      }),
    );
    // A document is closed long after its tab: what is about its DAGs goes with the tab.
    this.#store.add(
      vscode.window.tabGroups.onDidChangeTabs(() => {
        if (this.#hasDag && !this.current) this.#tell(false);
      }),
    );
  }

  /** Whether the document in front defines a DAG, as far as the server has said. */
  get hasDag(): boolean {
    return this.#hasDag;
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

  /** The text that is seen while a picture has the focus, as after a reload, if it is not the one that is remembered. */
  #besidePicture(): vscode.TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    const isKnown = visibleTextEditors.some(({ document }) => document === this.#last);
    return activeTextEditor || isKnown
      ? undefined
      : visibleTextEditors.find(({ document }) => isDefinition(document));
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    if (!editor || !isDefinition(editor.document)) return;
    this.#last = editor.document;
    void this.#look();
  }

  /** Menus and the status bar show what is about DAGs only where there are some. */
  async #look(): Promise<void> {
    const document = this.#last;
    const answer = document && (await this.#server.graph(document));
    if (document !== this.#last) return;
    this.#tell((answer?.dags.length ?? 0) > 0);
  }

  #tell(hasDag: boolean): void {
    this.#hasDag = hasDag;
    void vscode.commands.executeCommand("setContext", "dagsight.hasDag", this.#hasDag);
    this.#changed.fire();
  }
}

/** Whether a document may define DAGs at all: output channels, logs and the like never do. */
function isDefinition({ uri, languageId }: vscode.TextDocument): boolean {
  return (
    !["output", "git", "debug", "dagsight-log", "dagsight-value", "vscode-settings"].includes(
      uri.scheme,
    ) && languageId !== "Log"
  );
}
