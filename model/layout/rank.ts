import { bucketsOf, intAt, type Buckets } from "./arrays.ts";
import type { Flat, Ranked } from "./flat.ts";
import { withMore } from "../withMore.ts";

/** As many rounds of tightening as usually change anything; and of looking how far what joins late can go. */
const rounds = 8;
const joinRounds = 3;

/**
 * Gives each node its layer: first the longest way from a source; then what joins late goes with all before it to where it joins;
 * then every node moves to where its edges are shortest. Ports go outside all others.
 */
export function rank(flat: Flat): Ranked {
  const { count, side, sorted } = flat;
  const { ints } = flat.scratch;
  const { tail, head } = ends(flat);
  const outgoing = bucketsOf(tail, count, ints);
  const incoming = bucketsOf(head, count, ints);
  const layer = ints(count);
  for (let at = 0; at < count; at++) {
    const node = intAt(sorted, at);
    if (!side[node]) layer[node] = lowest(node, incoming, tail, side, layer);
  }
  joinLate();
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (let at = 0; at < count; at++) {
      const node = intAt(sorted, round % 2 === 0 ? count - 1 - at : at);
      if (!side[node]) moved += tighten(node, layer);
    }
    if (moved === 0) break;
  }
  return withMore(withMore(flat, withPorts(flat, layer)), {
    column: ints(count),
    isSpread: false,
  });

  /**
   * Nodes move up as far as what they lead to lets them, but no further than all before them move: so nothing is drawn apart, and
   * only lines out of what moves get shorter. What a port leads to or from stays.
   */
  function joinLate(): void {
    const limit = ints(count).fill(count);
    const moved = ints(count);
    const last = layer.reduce((most, one) => Math.max(most, one), 0);
    for (let round = 0; round <= joinRounds; round++) {
      for (let at = count - 1; at >= 0; at--) {
        const node = intAt(sorted, at);
        if (side[node]) {
          limit[node] = 0;
          continue;
        }
        const leads = intAt(outgoing.starts, node) < intAt(outgoing.starts, node + 1);
        const high = leads ? (highest(node, outgoing, head, side, moved) ?? 0) : last;
        moved[node] = Math.max(intAt(layer, node), Math.min(high, intAt(limit, node)));
      }
      for (let at = 0; round < joinRounds && at < count; at++) {
        const node = intAt(sorted, at);
        let shift = intAt(moved, node) - intAt(layer, node);
        for (let i = intAt(incoming.starts, node); i < intAt(incoming.starts, node + 1); i++) {
          const other = intAt(tail, intAt(incoming.items, i));
          shift = Math.min(shift, intAt(limit, other) - intAt(layer, other));
        }
        limit[node] = intAt(layer, node) + shift;
      }
    }
    layer.set(moved);
  }

  function tighten(node: number, layers: Int32Array): number {
    const inputs = intAt(incoming.starts, node + 1) - intAt(incoming.starts, node);
    const outputs = intAt(outgoing.starts, node + 1) - intAt(outgoing.starts, node);
    const low = lowest(node, incoming, tail, side, layers);
    const high = highest(node, outgoing, head, side, layers);
    const best = outputs > inputs && high !== undefined ? high : inputs > outputs ? low : undefined;
    if (best === undefined || best === layers[node]) return 0;
    layers[node] = best;
    return 1;
  }
}

/** The ends of each edge in the direction of flow. */
export function ends(flat: Flat): { tail: Int32Array; head: Int32Array } {
  const { edgeCount, from, to, reversed, scratch } = flat;
  const tail = scratch.ints(edgeCount);
  const head = scratch.ints(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    tail[edge] = reversed[edge] ? intAt(to, edge) : intAt(from, edge);
    head[edge] = reversed[edge] ? intAt(from, edge) : intAt(to, edge);
  }
  return { tail, head };
}

function lowest(
  node: number,
  incoming: Buckets,
  tail: Int32Array,
  side: Uint8Array,
  layer: Int32Array,
): number {
  let low = 0;
  const end = intAt(incoming.starts, node + 1);
  for (let at = intAt(incoming.starts, node); at < end; at++) {
    const other = intAt(tail, intAt(incoming.items, at));
    if (!side[other]) low = Math.max(low, intAt(layer, other) + 1);
  }
  return low;
}

function highest(
  node: number,
  outgoing: Buckets,
  head: Int32Array,
  side: Uint8Array,
  layer: Int32Array,
): number | undefined {
  let high: number | undefined;
  const end = intAt(outgoing.starts, node + 1);
  for (let at = intAt(outgoing.starts, node); at < end; at++) {
    const other = intAt(head, intAt(outgoing.items, at));
    if (side[other]) return undefined;
    high = Math.min(high ?? Infinity, intAt(layer, other) - 1);
  }
  return high;
}

/** Shifts the layers so that the lowest is the first, and puts the ports before and behind them. */
function withPorts(flat: Flat, layer: Int32Array): { rank: Int32Array; layers: number } {
  const { count, side, scratch } = flat;
  let low = Infinity;
  let high = -Infinity;
  let enters = 0;
  let leaves = 0;
  for (let node = 0; node < count; node++) {
    if (side[node] === 1) enters = 1;
    else if (side[node] === 2) leaves = 1;
    else {
      low = Math.min(low, intAt(layer, node));
      high = Math.max(high, intAt(layer, node));
    }
  }
  const inside = high < low ? 0 : high - low + 1;
  const rank = scratch.ints(count);
  for (let node = 0; node < count; node++)
    rank[node] =
      side[node] === 1 ? 0 : side[node] === 2 ? enters + inside : intAt(layer, node) - low + enters;
  return { rank, layers: enters + inside + leaves };
}
