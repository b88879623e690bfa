import { intAt, numAt } from "./arrays.ts";
import type { Ranked, Stepped } from "./flat.ts";
import { ends } from "./rank.ts";
import { withMore } from "../withMore.ts";

/** Cuts each edge into steps from layer to layer, with a bend on every layer that it passes. */
export function step(ranked: Ranked): Stepped {
  const { count, edgeCount, rank, reversed, fromAt, toAt } = ranked;
  const { ints, reals } = ranked.scratch;
  const { tail, head } = ends(ranked);
  const firstStep = ints(edgeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    const span = intAt(rank, intAt(head, edge)) - intAt(rank, intAt(tail, edge));
    firstStep[edge + 1] = intAt(firstStep, edge) + span;
  }
  const stepCount = intAt(firstStep, edgeCount);
  const total = count + stepCount - edgeCount;
  const layerOf = ints(total);
  layerOf.set(rank);
  const stepFrom = ints(stepCount);
  const stepTo = ints(stepCount);
  const stepFromAt = reals(stepCount);
  const stepToAt = reals(stepCount);
  let bend = count;
  for (let edge = 0; edge < edgeCount; edge++) {
    const first = intAt(firstStep, edge);
    const last = intAt(firstStep, edge + 1) - 1;
    let node = intAt(tail, edge);
    for (let at = first; at <= last; at++) {
      const next = at === last ? intAt(head, edge) : bend++;
      stepFrom[at] = node;
      stepTo[at] = next;
      if (at < last) layerOf[next] = intAt(layerOf, node) + 1;
      node = next;
    }
    stepFromAt[first] = reversed[edge] ? numAt(toAt, edge) : numAt(fromAt, edge);
    stepToAt[last] = reversed[edge] ? numAt(fromAt, edge) : numAt(toAt, edge);
  }
  return withMore(ranked, {
    total,
    layerOf,
    stepCount,
    stepFrom,
    stepTo,
    stepFromAt,
    stepToAt,
    firstStep,
  });
}
