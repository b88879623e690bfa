import type { GraphDag } from "../dag/graphJson.ts";
import { intAt } from "./arrays.ts";
import { breakCycles } from "./breakCycles.ts";
import type { EdgeEnds } from "./edgeEnds.ts";
import { scratchOf } from "./scratch.ts";

/**
 * Marks the edges that close a cycle, one for each: a task's edge to itself, one between a group and what it holds, and the last
 * edge of every longer way round, walking in the order of making.
 */
export function closingEdges(dag: GraphDag, ends: EdgeEnds): Uint8Array {
  const { taskCount, knownCount } = ends;
  const isGroup = (id: number): boolean => id >= taskCount && id < knownCount;
  // Where the walk enters each; a group is left by the node after that one.
  const enter = (id: number): number => (id < taskCount ? id : 2 * id - taskCount);
  const leave = (id: number): number => (id < taskCount ? id : 2 * id - taskCount + 1);
  const from: number[] = [];
  const to: number[] = [];
  // Only if an edge touches a group has the walk to pass through it: in at its entry, through its tasks, out at its exit.
  let isTouched = false;
  for (let edge = 0; edge < dag.edges.length && !isTouched; edge++)
    isTouched = isGroup(intAt(ends.from, edge)) || isGroup(intAt(ends.to, edge));
  if (isTouched) {
    const within = (id: string, parent: string | null): void => {
      const inner = ends.numbers.get(id);
      const outer = parent === null ? undefined : ends.numbers.get(parent);
      if (inner === undefined || outer === undefined || inner === outer) return;
      from.push(enter(outer), leave(inner));
      to.push(enter(inner), leave(outer));
    };
    dag.tasks.forEach((task) => within(task.taskId, task.group));
    dag.groups.forEach((group) => within(group.groupId, group.parent));
  }
  const own = from.length;
  const allFrom = new Int32Array(own + dag.edges.length);
  const allTo = new Int32Array(own + dag.edges.length);
  allFrom.set(from);
  allTo.set(to);
  for (let edge = 0; edge < dag.edges.length; edge++) {
    const tail = intAt(ends.from, edge);
    const head = intAt(ends.to, edge);
    // An edge to nowhere leads from the first node to itself: it says nothing and is not asked for.
    if (tail >= knownCount || head >= knownCount) continue;
    allFrom[own + edge] = leave(tail);
    allTo[own + edge] = enter(head);
  }
  const all = {
    count: isTouched ? 2 * knownCount - taskCount : taskCount,
    from: allFrom,
    to: allTo,
    closing: new Uint8Array(allFrom.length),
  };
  const { reversed } = breakCycles(all, scratchOf());
  const closing = reversed.slice(own);
  const parents = isTouched
    ? new Map(dag.groups.map((group) => [group.groupId, group.parent]))
    : undefined;
  for (let edge = 0; edge < closing.length; edge++) {
    const { from: tail = "", to: head = "" } = dag.edges[edge] ?? {};
    const isLoop = intAt(ends.from, edge) === intAt(ends.to, edge);
    if (isLoop || (parents && holds(parents, dag, tail, head))) closing[edge] = 1;
  }
  return closing;
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
