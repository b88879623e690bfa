import { metrics } from "./metrics.ts";

/** The size of one part, in the words of the flow. */
export interface Part {
  readonly along: number;
  readonly across: number;
}

/** Below this height parts are never put side by side: a short list is easiest to read as one. */
const tallest = 900;

/**
 * Places parts that are not connected: one below the other in their order, or, if that would be a tower, in several columns that
 * are filled one after the other. Answers the start of each, along and across.
 */
export function pack(parts: readonly Part[]): readonly (readonly [number, number])[] {
  let best = columns(parts, Infinity);
  if (parts.length < 6 || best.across < tallest) return best.places;
  let error = shapeError(best);
  for (let count = 2; count <= Math.min(parts.length, 40); count++) {
    const packed = columns(parts, best.total / count);
    const worse = shapeError(packed);
    if (worse >= error) break;
    error = worse;
    best = { ...packed, total: best.total };
  }
  return best.places;
}

interface Packed {
  readonly places: readonly (readonly [number, number])[];
  readonly along: number;
  readonly across: number;
  readonly total: number;
}

/** Fills columns up to a height. */
function columns(parts: readonly Part[], height: number): Packed {
  const places: [number, number][] = [];
  let along = 0;
  let across = 0;
  let widest = 0;
  let highest = 0;
  let total = 0;
  for (const part of parts) {
    if (across > 0 && across + part.across > height * 1.02) {
      along += widest + metrics.partGap;
      across = 0;
      widest = 0;
    }
    places.push([along, across]);
    across += part.across + metrics.partGap;
    total += part.across + metrics.partGap;
    widest = Math.max(widest, part.along);
    highest = Math.max(highest, across - metrics.partGap);
  }
  return { places, along: along + widest, across: highest, total };
}

/** How far a shape is from that of a page. */
function shapeError({ along, across }: Packed): number {
  return Math.abs(Math.log(along / Math.max(1, across) / 1.6));
}
