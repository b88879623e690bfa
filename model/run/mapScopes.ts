import { mapLength, mappedOver, type XComLength } from "./mapping.ts";
import type { TaskInstance, TaskNode } from "./taskNode.ts";

/** Whether a task has more than one instance by its nature: mapped, or in a mapped group. */
export function isMapped(node: TaskNode): boolean {
  return node.task.expand !== null || node.scopes.length > 0;
}

/** How many mapped groups are around both tasks. */
export function commonScopes(a: TaskNode, b: TaskNode): number {
  let count = 0;
  while (count < a.scopes.length && a.scopes[count] === b.scopes[count]) count++;
  return count;
}

/** How many instances a task has; undefined while an XCom that decides is not there. */
export function instanceCount(node: TaskNode, xcomLength: XComLength): number | undefined {
  let count = 1;
  for (const expand of [...node.scopes.map((group) => group.expand), node.task.expand]) {
    if (!expand) continue;
    const length = mapLength(expand, xcomLength);
    if (length === undefined) return undefined;
    count *= length;
  }
  return count;
}

/**
 * The instances of an upstream that matter to one instance: inside a common mapped group those with the same place in it,
 * else all (Airflow: `get_relevant_upstream_map_indexes`). An unexpanded instance does not look at expanded ones of its own
 * group, unless its rule is content with some of them.
 */
export function relevantInstances(
  instance: TaskInstance,
  upstream: TaskNode,
  xcomLength: XComLength,
): readonly TaskInstance[] {
  const common = commonScopes(instance.node, upstream);
  if (common === 0 || !upstream.expanded) return upstream.instances;
  if (instance.mapIndex < 0) return waitsForAny(instance.node, upstream) ? upstream.instances : [];
  const places = placesIn(instance.node, common, xcomLength);
  if (places === undefined || places === 0) return [];
  const own = instance.node.instances.length / places;
  const other = upstream.instances.length / places;
  const place = Math.floor(instance.mapIndex / own);
  return upstream.instances.slice(place * other, (place + 1) * other);
}

/** Rules that one upstream can satisfy: with no instance to look at they would be decided before the group is expanded. */
function waitsForAny(node: TaskNode, upstream: TaskNode): boolean {
  if (!easilySatisfied.has(node.task.triggerRule)) return false;
  const expands = [node.task.expand, ...node.scopes.map((group) => group.expand)];
  return !expands.some((expand) => expand && mappedOver(expand).includes(upstream.task.taskId));
}

const easilySatisfied: ReadonlySet<string> = new Set([
  "one_success",
  "one_failed",
  "one_done",
  "none_failed_min_one_success",
]);

/** How many places the first `depth` mapped groups around a task have together. */
function placesIn(node: TaskNode, depth: number, xcomLength: XComLength): number | undefined {
  let places = 1;
  for (const group of node.scopes.slice(0, depth)) {
    if (!group.expand) continue;
    const length = mapLength(group.expand, xcomLength);
    if (length === undefined) return undefined;
    places *= length;
  }
  return places;
}
