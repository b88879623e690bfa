import { intAt, numAt } from "./arrays.ts";
import type { Before, Ordered, Placed } from "./flat.ts";
import { isotonic, isotonicRoom } from "./isotonic.ts";
import { metrics } from "./metrics.ts";
import { straighten } from "./straighten.ts";
import { withMore } from "../withMore.ts";

/**
 * Places nodes and bends across the flow: layer by layer as near to the mean of their neighbours as their order allows, down
 * and up in turn, then to both sides, then chains are drawn straight where there is room. With an earlier layout its places
 * are where everything known wants to stay.
 */
export function place(ordered: Ordered, before: Before | undefined): Placed {
  const gaps = gapsOf(ordered);
  const middle = before ? stay(ordered, before, gaps) : settle(ordered, gaps);
  return withMore(ordered, { middle, ...fromZero(ordered, middle) });
}

/** The least distance between the middles of each node and the one before it in its layer. */
function gapsOf(ordered: Ordered): Float64Array {
  const { count, before, after, order, total, scratch } = ordered;
  const gaps = scratch.reals(total);
  order.forEach((nodes) => {
    for (let at = 1; at < nodes.length; at++) {
      const left = intAt(nodes, at - 1);
      const right = intAt(nodes, at);
      const bends = (left >= count ? 1 : 0) + (right >= count ? 1 : 0);
      const apart = bends === 0 ? metrics.boxGap : bends === 1 ? metrics.lineGap : metrics.bendGap;
      gaps[right] =
        apart +
        (left < count ? numAt(after, left) : 0) +
        (right < count ? numAt(before, right) : 0);
    }
  });
  return gaps;
}

function settle(ordered: Ordered, gaps: Float64Array): Float64Array {
  const middle = stacked(ordered, gaps);
  const layers = ordered.order.length;
  const rounds = ordered.total < 1000 ? 5 : 2;
  const pull = puller(ordered, gaps, middle);
  for (let round = 0; round < rounds; round++) {
    for (let layer = 1; layer < layers; layer++) pull(layer, true, false);
    for (let layer = layers - 2; layer >= 0; layer--) pull(layer, false, true);
  }
  for (let round = 0; round < 2; round++) {
    for (let layer = 0; layer < layers; layer++) pull(layer, true, true);
    for (let layer = layers - 1; layer >= 0; layer--) pull(layer, true, true);
  }
  straighten(ordered, gaps, middle);
  return middle;
}

/** Every layer packed from its top, all of them around the same middle. */
function stacked(ordered: Ordered, gaps: Float64Array): Float64Array {
  const middle = ordered.scratch.reals(ordered.total);
  ordered.order.forEach((nodes) => {
    let place = 0;
    for (let at = 0; at < nodes.length; at++) {
      const node = intAt(nodes, at);
      place += numAt(gaps, node);
      middle[node] = place;
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
  gaps: Float64Array,
  middle: Float64Array,
): (layer: number, up: boolean, down: boolean) => void {
  const { count, stepCount, stepFrom, stepTo, stepFromAt, stepToAt, scratch } = ordered;
  const widest = widestOf(ordered);
  const targets = scratch.reals(widest);
  const weights = scratch.reals(widest);
  const result = scratch.reals(widest);
  const room = isotonicRoom(widest, scratch);
  const heavy = scratch.reals(stepCount);
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
  const { down: stepsDown, up: stepsUp } = ordered;
  return (layer, up, down) => {
    const nodes = ordered.order[layer];
    if (!nodes) return;
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
    isotonic(nodes, targets, weights, gaps, result, room);
    for (let at = 0; at < nodes.length; at++) middle[intAt(nodes, at)] = numAt(result, at);
  };
}

function widestOf({ order }: Ordered): number {
  let widest = 0;
  order.forEach(({ length }) => (widest = Math.max(widest, length)));
  return widest;
}

/** Known nodes want to stay, new ones go to their neighbours, and what would collide makes room. */
function stay(
  ordered: Ordered,
  { middle: known, fresh }: Before,
  gaps: Float64Array,
): Float64Array {
  const { layerOf, order, scratch } = ordered;
  const middle = scratch.reals(known.length);
  middle.set(known);
  const isNew = scratch.bytes(order.length);
  fresh.forEach((node) => (isNew[intAt(layerOf, node)] = 1));
  if (fresh.length > 0) {
    guess(ordered, fresh, middle);
    const pull = puller(ordered, gaps, middle);
    // New nodes first look for their place as if they were alone, then everything shares the room.
    for (let round = 0; round < 2; round++)
      order.forEach((nodes, layer) => {
        if (isNew[layer] === 0) return;
        pull(layer, true, true);
        for (let at = 0; at < nodes.length; at++) {
          const node = intAt(nodes, at);
          if (!Number.isNaN(numAt(known, node))) middle[node] = numAt(known, node);
        }
      });
  }
  const widest = widestOf(ordered);
  const targets = scratch.reals(widest);
  const weights = scratch.reals(widest);
  const result = scratch.reals(widest);
  const room = isotonicRoom(widest, scratch);
  order.forEach((nodes) => {
    if (!isCrowded(nodes)) return;
    for (let at = 0; at < nodes.length; at++) {
      const node = intAt(nodes, at);
      targets[at] = numAt(middle, node);
      weights[at] = Number.isNaN(numAt(known, node)) ? 0.01 : node < ordered.count ? 1 : 0.05;
    }
    isotonic(nodes, targets, weights, gaps, result, room);
    for (let at = 0; at < nodes.length; at++) middle[intAt(nodes, at)] = numAt(result, at);
  });
  return middle;

  function isCrowded(nodes: Int32Array): boolean {
    for (let at = 1; at < nodes.length; at++) {
      const node = intAt(nodes, at);
      if (numAt(middle, node) - numAt(middle, intAt(nodes, at - 1)) < numAt(gaps, node))
        return true;
    }
    return false;
  }
}

/** Puts what is new at the mean of its neighbours, or else behind the one before it. */
function guess(ordered: Ordered, fresh: readonly number[], middle: Float64Array): void {
  const { stepFrom, stepTo, order, layerOf, up, down, scratch } = ordered;
  const means = scratch.reals(fresh.length);
  for (let round = 0; round < 3; round++) {
    fresh.forEach((node, at) => (means[at] = meanOf(node)));
    fresh.forEach((node, at) => (middle[node] = numAt(means, at)));
  }
  fresh.forEach((lost) => {
    if (!Number.isNaN(numAt(middle, lost))) return;
    let last = 0;
    order[intAt(layerOf, lost)]?.forEach((node) => {
      if (Number.isNaN(numAt(middle, node))) middle[node] = last;
      last = numAt(middle, node);
    });
  });

  function meanOf(node: number): number {
    if (!Number.isNaN(numAt(middle, node))) return numAt(middle, node);
    let sum = 0;
    let found = 0;
    const add = (value: number): void => {
      if (Number.isNaN(value)) return;
      sum += value;
      found++;
    };
    for (let at = intAt(up.starts, node); at < intAt(up.starts, node + 1); at++)
      add(numAt(middle, intAt(stepFrom, intAt(up.items, at))));
    for (let at = intAt(down.starts, node); at < intAt(down.starts, node + 1); at++)
      add(numAt(middle, intAt(stepTo, intAt(down.items, at))));
    return found > 0 ? sum / found : NaN;
  }
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
