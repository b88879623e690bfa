import { intAt, numAt, type Buckets } from "./arrays.ts";
import type { Stepped } from "./flat.ts";
import type { Seating } from "./order.ts";

/**
 * Swaps neighbours in a layer where fewer steps cross then, in every other round also where just as many do: that is what
 * gets out of dead ends. Where nothing crosses either way, the order of making is put back. With `only`, each swap has to
 * move one of those. Answers how many crossings fewer there are.
 */
export function swapNeighbours(seating: Seating, only: Uint8Array | undefined): number {
  let all = 0;
  const { order, stepped, room } = seating;
  const rounds = stepped.total < 4000 ? 14 : 6;
  // A layer is looked at again only after it or one beside it has changed since it was last looked at in the same mode.
  const { ints } = stepped.scratch;
  const changedAt = ints(order.length + 2);
  const mayChange = order.map((nodes) => !only || nodes.some((node) => only[node] === 1));
  const rested = { better: ints(order.length), neutral: ints(order.length) };
  for (let round = 0; round < rounds; round++) {
    const mode = round % 2 === 1 ? "neutral" : "better";
    let gained = 0;
    let looked = 0;
    for (let layer = 0; layer < order.length; layer++) {
      const last = Math.max(
        intAt(changedAt, layer),
        intAt(changedAt, layer + 1),
        intAt(changedAt, layer + 2),
      );
      if (!mayChange[layer] || intAt(rested[mode], layer) > last) continue;
      looked++;
      const { swaps, gain } = swapIn(seating, room, layer, mode, only);
      rested[mode][layer] = round + 1;
      if (swaps > 0) changedAt[layer + 1] = round + 1;
      gained += gain;
    }
    all += gained;
    if (looked === 0 || (gained === 0 && mode === "neutral")) break;
  }
  if (only) return all;
  for (let layer = 0; layer < order.length; layer++)
    swapIn(seating, room, layer, "native", undefined);
  return all;
}

/** Seats across one gap of every node in a layer, sorted: what crossings of neighbours are counted from. Room for the widest layer. */
interface Reach {
  readonly starts: Int32Array;
  readonly seats: Float64Array;
}

/** What one layer after the other is looked at in. */
export interface Room {
  readonly above: Reach;
  readonly below: Reach;
  /** Places of the nodes in both, which stay as they were while the nodes swap. */
  readonly places: Int32Array;
}

/** Room for layers of these nodes. */
export function roomFor(
  order: readonly Int32Array[],
  { stepCount, scratch: { ints, reals } }: Stepped,
): Room {
  let widest = 0;
  for (const nodes of order) widest = Math.max(widest, nodes.length);
  const reach = (): Reach => ({
    starts: ints(widest + 1),
    seats: reals(stepCount),
  });
  return { above: reach(), below: reach(), places: ints(widest) };
}

function swapIn(
  seating: Seating,
  room: Room,
  layer: number,
  mode: "better" | "neutral" | "native",
  only: Uint8Array | undefined,
): { swaps: number; gain: number } {
  const nodes = seating.order[layer];
  if (!nodes || nodes.length < 2) return { swaps: 0, gain: 0 };
  const { above, below, places } = room;
  const { count, isSpread } = seating.stepped;
  reach(seating, nodes, "up", above);
  reach(seating, nodes, "down", below);
  for (let at = 0; at < nodes.length; at++) places[at] = at;
  const passes = mode === "native" ? Math.min(nodes.length, 64) : 1;
  let gain = 0;
  let swaps = 0;
  for (let pass = 0; pass < passes; pass++) {
    let swapped = false;
    for (let at = 0; at + 1 < nodes.length; at++) {
      const left = intAt(nodes, at);
      const right = intAt(nodes, at + 1);
      if (only && !only[left] && !only[right]) continue;
      if (mode === "native" && (left < right || right >= count || (isSpread && left >= count)))
        continue;
      const a = intAt(places, at);
      const b = intAt(places, at + 1);
      const now = cross(above, a, b) + cross(below, a, b);
      if (mode === "native" ? now > 0 : now === 0) continue;
      const then = cross(above, b, a) + cross(below, b, a);
      if (mode === "native" ? then > 0 : mode === "better" ? then >= now : then > now) continue;
      nodes[at] = right;
      nodes[at + 1] = left;
      places[at] = b;
      places[at + 1] = a;
      gain += now - then;
      swaps++;
      swapped = true;
    }
    if (!swapped) break;
  }
  for (let at = 0; at < nodes.length; at++) seating.seat[intAt(nodes, at)] = at;
  return { swaps, gain };
}

function reach(
  seating: Seating,
  nodes: Int32Array,
  way: "up" | "down",
  { starts, seats }: Reach,
): void {
  const { stepped, seat } = seating;
  const buckets: Buckets = way === "up" ? seating.up : seating.down;
  const others = way === "up" ? stepped.stepFrom : stepped.stepTo;
  const port = way === "up" ? seating.fromPort : seating.toPort;
  const ports = way === "up" ? seating.downPorts : seating.upPorts;
  for (let at = 0; at < nodes.length; at++) {
    const node = intAt(nodes, at);
    starts[at + 1] =
      intAt(starts, at) + intAt(buckets.starts, node + 1) - intAt(buckets.starts, node);
  }
  for (let at = 0; at < nodes.length; at++) {
    const node = intAt(nodes, at);
    const first = intAt(buckets.starts, node);
    const size = intAt(buckets.starts, node + 1) - first;
    const start = intAt(starts, at);
    for (let index = 0; index < size; index++) {
      const step = intAt(buckets.items, first + index);
      const other = intAt(others, step);
      seats[start + index] = intAt(seat, other) + intAt(port, step) / intAt(ports, other);
    }
    // Few and mostly in order.
    if (size > 24) seats.subarray(start, start + size).sort();
    else
      for (let index = start + 1; index < start + size; index++) {
        const own = numAt(seats, index);
        let place = index;
        for (; place > start && numAt(seats, place - 1) > own; place--)
          seats[place] = numAt(seats, place - 1);
        seats[place] = own;
      }
  }
}

/** Crossings in one gap if the node at place `a` comes before the one at place `b`. */
function cross(reached: Reach, a: number, b: number): number {
  const { starts, seats } = reached;
  const endA = intAt(starts, a + 1);
  const endB = intAt(starts, b + 1);
  let crossings = 0;
  let below = intAt(starts, b);
  const startB = below;
  for (let at = intAt(starts, a); at < endA; at++) {
    const own = numAt(seats, at);
    while (below < endB && numAt(seats, below) < own) below++;
    crossings += below - startB;
  }
  return crossings;
}
