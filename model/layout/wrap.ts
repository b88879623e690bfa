import { intAt, numAt } from "./arrays.ts";
import type { Spaced } from "./flat.ts";
import { addStop, type Trail } from "./lines.ts";

/** How the page is that a pipeline is folded into. */
export interface Page {
  /** The wanted length of rows over the height of all. */
  readonly shape: number;
  /** Rows begin this much further apart than they must: room for a task more, so that the rows below need not move. */
  readonly spare: number;
}

/** Rows of a long pipeline, one below the other as lines of text are: which layer begins each. A single row has no breaks. */
export interface Rows {
  /** First layer of each row after the first, ascending. */
  readonly breaks: readonly number[];
  /** How far each row is moved across so that it stands where it did in the picture before, if there was one. */
  readonly across: readonly (number | undefined)[];
}

/** Shorter pipelines are never folded, nor are rows. */
const least = { whole: 4000, row: 2400 } as const;
/** Lines between two rows keep this distance from the rows and from each other. */
const lane = { apart: 8, margin: 18 } as const;

/**
 * Finds where to fold a pipeline that would be a ribbon: rows as long as fit a page, broken where few lines cross.
 */
export function foldRows(spaced: Spaced, { shape, spare }: Page): Rows {
  const { lengthAlong, lengthAcross, layers } = spaced;
  if (lengthAlong < least.whole || lengthAlong < 8 * lengthAcross)
    return { breaks: [], across: [] };
  const wanted = Math.max(least.row, Math.sqrt(shape * lengthAlong * (lengthAcross + 46 + spare)));
  const lines = linesBefore(spaced);
  const breaks: number[] = [];
  let rowStart = 0;
  for (let layer = 1; layer < layers;) {
    const reach = (at: number): number => (numAt(spaced.layerEnd, at - 1) - rowStart) / wanted;
    let best = -1;
    let least = Infinity;
    for (; layer < layers && reach(layer) < 1.25; layer++) {
      if (reach(layer) < 0.7 || intAt(lines, layer) > 8) continue;
      const cost = intAt(lines, layer) + 4 * Math.abs(reach(layer) - 1);
      if (cost >= least) continue;
      least = cost;
      best = layer;
    }
    const left = (lengthAlong - rowStart) / wanted;
    if (left < 1.3) break;
    if (best < 0) {
      layer++;
      continue;
    }
    breaks.push(best);
    rowStart = numAt(spaced.labelStart, best) || numAt(spaced.layerStart, best);
    layer = best + 1;
  }
  return { breaks, across: [] };
}

/** A pipeline in rows: where everything goes. */
export interface Wrapped {
  readonly lengthAlong: number;
  readonly lengthAcross: number;
  /** How far a layer's row was moved, along and across. */
  shift(layer: number): readonly [number, number];
  /** Folds an edge, given as it is without rows and in the direction of flow. */
  fold(edge: number, trail: Trail): void;
}

/** Puts rows below each other. Lines that go on in the next row turn around at the end, run back between the two, and enter it. */
export function wrapRows(
  spaced: Spaced,
  { breaks, across: known }: Rows,
  { spare }: Page,
): Wrapped {
  const { layers, layerOf, firstStep, stepFrom, stepTo } = spaced;
  const starts = [0, ...breaks];
  const crossing = crossingLines(spaced, breaks);
  const most = Math.max(0, ...crossing.map((lines) => lines.size));
  const indent = lane.margin + most * lane.apart + 6;
  const rowOf = new Int32Array(layers);
  starts.forEach((first, row) => rowOf.fill(row, first, starts[row + 1] ?? layers));
  const rows = starts.map((first, row) => extentOf(spaced, first, starts[row + 1] ?? layers));
  const shifts: (readonly [number, number])[] = [];
  const laneTop: number[] = [];
  let top = 0;
  let lengthAlong = 0;
  rows.forEach(({ from, to, low, high }, row) => {
    const across = Math.max(top - low, known[row] ?? top - low + (row === 0 ? 0 : spare));
    shifts.push([indent - from, across]);
    lengthAlong = Math.max(lengthAlong, indent + to - from + indent);
    top = high + across + lane.margin;
    laneTop.push(top);
    if (row < breaks.length) top += (crossing[row]?.size ?? 0) * lane.apart + lane.margin;
  });
  const end = (row: number): number => (rows[row]?.to ?? 0) + (shifts[row]?.[0] ?? 0);
  return {
    lengthAlong,
    lengthAcross: top - lane.margin,
    shift: (layer) => shifts[intAt(rowOf, layer)] ?? [0, 0],
    fold,
  };

  function fold(edge: number, trail: Trail): void {
    let row = rowOfEnd(stepFrom, intAt(firstStep, edge));
    if (row === rowOfEnd(stepTo, intAt(firstStep, edge + 1) - 1)) {
      const [x, y] = shifts[row] ?? [0, 0];
      for (let at = 0; at < trail.size; at += 2) {
        trail.stops[at] = numAt(trail.stops, at) + x;
        trail.stops[at + 1] = numAt(trail.stops, at + 1) + y;
      }
      return;
    }
    const stops = trail.stops.slice(0, trail.size);
    trail.size = trail.begun = 0;
    const put = (along: number, across: number): void => {
      const shift = shifts[row];
      addStop(trail, along + (shift?.[0] ?? 0), across + (shift?.[1] ?? 0));
    };
    for (let at = 0; at + 1 < stops.length; at += 2) {
      const along = numAt(stops, at);
      const across = numAt(stops, at + 1);
      const before = stops[at - 1] ?? across;
      while (row < breaks.length && along > rowEnd(row)) {
        const next = rowEntry(row + 1);
        put(rowEnd(row), before);
        turn(trail, edge, row, before, across);
        row++;
        put(next, across);
      }
      put(along, across);
    }
  }

  /** From the end of a row around to the beginning of the next; the lines of a break never cross each other. */
  function turn(trail: Trail, edge: number, row: number, before: number, after: number): void {
    const lines = crossing[row];
    const place = lines?.get(edge) ?? 0;
    const outer = (lines?.size ?? 1) - 1 - place;
    const right = end(row) + lane.margin + outer * lane.apart;
    const between = (laneTop[row] ?? 0) + outer * lane.apart;
    const left = indent - lane.margin - place * lane.apart;
    const from = before + (shifts[row]?.[1] ?? 0);
    const to = after + (shifts[row + 1]?.[1] ?? 0);
    addStop(trail, right, from);
    addStop(trail, right, between);
    addStop(trail, left, between);
    addStop(trail, left, to);
  }

  function rowEnd(row: number): number {
    return rows[row]?.to ?? 0;
  }

  function rowEntry(row: number): number {
    return rows[row]?.from ?? 0;
  }

  /** The row in which a step begins or ends. */
  function rowOfEnd(ends: Int32Array, step: number): number {
    return intAt(rowOf, intAt(layerOf, intAt(ends, step)));
  }
}

/** Where a row begins and ends, along and across. */
function extentOf(
  spaced: Spaced,
  first: number,
  end: number,
): { from: number; to: number; low: number; high: number } {
  const { count, before, after, middle, order, layerEnd, labelStart, layerStart } = spaced;
  let low = Infinity;
  let high = -Infinity;
  for (let layer = first; layer < end; layer++)
    order[layer]?.forEach((node) => {
      const at = numAt(middle, node);
      low = Math.min(low, at - (node < count ? numAt(before, node) : 0));
      high = Math.max(high, at + (node < count ? numAt(after, node) : 0));
    });
  const from = first === 0 ? 0 : numAt(labelStart, first) || numAt(layerStart, first);
  return { from, to: numAt(layerEnd, end - 1), low, high };
}

/** Steps that pass the gap before each layer. */
function linesBefore({ layers, stepCount, stepTo, layerOf }: Spaced): Int32Array {
  const lines = new Int32Array(layers);
  for (let step = 0; step < stepCount; step++) {
    const layer = intAt(layerOf, intAt(stepTo, step));
    lines[layer] = intAt(lines, layer) + 1;
  }
  return lines;
}

/** For each break the edges that pass the gap there, each with its place from above. */
function crossingLines(
  spaced: Spaced,
  breaks: readonly number[],
): readonly ReadonlyMap<number, number>[] {
  const { edgeCount, firstStep, stepFrom, stepTo, stepFromAt, layerOf, middle } = spaced;
  const breakAt = new Int32Array(spaced.layers).fill(-1);
  breaks.forEach((layer, at) => (breakAt[layer] = at));
  const found: (readonly [number, number])[][] = breaks.map(() => []);
  for (let edge = 0; edge < edgeCount; edge++)
    for (let step = intAt(firstStep, edge); step < intAt(firstStep, edge + 1); step++)
      found[intAt(breakAt, intAt(layerOf, intAt(stepTo, step)))]?.push([
        edge,
        numAt(middle, intAt(stepFrom, step)) + numAt(stepFromAt, step),
      ]);
  return found.map((lines) => {
    lines.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
    return new Map(lines.map(([edge], place) => [edge, place]));
  });
}
