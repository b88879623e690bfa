import type { GraphDag } from "../dag/graphJson.ts";
import { breakCycles } from "./breakCycles.ts";

/**
 * Marks the edges that close a cycle, one for each: a task's edge to itself, one between a group and what it holds, and the last
 * edge of every longer way round, walking in the order of making.
 */
export function closingEdges(dag: GraphDag): Uint8Array {
  // Where the walk enters each; a group is left by the node after that one.
  const nodes = new Map<string, number>();
  let count = 0;
  const from: number[] = [];
  const to: number[] = [];
  const groupParent = new Map(dag.groups.map((group) => [group.groupId, group.parent]));
  for (const task of dag.tasks) if (!nodes.has(task.taskId)) nodes.set(task.taskId, count++);
  const tasks = count;
  const leave = (enter: number): number => (enter < tasks ? enter : enter + 1);
  // Only if an edge touches a group has the walk to pass through it: in at its entry, through its tasks, out at its exit.
  const touched = dag.edges.some((edge) => groupParent.has(edge.from) || groupParent.has(edge.to));
  if (touched) {
    for (const group of dag.groups)
      if (!nodes.has(group.groupId)) {
        nodes.set(group.groupId, count);
        count += 2;
      }
    const within = (id: string, parent: string | null): void => {
      const inner = nodes.get(id);
      const outer = parent === null ? undefined : nodes.get(parent);
      if (inner === undefined || outer === undefined || inner === outer) return;
      from.push(outer, leave(inner));
      to.push(inner, leave(outer));
    };
    for (const task of dag.tasks) within(task.taskId, task.group);
    for (const group of dag.groups) within(group.groupId, group.parent);
  }
  const own = from.length;
  for (const edge of dag.edges) {
    const tail = nodes.get(edge.from);
    const head = nodes.get(edge.to);
    // An edge to nowhere leads from the first node to itself: it says nothing and is not asked for.
    from.push(tail === undefined || head === undefined ? 0 : leave(tail));
    to.push(tail === undefined || head === undefined ? 0 : head);
  }
  const { reversed } = breakCycles({
    count,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    closing: new Uint8Array(from.length),
  });
  return Uint8Array.from(dag.edges, (edge, index) =>
    edge.from === edge.to || holds(groupParent, dag, edge.from, edge.to) || reversed[own + index]
      ? 1
      : 0,
  );
}

/** Whether one of two is a group around the other. */
function holds(
  parents: ReadonlyMap<string, string | null>,
  dag: GraphDag,
  a: string,
  b: string,
): boolean {
  if (!parents.has(a) && !parents.has(b)) return false;
  const isAbove = (group: string, id: string): boolean => {
    let up = parents.get(id) ?? dag.tasks.find((task) => task.taskId === id)?.group ?? null;
    for (let depth = 0; up !== null && depth <= parents.size; depth++) {
      if (up === group) return true;
      up = parents.get(up) ?? null;
    }
    return false;
  };
  return isAbove(a, b) || isAbove(b, a);
}
