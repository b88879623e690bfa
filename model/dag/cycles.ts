import { alg, Graph } from "@dagrejs/graphlib";

import { adjacencyOf, type Adjacency } from "./adjacency.ts";
import type { Dag, Dependency } from "./dag.ts";

/** A closed path of edges, in order: each begins where the one before ends, and the last ends where the first begins. */
export interface Cycle {
  readonly edges: readonly Dependency[];
}

/**
 * The shortest cycle of each knot of tasks that wait for each other. Edges that may be absent are left out; a task that
 * waits for itself alone is no cycle here (see `selfEdgesOf`).
 */
export function cyclesOf(dag: Pick<Dag, "edges">): readonly Cycle[] {
  // Most files name their tasks in the order of the work: nothing can go round then.
  if (goesForward(dag.edges)) return [];
  const edges = knotted(
    dag.edges.filter(({ from, to, certainty }) => from !== to && certainty !== "dynamic"),
  );
  if (edges.length === 0) return [];
  return knotsOf(edges).flatMap((knot) => {
    const inside = new Set(knot);
    const within = edges.filter(({ from, to }) => inside.has(from) && inside.has(to));
    const shortest = shortestCycle(within);
    return shortest ? [closedByLast(shortest)] : [];
  });
}

/** Edges from a task to itself. */
export function selfEdgesOf(dag: Pick<Dag, "edges">): readonly Dependency[] {
  return dag.edges.filter(({ from, to, certainty }) => from === to && certainty !== "dynamic");
}

/** Whether each edge leads from a task that was seen before the one at its other end. */
function goesForward(edges: readonly Dependency[]): boolean {
  const places = new Map<string, number>();
  for (const { from, to } of edges) {
    let start = places.get(from);
    if (start === undefined) {
      start = places.size;
      places.set(from, start);
    }
    const end = places.get(to);
    if (end === undefined) places.set(to, places.size);
    else if (end <= start && from !== to) return false;
  }
  return true;
}

/** What is left after taking away, again and again, edges from tasks that wait for none: all of it without cycles. */
function knotted(edges: readonly Dependency[]): readonly Dependency[] {
  const { downstream } = adjacencyOf({ edges });
  const waits = new Map<string, number>();
  for (const { from, to } of edges) {
    waits.set(from, waits.get(from) ?? 0);
    waits.set(to, (waits.get(to) ?? 0) + 1);
  }
  const ready = [...waits].flatMap(([task, count]) => (count === 0 ? [task] : []));
  const done = new Set<string>();
  for (let task = ready.pop(); task !== undefined; task = ready.pop()) {
    done.add(task);
    for (const { to } of downstream.get(task) ?? []) {
      const left = (waits.get(to) ?? 0) - 1;
      waits.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return edges.filter(({ from }) => !done.has(from));
}

/** Groups of tasks that all reach each other. The library recurses, so a huge rest is taken as one knot. */
function knotsOf(edges: readonly Dependency[]): readonly (readonly string[])[] {
  if (edges.length > 3000) return [edges.flatMap(({ from, to }) => [from, to])];
  const graph = new Graph({ directed: true });
  for (const { from, to } of edges) graph.setEdge(from, to);
  return alg.tarjan(graph).filter((knot) => knot.length > 1);
}

/** The shortest of all closed paths; of equally short ones, the one through the first edge in the text. */
function shortestCycle(edges: readonly Dependency[]): readonly Dependency[] | undefined {
  const adjacency = adjacencyOf({ edges });
  let best: readonly Dependency[] | undefined;
  // A search from each edge, as far as a bound on the work allows: knots of real files are small.
  for (const edge of edges.slice(0, Math.ceil(100_000 / edges.length))) {
    const back = shortestPath(edge.to, edge.from, adjacency, (best?.length ?? Infinity) - 1);
    if (back && (!best || back.length + 1 < best.length)) best = [edge, ...back];
    if (best?.length === 2) break;
  }
  return best;
}

function shortestPath(
  from: string,
  to: string,
  { downstream }: Adjacency,
  limit: number,
): readonly Dependency[] | undefined {
  const cameBy = new Map<string, Dependency | undefined>([[from, undefined]]);
  let front = [from];
  for (let length = 0; length < limit && front.length > 0; length++) {
    const next: string[] = [];
    for (const at of front) {
      for (const edge of downstream.get(at) ?? []) {
        if (cameBy.has(edge.to)) continue;
        cameBy.set(edge.to, edge);
        if (edge.to === to) return pathTo(to, cameBy);
        next.push(edge.to);
      }
    }
    front = next;
  }
  return undefined;
}

function pathTo(
  task: string,
  cameBy: ReadonlyMap<string, Dependency | undefined>,
): readonly Dependency[] {
  const path: Dependency[] = [];
  for (let edge = cameBy.get(task); edge; edge = cameBy.get(edge.from)) path.unshift(edge);
  return path;
}

/** Turns the cycle so that the edge written last closes it. */
function closedByLast(edges: readonly Dependency[]): Cycle {
  let last = 0;
  edges.forEach((edge, at) => {
    const latest = edges[last];
    if (!latest || edge.span.start >= latest.span.start) last = at;
  });
  return { edges: [...edges.slice(last + 1), ...edges.slice(0, last + 1)] };
}
