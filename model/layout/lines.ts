import { numAt } from "./arrays.ts";
import type { Lines } from "./graph.ts";

/** Stops along and across in turn, in room that grows. */
export interface Trail {
  stops: Float64Array;
  size: number;
  /** Where the line that is being drawn begins. */
  begun: number;
}

/** No stops yet, and room for some. */
export function trailOf(room: number): Trail {
  return { stops: new Float64Array(room), size: 0, begun: 0 };
}

/** The stops that come now are of the next line. */
export function beginTrail(trail: Trail): void {
  trail.begun = trail.size;
}

/** Lines in the making. */
export interface OpenLines extends Trail {
  /** Where each line begins, and how many there are. */
  readonly starts: Uint32Array;
  count: number;
}

/** So many lines to come, and none yet. */
export function openLines(lines: number, stops: number): OpenLines {
  return { starts: new Uint32Array(lines + 1), count: 0, ...trailOf(stops * 2) };
}

/** The stops that come now are of the next line. */
export function beginLine(lines: OpenLines): void {
  beginTrail(lines);
  lines.starts[lines.count++] = lines.size / 2;
}

/** Adds a stop unless it only lengthens the straight piece before it. */
export function addStop(trail: Trail, along: number, across: number): void {
  const { size, begun } = trail;
  if (size + 2 > trail.stops.length) makeRoom(trail, 2);
  const { stops } = trail;
  const length = size - begun;
  const isLevel = length >= 2 && isSame(stops[size - 1], across);
  if (isLevel && isSame(stops[size - 2], along)) return;
  if (isLevel && length >= 4 && isSame(stops[size - 3], across)) {
    stops[size - 2] = along;
    return;
  }
  stops[size] = along;
  stops[size + 1] = across;
  trail.size = size + 2;
}

/** Adds the stops from `from` up to `to` of a line that is drawn already. */
export function addStops(
  trail: Trail,
  stops: Float64Array,
  from: number,
  to: number,
  along: number,
  across: number,
): void {
  if (to <= from) return;
  let at = from;
  // What follows on another piece may only lengthen it.
  if (trail.size > trail.begun)
    for (; at < Math.min(to, from + 2); at++)
      addStop(trail, numAt(stops, at * 2) + along, numAt(stops, at * 2 + 1) + across);
  makeRoom(trail, (to - at) * 2);
  for (let index = at * 2; index < to * 2; index += 2) {
    trail.stops[trail.size++] = numAt(stops, index) + along;
    trail.stops[trail.size++] = numAt(stops, index + 1) + across;
  }
}

function makeRoom(trail: Trail, more: number): void {
  if (trail.size + more <= trail.stops.length) return;
  const wider = new Float64Array(2 * (trail.size + more));
  wider.set(trail.stops);
  trail.stops = wider;
}

/** The finished lines, their stops as x and y. */
export function closeLines({ stops, size, starts, count }: OpenLines, leftRight: boolean): Lines {
  const flat = new Float32Array(size);
  const [x, y] = leftRight ? [0, 1] : [1, 0];
  for (let at = 0; at < size; at += 2) {
    flat[at] = numAt(stops, at + x);
    flat[at + 1] = numAt(stops, at + y);
  }
  starts[count] = size / 2;
  return { stops: flat, starts: count + 1 === starts.length ? starts : starts.slice(0, count + 1) };
}

function isSame(a: number | undefined, b: number): boolean {
  return Math.abs((a ?? NaN) - b) < 0.01;
}
