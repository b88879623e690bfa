import type { Lines } from "./graph.ts";

/** Lines in the making: stops along and across in turn, in room that grows. */
export interface OpenLines {
  stops: Float64Array;
  size: number;
  /** Where each line begins. */
  readonly starts: number[];
}

/** No lines yet. */
export function openLines(): OpenLines {
  return { stops: new Float64Array(1024), size: 0, starts: [] };
}

/** The stops that come now are of the next line. */
export function beginLine({ size, starts }: OpenLines): void {
  starts.push(size / 2);
}

/** Adds a stop unless it only lengthens the straight piece before it. */
export function addStop(lines: OpenLines, along: number, across: number): void {
  const { size, starts } = lines;
  if (size + 2 > lines.stops.length) {
    const wider = new Float64Array(size * 2);
    wider.set(lines.stops);
    lines.stops = wider;
  }
  const { stops } = lines;
  const length = size - (starts[starts.length - 1] ?? 0) * 2;
  const isLevel = length >= 2 && isSame(stops[size - 1], across);
  if (isLevel && isSame(stops[size - 2], along)) return;
  if (isLevel && length >= 4 && isSame(stops[size - 3], across)) {
    stops[size - 2] = along;
    return;
  }
  stops[size] = along;
  stops[size + 1] = across;
  lines.size = size + 2;
}

/** The finished lines, their stops as x and y. */
export function closeLines({ stops, size, starts }: OpenLines, leftRight: boolean): Lines {
  const flat = new Float32Array(size);
  const [x, y] = leftRight ? [0, 1] : [1, 0];
  for (let at = 0; at < size; at += 2) {
    flat[at] = stops[at + x] ?? 0;
    flat[at + 1] = stops[at + y] ?? 0;
  }
  return { stops: flat, starts: Uint32Array.from([...starts, size / 2]) };
}

function isSame(a: number | undefined, b: number): boolean {
  return Math.abs((a ?? NaN) - b) < 0.01;
}
