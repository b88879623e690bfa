import type { TaskDescription } from "./description.ts";
import { isIgnorable } from "./setupTeardown.ts";
import type { TaskLinks } from "./taskLinks.ts";
import type { TaskState } from "./taskState.ts";

/**
 * The tasks that decide how a run ends: those after which only ignorable teardowns come, not being such themselves; in a DAG
 * of teardowns alone, those without any downstream (Airflow: models/dagrun.py, `_tis_for_dagrun_state`).
 */
export function decidingTasks(
  tasks: readonly TaskDescription[],
  links: TaskLinks,
): readonly string[] {
  const ignorable = new Set(tasks.filter(isIgnorable).map((task) => task.taskId));
  const below = (id: string): readonly string[] => links.downstream.get(id) ?? [];
  const ids = tasks.map((task) => task.taskId);
  const leaves = ids.filter((id) => !ignorable.has(id) && below(id).every((d) => ignorable.has(d)));
  return leaves.length > 0 ? leaves : ids.filter((id) => below(id).length === 0);
}

/** How a run ends in which everything is done: `states` are those of all instances of the deciding tasks. */
export function runResult(states: Iterable<TaskState>): "success" | "failed" {
  for (const state of states)
    if (state === "failed" || state === "upstream_failed") return "failed";
  return "success";
}
