import { bucketsOf, intAt, numAt, sortByKey, type Buckets } from "./arrays.ts";
import { crossingsBetween } from "./crossings.ts";
import type { Before, Earlier, Ordered, Stepped } from "./flat.ts";
import { roomFor, swapNeighbours, type Room } from "./swapNeighbours.ts";
import { withMore } from "../withMore.ts";

/** A graph whose layers are being ordered. `seat` is where each node sits in its layer. */
export interface Seating {
  readonly stepped: Stepped;
  readonly order: readonly Int32Array[];
  /** The layers of `order` one after the other: they are parts of it. */
  readonly nodes: Int32Array;
  readonly seat: Int32Array;
  /** Steps that begin at, and that end at, each node. */
  readonly down: Buckets;
  readonly up: Buckets;
  /** Of several places on a node's border where steps begin (or end), which one each step takes; and how many there are. */
  readonly fromPort: Int32Array;
  readonly toPort: Int32Array;
  readonly downPorts: Int32Array;
  readonly upPorts: Int32Array;
  /** Room to count in, and to sort in. */
  readonly slots: Int32Array;
  readonly tree: Int32Array;
  readonly means: Float64Array;
  readonly movable: Int32Array;
  readonly room: Room;
}

/**
 * Orders the layers so that few steps cross: sweeps by barycentre, of which the best is kept, then swaps of neighbours. With an
 * earlier layout its order stays, and only what is new looks for its place.
 */
export function orderLayers(stepped: Stepped, before: Before | undefined): Ordered {
  const seating = seat(stepped, before);
  if (stepped.layers > 1) {
    if (!before) search(seating);
    else if (before.fresh.length > 0) swapNeighbours(seating, isNew(stepped, before));
  }
  const { order, up, down } = seating;
  return withMore(stepped, { order, up, down });
}

/** Seats a layer's nodes as they stand in its order. */
export function reseat(seating: Seating, layer: number): void {
  const nodes = seating.order[layer];
  if (nodes) for (let at = 0; at < nodes.length; at++) seating.seat[intAt(nodes, at)] = at;
}

function seat(stepped: Stepped, before: Before | undefined): Seating {
  const { total, layers, layerOf, stepFrom, stepTo, stepFromAt, stepToAt } = stepped;
  const { ints, reals } = stepped.scratch;
  const down = bucketsOf(stepFrom, total, ints);
  const up = bucketsOf(stepTo, total, ints);
  const byLayer = bucketsOf(layerOf, layers, ints);
  // What was there before has its order; only many new ones may want to be in the same place.
  const visited =
    !before || before.fresh.length > fewNew ? walk(stepped, up, down, byLayer) : undefined;
  const keys = before ? placesBefore(stepped, before, up, down) : visited;
  const nodes = byLayer.items;
  const order: Int32Array[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const start = intAt(byLayer.starts, layer);
    const end = intAt(byLayer.starts, layer + 1);
    if (visited) sortByKey(nodes, visited, start, end);
    if (keys && keys !== visited) sortByKey(nodes, keys, start, end);
    order.push(nodes.subarray(start, end));
  }
  const ports = portsOf(stepped, down, stepFromAt);
  const upper = portsOf(stepped, up, stepToAt);
  const seating: Seating = {
    stepped,
    order,
    nodes,
    seat: ints(total),
    down,
    up,
    fromPort: ports.port,
    toPort: upper.port,
    downPorts: ports.counts,
    upPorts: upper.counts,
    slots: ints(total),
    tree: ints(total + stepped.stepCount + 1),
    means: reals(total),
    movable: ints(total),
    room: roomFor(order, stepped),
  };
  for (let layer = 0; layer < layers; layer++) reseat(seating, layer);
  return seating;
}

/** Up to so many new nodes and bends find their place by their neighbours alone. */
const fewNew = 24;

/** When a depth-first walk from the first layers, in the order of making, comes to each node: a good first order for trees. */
function walk(stepped: Stepped, up: Buckets, down: Buckets, byLayer: Buckets): Float64Array {
  const { total, stepTo } = stepped;
  const visit = stepped.scratch.reals(total).fill(-1);
  const stack: number[] = [];
  let clock = 0;
  for (let at = 0; at < total; at++) {
    // What is spread over columns goes row by row, not column by column.
    const root = stepped.isSpread ? at : intAt(byLayer.items, at);
    const isSource = intAt(up.starts, root) === intAt(up.starts, root + 1);
    if (numAt(visit, root) >= 0 || (stepped.isSpread && !isSource)) continue;
    stack.push(root);
    while (stack.length > 0) {
      const node = stack.pop() ?? 0;
      if (numAt(visit, node) >= 0) continue;
      visit[node] = clock++;
      for (let at = intAt(down.starts, node + 1) - 1; at >= intAt(down.starts, node); at--)
        stack.push(intAt(stepTo, intAt(down.items, at)));
    }
  }
  return visit;
}

/** Where each node was across the flow; a new one is put at the mean of its neighbours. */
function placesBefore(
  stepped: Stepped,
  { middle, fresh }: Before,
  up: Buckets,
  down: Buckets,
): Float64Array {
  if (fresh.length === 0) return middle;
  const { count, total, stepFrom, stepTo } = stepped;
  const place = stepped.scratch.reals(total);
  place.set(middle);
  for (let round = 0; round < 3; round++)
    fresh.forEach((node) => {
      if (!Number.isNaN(numAt(place, node))) return;
      let sum = 0;
      let known = 0;
      const visit = (buckets: Buckets, ends: Int32Array): void => {
        for (let at = intAt(buckets.starts, node); at < intAt(buckets.starts, node + 1); at++) {
          const other = numAt(place, intAt(ends, intAt(buckets.items, at)));
          if (Number.isNaN(other)) continue;
          sum += other;
          known++;
        }
      };
      visit(up, stepFrom);
      visit(down, stepTo);
      if (known > 0) place[node] = sum / known + 0.5;
    });
  const lost = fresh.filter((node) => Number.isNaN(numAt(place, node)));
  if (lost.length === 0) return place;
  let end = 0;
  for (let node = 0; node < total; node++) if (numAt(place, node) > end) end = numAt(place, node);
  lost.forEach((node) => (place[node] = node < count ? end + 1 + node : end));
  return place;
}

/** Where nodes and bends were across the flow. */
export function earlierPlaces(stepped: Stepped, earlier: Earlier): Before {
  const { count, total, edgeCount, firstStep, scratch } = stepped;
  const { middles, starts, ends } = earlier.bends;
  const middle = scratch.reals(total);
  middle.set(earlier.middle);
  const fresh = earlier.fresh.slice();
  let bend = count;
  for (let edge = 0; edge < edgeCount; edge++) {
    const bends = intAt(firstStep, edge + 1) - intAt(firstStep, edge) - 1;
    if (bends <= 0) continue;
    const was = intAt(earlier.edges, edge);
    const first = was < 0 ? 0 : intAt(starts, was);
    if (was >= 0 && intAt(ends, was) - first === bends)
      for (let at = 0; at < bends; at++) middle[bend + at] = numAt(middles, first + at);
    else
      for (let at = bend; at < bend + bends; at++) {
        middle[at] = NaN;
        fresh.push(at);
      }
    bend += bends;
  }
  return { middle, fresh };
}

function isNew({ total, scratch }: Stepped, { fresh }: Before): Uint8Array {
  const found = scratch.bytes(total);
  fresh.forEach((node) => (found[node] = 1));
  return found;
}

/** Numbers the distinct places on each node's border in their order across the flow. */
function portsOf(
  { total, scratch }: Stepped,
  buckets: Buckets,
  places: Float64Array,
): { port: Int32Array; counts: Int32Array } {
  const port = scratch.ints(places.length);
  const counts = scratch.ints(total).fill(1);
  let isPlain = true;
  for (let step = 0; step < places.length && isPlain; step++) isPlain = numAt(places, step) === 0;
  if (isPlain) return { port, counts };
  for (let node = 0; node < total; node++) {
    const start = intAt(buckets.starts, node);
    const end = intAt(buckets.starts, node + 1);
    let differ = false;
    for (let at = start + 1; at < end && !differ; at++)
      differ =
        numAt(places, intAt(buckets.items, at)) !== numAt(places, intAt(buckets.items, start));
    if (!differ) continue;
    const steps = buckets.items.slice(start, end);
    steps.sort((a, b) => numAt(places, a) - numAt(places, b));
    let last = 0;
    for (let at = 1; at < steps.length; at++) {
      const here = intAt(steps, at);
      if (numAt(places, here) !== numAt(places, intAt(steps, at - 1))) last++;
      port[here] = last;
    }
    counts[node] = last + 1;
  }
  return { port, counts };
}

/** So many beginnings are tried at most, fewer of many nodes; and so many after the last that was of use. */
const mostTries = 12;
const triedNodes = 1200;
const patience = 8;

/** Small containers are cheap enough to try several beginnings; the best end counts, of equal ones the first. */
function search(seating: Seating): void {
  const { total, scratch } = seating.stepped;
  const tries = Math.max(1, Math.min(mostTries, Math.floor(triedNodes / total)));
  const begin = scratch.ints(total);
  begin.set(seating.nodes);
  const mirrored = tries > 2 ? mirror(seating) : begin;
  const best = scratch.ints(total);
  let fewest = Infinity;
  let idle = 0;
  for (let attempt = 0; attempt < tries && fewest > 0 && idle < patience; attempt++) {
    // From the first order downward and upward, then from its mirror image, then from any.
    restore(seating, attempt === 2 || attempt === 3 ? mirrored : begin);
    if (attempt > 3) shuffle(seating, attempt);
    const ends = sweep(seating, attempt % 2 === 0, tries > 1);
    const crossings = ends - swapNeighbours(seating, undefined);
    if (tries === 1) return;
    idle++;
    if (crossings >= fewest) continue;
    fewest = crossings;
    best.set(seating.nodes);
    idle = 0;
  }
  restore(seating, best);
  if (readsUpward(seating)) turnOver(seating);
}

/** Mixes each layer: by chance, but by the same chance every time. */
function shuffle(seating: Seating, seed: number): void {
  let state = seed;
  for (const layer of seating.order)
    for (let at = layer.length - 1; at > 0; at--) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const other = Math.floor((state / 2 ** 32) * (at + 1));
      const node = intAt(layer, at);
      layer[at] = intAt(layer, other);
      layer[other] = node;
    }
  for (let layer = 0; layer < seating.order.length; layer++) reseat(seating, layer);
}

/** Whether more neighbours stand against the order in which they were made than with it. */
function readsUpward({ order, stepped }: Seating): boolean {
  let against = 0;
  for (const layer of order) {
    let before = -1;
    for (let at = 0; at < layer.length; at++) {
      const node = intAt(layer, at);
      if (node >= stepped.count) continue; // A bend is not read.
      if (before >= 0) against += before > node ? 1 : -1;
      before = node;
    }
  }
  return against > 0;
}

/** Takes the mirror image, which has as many crossings unless places on borders are given. */
function turnOver(seating: Seating): void {
  const upward = seating.stepped.scratch.ints(seating.stepped.total);
  upward.set(seating.nodes);
  const crossings = allCrossings(seating);
  restore(seating, mirror(seating));
  if (allCrossings(seating) > crossings) restore(seating, upward);
}

function allCrossings(seating: Seating): number {
  let sum = 0;
  for (let layer = 0; layer + 1 < seating.order.length; layer++)
    sum += crossingsBetween(seating, layer);
  return sum;
}

/** The present order with every layer the other way round. */
function mirror({ order, stepped }: Seating): Int32Array {
  const nodes = stepped.scratch.ints(stepped.total);
  let size = 0;
  for (const layer of order)
    for (let at = layer.length - 1; at >= 0; at--) nodes[size++] = intAt(layer, at);
  return nodes;
}

function restore(seating: Seating, nodes: Int32Array): void {
  seating.nodes.set(nodes);
  for (let layer = 0; layer < seating.order.length; layer++) reseat(seating, layer);
}

/**
 * Sorts each layer by the mean seat of its neighbours, down and up in turn, and ends with the best order seen, whose crossings it
 * answers. Only what may have changed is sorted and counted again. With `turnsTies`, in every other pair of turns nodes that are
 * equal change places: what stays as it is never gets out of a dead end.
 */
function sweep(seating: Seating, downFirst: boolean, turnsTies: boolean): number {
  const { order, stepped } = seating;
  const { ints } = stepped.scratch;
  const sweeps = stepped.total < 4000 ? 10 : 4;
  const best = ints(stepped.total);
  best.set(seating.nodes);
  /** Of each layer when it was last changed; when sorted, downward and upward; and the crossings behind it. */
  const changed = ints(order.length);
  const sorted = [ints(order.length), ints(order.length)] as const;
  const counts = ints(order.length);
  let clock = 0;
  let crossings = count(0);
  let fewest = crossings;
  let idle = 0;
  for (let turn = 0; turn < sweeps && fewest > 0 && idle < 4; turn++) {
    const downward = (turn % 2 === 0) === downFirst;
    const begun = clock + 1;
    const done = sorted[downward ? 0 : 1];
    for (let at = 1; at < order.length; at++) {
      const layer = downward ? at : order.length - 1 - at;
      const other = downward ? layer - 1 : layer + 1;
      const last = Math.max(intAt(changed, layer), intAt(changed, other));
      if (intAt(done, layer) > 0 && intAt(done, layer) >= last) continue;
      done[layer] = ++clock;
      if (sortLayer(seating, layer, downward, turnsTies && turn % 4 > 1)) changed[layer] = clock;
    }
    crossings += count(begun);
    idle++;
    if (crossings >= fewest) continue;
    fewest = crossings;
    best.set(seating.nodes);
    idle = 0;
  }
  restore(seating, best);
  return fewest;

  /** How many crossings there are more than before, where layers were changed since then. */
  function count(since: number): number {
    let more = 0;
    for (let layer = 0; layer + 1 < order.length; layer++) {
      if (intAt(changed, layer) < since && intAt(changed, layer + 1) < since) continue;
      const now = crossingsBetween(seating, layer);
      more += now - intAt(counts, layer);
      counts[layer] = now;
    }
    return more;
  }
}

/** Answers whether anything moved. With `turnsTies` what is equal comes in the other order. */
function sortLayer(
  seating: Seating,
  layer: number,
  downward: boolean,
  turnsTies: boolean,
): boolean {
  const { stepped, seat, up, down, fromPort, toPort, downPorts, upPorts } = seating;
  const nodes = seating.order[layer];
  if (!nodes) return false;
  const buckets = downward ? up : down;
  const others = downward ? stepped.stepFrom : stepped.stepTo;
  const port = downward ? fromPort : toPort;
  const ports = downward ? downPorts : upPorts;
  const { means, movable } = seating;
  let count = 0;
  for (let at = 0; at < nodes.length; at++) {
    const node = intAt(nodes, at);
    const start = intAt(buckets.starts, node);
    const end = intAt(buckets.starts, node + 1);
    if (start === end) continue;
    let sum = 0;
    for (let place = start; place < end; place++) {
      const here = intAt(buckets.items, place);
      const other = intAt(others, here);
      sum += intAt(seat, other) + (intAt(port, here) + 0.5) / intAt(ports, other);
    }
    means[node] = sum / (end - start);
    movable[count++] = node;
  }
  // What has no neighbour on that side keeps its place; the others share theirs.
  if (turnsTies) movable.subarray(0, count).reverse();
  sortByKey(movable, means, 0, count);
  let next = 0;
  let moved = false;
  for (let at = 0; at < nodes.length; at++) {
    const node = intAt(nodes, at);
    if (intAt(buckets.starts, node) === intAt(buckets.starts, node + 1)) continue;
    const now = intAt(movable, next++);
    if (now === node) continue;
    nodes[at] = now;
    moved = true;
  }
  if (moved) reseat(seating, layer);
  return moved;
}
