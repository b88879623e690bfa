import { intAt, numAt } from "./arrays.ts";
import type { Ordered } from "./flat.ts";

/**
 * Draws chains straight: a run of steps in which each is the middle one of both its ends goes to one line wherever all of it
 * finds room between its neighbours; else as long a piece as does. Nothing leaves its order.
 */
export function straighten(
  ordered: Ordered,
  gaps: readonly Float64Array[],
  middle: Float64Array,
): void {
  const chains = chainsOf(ordered);
  const seat = new Int32Array(ordered.total);
  for (const nodes of ordered.order)
    for (let at = 0; at < nodes.length; at++) seat[intAt(nodes, at)] = at;
  for (let round = 0; round < 4; round++)
    for (const chain of chains) {
      let start = 0;
      while (start < chain.nodes.length) start = align(chain, start);
    }

  /** Aligns as much of a chain as fits, from `start`; answers where the next piece begins. */
  function align({ nodes, shifts }: Chain, start: number): number {
    let low = -Infinity;
    let high = Infinity;
    let sum = 0;
    let end = start;
    for (; end < nodes.length; end++) {
      const node = nodes[end] ?? 0;
      const shift = shifts[end] ?? 0;
      const floor = Math.max(low, lowest(node) - shift);
      const ceiling = Math.min(high, highest(node) - shift);
      if (floor > ceiling && end > start) break;
      low = floor;
      high = ceiling;
      sum += numAt(middle, node) - shift;
    }
    const line = Math.max(low, Math.min(high, sum / (end - start)));
    if (low <= high)
      for (let at = start; at < end; at++) middle[nodes[at] ?? 0] = line + (shifts[at] ?? 0);
    return end;
  }

  function lowest(node: number): number {
    const layer = intAt(ordered.layerOf, node);
    const at = intAt(seat, node);
    if (at === 0) return -Infinity;
    return numAt(middle, ordered.order[layer]?.[at - 1] ?? 0) + (gaps[layer]?.[at] ?? 0);
  }

  function highest(node: number): number {
    const layer = intAt(ordered.layerOf, node);
    const nodes = ordered.order[layer];
    const at = intAt(seat, node) + 1;
    if (!nodes || at >= nodes.length) return Infinity;
    return numAt(middle, intAt(nodes, at)) - (gaps[layer]?.[at] ?? 0);
  }
}

/** Nodes and bends that want one line; each with how far its middle is from it. */
interface Chain {
  readonly nodes: readonly number[];
  readonly shifts: readonly number[];
}

function chainsOf(ordered: Ordered): Chain[] {
  const { total, stepTo, stepFromAt, stepToAt, order } = ordered;
  const { main, hasMainUp } = mainSteps(ordered);
  const chains: Chain[] = [];
  for (const layer of order)
    for (const first of layer) {
      if (hasMainUp[first]) continue;
      const nodes = [first];
      const shifts = [0];
      let shift = 0;
      let node = first;
      for (let length = 0; length < total; length++) {
        const step = intAt(main, node);
        if (step < 0) break;
        shift += numAt(stepFromAt, step) - numAt(stepToAt, step);
        node = intAt(stepTo, step);
        nodes.push(node);
        shifts.push(shift);
      }
      if (nodes.length > 1) chains.push({ nodes, shifts });
    }
  // The longest are worth most.
  return chains.sort(
    (a, b) => b.nodes.length - a.nodes.length || (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0),
  );
}

/** For each node the step that should be straight, or -1: the middle one of an odd number at both of its ends. */
function mainSteps(ordered: Ordered): { main: Int32Array; hasMainUp: Uint8Array } {
  const { count, total, stepCount, stepFrom, stepTo, order, edgeCount, reversed, firstStep } =
    ordered;
  // What leads against the flow bends for the others.
  const against = new Uint8Array(stepCount);
  for (let edge = 0; edge < edgeCount; edge++)
    if (reversed[edge]) against.fill(1, intAt(firstStep, edge), intAt(firstStep, edge + 1));
  const down = lists(total, stepCount, stepFrom, stepTo, against, count);
  const up = lists(total, stepCount, stepTo, stepFrom, against, count);
  const seat = new Int32Array(total);
  for (const nodes of order) for (let at = 0; at < nodes.length; at++) seat[intAt(nodes, at)] = at;
  const middleOf = (steps: number[] | undefined, ends: Int32Array): number => {
    if (!steps || steps.length % 2 === 0) return -1;
    if (steps.length === 1) return steps[0] ?? -1;
    steps.sort((a, b) => intAt(seat, intAt(ends, a)) - intAt(seat, intAt(ends, b)) || a - b);
    return steps[(steps.length - 1) / 2] ?? -1;
  };
  const main = new Int32Array(total);
  for (let node = 0; node < total; node++) main[node] = middleOf(down[node], stepTo);
  const hasMainUp = new Uint8Array(total);
  const mainUp = new Int32Array(total);
  for (let node = 0; node < total; node++) mainUp[node] = middleOf(up[node], stepFrom);
  for (let node = 0; node < total; node++) {
    const step = intAt(main, node);
    if (step < 0) continue;
    const target = intAt(stepTo, step);
    if (intAt(mainUp, target) === step) hasMainUp[target] = 1;
    else main[node] = -1;
  }
  return { main, hasMainUp };
}

/** Steps at each end. One against the flow counts only between bends. */
function lists(
  total: number,
  stepCount: number,
  keys: Int32Array,
  others: Int32Array,
  against: Uint8Array,
  count: number,
): number[][] {
  const found: number[][] = Array.from({ length: total }, () => []);
  for (let step = 0; step < stepCount; step++) {
    const key = intAt(keys, step);
    if (against[step] && (key < count || intAt(others, step) < count)) continue;
    found[key]?.push(step);
  }
  return found;
}
