import type { PlannedGroup, PlannedTask } from "./events.ts";
import { isMapped } from "./mapScopes.ts";
import type { Plan } from "./plan.ts";
import { taskGraph } from "./taskGraph.ts";

/** The tasks of a plan as a run announces them, in the order of the DAG. */
export function plannedTasks(plan: Plan, mocked: ReadonlySet<string>): readonly PlannedTask[] {
  return [...taskGraph(plan, "own index").values()].map((node) => {
    const { task } = node;
    return {
      taskId: task.taskId,
      operator: task.operator,
      group: task.group,
      upstream: [...node.outer, ...node.inner].map((one) => one.task.taskId),
      mapped: isMapped(node),
      setup: task.setup,
      teardown: task.teardown,
      retries: task.retries,
      source: task.source,
      remembered: node.given,
      simulated: task.simulated !== null || mocked.has(task.taskId),
    };
  });
}

/** The groups of a plan. */
export function plannedGroups(plan: Plan): readonly PlannedGroup[] {
  return plan.dag.groups.map(({ groupId, parent, expand }) => ({
    groupId,
    parent,
    mapped: expand !== null,
  }));
}
