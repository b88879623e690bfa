/** Which way time flows: left to right, or top to bottom. */
export type Direction = "LR" | "TB";

/** A rectangle to be placed: a task, a closed group, a fold of siblings, or an open group that holds other boxes. */
export interface LayoutBox {
  readonly id: string;
  /** Index of the open group that holds it, always lower than its own; -1 at the top. */
  readonly parent: number;
  /** Size of a box without content; of an open group the least size (its title). */
  readonly width: number;
  readonly height: number;
  readonly open: boolean;
}

/** An arrow to be drawn, between two boxes by index. Either may be an open group. */
export interface LayoutEdge {
  readonly from: number;
  readonly to: number;
  /** Size of the label in the picture; 0 for none. */
  readonly labelWidth: number;
  readonly labelHeight: number;
  /** Closes a cycle of tasks: it may run against the flow, and the rest decides what the flow is. */
  readonly closing: boolean;
}

/** What is laid out. */
export interface LayoutGraph {
  readonly direction: Direction;
  readonly boxes: readonly LayoutBox[];
  readonly edges: readonly LayoutEdge[];
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
