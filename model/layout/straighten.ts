import { bucketsOf, intAt, numAt, sortByKey, type Buckets } from "./arrays.ts";
import type { Ordered } from "./flat.ts";

/**
 * Draws chains straight: a run of steps in which each is the middle one of both its ends goes to one line wherever all of it
 * finds room between its neighbours; else as long a piece as does. Nothing leaves its order.
 */
export function straighten(ordered: Ordered, gaps: Float64Array, middle: Float64Array): void {
  const seat = seatsOf(ordered);
  const { nodes, shifts, starts, sorted } = chainsOf(ordered, seat);
  for (let round = 0; round < 4; round++)
    for (let at = 0; at < sorted.length; at++) {
      const chain = intAt(sorted, at);
      const end = intAt(starts, chain + 1);
      for (let start = intAt(starts, chain); start < end;) start = align(start, end);
    }

  /** Aligns as much of a chain as fits, from `start`; answers where the next piece begins. */
  function align(start: number, last: number): number {
    let low = -Infinity;
    let high = Infinity;
    let sum = 0;
    let end = start;
    for (; end < last; end++) {
      const node = intAt(nodes, end);
      const shift = numAt(shifts, end);
      const floor = Math.max(low, lowest(node) - shift);
      const ceiling = Math.min(high, highest(node) - shift);
      if (floor > ceiling && end > start) break;
      low = floor;
      high = ceiling;
      sum += numAt(middle, node) - shift;
    }
    const line = Math.max(low, Math.min(high, sum / (end - start)));
    if (low <= high)
      for (let at = start; at < end; at++) middle[intAt(nodes, at)] = line + numAt(shifts, at);
    return end;
  }

  function lowest(node: number): number {
    const layer = intAt(ordered.layerOf, node);
    const at = numAt(seat, node);
    if (at === 0) return -Infinity;
    return numAt(middle, ordered.order[layer]?.[at - 1] ?? 0) + numAt(gaps, node);
  }

  function highest(node: number): number {
    const layer = intAt(ordered.layerOf, node);
    const nodes = ordered.order[layer];
    const at = numAt(seat, node) + 1;
    if (!nodes || at >= nodes.length) return Infinity;
    const next = intAt(nodes, at);
    return numAt(middle, next) - numAt(gaps, next);
  }
}

/** Where each node sits in its layer. */
function seatsOf({ order, total, scratch }: Ordered): Float64Array {
  const seat = scratch.reals(total);
  for (const nodes of order) for (let at = 0; at < nodes.length; at++) seat[intAt(nodes, at)] = at;
  return seat;
}

/** Nodes and bends that want one line, each with how far its middle is from it: chain c has those from `starts[c]` up to `starts[c + 1]`. */
interface Chains {
  readonly nodes: Int32Array;
  readonly shifts: Float64Array;
  readonly starts: Int32Array;
  /** The longest first: they are worth most. */
  readonly sorted: Int32Array;
}

function chainsOf(ordered: Ordered, seat: Float64Array): Chains {
  const { total, stepTo, stepFromAt, stepToAt, order } = ordered;
  const { ints, reals } = ordered.scratch;
  const { main, hasMainUp } = mainSteps(ordered, seat);
  const nodes = ints(total);
  const shifts = reals(total);
  const starts = ints(total + 1);
  let count = 0;
  let size = 0;
  for (const layer of order)
    for (let at = 0; at < layer.length; at++) {
      const first = intAt(layer, at);
      if (hasMainUp[first] || intAt(main, first) < 0) continue;
      let shift = 0;
      let node = first;
      nodes[size] = node;
      shifts[size++] = shift;
      for (let step = intAt(main, node); step >= 0; step = intAt(main, node)) {
        shift += numAt(stepFromAt, step) - numAt(stepToAt, step);
        node = intAt(stepTo, step);
        nodes[size] = node;
        shifts[size++] = shift;
      }
      starts[++count] = size;
    }
  const sorted = ints(count);
  const keys = reals(count);
  for (let chain = 0; chain < count; chain++) {
    sorted[chain] = chain;
    const length = intAt(starts, chain + 1) - intAt(starts, chain);
    keys[chain] = intAt(nodes, intAt(starts, chain)) - length * total;
  }
  sortByKey(sorted, keys);
  return { nodes, shifts, starts, sorted };
}

/** For each node the step that should be straight, or -1: the middle one of an odd number at both of its ends. */
function mainSteps(
  ordered: Ordered,
  seat: Float64Array,
): { main: Int32Array; hasMainUp: Uint8Array } {
  const { total, stepCount, stepFrom, stepTo, scratch } = ordered;
  const against = stepsAgainst(ordered);
  const keys = scratch.reals(stepCount);
  const middles = (ends: Int32Array, others: Int32Array): Int32Array => {
    const steps = stepsAt(ordered, ends, others, against);
    for (let step = 0; step < stepCount; step++) keys[step] = numAt(seat, intAt(others, step));
    const found = scratch.ints(total).fill(-1);
    for (let node = 0; node < total; node++) {
      const start = intAt(steps.starts, node);
      const size = intAt(steps.starts, node + 1) - start;
      if (size % 2 === 0) continue;
      sortByKey(steps.items, keys, start, start + size);
      found[node] = intAt(steps.items, start + (size - 1) / 2);
    }
    return found;
  };
  const main = middles(stepFrom, stepTo);
  const mainUp = middles(stepTo, stepFrom);
  const hasMainUp = scratch.bytes(total);
  for (let node = 0; node < total; node++) {
    const step = intAt(main, node);
    if (step < 0) continue;
    const target = intAt(stepTo, step);
    if (intAt(mainUp, target) === step) hasMainUp[target] = 1;
    else main[node] = -1;
  }
  return { main, hasMainUp };
}

/** What leads against the flow bends for the others. */
function stepsAgainst(ordered: Ordered): Uint8Array {
  const { stepCount, edgeCount, reversed, firstStep, scratch } = ordered;
  const against = scratch.bytes(stepCount);
  for (let edge = 0; edge < edgeCount; edge++)
    if (reversed[edge]) against.fill(1, intAt(firstStep, edge), intAt(firstStep, edge + 1));
  return against;
}

/** Steps at each end. One against the flow counts only between bends. */
function stepsAt(
  { count, total, stepCount, scratch }: Ordered,
  ends: Int32Array,
  others: Int32Array,
  against: Uint8Array,
): Buckets {
  const keys = scratch.ints(stepCount);
  for (let step = 0; step < stepCount; step++) {
    const end = intAt(ends, step);
    keys[step] = against[step] && (end < count || intAt(others, step) < count) ? -1 : end;
  }
  return bucketsOf(keys, total, scratch.ints);
}
