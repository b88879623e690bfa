import { intAt } from "./arrays.ts";
import { breakCycles, type Acyclic } from "./breakCycles.ts";
import type { LayoutGraph } from "./graph.ts";
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
  /** Place of each port among the inner ports of the container around its group. */
  readonly innerSeats: Int32Array;
}

/** One container: the top, or an open group. */
export interface Container {
  readonly box: number;
  readonly children: readonly number[];
  readonly ports: readonly number[];
  /** Ports of its children. */
  readonly innerPorts: readonly number[];
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
  const { boxes } = graph;
  const children = emptyLists<number>(boxes.length + 1);
  const depth = new Int32Array(boxes.length);
  boxes.forEach((box, index) => {
    put(children, box.parent + 1, index);
    depth[index] = box.parent < 0 ? 0 : (depth[box.parent] ?? 0) + 1;
  });
  const ways = waysOf(graph, depth);
  const seats = new Int32Array(boxes.length);
  children.forEach((list) => list.forEach((box, at) => (seats[box] = at)));
  const flows = withoutCycles(graph, children, ways, seats);
  const reversed = new Uint8Array(graph.edges.length);
  flows.forEach(({ acyclic, own }) =>
    own.forEach((edge, at) => (reversed[edge] = acyclic.reversed[at] ?? 0)),
  );
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

/**
 * How edges get from their sources to their targets: out of `up`, innermost first, across `top`, and into `down`, outermost first.
 * Most cross no border: they share one empty list.
 */
interface Ways {
  /** Container in which both ends have different children; -1 the top. */
  readonly top: Int32Array;
  /** Groups that each leaves. The source itself if it is an open group. */
  readonly up: (readonly number[])[];
  readonly down: (readonly number[])[];
  /** Children of `top`; -1 if one end holds the other. */
  readonly tail: Int32Array;
  readonly head: Int32Array;
}

const none: readonly number[] = [];

function waysOf({ boxes, edges }: LayoutGraph, depth: Int32Array): Ways {
  const top = new Int32Array(edges.length);
  const tail = new Int32Array(edges.length).fill(-1);
  const head = new Int32Array(edges.length).fill(-1);
  const up = new Array<readonly number[]>(edges.length).fill(none);
  const down = new Array<readonly number[]>(edges.length).fill(none);
  const parent = (box: number): number => boxes[box]?.parent ?? -1;
  const isOpen = (box: number): boolean => boxes[box]?.open ?? false;
  const depthOf = (box: number): number => (box < 0 ? -1 : intAt(depth, box));
  edges.forEach(({ from, to }, edge) => {
    top[edge] = parent(from);
    if (from === to) return;
    if (parent(from) !== parent(to) || isOpen(from) || isOpen(to)) {
      findWay(edge, from, to);
      return;
    }
    tail[edge] = from;
    head[edge] = to;
  });
  return { top, up, down, tail, head };

  function findWay(edge: number, from: number, to: number): void {
    let a = from;
    let b = to;
    const out: number[] = [];
    const into: number[] = [];
    up[edge] = out;
    down[edge] = into;
    while (depthOf(a) > depthOf(b)) {
      if (isOpen(a)) out.push(a);
      a = parent(a);
    }
    while (depthOf(b) > depthOf(a)) {
      if (isOpen(b)) into.push(b);
      b = parent(b);
    }
    if (a === b) {
      // One end holds the other: the line stays inside, between the inner one and the border.
      (a === to ? out : into).push(a);
      into.reverse();
      top[edge] = a;
      return;
    }
    while (parent(a) !== parent(b)) {
      if (isOpen(a)) out.push(a);
      if (isOpen(b)) into.push(b);
      a = parent(a);
      b = parent(b);
    }
    if (isOpen(a)) out.push(a);
    if (isOpen(b)) into.push(b);
    into.reverse();
    top[edge] = parent(a);
    tail[edge] = a;
    head[edge] = b;
  }
}

interface OwnAcyclic {
  readonly acyclic: Acyclic;
  /** Edges that cross this container, in the order of `acyclic.reversed`. */
  readonly own: readonly number[];
}

function withoutCycles(
  graph: LayoutGraph,
  children: readonly (readonly number[])[],
  { top, tail, head }: Ways,
  seats: Int32Array,
): OwnAcyclic[] {
  const own = emptyLists<number>(children.length);
  for (let edge = 0; edge < top.length; edge++)
    if (intAt(tail, edge) >= 0) put(own, intAt(top, edge) + 1, edge);
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
      from[at] = intAt(seats, intAt(tail, edge));
      to[at] = intAt(seats, intAt(head, edge));
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
  { up, down }: Ways,
  reversed: Uint8Array,
): { ports: Port[]; portOf: Map<number, number> } {
  const crossings = new Map<number, Crossing>();
  for (let edge = 0; edge < up.length; edge++) {
    if (up[edge] === none && down[edge] === none) continue;
    const back = reversed[edge] === 1;
    up[edge]?.forEach((group) => note(group, true, back ? 1 : 2, edge));
    down[edge]?.forEach((group) => note(group, false, back ? 2 : 1, edge));
  }
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
  { top, up, down, tail }: Ways,
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
  for (let edge = 0; edge < edges.length; edge++) {
    cut(edge);
    pieceStarts[edge + 1] = refs.length / 2;
  }
  const portsOf = emptyLists<number>(children.length);
  const portSeats = new Int32Array(ports.length);
  const innerPortsOf = emptyLists<number>(children.length);
  const innerSeats = new Int32Array(ports.length);
  ports.forEach(({ group }, index) => {
    portSeats[index] = portsOf[group + 1]?.length ?? 0;
    put(portsOf, group + 1, index);
    const around = (boxes[group]?.parent ?? -1) + 1;
    innerSeats[index] = innerPortsOf[around]?.length ?? 0;
    put(innerPortsOf, around, index);
  });
  return {
    graph,
    ports,
    pieceStarts,
    pieces: refs,
    seats,
    portSeats,
    innerSeats,
    containers: children.map((list, index) => ({
      box: index - 1,
      children: list,
      ports: portsOf[index] ?? [],
      innerPorts: innerPortsOf[index] ?? [],
      pieces: pieces[index] ?? [],
      acyclic: flows[index]?.acyclic ?? { reversed: new Uint8Array(), sorted: new Int32Array() },
    })),
  };

  function cut(edge: number): void {
    const { from = 0, to = 0 } = edges[edge] ?? {};
    if (from === to) return;
    const out = up[edge] ?? none;
    const into = down[edge] ?? none;
    if (out === none && into === none) {
      // No other edge leads from the one to the other.
      addPiece(edge, intAt(top, edge), from, to);
      return;
    }
    let end = from;
    for (const group of out) {
      const next = port(group, edge, true);
      if (group !== from) add(edge, group, end, next);
      end = next;
    }
    let container = intAt(top, edge);
    const isInside = intAt(tail, edge) < 0;
    const holdsSource = isInside && container === from;
    const holdsTarget = isInside && container === to;
    for (const group of into) {
      const next = port(group, edge, false);
      if (!(holdsSource && group === from)) add(edge, container, end, next);
      end = next;
      container = group;
    }
    if (!holdsTarget && container !== to) add(edge, container, end, to);
  }

  function port(group: number, edge: number, leaves: boolean): number {
    return boxes.length + (portOf.get(portKey(graph, group, edge, leaves)) ?? 0);
  }

  /** Edges share the pieces of their way that they have in common. */
  function add(edge: number, at: number, from: number, to: number): void {
    const key = from * ends + to;
    const numbers = (known[at + 1] ??= new Map<number, number>());
    const index = numbers.get(key);
    if (index === undefined) {
      numbers.set(key, pieces[at + 1]?.length ?? 0);
      addPiece(edge, at, from, to);
      return;
    }
    const piece = pieces[at + 1]?.[index];
    if (!piece) return;
    if (at === intAt(top, edge)) {
      piece.labelWidth = Math.max(piece.labelWidth, edges[edge]?.labelWidth ?? 0);
      piece.labelHeight = Math.max(piece.labelHeight, edges[edge]?.labelHeight ?? 0);
    }
    refs.push(at + 1, index);
  }

  function addPiece(edge: number, at: number, from: number, to: number): void {
    const labelled = at === intAt(top, edge) ? edges[edge] : undefined;
    const { labelWidth = 0, labelHeight = 0 } = labelled ?? {};
    refs.push(at + 1, pieces[at + 1]?.length ?? 0);
    put<OpenPiece>(pieces, at + 1, {
      from,
      to,
      reversed: reversed[edge] === 1,
      labelWidth,
      labelHeight,
    });
  }
}
