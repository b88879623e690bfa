import { intAt } from "./arrays.ts";
import { breakCycles, type Acyclic } from "./breakCycles.ts";
import type { LayoutEdge, LayoutGraph } from "./graph.ts";
import { shareClasses } from "./shareClasses.ts";

/** The graph as containers within containers: every edge is cut where it crosses a border, and each piece belongs to one container. */
export interface Nested {
  readonly graph: LayoutGraph;
  /** By box index + 1; the first is the top. Containers of closed boxes are empty. */
  readonly containers: readonly Container[];
  readonly ports: readonly Port[];
  /**
   * The pieces of each edge from its source to its target, none for a loop: edge e has those from `pieceStarts[e]` up to
   * `pieceStarts[e + 1]`, each as the index of its container and its number in there.
   */
  readonly pieceStarts: Int32Array;
  readonly pieces: readonly number[];
  /** Place of each box among the children of its container. */
  readonly seats: Int32Array;
  /** Place of each port among the ports of its group. */
  readonly portSeats: Int32Array;
}

/** One container: the top, or an open group. */
export interface Container {
  readonly box: number;
  readonly children: readonly number[];
  readonly ports: readonly number[];
  readonly pieces: readonly Piece[];
  /** Children numbered as in `children`. */
  readonly acyclic: Acyclic;
}

/** Where lines pass the border of a group. `side` 1 is where edges come in, 2 where they leave; an edge against the flow uses the other. */
export interface Port {
  readonly group: number;
  readonly side: 1 | 2;
  /** Names it from one layout to the next. */
  readonly key: string;
}

/** A part of one or more edges inside one container. An end is a box, or a port as `boxes.length + port`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly reversed: boolean;
  readonly labelWidth: number;
  readonly labelHeight: number;
}

/** Cuts the edges at the borders they cross and finds the ports where they do. */
export function nest(graph: LayoutGraph): Nested {
  const { boxes, edges } = graph;
  const children = emptyLists<number>(boxes.length + 1);
  const depth = new Int32Array(boxes.length);
  boxes.forEach((box, index) => {
    put(children, box.parent + 1, index);
    depth[index] = box.parent < 0 ? 0 : (depth[box.parent] ?? 0) + 1;
  });
  const ways = edges.map((edge) => wayOf(graph, depth, edge));
  const seats = new Int32Array(boxes.length);
  for (const list of children) list.forEach((box, at) => (seats[box] = at));
  const flows = withoutCycles(graph, children, ways, seats);
  const reversed = new Uint8Array(edges.length);
  for (const { acyclic, own } of flows)
    own.forEach((edge, at) => (reversed[edge] = acyclic.reversed[at] ?? 0));
  // An edge to or from a group around it crosses no container: it is a cycle if anything is.
  const { ports, portOf } = findPorts(graph, ways, reversed);
  return collect(graph, children, ways, reversed, flows, ports, portOf, seats);
}

/** Lists by container. Most boxes hold nothing: they share one empty list. */
function emptyLists<T>(count: number): (readonly T[])[] {
  return new Array<readonly T[]>(count).fill([]);
}

function put<T>(lists: (readonly T[])[], at: number, item: T): void {
  const list = lists[at];
  if (!list) return;
  // Only the shared list is empty.
  if (list.length === 0) lists[at] = [item];
  else (list as T[]).push(item);
}

/** How an edge gets from its source to its target: out of `up`, innermost first, across `top`, and into `down`, outermost first. */
interface Way {
  /** Container in which both ends have different children; -1 the top. */
  readonly top: number;
  /** Groups that it leaves. The source itself if it is an open group. */
  readonly up: readonly number[];
  readonly down: readonly number[];
  /** Children of `top`; undefined if one end holds the other. */
  readonly ends: readonly [number, number] | undefined;
}

const none: readonly number[] = [];

function wayOf(graph: LayoutGraph, depth: Int32Array, edge: LayoutEdge): Way {
  const { boxes } = graph;
  const parent = (box: number): number => boxes[box]?.parent ?? -1;
  const isOpen = (box: number): boolean => boxes[box]?.open ?? false;
  if (edge.from === edge.to)
    return { top: parent(edge.from), up: none, down: none, ends: undefined };
  let a = edge.from;
  let b = edge.to;
  if (parent(a) === parent(b) && !isOpen(a) && !isOpen(b))
    return { top: parent(a), up: none, down: none, ends: [a, b] };
  const up: number[] = [];
  const down: number[] = [];
  const depthOf = (box: number): number => (box < 0 ? -1 : (depth[box] ?? 0));
  while (depthOf(a) > depthOf(b)) {
    if (isOpen(a)) up.push(a);
    a = parent(a);
  }
  while (depthOf(b) > depthOf(a)) {
    if (isOpen(b)) down.push(b);
    b = parent(b);
  }
  if (a === b) {
    // One end holds the other: the line stays inside, between the inner one and the border.
    if (a === edge.to) up.push(a);
    else down.push(a);
    return { top: a, up, down: down.reverse(), ends: undefined };
  }
  while (parent(a) !== parent(b)) {
    if (isOpen(a)) up.push(a);
    if (isOpen(b)) down.push(b);
    a = parent(a);
    b = parent(b);
  }
  if (isOpen(a)) up.push(a);
  if (isOpen(b)) down.push(b);
  return { top: parent(a), up, down: down.reverse(), ends: [a, b] };
}

interface OwnAcyclic {
  readonly acyclic: Acyclic;
  /** Edges that cross this container, in the order of `acyclic.reversed`. */
  readonly own: readonly number[];
}

function withoutCycles(
  graph: LayoutGraph,
  children: readonly (readonly number[])[],
  ways: readonly Way[],
  seats: Int32Array,
): OwnAcyclic[] {
  const own = emptyLists<number>(children.length);
  ways.forEach((way, edge) => {
    if (way.ends) put(own, way.top + 1, edge);
  });
  const still: OwnAcyclic = {
    own: [],
    acyclic: { reversed: new Uint8Array(), sorted: new Int32Array() },
  };
  return children.map((list, container) => {
    if (list.length === 0) return still;
    const edges = own[container] ?? [];
    const from = new Int32Array(edges.length);
    const to = new Int32Array(edges.length);
    const closing = new Uint8Array(edges.length);
    edges.forEach((edge, at) => {
      const [tail, head] = ways[edge]?.ends ?? [0, 0];
      from[at] = intAt(seats, tail);
      to[at] = intAt(seats, head);
      closing[at] = graph.edges[edge]?.closing ? 1 : 0;
    });
    return { own: edges, acyclic: breakCycles({ count: list.length, from, to, closing }) };
  });
}

/** Edges that cross the border of one group in one direction. */
interface Crossing {
  readonly group: number;
  readonly leaves: boolean;
  readonly side: 1 | 2;
  readonly edges: number[];
}

/** Edges share a port where that tells no lie: all its inner ends are connected with all its outer ones. */
function findPorts(
  graph: LayoutGraph,
  ways: readonly Way[],
  reversed: Uint8Array,
): { ports: Port[]; portOf: Map<number, number> } {
  const crossings = new Map<number, Crossing>();
  ways.forEach((way, edge) => {
    const back = reversed[edge] === 1;
    for (const group of way.up) note(group, true, back ? 1 : 2, edge);
    for (const group of way.down) note(group, false, back ? 2 : 1, edge);
  });
  const ports: Port[] = [];
  const portOf = new Map<number, number>();
  for (const { group, leaves, side, edges } of crossings.values()) {
    const inner = (edge: number): number => graph.edges[edge]?.[leaves ? "from" : "to"] ?? 0;
    const outer = (edge: number): number => graph.edges[edge]?.[leaves ? "to" : "from"] ?? 0;
    for (const shared of shareClasses(edges, inner, outer)) {
      const first = shared[0] ?? 0;
      const name = (box: number): string => graph.boxes[box]?.id ?? "";
      const key = `${side} ${leaves ? "out" : "in"} ${name(inner(first))} ${name(outer(first))}`;
      for (const edge of shared) portOf.set(portKey(graph, group, edge, leaves), ports.length);
      ports.push({ group, side, key });
    }
  }
  return { ports, portOf };

  function note(group: number, leaves: boolean, side: 1 | 2, edge: number): void {
    const key = group * 4 + (leaves ? 2 : 0) + (side - 1);
    const crossing = crossings.get(key);
    if (crossing) crossing.edges.push(edge);
    else crossings.set(key, { group, leaves, side, edges: [edge] });
  }
}

function portKey(graph: LayoutGraph, group: number, edge: number, leaves: boolean): number {
  return (group * graph.edges.length + edge) * 2 + (leaves ? 1 : 0);
}

interface OpenPiece {
  readonly from: number;
  readonly to: number;
  readonly reversed: boolean;
  labelWidth: number;
  labelHeight: number;
}

function collect(
  graph: LayoutGraph,
  children: readonly (readonly number[])[],
  ways: readonly Way[],
  reversed: Uint8Array,
  flows: readonly OwnAcyclic[],
  ports: readonly Port[],
  portOf: ReadonlyMap<number, number>,
  seats: Int32Array,
): Nested {
  const { boxes, edges } = graph;
  const ends = boxes.length + ports.length;
  const pieces = emptyLists<OpenPiece>(children.length);
  const known: (Map<number, number> | undefined)[] = children.map(() => undefined);
  const refs: number[] = [];
  const pieceStarts = new Int32Array(edges.length + 1);
  ways.forEach((way, edge) => {
    cut(way, edge);
    pieceStarts[edge + 1] = refs.length / 2;
  });
  const portsOf = emptyLists<number>(children.length);
  const portSeats = new Int32Array(ports.length);
  ports.forEach(({ group }, index) => {
    portSeats[index] = portsOf[group + 1]?.length ?? 0;
    put(portsOf, group + 1, index);
  });
  return {
    graph,
    ports,
    pieceStarts,
    pieces: refs,
    seats,
    portSeats,
    containers: children.map((list, index) => ({
      box: index - 1,
      children: list,
      ports: portsOf[index] ?? [],
      pieces: pieces[index] ?? [],
      acyclic: flows[index]?.acyclic ?? { reversed: new Uint8Array(), sorted: new Int32Array() },
    })),
  };

  function cut(way: Way, edge: number): void {
    const { from, to } = edges[edge] ?? { from: 0, to: 0 };
    if (from === to) return;
    let end = from;
    for (const group of way.up) {
      const next = port(group, edge, true);
      if (group !== from) add(way, edge, group, end, next);
      end = next;
    }
    const holdsSource = !way.ends && way.top === from;
    const holdsTarget = !way.ends && way.top === to;
    let container = way.top;
    for (const group of way.down) {
      const next = port(group, edge, false);
      if (!(holdsSource && group === from)) add(way, edge, container, end, next);
      end = next;
      container = group;
    }
    if (!holdsTarget && container !== to) add(way, edge, container, end, to);
  }

  function port(group: number, edge: number, leaves: boolean): number {
    return boxes.length + (portOf.get(portKey(graph, group, edge, leaves)) ?? 0);
  }

  function add(way: Way, edge: number, at: number, from: number, to: number): void {
    const key = from * ends + to;
    const numbers = (known[at + 1] ??= new Map<number, number>());
    let index = numbers.get(key);
    if (index === undefined) {
      index = numbers.size;
      numbers.set(key, index);
      const isBack = reversed[edge] === 1;
      const piece = { from, to, reversed: isBack, labelWidth: 0, labelHeight: 0 };
      put<OpenPiece>(pieces, at + 1, piece);
    }
    const piece = pieces[at + 1]?.[index];
    if (!piece) return;
    if (at === way.top) {
      piece.labelWidth = Math.max(piece.labelWidth, edges[edge]?.labelWidth ?? 0);
      piece.labelHeight = Math.max(piece.labelHeight, edges[edge]?.labelHeight ?? 0);
    }
    refs.push(at + 1, index);
  }
}
