import * as vscode from "vscode";

import { HumanError } from "./humanError.ts";

/** Opens the text of a file that something is about. It may have been moved or deleted since. */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    const name = vscode.workspace.asRelativePath(uri);
    throw new HumanError(`${name} cannot be opened: it was moved or deleted, or is not a text.`);
  }
}
