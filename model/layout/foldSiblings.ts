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
  const before = sums(edges, "to", "from");
  const after = sums(edges, "from", "to");
  const rows = new Map<string, GraphTask[]>();
  for (const task of tasks) {
    const inputs = before.get(task.taskId) ?? 0;
    const outputs = after.get(task.taskId) ?? 0;
    if ((inputs === 0 && outputs === 0) || task.branchTargets) continue;
    const key = `${task.group ?? ""}\n${task.operator}\n${task.triggerRule ?? ""}\n${task.certainty}${task.mapped ? "m" : ""}${task.setup ? "s" : ""}${task.teardown ? "t" : ""}${task.change ?? ""} ${inputs} ${outputs}`;
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

/** For each id, a number that is equal for equal neighbours on one side: the sum of the hashes of their ids and labels. */
function sums(
  edges: readonly GraphEdge[],
  own: "from" | "to",
  other: "from" | "to",
): ReadonlyMap<string, number> {
  const hashes = new Map<string, number>();
  const hashOf = (text: string): number => {
    const known = hashes.get(text);
    if (known !== undefined) return known;
    let one = 0x811c9dc5;
    let two = 0x1b873593;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
      two = Math.imul(two ^ text.charCodeAt(at), 0x85ebca6b);
    }
    // 46 bits: thousands of them can be added without losing any.
    const hash = (one >>> 0) * 0x4000 + ((two >>> 0) % 0x4000) + 1;
    hashes.set(text, hash);
    return hash;
  };
  const found = new Map<string, number>();
  for (const edge of edges) {
    const hash = hashOf(edge[other]) + (edge.label === null ? 0 : hashOf(edge.label) % 0xffff_ffff);
    found.set(edge[own], ((found.get(edge[own]) ?? 0) + hash) % Number.MAX_SAFE_INTEGER);
  }
  return found;
}
