import { commonScopes } from "./mapScopes.ts";
import type { TaskInstance } from "./taskNode.ts";

/**
 * What Airflow 3.0 and 3.1 want to know of direct upstreams in mapped groups: the own index in a common group, else all
 * indexes. Others are left out.
 */
export function upstreamMapIndexes(
  instance: TaskInstance,
): Readonly<Record<string, number | readonly number[]>> {
  const { node } = instance;
  const entries = [...node.outer, ...node.inner]
    .filter((upstream) => upstream.scopes.length > 0)
    .map((upstream) => [
      upstream.task.taskId,
      commonScopes(node, upstream) > 0
        ? instance.mapIndex
        : upstream.instances.map((one) => one.mapIndex),
    ]);
  return Object.fromEntries(entries) as Record<string, number | readonly number[]>;
}
