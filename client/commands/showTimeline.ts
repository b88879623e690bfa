import * as vscode from "vscode";

import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { openDocument } from "../openDocument.ts";
import { rowOf } from "../runs/rows.ts";

/** Shows a run over time in the graph panel: the run of the row it was called with, of the graph in front, or the newest. */
export async function showTimeline(app: App, given: unknown): Promise<void> {
  const row = rowOf(given);
  const inFront = row ? undefined : app.panels.active;
  if (inFront) {
    inFront.do("timeline");
    return;
  }
  const run = row ? app.runs.get(row.runId) : app.runs.all[0];
  if (!run) throw new HumanError("There is no run yet. Run a DAG first.");
  const document = await openDocument(vscode.Uri.file(run.file));
  const panel = app.panels.show(document, run.dagId ?? undefined);
  panel.pickRun(run.runId);
  panel.do("timeline");
}
