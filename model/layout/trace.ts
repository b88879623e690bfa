import { intAt, numAt } from "./arrays.ts";
import type { Spaced } from "./flat.ts";
import { addStop, type Trail } from "./lines.ts";
import { metrics } from "./metrics.ts";

/**
 * Draws one edge into an empty trail, in the direction of flow. Between stops on one line it runs straight,
 * through layers and labels; between others it curves, always inside a gap, so it never touches what it is not for.
 */
export function trace(spaced: Spaced, edge: number, trail: Trail): void {
  const { firstStep, stepFrom, stepTo, stepFromAt, stepToAt, middle, layerOf, count } = spaced;
  const { layerStart, layerEnd, labelStart, labelAlong, labelShift, start, along } = spaced;
  trail.size = trail.begun = 0;
  const first = intAt(firstStep, edge);
  const last = intAt(firstStep, edge + 1) - 1;
  const tail = intAt(stepFrom, first);
  let line = numAt(middle, tail) + numAt(stepFromAt, first);
  addStop(trail, numAt(start, tail) + numAt(along, tail), line);
  for (let at = first; at <= last; at++) {
    const node = intAt(stepTo, at);
    const layer = intAt(layerOf, node);
    addStop(trail, numAt(layerEnd, layer - 1), line);
    line = numAt(middle, node) + numAt(stepToAt, at);
    if (at === last && numAt(labelAlong, edge) > 0) {
      const own = line + numAt(labelShift, edge);
      addStop(trail, numAt(labelStart, layer), own);
      addStop(trail, numAt(layerStart, layer) - metrics.labelMargin, own);
    } else addStop(trail, numAt(labelStart, layer), line);
    addStop(trail, node < count ? numAt(start, node) : numAt(layerEnd, layer), line);
  }
}

/** Middle of an edge's label, along and across; undefined if it has none. */
export function labelPlace(spaced: Spaced, edge: number): readonly [number, number] | undefined {
  const length = numAt(spaced.labelAlong, edge);
  if (length === 0) return undefined;
  const last = intAt(spaced.firstStep, edge + 1) - 1;
  const node = intAt(spaced.stepTo, last);
  const layer = intAt(spaced.layerOf, node);
  return [
    numAt(spaced.layerStart, layer) - metrics.labelMargin - length / 2,
    numAt(spaced.middle, node) + numAt(spaced.stepToAt, last) + numAt(spaced.labelShift, edge),
  ];
}

/** Turns a line round: one against the flow goes from its source to its target. */
export function backwards({ stops, size }: Trail): void {
  for (let low = 0, high = size - 2; low < high; low += 2, high -= 2) {
    const along = numAt(stops, low);
    const across = numAt(stops, low + 1);
    stops[low] = numAt(stops, high);
    stops[low + 1] = numAt(stops, high + 1);
    stops[high] = along;
    stops[high + 1] = across;
  }
}
