import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { startRun } from "../runs/startRun.ts";
import { dagOf } from "./target.ts";

/** Runs a whole DAG. */
export async function runDag(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const found = await dagOf(app, given);
  if (!found) return;
  const { document, dagId, answer } = found;
  await startRun(app, {
    document: document.uri,
    dagId,
    airflow: answer.airflow,
    selection: { kind: "all" },
  });
}
