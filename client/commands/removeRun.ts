import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { rowOf } from "../runs/rows.ts";

/** Forgets one run that has ended, with its logs. */
export async function removeRun(app: App, given: unknown): Promise<void> {
  const row = rowOf(given);
  const run = row && app.runs.get(row.runId);
  if (!run) throw new HumanError("Choose a run in the Runs view first.");
  if (app.runs.isLive(run.runId)) throw new HumanError("This run is under way. Cancel it first.");
  await app.runs.forget([run]);
}
