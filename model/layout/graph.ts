/** Which way time flows: left to right, or top to bottom. */
export type Direction = "LR" | "TB";

/**
 * Rectangles to be placed, by their numbers: tasks, closed groups, folds of siblings, and open groups that hold other boxes. Flat arrays,
 * as all of a graph is, so that it is handed over to a worker for nothing.
 */
interface LayoutBoxes {
  readonly ids: readonly string[];
  /** The open group that holds each, always of a lower number; -1 at the top. */
  readonly parents: Int32Array<ArrayBuffer>;
  /** Size of a box without content; of an open group the least size (its title). */
  readonly widths: Float64Array<ArrayBuffer>;
  readonly heights: Float64Array<ArrayBuffer>;
  readonly open: Uint8Array<ArrayBuffer>;
}

/** Arrows to be drawn, each between two boxes. Either may be an open group. */
interface LayoutEdges {
  readonly from: Int32Array<ArrayBuffer>;
  readonly to: Int32Array<ArrayBuffer>;
  /** Size of the label in the picture; 0 for none. */
  readonly labelWidths: Float64Array<ArrayBuffer>;
  readonly labelHeights: Float64Array<ArrayBuffer>;
  /** Closes a cycle of tasks: it may run against the flow, and the rest decides what the flow is. */
  readonly closing: Uint8Array<ArrayBuffer>;
}

/** What is laid out. */
export interface LayoutGraph {
  readonly direction: Direction;
  readonly boxes: LayoutBoxes;
  readonly edges: LayoutEdges;
}

/** Lines by their stops. Line i has the stops from `starts[i]` up to `starts[i + 1]`. */
export interface Lines {
  /** x, y of each stop. */
  readonly stops: Float32Array;
  readonly starts: Uint32Array;
}

/** Where everything is, by the indexes of the graph. Flat arrays, so that a worker can hand them over for nothing. */
export interface Picture {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** x, y, width, height of each box. */
  readonly rects: Float32Array;
  /** The whole route of each edge: where a pointer meets it, and what lights up. */
  readonly routes: Lines;
  /** What is drawn: edges that share a piece of their way have it once. `runEdge` says for which edge, in ascending order. */
  readonly runs: Lines;
  readonly runEdge: Uint32Array;
  /** Middle of each edge's label; NaN without one. */
  readonly labels: Float32Array;
  /** Where lines come in through the top of an open group, where its name stands: the group, and how far from its left, in turn. */
  readonly entries: Float32Array;
}
