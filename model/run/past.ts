import type { TaskDescription } from "./description.ts";
import type { Plan } from "./plan.ts";
import type { RememberedRun } from "./remembered.ts";
import { taskLinks } from "./taskLinks.ts";

/**
 * Tasks with `depends_on_past` (or `wait_for_downstream`) whose instances in the run before are not all success or skipped, and
 * why they wait. Without a run before, nothing waits (Airflow: ti_deps/deps/prev_dagrun_dep.py). The run before is looked up
 * only if a task asks for it.
 */
export function heldByPast(
  plan: Plan,
  previous: () => RememberedRun | undefined,
): ReadonlyMap<string, string> {
  const asking = plan.tasks.filter((task) => task.dependsOnPast || task.waitForDownstream);
  const before = asking.length > 0 ? previous() : undefined;
  if (!before) return new Map();
  const { downstream } = taskLinks(plan.dag.tasks);
  return new Map(
    asking.flatMap((task) => {
      const below = task.waitForDownstream ? (downstream.get(task.taskId) ?? []) : [];
      const reason = whyHeld(task, before, below);
      return reason === undefined ? [] : [[task.taskId, reason] as const];
    }),
  );
}

function whyHeld(
  task: TaskDescription,
  before: RememberedRun,
  below: readonly string[],
): string | undefined {
  const instances = before.tasks.get(task.taskId)?.instances ?? [];
  if (instances.length === 0) {
    return task.ignoreFirstDependsOnPast
      ? undefined
      : `${task.taskId} depends on its past, and run ${before.runId} does not have it.`;
  }
  for (const id of [task.taskId, ...below]) {
    const bad = before.tasks
      .get(id)
      ?.instances.find((one) => one.state !== "success" && one.state !== "skipped");
    if (bad)
      return `${task.taskId} depends on its past, and ${id} is ${bad.state} in run ${before.runId}.`;
  }
  return undefined;
}
