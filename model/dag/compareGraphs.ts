import type { Change, GraphDag, GraphEdge, GraphSchedule, GraphTask } from "./graphJson.ts";

/** A DAG beside an earlier one of the same id: each task and edge with how it changed, removed ones kept. */
export function compareGraphs(
  before: GraphDag | undefined,
  after: GraphDag,
  change?: "removed",
): GraphDag {
  const earlier = before ?? { tasks: [], edges: [], groups: [] };
  const tasks = compared(earlier.tasks, after.tasks, ({ taskId }) => taskId, sameTask);
  const edges = compared(earlier.edges, after.edges, edgeKey, sameEdge);
  const isStarted = before !== undefined && !sameSchedule(before.schedule, after.schedule);
  const isChanged = isStarted || [...tasks, ...edges].some((part) => part.change !== "same");
  return {
    ...after,
    change: change ?? (before === undefined ? "added" : isChanged ? "changed" : "same"),
    ...(isStarted && { scheduleBefore: before.schedule }),
    tasks,
    edges,
    // A removed task needs the group that it was in.
    groups: [
      ...after.groups,
      ...earlier.groups.filter(
        ({ groupId }) => !after.groups.some((group) => group.groupId === groupId),
      ),
    ],
  };
}

function compared<T extends object>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
  same: (a: T, b: T) => boolean,
): (T & { readonly change: Change })[] {
  const known = new Map(before.map((item) => [keyOf(item), item]));
  const kept = after.map((item) => {
    const earlier = known.get(keyOf(item));
    known.delete(keyOf(item));
    const change: Change = !earlier ? "added" : same(earlier, item) ? "same" : "changed";
    return { ...item, change };
  });
  return [
    ...kept,
    ...Array.from(known.values(), (item) => ({ ...item, change: "removed" as const })),
  ];
}

function sameSchedule(a: GraphSchedule, b: GraphSchedule): boolean {
  return a.kind === b.kind && a.expression === b.expression && a.timezone === b.timezone;
}

function edgeKey({ from, to }: GraphEdge): string {
  return JSON.stringify([from, to]);
}

/** Whether nothing changed but its place in the text. */
function sameTask(a: GraphTask, b: GraphTask): boolean {
  return JSON.stringify({ ...a, range: null }) === JSON.stringify({ ...b, range: null });
}

function sameEdge(a: GraphEdge, b: GraphEdge): boolean {
  return a.label === b.label && a.certainty === b.certainty;
}
