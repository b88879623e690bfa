import type { Keep } from "../model/layout/flat.ts";
import type { Direction, Picture } from "../model/layout/graph.ts";
import { layout, type LayoutMemory } from "../model/layout/layout.ts";
import { unpack, type PackedGraph } from "./packedGraph.ts";

/** What the panel asks its worker for. */
export interface LayoutRequest {
  /** Which DAG it is, by a number: of another one nothing is remembered. */
  readonly of: number;
  readonly graph: PackedGraph;
  /** What is kept of the picture before; `nothing` lays out anew. */
  readonly keep: Keep | "nothing";
}

export interface LayoutAnswer {
  readonly picture: Picture | undefined;
  readonly error: string | undefined;
}

/** Lays out requests in turn, remembering the last layout of each direction. */
function makeLayouter(): (request: LayoutRequest) => LayoutAnswer {
  const memories = new Map<Direction, LayoutMemory>();
  let known = 0;
  return ({ of, graph, keep }) => {
    try {
      if (of !== known) memories.clear();
      known = of;
      const memory = keep === "nothing" ? undefined : memories.get(graph.direction);
      const done = layout(unpack(graph), memory, keep === "order" ? "order" : "places");
      memories.set(graph.direction, done.memory);
      return { picture: done.picture, error: undefined };
    } catch (error) {
      // Our bug: the panel keeps its picture and tells the host.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { picture: undefined, error: text };
    }
  };
}

/** What of a worker's global scope is used; the DOM's types describe a window. */
interface WorkerScope {
  onmessage: ((event: { readonly data: LayoutRequest }) => void) | null;
  postMessage(message: LayoutAnswer, transfer: readonly ArrayBufferLike[]): void;
}

/** Where this script leaves the layouter when a page loads it because no worker starts there. */
export interface LayouterInPage {
  dagsightLayouter?: (request: LayoutRequest) => LayoutAnswer;
}

if (typeof document === "undefined") {
  const scope = globalThis as unknown as WorkerScope;
  const layOut = makeLayouter();
  warmUp();
  scope.onmessage = ({ data }) => {
    const answer = layOut(data);
    scope.postMessage(answer, answer.picture ? buffersOf(answer.picture) : []);
  };
} else (globalThis as LayouterInPage).dagsightLayouter = makeLayouter();

/** Lays out a few small graphs before the first real one comes, so that its code is compiled by then. */
function warmUp(): void {
  const boxes = Array.from({ length: 60 }, (_, at) => ({
    id: `t${at}`,
    parent: at < 2 ? -1 : at % 3 === 0 ? -1 : at % 2,
    width: 160,
    height: 44,
    open: at < 2,
  }));
  for (const direction of ["LR", "TB", "LR"] as const) {
    const edges = boxes.slice(4).flatMap((_, at) =>
      [1, 7].map((back) => ({
        from: Math.max(2, at + 4 - back),
        to: at + 4,
        labelWidth: at % 9 === 0 ? 40 : 0,
        labelHeight: 18,
        closing: false,
      })),
    );
    layout({ direction, boxes, edges });
  }
}

function buffersOf({ rects, routes, runs, runEdge, labels }: Picture): ArrayBufferLike[] {
  return [rects, routes.stops, routes.starts, runs.stops, runs.starts, runEdge, labels].map(
    ({ buffer }) => buffer,
  );
}
