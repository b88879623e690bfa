import type { Direction, LayoutBox, LayoutEdge, LayoutGraph } from "../model/layout/graph.ts";

/** A graph to be laid out, on its way to the worker: flat arrays, which are handed over instead of copied. */
export interface PackedGraph {
  readonly direction: Direction;
  readonly ids: readonly string[];
  /** Parent, width, height and whether it is open, of each box. */
  readonly boxes: Float64Array<ArrayBuffer>;
  /** From, to, width and height of the label and whether it closes a cycle, of each edge. */
  readonly edges: Float64Array<ArrayBuffer>;
}

const boxFields = 4;
const edgeFields = 5;

/** Packs a graph; `unpack` undoes it. */
export function pack({ direction, boxes, edges }: LayoutGraph): PackedGraph {
  const packed = {
    direction,
    ids: boxes.map(({ id }) => id),
    boxes: new Float64Array(boxes.length * boxFields),
    edges: new Float64Array(edges.length * edgeFields),
  };
  boxes.forEach(({ parent, width, height, open }, at) =>
    packed.boxes.set([parent, width, height, open ? 1 : 0], at * boxFields),
  );
  edges.forEach(({ from, to, labelWidth, labelHeight, closing }, at) =>
    packed.edges.set([from, to, labelWidth, labelHeight, closing ? 1 : 0], at * edgeFields),
  );
  return packed;
}

/** The graph that was packed. */
export function unpack({ direction, ids, boxes, edges }: PackedGraph): LayoutGraph {
  return {
    direction,
    boxes: ids.map((id, index): LayoutBox => {
      const at = index * boxFields;
      return {
        id,
        parent: boxes[at] ?? -1,
        width: boxes[at + 1] ?? 0,
        height: boxes[at + 2] ?? 0,
        open: boxes[at + 3] === 1,
      };
    }),
    edges: Array.from({ length: edges.length / edgeFields }, (_, index): LayoutEdge => {
      const at = index * edgeFields;
      return {
        from: edges[at] ?? 0,
        to: edges[at + 1] ?? 0,
        labelWidth: edges[at + 2] ?? 0,
        labelHeight: edges[at + 3] ?? 0,
        closing: edges[at + 4] === 1,
      };
    }),
  };
}
