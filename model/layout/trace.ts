import { intAt, numAt } from "./arrays.ts";
import type { Spaced } from "./flat.ts";
import { metrics } from "./metrics.ts";

/**
 * The stops of one edge, along and across in turn, in the direction of flow. Between stops on one line it runs straight,
 * through layers and labels; between others it curves, always inside a gap, so it never touches what it is not for.
 */
export function trace(spaced: Spaced, edge: number): number[] {
  const { firstStep, stepFrom, stepTo, stepFromAt, stepToAt, middle, layerOf, count } = spaced;
  const { layerStart, layerEnd, labelStart, labelAlong, labelShift, start, along } = spaced;
  const stops: number[] = [];
  const first = intAt(firstStep, edge);
  const last = intAt(firstStep, edge + 1) - 1;
  const tail = intAt(stepFrom, first);
  let line = numAt(middle, tail) + numAt(stepFromAt, first);
  stops.push(numAt(start, tail) + numAt(along, tail), line);
  for (let at = first; at <= last; at++) {
    const node = intAt(stepTo, at);
    const layer = intAt(layerOf, node);
    put(stops, numAt(layerEnd, layer - 1), line);
    line = numAt(middle, node) + numAt(stepToAt, at);
    if (at === last && numAt(labelAlong, edge) > 0) {
      const own = line + numAt(labelShift, edge);
      put(stops, numAt(labelStart, layer), own);
      put(stops, numAt(layerStart, layer) - metrics.labelMargin, own);
    } else put(stops, numAt(labelStart, layer), line);
    put(stops, node < count ? numAt(start, node) : numAt(layerEnd, layer), line);
  }
  return stops;
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

/** Adds a stop; three in a row on one line need only the outer two. */
function put(stops: number[], along: number, across: number): void {
  const size = stops.length;
  if (stops[size - 2] === along && stops[size - 1] === across) return;
  if (size >= 4 && stops[size - 1] === across && stops[size - 3] === across) {
    stops[size - 2] = along;
    return;
  }
  stops.push(along, across);
}

/** The same stops from the other end: those of an edge against the flow from its source to its target. */
export function backwards(stops: readonly number[]): number[] {
  const back: number[] = [];
  for (let at = stops.length - 2; at >= 0; at -= 2) back.push(stops[at] ?? 0, stops[at + 1] ?? 0);
  return back;
}
