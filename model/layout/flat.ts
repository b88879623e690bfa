import type { Buckets } from "./arrays.ts";
import type { Scratch } from "./scratch.ts";

/**
 * The content of one container as the passes see it: nodes and edges without any nesting, in the words of the flow (`along` it
 * and `across` it), so that left-right and top-down are the same to them. It has no cycles, if its reversed edges are read backwards.
 * Each pass returns a richer one: Flat → Ranked → Stepped → Ordered → Placed → Spaced.
 */
export interface Flat {
  /** Of it are all arrays of all passes. */
  readonly scratch: Scratch;
  /** The children in the order of their making, then the ports of the container. */
  readonly count: number;
  readonly along: Float64Array;
  /** Extent from the node's middle to either side across the flow, with the room its labels and loops need. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** 0: a child. 1: a port where edges come in. 2: a port where they leave. */
  readonly side: Uint8Array;
  readonly edgeCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Where the edge touches the border of its end: offset from the node's middle. */
  readonly fromAt: Float64Array;
  readonly toAt: Float64Array;
  readonly labelAlong: Float64Array;
  readonly labelAcross: Float64Array;
  /** Around which place of its later end an edge's label is stacked with others, as offset from the node's middle. */
  readonly labelAt: Float64Array;
  /** Leads against the flow: it leaves on the side where edges come in. */
  readonly reversed: Uint8Array;
  /** All nodes, upstream first. */
  readonly sorted: Int32Array;
}

/** Each node has its layer: every edge leads to a higher one. Ports that come in are alone in the first, those that leave in the last. */
export interface Ranked extends Flat {
  readonly rank: Int32Array;
  readonly layers: number;
  /** Of nodes that would be one high layer, which of several it is that each is in. */
  readonly column: Int32Array;
  /** Whether any layer was spread over columns. */
  readonly isSpread: boolean;
}

/** Edges are cut into steps between neighbouring layers; where one passes a layer it has a bend, numbered after the nodes. */
export interface Stepped extends Ranked {
  readonly total: number;
  readonly layerOf: Int32Array;
  readonly stepCount: number;
  readonly stepFrom: Int32Array;
  readonly stepTo: Int32Array;
  readonly stepFromAt: Float64Array;
  readonly stepToAt: Float64Array;
  /** Steps of edge e in the order of layers: `firstStep[e]` up to `firstStep[e + 1]`. */
  readonly firstStep: Int32Array;
}

/** Each layer has its order. */
export interface Ordered extends Stepped {
  readonly order: readonly Int32Array[];
  /** Steps that begin at, and that end at, each node. */
  readonly down: Buckets;
  readonly up: Buckets;
}

/** Each node and bend has its place across the flow: its middle. */
export interface Placed extends Ordered {
  readonly middle: Float64Array;
  readonly lengthAcross: number;
}

/** Each layer has its stretch along the flow, and each node and label its place in or before it. */
export interface Spaced extends Placed {
  /** Room for curves before each layer. */
  readonly gaps: readonly number[];
  readonly layerStart: Float64Array;
  readonly layerEnd: Float64Array;
  /** Where the labels before each layer begin; equal to its start when there are none. */
  readonly labelStart: Float64Array;
  /** Start of each node along the flow. */
  readonly start: Float64Array;
  /** Offset of each edge's label, across the flow, from where the edge enters its last layer. */
  readonly labelShift: Float64Array;
  readonly lengthAlong: number;
}

/** Where bends were across the flow: those of edge e from `starts[e]` up to `ends[e]`. */
export interface Bends {
  readonly middles: Float64Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** What is known of a container's last layout: where its nodes, and the bends of its edges, were across the flow. */
export interface Earlier {
  /** NaN for a new one, which is in `fresh` too. */
  readonly middle: Float64Array;
  readonly fresh: readonly number[];
  /** The column of each node then, -1 for a new one. */
  readonly column: Int32Array;
  /** The number of each edge then, or -1; and the bends by these numbers. */
  readonly edges: Int32Array;
  readonly bends: Bends;
  /** Whether places are kept too, or only the order. */
  readonly keep: Keep;
  /** Room for curves before each layer. */
  readonly gaps: readonly number[];
}

/** Where nodes and bends were across the flow: NaN for new ones, which are in `fresh`. */
export interface Before {
  readonly middle: Float64Array;
  readonly fresh: readonly number[];
}

/**
 * What of an earlier layout is kept: `places`, so that an edit moves next to nothing; or only the `order`, so that opening and
 * closing a group gives the same picture as before.
 */
export type Keep = "places" | "order";
