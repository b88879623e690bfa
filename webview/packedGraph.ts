import { numAt } from "../model/layout/arrays.ts";
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
  const ids: string[] = [];
  const packedBoxes = new Float64Array(boxes.length * boxFields);
  const packedEdges = new Float64Array(edges.length * edgeFields);
  let at = 0;
  boxes.forEach(({ id, parent, width, height, open }) => {
    ids.push(id);
    packedBoxes[at++] = parent;
    packedBoxes[at++] = width;
    packedBoxes[at++] = height;
    packedBoxes[at++] = open ? 1 : 0;
  });
  at = 0;
  edges.forEach(({ from, to, labelWidth, labelHeight, closing }) => {
    packedEdges[at++] = from;
    packedEdges[at++] = to;
    packedEdges[at++] = labelWidth;
    packedEdges[at++] = labelHeight;
    packedEdges[at++] = closing ? 1 : 0;
  });
  return { direction, ids, boxes: packedBoxes, edges: packedEdges };
}

/** The graph that was packed. */
export function unpack({ direction, ids, boxes, edges }: PackedGraph): LayoutGraph {
  const made: LayoutGraph & { readonly boxes: LayoutBox[]; readonly edges: LayoutEdge[] } = {
    direction,
    boxes: [],
    edges: [],
  };
  let at = 0;
  ids.forEach((id) =>
    made.boxes.push({
      id,
      parent: numAt(boxes, at++),
      width: numAt(boxes, at++),
      height: numAt(boxes, at++),
      open: boxes[at++] === 1,
    }),
  );
  for (at = 0; at < edges.length;)
    made.edges.push({
      from: numAt(edges, at++),
      to: numAt(edges, at++),
      labelWidth: numAt(edges, at++),
      labelHeight: numAt(edges, at++),
      closing: edges[at++] === 1,
    });
  return made;
}
