import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { rowOf } from "../runs/rows.ts";
import { mainInstance } from "../runs/runTree.ts";

/** Opens what a task pushed (XCom) and how its templates were rendered. */
export async function showResults(app: App, given: unknown): Promise<void> {
  const row = rowOf(given);
  if (!row || row.kind === "run" || row.kind === "group") {
    throw new HumanError("Choose a task in the Runs view first.");
  }
  const { runId, taskId } = row;
  const task = app.runs.get(runId)?.tasks.get(taskId);
  const mapIndex = row.kind === "task" ? mainInstance(task) : row.mapIndex;
  if (mapIndex === undefined) throw new HumanError("This task has no instance in that run.");
  await app.values.show({ runId, taskId, mapIndex });
}
