import type { GraphDag, GraphEdge, GraphTask } from "../dag/graphJson.ts";
import { intAt } from "./arrays.ts";
import type { EdgeEnds } from "./edgeEnds.ts";

/** From this many on, siblings that differ only in their names are shown as one. */
const least = 12;

/**
 * Finds rows of like siblings among the tasks that are shown: same group, operator and trigger rule, and exactly the same tasks before
 * and after. Answers, for each of their ids, the whole row in the order of making.
 */
export function foldSiblings(
  { tasks, edges }: GraphDag,
  ends: EdgeEnds,
  isShown: (task: GraphTask) => boolean,
  unfolded: ReadonlySet<string>,
): ReadonlyMap<string, readonly GraphTask[]> {
  const folds = new Map<string, readonly GraphTask[]>();
  if (tasks.length < least) return folds;
  const sums = around(edges, ends);
  const sumAt = (own: number, which: number): number => sums[own * 4 + which] ?? 0;
  // Rows of one key are chained: only rarely is there more than one.
  const rows: {
    readonly first: GraphTask;
    readonly own: number;
    count: number;
    readonly next: number;
  }[] = [];
  const byKey = new Map<number, number>();
  const rowOf = new Int32Array(tasks.length).fill(-1);
  tasks.forEach((task, at) => {
    const own = intAt(ends.tasks, at);
    const inputs = sumAt(own, 0);
    const outputs = sumAt(own, 2);
    if ((inputs === 0 && outputs === 0) || task.branchTargets || !isShown(task)) return;
    const key = inputs ^ Math.imul(outputs, 31);
    const newest = byKey.get(key) ?? -1;
    let row = newest;
    while (row >= 0 && !isInRow(task, own, row)) row = rows[row]?.next ?? -1;
    const known = rows[row];
    if (known) known.count++;
    else {
      row = rows.length;
      rows.push({ first: task, own, count: 1, next: newest });
      byKey.set(key, row);
    }
    rowOf[at] = row;
  });
  if (rows.every(({ count }) => count < least)) return folds;
  const long = rows.map(({ first, count }): GraphTask[] | undefined =>
    count < least || unfolded.has(first.taskId) ? undefined : [],
  );
  tasks.forEach((task, at) => {
    const row = long[intAt(rowOf, at)];
    row?.push(task);
    if (row) folds.set(task.taskId, row);
  });
  return folds;

  function isInRow(task: GraphTask, own: number, row: number): boolean {
    const known = rows[row];
    if (!known || !isLike(known.first, task)) return false;
    for (let which = 0; which < 4; which++)
      if (sumAt(known.own, which) !== sumAt(own, which)) return false;
    return true;
  }
}

function isLike(a: GraphTask, b: GraphTask): boolean {
  return (
    a.group === b.group &&
    a.operator === b.operator &&
    a.triggerRule === b.triggerRule &&
    a.certainty === b.certainty &&
    a.mapped === b.mapped &&
    a.setup === b.setup &&
    a.teardown === b.teardown &&
    a.change === b.change
  );
}

/**
 * For each id, by four times its number, two sums over the ids and labels of its neighbours before it and two over those after it:
 * equal for equal neighbours, in whatever order, and as good as never for others.
 */
function around(edges: readonly GraphEdge[], { numbers, from, to }: EdgeEnds): Int32Array {
  const sums = new Int32Array(4 * numbers.size);
  const labels = new Map<string, number>();
  const labelOf = (label: string): number => {
    const known = labels.get(label);
    if (known !== undefined) return known;
    labels.set(label, labels.size + 1);
    return labels.size;
  };
  const add = (at: number, other: number, label: number): void => {
    // Both halves of a number that looks like chance; whole numbers of 32 bits add up exactly, over and over.
    const one = Math.imul(other + 1, 0x9e3779b1) + Math.imul(label, 0x27d4eb2f);
    const two = Math.imul(other + 0x7f4a7c15, 0x85ebca6b) + Math.imul(label, 0x165667b1);
    sums[at] = intAt(sums, at) + Math.imul(one ^ (one >>> 15), 0x2c1b3c6d);
    sums[at + 1] = intAt(sums, at + 1) + Math.imul(two ^ (two >>> 13), 0x297a2d39);
  };
  edges.forEach(({ label: text }, edge) => {
    const tail = intAt(from, edge);
    const head = intAt(to, edge);
    const label = text === null ? 0 : labelOf(text);
    add(head * 4, tail, label);
    add(tail * 4 + 2, head, label);
  });
  return sums;
}
