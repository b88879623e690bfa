import type { GraphDag } from "../model/dag/graphJson.ts";
import { isEmpty, type Filter } from "./filter.ts";

/** The tasks that a filter leaves; undefined for all. */
export function tasksOf(
  dag: GraphDag,
  filter: Filter,
  stateOf: (taskId: string) => string | undefined,
): ReadonlySet<string> | undefined {
  if (isEmpty(filter)) return undefined;
  let left = new Set(dag.tasks.map(({ taskId }) => taskId));
  if (filter.relation !== "all" && filter.of !== null) {
    const near = new Set<string>();
    if (filter.relation !== "down") reach(dag, filter.of, filter.steps, "up", near);
    if (filter.relation !== "up") reach(dag, filter.of, filter.steps, "down", near);
    left = new Set([...left].filter((id) => near.has(id)));
  }
  if (filter.state !== null) left = new Set([...left].filter((id) => stateOf(id) === filter.state));
  const { group } = filter;
  if (group !== null) {
    const parents = new Map(dag.groups.map(({ groupId, parent }) => [groupId, parent]));
    const isIn = (start: string | null): boolean => {
      for (let up = start, depth = 0; up !== null && depth < 100; depth++) {
        if (up === group) return true;
        up = parents.get(up) ?? null;
      }
      return false;
    };
    left = new Set(
      dag.tasks
        .filter((task) => left.has(task.taskId) && isIn(task.group))
        .map((task) => task.taskId),
    );
  }
  return left;
}

/** In words, for the line that says that not all is shown. */
export function filterInWords(filter: Filter): string {
  const parts: string[] = [];
  const { relation, of, steps, state, group } = filter;
  if (relation !== "all" && of !== null) {
    const way =
      relation === "up"
        ? "upstream of"
        : relation === "down"
          ? "downstream of"
          : "up- and downstream of";
    parts.push(
      `${way} ${of}${steps === null ? "" : ` (${steps} ${steps === 1 ? "step" : "steps"})`}`,
    );
  }
  if (state !== null) parts.push(state.replaceAll("_", " "));
  if (group !== null) parts.push(`in ${group}`);
  return parts.join(", ");
}

/** Adds a task and all within some steps of it; an edge to a group leads to all that is in it, and one from it from all. */
function reach(
  dag: GraphDag,
  from: string,
  steps: number | null,
  way: "up" | "down",
  into: Set<string>,
): void {
  const next = new Map<string, string[]>();
  for (const edge of dag.edges) {
    const [key, value] = way === "up" ? [edge.to, edge.from] : [edge.from, edge.to];
    const list = next.get(key);
    if (list) list.push(value);
    else next.set(key, [value]);
  }
  let edge = [from];
  const seen = new Set(edge);
  for (let step = 0; edge.length > 0 && (steps === null || step <= steps); step++) {
    for (const id of edge) into.add(id);
    const far: string[] = [];
    for (const id of edge)
      for (const other of next.get(id) ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          far.push(other);
        }
    edge = far;
  }
}
