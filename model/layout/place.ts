import { bucketsOf, intAt, numAt, type Buckets } from "./arrays.ts";
import type { Earlier, Ordered, Placed } from "./flat.ts";
import { isotonic, isotonicRoom } from "./isotonic.ts";
import { metrics } from "./metrics.ts";
import { earlierPlaces } from "./order.ts";
import { straighten } from "./straighten.ts";

/**
 * Places nodes and bends across the flow: layer by layer as near to the mean of their neighbours as their order allows, down
 * and up in turn, then to both sides, then chains are drawn straight where there is room. With an earlier layout its places
 * are where everything known wants to stay.
 */
export function place(ordered: Ordered, earlier: Earlier | undefined): Placed {
  const gaps = gapsOf(ordered);
  const middle = earlier?.keep === "places" ? stay(ordered, earlier, gaps) : settle(ordered, gaps);
  return { ...ordered, middle, ...fromZero(ordered, middle) };
}

/** For each layer, the least distance between the middles of each node and the one before it. */
export function gapsOf(ordered: Ordered): Float64Array[] {
  const { count, before, after, order } = ordered;
  return order.map((nodes) => {
    const gaps = new Float64Array(nodes.length);
    for (let at = 1; at < nodes.length; at++) {
      const left = intAt(nodes, at - 1);
      const right = intAt(nodes, at);
      const bends = (left >= count ? 1 : 0) + (right >= count ? 1 : 0);
      const apart = bends === 0 ? metrics.boxGap : bends === 1 ? metrics.lineGap : metrics.bendGap;
      gaps[at] =
        apart +
        (left < count ? numAt(after, left) : 0) +
        (right < count ? numAt(before, right) : 0);
    }
    return gaps;
  });
}

function settle(ordered: Ordered, gaps: readonly Float64Array[]): Float64Array {
  const middle = stacked(ordered, gaps);
  const layers = ordered.order.length;
  const rounds = ordered.total < 4000 ? 5 : 3;
  const pull = puller(ordered, middle);
  for (let round = 0; round < rounds; round++) {
    for (let layer = 1; layer < layers; layer++) pull(layer, gaps[layer], true, false);
    for (let layer = layers - 2; layer >= 0; layer--) pull(layer, gaps[layer], false, true);
  }
  for (let round = 0; round < 2; round++) {
    for (let layer = 0; layer < layers; layer++) pull(layer, gaps[layer], true, true);
    for (let layer = layers - 1; layer >= 0; layer--) pull(layer, gaps[layer], true, true);
  }
  straighten(ordered, gaps, middle);
  return middle;
}

/** Every layer packed from its top, all of them around the same middle. */
function stacked(ordered: Ordered, gaps: readonly Float64Array[]): Float64Array {
  const middle = new Float64Array(ordered.total);
  ordered.order.forEach((nodes, layer) => {
    let place = 0;
    for (let at = 0; at < nodes.length; at++) {
      place += at === 0 ? 0 : (gaps[layer]?.[at] ?? 0);
      middle[intAt(nodes, at)] = place;
    }
    for (let at = 0; at < nodes.length; at++) {
      const node = intAt(nodes, at);
      middle[node] = numAt(middle, node) - place / 2;
    }
  });
  return middle;
}

/** Moves one layer's nodes towards their neighbours above, below, or both. Straight long edges weigh more than short ones. */
function puller(
  ordered: Ordered,
  middle: Float64Array,
): (layer: number, gaps: Float64Array | undefined, up: boolean, down: boolean) => void {
  const { count, total, stepCount, stepFrom, stepTo, stepFromAt, stepToAt } = ordered;
  let widest = 0;
  for (const nodes of ordered.order) widest = Math.max(widest, nodes.length);
  const targets = new Float64Array(widest);
  const weights = new Float64Array(widest);
  const result = new Float64Array(widest);
  const room = isotonicRoom(widest);
  const heavy = new Float64Array(stepCount);
  for (let step = 0; step < stepCount; step++) {
    const bends = (intAt(stepFrom, step) >= count ? 1 : 0) + (intAt(stepTo, step) >= count ? 1 : 0);
    heavy[step] = bends === 2 ? 8 : bends === 1 ? 2 : 1;
  }
  for (let edge = 0; edge < ordered.edgeCount; edge++)
    if (ordered.reversed[edge])
      for (
        let step = intAt(ordered.firstStep, edge);
        step < intAt(ordered.firstStep, edge + 1);
        step++
      )
        heavy[step] = numAt(heavy, step) * 0.1;
  const { stepsDown, stepsUp } = adjacency(total, stepFrom, stepTo);
  return (layer, gaps, up, down) => {
    const nodes = ordered.order[layer];
    if (!nodes || !gaps) return;
    for (let at = 0; at < nodes.length; at++) {
      const node = intAt(nodes, at);
      let sum = 0;
      let weight = 0;
      if (up)
        for (let i = intAt(stepsUp.starts, node); i < intAt(stepsUp.starts, node + 1); i++) {
          const step = intAt(stepsUp.items, i);
          const pull = numAt(heavy, step);
          sum +=
            pull *
            (numAt(middle, intAt(stepFrom, step)) +
              numAt(stepFromAt, step) -
              numAt(stepToAt, step));
          weight += pull;
        }
      if (down)
        for (let i = intAt(stepsDown.starts, node); i < intAt(stepsDown.starts, node + 1); i++) {
          const step = intAt(stepsDown.items, i);
          const pull = numAt(heavy, step);
          sum +=
            pull *
            (numAt(middle, intAt(stepTo, step)) + numAt(stepToAt, step) - numAt(stepFromAt, step));
          weight += pull;
        }
      targets[at] = weight > 0 ? sum / weight : numAt(middle, node);
      weights[at] = weight > 0 ? weight : 0.1;
    }
    isotonic(targets, weights, gaps, result, room);
    for (let at = 0; at < nodes.length; at++) middle[intAt(nodes, at)] = numAt(result, at);
  };
}

/** Known nodes want to stay, new ones go to their neighbours, and what would collide makes room. */
function stay(ordered: Ordered, earlier: Earlier, gaps: readonly Float64Array[]): Float64Array {
  const { total } = ordered;
  const known = earlierPlaces(ordered, earlier);
  const middle = known.slice();
  guess(ordered, middle);
  const pull = puller(ordered, middle);
  // New nodes first look for their place as if they were alone, then everything shares the room.
  for (let round = 0; round < 2; round++) {
    for (let layer = 0; layer < ordered.order.length; layer++) {
      const nodes = ordered.order[layer];
      if (!nodes?.some((node) => Number.isNaN(numAt(known, node)))) continue;
      pull(layer, gaps[layer], true, true);
      for (const node of nodes)
        if (!Number.isNaN(numAt(known, node))) middle[node] = numAt(known, node);
    }
  }
  const targets = new Float64Array(total);
  const weights = new Float64Array(total);
  const result = new Float64Array(total);
  const room = isotonicRoom(total);
  for (let layer = 0; layer < ordered.order.length; layer++) {
    const nodes = ordered.order[layer];
    const apart = gaps[layer];
    if (!nodes || !apart) continue;
    for (let at = 0; at < nodes.length; at++) {
      const node = intAt(nodes, at);
      targets[at] = numAt(middle, node);
      weights[at] = Number.isNaN(numAt(known, node)) ? 0.01 : node < ordered.count ? 1 : 0.05;
    }
    isotonic(targets, weights, apart, result, room);
    for (let at = 0; at < nodes.length; at++) middle[intAt(nodes, at)] = numAt(result, at);
  }
  return middle;
}

/** Puts what is new at the mean of its neighbours, or else behind the one before it. */
function guess(ordered: Ordered, middle: Float64Array): void {
  const { total, stepCount, stepFrom, stepTo, order } = ordered;
  for (let round = 0; round < 3; round++) {
    const sum = new Float64Array(total);
    const found = new Float64Array(total);
    for (let step = 0; step < stepCount; step++) {
      const from = intAt(stepFrom, step);
      const to = intAt(stepTo, step);
      add(from, numAt(middle, to));
      add(to, numAt(middle, from));
    }
    for (let node = 0; node < total; node++)
      if (Number.isNaN(numAt(middle, node)) && numAt(found, node) > 0)
        middle[node] = numAt(sum, node) / numAt(found, node);

    function add(node: number, value: number): void {
      if (Number.isNaN(value) || !Number.isNaN(numAt(middle, node))) return;
      sum[node] = numAt(sum, node) + value;
      found[node] = numAt(found, node) + 1;
    }
  }
  for (const nodes of order) {
    let last = 0;
    for (const node of nodes) {
      if (Number.isNaN(numAt(middle, node))) middle[node] = last;
      last = numAt(middle, node);
    }
  }
}

function adjacency(
  total: number,
  stepFrom: Int32Array,
  stepTo: Int32Array,
): { stepsDown: Buckets; stepsUp: Buckets } {
  return { stepsDown: bucketsOf(stepFrom, total), stepsUp: bucketsOf(stepTo, total) };
}

/** Shifts everything so that the picture begins at zero, on whole pixels. */
function fromZero(ordered: Ordered, middle: Float64Array): { lengthAcross: number } {
  const { count, total, before, after } = ordered;
  let low = Infinity;
  let high = -Infinity;
  for (let node = 0; node < total; node++) {
    const own = numAt(middle, node);
    low = Math.min(low, own - (node < count ? numAt(before, node) : 0));
    high = Math.max(high, own + (node < count ? numAt(after, node) : 0));
  }
  if (total === 0) return { lengthAcross: 0 };
  for (let node = 0; node < total; node++) middle[node] = numAt(middle, node) - low;
  return { lengthAcross: high - low };
}
