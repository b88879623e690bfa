import type { Keep } from "../model/layout/flat.ts";
import type { Direction, LayoutGraph, Picture } from "../model/layout/graph.ts";
import { layout, type LayoutMemory } from "../model/layout/layout.ts";

/** What the panel asks its worker for. */
export interface LayoutRequest {
  /** Which DAG it is, by a number: of another one nothing is remembered. */
  readonly of: number;
  readonly graph: LayoutGraph;
  /** What is kept of the picture before; `nothing` lays out anew. */
  readonly keep: Keep | "nothing";
}

export interface LayoutAnswer {
  readonly picture: Picture | undefined;
  readonly error: string | undefined;
}

/** Lays out requests in turn, remembering the last layout of each direction, but not of rehearsals. */
function makeLayouter(): (request: LayoutRequest, isRehearsal?: boolean) => LayoutAnswer {
  const memories = new Map<Direction, LayoutMemory>();
  let known = 0;
  return ({ of, graph, keep }, isRehearsal = false) => {
    try {
      if (of !== known) memories.clear();
      known = of;
      const memory = keep === "nothing" ? undefined : memories.get(graph.direction);
      const done = layout(graph, memory, keep === "order" ? "order" : "places");
      if (!isRehearsal) memories.set(graph.direction, done.memory);
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
  let isAsked = false;
  practise(() => isAsked);
  let asked = 0;
  scope.onmessage = ({ data }) => {
    isAsked = true;
    const own = ++asked;
    const begun = performance.now();
    const answer = layOut(data);
    const took = performance.now() - begun;
    scope.postMessage(answer, answer.picture ? buffersOf(answer.picture) : []);
    if (data.keep === "nothing" && took < longest)
      setTimeout(() => {
        if (asked === own) layOut(editOf(data), true);
      }, pause);
  };
} else (globalThis as LayouterInPage).dagsightLayouter = makeLayouter();

/**
 * So many milliseconds after a graph came an edit of it is rehearsed, which nobody sees: then the code that the first real one needs is
 * compiled. Only of a graph that took less than `longest`, so that no key is kept waiting.
 */
const pause = 100;
const longest = 150;

/** The same graph, but its last edge leads back to where it begins: as good as any edit. */
function editOf({ of, graph }: LayoutRequest): LayoutRequest {
  const { from, to } = graph.edges;
  const next = to.slice();
  next.set(from.slice(-1), Math.max(0, to.length - 1));
  return { of, graph: { ...graph, edges: { ...graph.edges, to: next } }, keep: "places" };
}

/** So much practice, in milliseconds, makes the code as fast as it gets. */
const practice = 250;

/**
 * Lays out graphs of its own, and edits of them, until the first real one comes, so that the code is compiled by then. Between two of
 * them a question gets its turn.
 */
function practise(isAsked: () => boolean): void {
  const layOut = makeLayouter();
  let spent = 0;
  let round = 0;
  const next = (): void => {
    if (isAsked() || spent > practice) return;
    const begun = performance.now();
    const direction = round % 4 === 3 ? "TB" : "LR";
    // The first are short, for who asks at once.
    const size = Math.min(160, 40 + 20 * round);
    const practise = (boxes: number, keep: LayoutRequest["keep"]): unknown =>
      layOut({ of: 0, graph: practiceGraph(boxes, direction, round), keep });
    practise(size, "nothing");
    practise(size + 1, "places");
    round++;
    spent += performance.now() - begun;
    setTimeout(next);
  };
  next();
}

/** In turn: groups in each other, all flat, and one line. */
function practiceGraph(size: number, direction: Direction, kind: number): LayoutGraph {
  const groups = kind % 3 === 0 ? 3 : 0;
  const reach = kind % 3 === 2 ? [1] : [1, 7];
  const ids = Array.from({ length: size }, (_, at) => `t${at}`);
  const ends = ids.slice(groups + 1).flatMap((_, at) => reach.map((back) => [at, back] as const));
  const each = (value: (at: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from(ids, (_, at) => value(at));
  const edge = (value: (at: number, back: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from(ends, ([at, back]) => value(at, back));
  return {
    direction,
    boxes: {
      ids,
      parents: Int32Array.from(
        each((at) => (at < groups ? at - 1 : groups > 0 ? (at % 4) - 1 : -1)),
      ),
      widths: each(() => 160),
      heights: each(() => 44),
      open: Uint8Array.from(each((at) => (at < groups ? 1 : 0))),
    },
    edges: {
      from: Int32Array.from(edge((at, back) => Math.max(groups, at + groups + 1 - back))),
      to: Int32Array.from(edge((at) => at + groups + 1)),
      labelWidths: edge((at) => (at % 9 === 0 ? 40 : 0)),
      labelHeights: edge((at) => (at % 9 === 0 ? 18 : 0)),
      closing: new Uint8Array(ends.length),
    },
  };
}

function buffersOf({ rects, routes, runs, runEdge, labels, entries }: Picture): ArrayBufferLike[] {
  const buffers = [
    rects,
    routes.stops,
    routes.starts,
    runs.stops,
    runs.starts,
    runEdge,
    labels,
    entries,
  ].map(({ buffer }) => buffer);
  // Where no edges share a piece of their way, what is drawn are the routes.
  return [...new Set(buffers)];
}
