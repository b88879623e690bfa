import type { GraphEdge, GraphTask } from "../dag/graphJson.ts";

/** From this many on, siblings that differ only in their names are shown as one. */
const least = 12;

/**
 * Finds rows of like siblings: same group, operator and trigger rule, and exactly the same tasks before and after. Answers, for each of
 * their ids, the whole row in the order of making.
 */
export function foldSiblings(
  tasks: readonly GraphTask[],
  edges: readonly GraphEdge[],
  unfolded: ReadonlySet<string>,
): ReadonlyMap<string, readonly GraphTask[]> {
  const folds = new Map<string, readonly GraphTask[]>();
  if (tasks.length < least) return folds;
  const { numbers, before, after } = around(tasks, edges);
  // Rows of one key are chained: only rarely is there more than one.
  const rows: { readonly first: GraphTask; count: number; readonly next: number }[] = [];
  const byKey = new Map<number, number>();
  const rowOf = new Int32Array(tasks.length).fill(-1);
  const sumAt = (sums: Int32Array, { taskId }: GraphTask, half: 0 | 1): number =>
    sums[(numbers.get(taskId) ?? 0) * 2 + half] ?? 0;
  tasks.forEach((task, at) => {
    const inputs = sumAt(before, task, 0);
    const outputs = sumAt(after, task, 0);
    if ((inputs === 0 && outputs === 0) || task.branchTargets) return;
    const key = inputs ^ Math.imul(outputs, 31);
    const newest = byKey.get(key) ?? -1;
    let row = newest;
    while (row >= 0 && !isInRow(task, rows[row]?.first)) row = rows[row]?.next ?? -1;
    const known = rows[row];
    if (known) known.count++;
    else {
      row = rows.length;
      rows.push({ first: task, count: 1, next: newest });
      byKey.set(key, row);
    }
    rowOf[at] = row;
  });
  const long = rows.map(({ first, count }): GraphTask[] | undefined =>
    count < least || unfolded.has(first.taskId) ? undefined : [],
  );
  tasks.forEach((task, at) => {
    const row = long[rowOf[at] ?? -1];
    row?.push(task);
    if (row) folds.set(task.taskId, row);
  });
  return folds;

  function isInRow(task: GraphTask, first: GraphTask | undefined): boolean {
    return (
      first !== undefined &&
      isLike(first, task) &&
      [before, after].every(
        (sums) =>
          sumAt(sums, first, 0) === sumAt(sums, task, 0) &&
          sumAt(sums, first, 1) === sumAt(sums, task, 1),
      )
    );
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
 * For each id, by twice its number, two sums over the ids and labels of its neighbours before and after it: equal for equal
 * neighbours, in whatever order, and as good as never for others.
 */
function around(
  tasks: readonly GraphTask[],
  edges: readonly GraphEdge[],
): {
  readonly numbers: ReadonlyMap<string, number>;
  readonly before: Int32Array;
  readonly after: Int32Array;
} {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  for (const task of tasks) numberOf(task.taskId);
  const before = new Int32Array(2 * (tasks.length + 3 * edges.length));
  const after = new Int32Array(before.length);
  const add = (sums: Int32Array, own: number, other: number, label: number): void => {
    // Both halves of a number that looks like chance; whole numbers of 32 bits add up exactly, over and over.
    const one = Math.imul(other + 1, 0x9e3779b1) + Math.imul(label, 0x27d4eb2f);
    const two = Math.imul(other + 0x7f4a7c15, 0x85ebca6b) + Math.imul(label, 0x165667b1);
    sums[own * 2] = (sums[own * 2] ?? 0) + Math.imul(one ^ (one >>> 15), 0x2c1b3c6d);
    sums[own * 2 + 1] = (sums[own * 2 + 1] ?? 0) + Math.imul(two ^ (two >>> 13), 0x297a2d39);
  };
  for (const edge of edges) {
    const from = numberOf(edge.from);
    const to = numberOf(edge.to);
    // No id begins with a line break.
    const label = edge.label === null ? 0 : numberOf(`\n${edge.label}`) + 1;
    add(before, to, from, label);
    add(after, from, to, label);
  }
  return { numbers, before, after };
}
