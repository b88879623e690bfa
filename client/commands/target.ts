import * as vscode from "vscode";

import type { DagTarget, GraphAnswer } from "../../protocol/languageServer.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { openDocument } from "../openDocument.ts";

/** What a command was called with, as far as it says which DAG is meant: a lens, a menu of a view, the explorer. */
export function targetOf(given: unknown): DagTarget | undefined {
  if (given instanceof vscode.Uri) return { uri: given.toString() };
  if (typeof given !== "object" || given === null) return undefined;
  if ("target" in given) return targetOf(given.target);
  return "uri" in given && typeof given.uri === "string" ? (given as DagTarget) : undefined;
}

/** The document that a command is about: the one it was called with, else the graph's or editor's in front. */
export async function documentOf(app: App, given: unknown): Promise<vscode.TextDocument> {
  const target = targetOf(given);
  if (target) return openDocument(vscode.Uri.parse(target.uri));
  const panel = app.panels.active;
  return panel ? openDocument(panel.uri) : app.editors.required;
}

/** A DAG that a command is about, in its document. */
export interface FoundDag {
  readonly document: vscode.TextDocument;
  readonly answer: GraphAnswer;
  readonly dagId: string;
}

/** Finds the DAG: the one named, the one at the cursor, the only one, or the one that is picked. Undefined: none was picked. */
export async function dagOf(app: App, given: unknown): Promise<FoundDag | undefined> {
  const document = await documentOf(app, given);
  const answer = await app.server.graph(document);
  if (!answer) throw noServer();
  const ids = answer.dags.map(({ dagId }) => dagId);
  const [first] = ids;
  if (first === undefined) throw noDag(document);
  const { dagIds, dagId: wanted } = targetOf(given) ?? {};
  if (dagIds) {
    const dagId = await pickDag(ids.filter((id) => dagIds.includes(id)));
    return dagId === undefined ? undefined : { document, answer, dagId };
  }
  const named = wanted ?? app.panels.active?.dagId;
  if (named !== undefined && ids.includes(named)) return { document, answer, dagId: named };
  if (ids.length === 1) return { document, answer, dagId: first };
  const atCursor = await dagAtCursor(app, document);
  const dagId = atCursor ?? (await pickDag(ids));
  return dagId === undefined ? undefined : { document, answer, dagId };
}

/** Says that the language server does not answer, and offers to start it. */
export function noServer(): HumanError {
  return new HumanError("Dagsight's language server is not running, so this cannot be done.", {
    title: "Restart",
    command: "dagsight.restartServer",
  });
}

function pickDag(ids: readonly string[]): Thenable<string | undefined> {
  const placeHolder = "This file defines several";
  return vscode.window.showQuickPick([...new Set(ids)], { title: "Which DAG?", placeHolder });
}

/** Finds the task of a DAG: the one named, the one at the cursor, or the one that is picked. */
export async function taskOf(
  app: App,
  { document, answer, dagId }: FoundDag,
  given: unknown,
): Promise<string | undefined> {
  const named = targetOf(given)?.taskId;
  if (named !== undefined) return named;
  const dag = answer.dags.find((each) => each.dagId === dagId);
  if (!dag || dag.tasks.length === 0) throw new HumanError(`The DAG ${dagId} has no tasks.`);
  const editor = editorOf(document);
  const atCursor = editor && (await app.server.targetAt(document, editor.selection.active));
  const here = atCursor?.isGroup === false ? atCursor.id : undefined;
  const items = dag.tasks.map(({ taskId, operator }) => ({ label: taskId, description: operator }));
  // The task at the cursor comes first: Enter takes it.
  items.sort((a, b) => Number(b.label === here) - Number(a.label === here));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Which task of ${dagId}?`,
    placeHolder: "Type a part of its name or of its operator",
    matchOnDescription: true,
  });
  return picked?.label;
}

/** Says that a file has no DAG, and what would be one. */
export function noDag(document: vscode.TextDocument): HumanError {
  const name = document.uri.path.split("/").pop() ?? document.uri.toString();
  return new HumanError(
    `${name} defines no DAG: there is no DAG(…) and no @dag function in it. Open a file that has one.`,
  );
}

async function dagAtCursor(app: App, document: vscode.TextDocument): Promise<string | undefined> {
  const editor = editorOf(document);
  return editor && (await app.server.targetAt(document, editor.selection.active))?.dagId;
}

function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document);
}
