import { intAt, numAt } from "./arrays.ts";
import type { Ranked } from "./flat.ts";
import { metrics } from "./metrics.ts";

/** A layer lower than this is never spread, nor one with fewer nodes, nor one with more edges a node; and none over more columns. */
const limits = { across: 1200, nodes: 6, edges: 2.5, columns: 8 } as const;

/**
 * Spreads the nodes of a layer that would be a tower over several columns, each a layer of its own: lines to the later ones pass between
 * the boxes of the earlier. With `before`, the column of each node in the picture before (-1 for a new one), all stay in theirs.
 */
export function spread(ranked: Ranked, shape: number, before: Int32Array | undefined): Ranked {
  const { count, rank, layers } = ranked;
  const { ints } = ranked.scratch;
  const stacks = stacksOf(ranked);
  let along = 0;
  for (let layer = 0; layer < layers; layer++) along += numAt(stacks.along, layer);
  const columns = ints(layers).fill(1);
  for (let layer = 0; layer < layers; layer++) {
    if (before) continue;
    const size = numAt(stacks.nodes, layer);
    if (size < limits.nodes || numAt(stacks.edges, layer) > limits.edges * size) continue;
    let most = 1;
    for (; most < limits.columns; most++) {
      const across = acrossOf(numAt(stacks.across, layer), size, most);
      if (across < limits.across || along > 0.7 * shape * across) break;
      along += numAt(stacks.along, layer);
    }
    columns[layer] = most;
  }
  for (let node = 0; before && node < count; node++)
    columns[intAt(rank, node)] = Math.max(
      intAt(columns, intAt(rank, node)),
      intAt(before, node) + 1,
    );
  const first = ints(layers + 1);
  for (let layer = 0; layer < layers; layer++)
    first[layer + 1] = intAt(first, layer) + intAt(columns, layer);
  if (intAt(first, layers) === layers) return ranked;
  const next = ints(layers);
  const column = ints(count);
  const spreadRank = ints(count);
  for (let node = 0; node < count; node++) {
    const layer = intAt(rank, node);
    const known = before ? intAt(before, node) : -1;
    column[node] = known < 0 ? intAt(next, layer) % intAt(columns, layer) : known;
    if (known < 0) next[layer] = intAt(next, layer) + 1;
    spreadRank[node] = intAt(first, layer) + intAt(column, node);
  }
  return { ...ranked, rank: spreadRank, layers: intAt(first, layers), column, isSpread: true };
}

/** How high a layer is when it is spread, with the lines that pass between its boxes. */
function acrossOf(boxes: number, size: number, columns: number): number {
  const gap =
    columns === 1 ? metrics.boxGap : 2 * metrics.lineGap + (columns - 2) * metrics.bendGap;
  return (boxes + size * gap) / columns;
}

/** Of each layer the count of nodes and edges, the sum of heights, and the length with the gap behind it. */
function stacksOf(ranked: Ranked): Record<"nodes" | "edges" | "across" | "along", Float64Array> {
  const { count, rank, layers, side, before, after, along, from, to, edgeCount } = ranked;
  const make = (): Float64Array => ranked.scratch.reals(layers);
  const stacks = { nodes: make(), edges: make(), across: make(), along: make() };
  const add = (to: Float64Array, layer: number, value: number): void => {
    to[layer] = numAt(to, layer) + value;
  };
  for (let node = 0; node < count; node++) {
    if (side[node]) continue;
    const layer = intAt(rank, node);
    add(stacks.nodes, layer, 1);
    add(stacks.across, layer, numAt(before, node) + numAt(after, node));
    const length = numAt(along, node) + metrics.wideLayerGap;
    if (length > numAt(stacks.along, layer)) stacks.along[layer] = length;
  }
  for (let edge = 0; edge < edgeCount; edge++) {
    add(stacks.edges, intAt(rank, intAt(from, edge)), 1);
    add(stacks.edges, intAt(rank, intAt(to, edge)), 1);
  }
  return stacks;
}
