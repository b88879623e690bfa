import { intAt, numAt } from "./arrays.ts";
import type { Earlier, Placed, Spaced } from "./flat.ts";
import { metrics } from "./metrics.ts";
import { withMore } from "../withMore.ts";

/**
 * Gives each layer its stretch along the flow. The gap before it holds the curves, wider where lines go far, and then the labels
 * of the edges that enter it: there all lines run straight, so no line crosses a label. So they do through `titleRoom` behind ports that come in. Gaps stay as they were
 * as long as there are as many layers: a line that goes further is no reason to move half the picture.
 */
export function space(placed: Placed, titleRoom: number, earlier: Earlier | undefined): Spaced {
  const { layers, order, count, along } = placed;
  const { reals } = placed.scratch;
  const { labelLength, labelShift } = labels(placed);
  const layerStart = reals(layers);
  const layerEnd = reals(layers);
  const labelStart = reals(layers);
  const kept = earlier?.keep === "places" && earlier.gaps.length === layers ? earlier.gaps : [];
  // How far lines go is asked only where a gap is new.
  const reach = kept.length === layers ? undefined : reaches(placed);
  const gaps: number[] = [];
  const straight = Math.min(titleRoom, metrics.titleBottom);
  let place = 0;
  for (let layer = 0; layer < layers; layer++) {
    gaps.push(0);
    if (layer > 0) {
      const entering = isPorts(placed, layer - 1);
      const gap =
        kept[layer] ?? gapFor(reach ? numAt(reach, layer) : 0, entering || isPorts(placed, layer));
      gaps[layer] = gap;
      place += gap;
      if (entering) place += titleRoom - straight;
      labelStart[layer] = place;
      const length = numAt(labelLength, layer);
      if (length > 0) place += length + 2 * metrics.labelMargin;
    }
    layerStart[layer] = place;
    let length = layer === 0 && isPorts(placed, 0) ? straight : 0;
    order[layer]?.forEach((node) => {
      if (node < count) length = Math.max(length, numAt(along, node));
    });
    place += length;
    layerEnd[layer] = place;
  }
  const start = starts(placed, layerStart, layerEnd);
  return withMore(placed, {
    gaps,
    layerStart,
    layerEnd,
    labelStart,
    start,
    labelShift,
    lengthAlong: place,
  });
}

function gapFor(reach: number, atBorder: boolean): number {
  const gap =
    reach < 150 ? metrics.layerGap : reach < 700 ? metrics.wideLayerGap : metrics.widestLayerGap;
  return atBorder ? gap - metrics.layerGap + metrics.portGap : gap;
}

function isPorts(placed: Placed, layer: number): boolean {
  const first = placed.order[layer]?.[0];
  return first !== undefined && first < placed.count && placed.side[first] !== 0;
}

/** How far the longest line before each layer goes across the flow. */
function reaches(placed: Placed): Float64Array {
  const { layers, layerOf, stepCount, stepFrom, stepTo, stepFromAt, stepToAt, middle } = placed;
  const reach = placed.scratch.reals(layers);
  for (let step = 0; step < stepCount; step++) {
    const to = intAt(stepTo, step);
    const far = Math.abs(
      numAt(middle, to) +
        numAt(stepToAt, step) -
        numAt(middle, intAt(stepFrom, step)) -
        numAt(stepFromAt, step),
    );
    const layer = intAt(layerOf, to);
    if (far > numAt(reach, layer)) reach[layer] = far;
  }
  return reach;
}

/** The length of the longest label before each layer, and how labels that enter at the same place are stacked. */
function labels(placed: Placed): { labelLength: Float64Array; labelShift: Float64Array } {
  const { edgeCount, layers, layerOf, firstStep, stepFrom, stepTo, stepToAt, middle } = placed;
  const { labelAlong, labelAcross, labelAt, scratch } = placed;
  const labelLength = scratch.reals(layers);
  const labelShift = scratch.reals(edgeCount);
  const entering = new Map<string, number[]>();
  for (let edge = 0; edge < edgeCount; edge++) {
    if (numAt(labelAlong, edge) === 0) continue;
    const last = intAt(firstStep, edge + 1) - 1;
    const head = intAt(stepTo, last);
    const layer = intAt(layerOf, head);
    labelLength[layer] = Math.max(numAt(labelLength, layer), numAt(labelAlong, edge));
    const key = `${head} ${numAt(labelAt, edge)}`;
    const others = entering.get(key);
    if (others) others.push(edge);
    else entering.set(key, [edge]);
  }
  for (const edges of entering.values()) {
    if (edges.length < 2) continue;
    const source = (edge: number): number =>
      numAt(middle, intAt(stepFrom, intAt(firstStep, edge + 1) - 1));
    edges.sort((a, b) => source(a) - source(b) || a - b);
    let total = -metrics.labelGap;
    for (const edge of edges) total += numAt(labelAcross, edge) + metrics.labelGap;
    let place = -total / 2;
    for (const edge of edges) {
      const touch = numAt(stepToAt, intAt(firstStep, edge + 1) - 1);
      labelShift[edge] = place + numAt(labelAcross, edge) / 2 + numAt(labelAt, edge) - touch;
      place += numAt(labelAcross, edge) + metrics.labelGap;
    }
  }
  return { labelLength, labelShift };
}

/** Nodes stand at the start of their layer; a source that is much shorter than its layer stands at the end, near what it feeds. */
function starts(placed: Placed, layerStart: Float64Array, layerEnd: Float64Array): Float64Array {
  const { count, layerOf, along, stepCount, stepTo, side, scratch } = placed;
  const entered = scratch.bytes(placed.total);
  for (let step = 0; step < stepCount; step++) entered[intAt(stepTo, step)] = 1;
  const start = scratch.reals(count);
  for (let node = 0; node < count; node++) {
    const layer = intAt(layerOf, node);
    const length = numAt(layerEnd, layer) - numAt(layerStart, layer);
    const isShort = !entered[node] && !side[node] && length > 2 * numAt(along, node);
    start[node] = isShort ? numAt(layerEnd, layer) - numAt(along, node) : numAt(layerStart, layer);
  }
  return start;
}
