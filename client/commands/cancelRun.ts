import * as vscode from "vscode";

import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { rowOf } from "../runs/rows.ts";

/** Ends a run that is under way: the one it was called with, the only one, or the one that is picked. */
export async function cancelRun(app: App, given: unknown): Promise<void> {
  const named = rowOf(given)?.runId;
  const live = app.runs.all.filter(({ runId }) => app.runs.isLive(runId));
  if (live.length === 0) throw new HumanError("No run is under way.");
  const runId = named ?? (live.length === 1 ? live[0]?.runId : await pick(live));
  if (runId !== undefined) app.runs.cancel(runId);
}

async function pick(
  live: readonly { readonly runId: string; readonly dagId: string | null }[],
): Promise<string | undefined> {
  const items = live.map(({ runId, dagId }) => ({
    label: dagId ?? runId,
    description: runId,
    runId,
  }));
  return (await vscode.window.showQuickPick(items, { title: "Which run is to end?" }))?.runId;
}
