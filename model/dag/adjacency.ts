import { memo } from "../memo.ts";
import { addTo } from "./addTo.ts";
import type { Dag, Dependency } from "./dag.ts";

/** The edges of a DAG by the task at either end. */
export interface Adjacency {
  readonly downstream: ReadonlyMap<string, readonly Dependency[]>;
  readonly upstream: ReadonlyMap<string, readonly Dependency[]>;
}

/** A DAG's edges sorted by their ends: once, since many rules ask for them. */
export function adjacencyOf({ edges }: Pick<Dag, "edges">): Adjacency {
  return sortedByEnds(edges);
}

const sortedByEnds = memo((edges: readonly Dependency[]): Adjacency => {
  const downstream = new Map<string, Dependency[]>();
  const upstream = new Map<string, Dependency[]>();
  for (const edge of edges) {
    addTo(downstream, edge.from, edge);
    addTo(upstream, edge.to, edge);
  }
  return { downstream, upstream };
});

/** Whether one task runs before another, near or far: the near ones are looked at first, which is mostly enough. */
export function runsBefore(first: string, taskId: string, { upstream }: Adjacency): boolean {
  const seen = new Set([taskId]);
  let layer = [taskId];
  while (layer.length > 0) {
    const next: string[] = [];
    for (const at of layer) {
      for (const { from } of upstream.get(at) ?? []) {
        if (from === first) return true;
        if (seen.has(from)) continue;
        seen.add(from);
        next.push(from);
      }
    }
    layer = next;
  }
  return false;
}

/** Every task that runs after a task, near and far. */
export function descendantsOf(taskId: string, { downstream }: Adjacency): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [taskId];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { to } of downstream.get(at) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}
