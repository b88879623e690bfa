import * as vscode from "vscode";

import type { ListedDag } from "../../protocol/languageServer.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { rowOf } from "../runs/rows.ts";
import { textColumn } from "../textColumn.ts";

/** Shows where a row of the DAGs view, or a task of the Runs view, is written. The keyboard stays in the view. */
export async function goToSource(app: App, given: unknown): Promise<void> {
  const place = placeIn(given) ?? (await placeOfRun(app, given));
  if (!place) throw new HumanError("That is not written in this workspace any more.");
  await vscode.window.showTextDocument(place.uri, {
    selection: place.range,
    preserveFocus: true,
    preview: true,
    viewColumn: textColumn(place.uri),
  });
}

/** A place as the language server says it. */
function placeIn(given: unknown): vscode.Location | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  if (!("uri" in given) || !("range" in given)) return undefined;
  const { uri, range } = given as Pick<ListedDag, "uri" | "range">; // Only the DAGs view makes these.
  const { start, end } = range;
  return new vscode.Location(
    vscode.Uri.parse(uri),
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
}

/** Where the task of a run is written now. */
async function placeOfRun(app: App, given: unknown): Promise<vscode.Location | undefined> {
  const row = rowOf(given);
  if (!row || !("taskId" in row)) return undefined;
  const run = app.runs.get(row.runId);
  if (run?.dagId == null) return undefined;
  const target = { kind: "task", taskId: row.taskId } as const;
  return app.server.place(vscode.Uri.file(run.file), run.dagId, target);
}
