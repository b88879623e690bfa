import * as vscode from "vscode";

import type { LanguageServer } from "./languageServer.ts";

const kind = vscode.CodeActionKind.Refactor.append("dagsight.mock");

/** Where the cursor is on a task: an action that gives its result to local runs instead of running it. */
export class MockActions implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #registered: vscode.Disposable;
  readonly #server: LanguageServer;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#registered = vscode.languages.registerCodeActionsProvider({ language: "python" }, this, {
      providedCodeActionKinds: [kind],
    });
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    { start }: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (only && !only.contains(kind)) return [];
    const found = await this.#server.targetAt(document, start);
    if (!found || found.isGroup || found.id === null) return [];
    const title = `Mock ${found.id} in local runs`;
    const action = new vscode.CodeAction(title, kind);
    const target = { uri: document.uri.toString(), dagId: found.dagId, taskId: found.id };
    action.command = { title, command: "dagsight.mockTask", arguments: [target] };
    return [action];
  }

  dispose(): void {
    this.#registered.dispose();
  }
}
