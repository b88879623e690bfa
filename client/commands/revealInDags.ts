import type { App } from "../app.ts";
import { targetOf } from "./target.ts";

/** Shows a DAG, or a task of it, in the DAGs view. */
export async function revealInDags(app: App, given: unknown): Promise<void> {
  const target = targetOf(given);
  if (target) await app.dagsView.reveal(target);
}
