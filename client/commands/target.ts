import * as vscode from "vscode";

import type { DagTarget } from "../../protocol/languageServer.ts";
import type { App } from "../app.ts";

/** What a command was called with, as far as it says which DAG is meant. */
export function targetOf(given: unknown): DagTarget | undefined {
  if (given instanceof vscode.Uri) return { uri: given.toString() };
  if (typeof given !== "object" || given === null) return undefined;
  if ("target" in given) return targetOf(given.target);
  return "uri" in given && typeof given.uri === "string" ? (given as DagTarget) : undefined;
}

/** The document that a command is about: the one it was called with, else the last that was in front. */
export async function documentOf(app: App, given: unknown): Promise<vscode.TextDocument> {
  const target = targetOf(given);
  if (target) return vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
  return app.editors.required;
}
