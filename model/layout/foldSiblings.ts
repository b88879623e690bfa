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
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const { from, to, label } of edges) {
    const key = label ?? "";
    push(before, to, `${from}\t${key}`);
    push(after, from, `${to}\t${key}`);
  }
  const rows = new Map<string, GraphTask[]>();
  for (const task of tasks) {
    const inputs = before.get(task.taskId);
    const outputs = after.get(task.taskId);
    if ((!inputs && !outputs) || task.branchTargets) continue;
    const key = [
      task.group ?? "",
      task.operator,
      task.triggerRule ?? "",
      task.certainty,
      task.mapped,
      task.setup,
      task.teardown,
      task.change ?? "",
      inputs?.sort().join("\n") ?? "",
      "→",
      outputs?.sort().join("\n") ?? "",
    ].join("\n");
    const row = rows.get(key);
    if (row) row.push(task);
    else rows.set(key, [task]);
  }
  for (const row of rows.values()) {
    if (row.length < least || unfolded.has(row[0]?.taskId ?? "")) continue;
    for (const task of row) folds.set(task.taskId, row);
  }
  return folds;
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
