import * as vscode from "vscode";

import type { Api } from "../../client/api.ts";
import { until } from "./until.ts";

/** The extension, started. */
export async function activated(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>("dagsight.dagsight");
  if (!extension) throw new Error("VS Code does not know the extension dagsight.dagsight.");
  return extension.activate();
}

/** Opens a file of the samples in the editor. */
export async function open(path: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("No folder is open.");
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** Replaces the first `before` of the document by `after`, as typing does. */
export async function replace(
  document: vscode.TextDocument,
  before: string,
  after: string,
): Promise<void> {
  const at = document.getText().indexOf(before);
  if (at < 0) throw new Error(`${document.uri.path} does not hold ${JSON.stringify(before)}.`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(at), document.positionAt(at + before.length)),
    after,
  );
  await vscode.workspace.applyEdit(edit);
}

/** Replaces the whole text. */
export async function write(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

/** Throws away what was typed. */
export async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await vscode.commands.executeCommand("workbench.action.files.revert");
}

/** Dagsight's problems of a document, once there are as many as wanted. */
export function problems(
  document: vscode.TextDocument,
  wanted: (codes: readonly string[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const ours = (): readonly vscode.Diagnostic[] =>
    vscode.languages
      .getDiagnostics(document.uri)
      .filter((diagnostic) => diagnostic.source?.toLowerCase().startsWith("dagsight"));
  return until(ours, (found) => wanted(found.map(codeOf)));
}

/** The code of a problem as text. */
export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === "object" ? code.value : code);
}

/** The text of all hovers at the first `text` of the document, a character into it. */
export async function hoverOn(document: vscode.TextDocument, text: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text) + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return (
    hovers
      .flatMap((hover) => hover.contents)
      // VS Code itself only ever answers with Markdown.
      .map((part) => (part as vscode.MarkdownString).value)
      .join("\n")
  );
}
