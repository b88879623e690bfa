import type { App } from "../app.ts";

/** Forgets all runs that have ended, with their logs. */
export async function clearRuns(app: App): Promise<void> {
  await app.runs.clear();
}
