import { bucketsOf, intAt, numAt } from "./arrays.ts";
import { breakCycles, type Acyclic } from "./breakCycles.ts";
import type { LayoutGraph } from "./graph.ts";
import { scratchOf } from "./scratch.ts";
import { shareClasses } from "./shareClasses.ts";

/** The graph as containers within containers: every edge is cut where it crosses a border, and each piece belongs to one container. */
export interface Nested {
  readonly graph: LayoutGraph;
  /** By box index + 1; the first is the top. Containers of closed boxes are empty. */
  readonly containers: readonly Container[];
  readonly ports: readonly Port[];
  readonly pieces: Pieces;
  /** The pieces of each edge from its source to its target, none for a loop: edge e has those from `refStarts[e]` up to `refStarts[e + 1]`. */
  readonly refStarts: Int32Array;
  readonly refs: readonly number[];
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
  /** Those inside it, ascending. */
  readonly pieces: Int32Array;
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

/** Parts of one or more edges, each inside one container. An end is a box, or a port as the number of boxes + port. */
interface Pieces {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly reversed: Uint8Array;
  readonly labelWidths: Float64Array;
  readonly labelHeights: Float64Array;
  /** The container of each, and its place among the pieces in there. */
  readonly containers: Int32Array;
  readonly seats: Int32Array;
}

/** Cuts the edges at the borders they cross and finds the ports where they do. */
export function nest(graph: LayoutGraph): Nested {
  const { parents } = graph.boxes;
  const children = emptyLists<number>(parents.length + 1);
  const depth = new Int32Array(parents.length);
  for (let box = 0; box < parents.length; box++) {
    const parent = intAt(parents, box);
    put(children, parent + 1, box);
    depth[box] = parent < 0 ? 0 : intAt(depth, parent) + 1;
  }
  const ways = waysOf(graph, depth);
  const seats = new Int32Array(parents.length);
  children.forEach((list) => list.forEach((box, at) => (seats[box] = at)));
  const flows = withoutCycles(graph, children, ways, seats);
  const reversed = new Uint8Array(graph.edges.from.length);
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
  const count = edges.from.length;
  const top = new Int32Array(count);
  const tail = new Int32Array(count).fill(-1);
  const head = new Int32Array(count).fill(-1);
  const up = new Array<readonly number[]>(count).fill(none);
  const down = new Array<readonly number[]>(count).fill(none);
  const parent = (box: number): number => (box < 0 ? -1 : intAt(boxes.parents, box));
  const isOpen = (box: number): boolean => boxes.open[box] === 1;
  const depthOf = (box: number): number => (box < 0 ? -1 : intAt(depth, box));
  for (let edge = 0; edge < count; edge++) {
    const from = intAt(edges.from, edge);
    const to = intAt(edges.to, edge);
    top[edge] = parent(from);
    if (from === to) continue;
    if (parent(from) !== parent(to) || isOpen(from) || isOpen(to)) {
      findWay(edge, from, to);
      continue;
    }
    tail[edge] = from;
    head[edge] = to;
  }
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
  // Never cleared: what is found here is asked for until all is laid out.
  const scratch = scratchOf();
  return children.map((list, container) => {
    if (list.length === 0) return still;
    const edges = own[container] ?? [];
    const from = scratch.ints(edges.length);
    const to = scratch.ints(edges.length);
    const closing = scratch.bytes(edges.length);
    edges.forEach((edge, at) => {
      from[at] = intAt(seats, intAt(tail, edge));
      to[at] = intAt(seats, intAt(head, edge));
      closing[at] = graph.edges.closing[edge] ?? 0;
    });
    return { own: edges, acyclic: breakCycles({ count: list.length, from, to, closing }, scratch) };
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
    const inner = (edge: number): number => intAt(graph.edges[leaves ? "from" : "to"], edge);
    const outer = (edge: number): number => intAt(graph.edges[leaves ? "to" : "from"], edge);
    for (const shared of shareClasses(edges, inner, outer)) {
      const first = shared[0] ?? 0;
      const name = (box: number): string => graph.boxes.ids[box] ?? "";
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
  return (group * graph.edges.from.length + edge) * 2 + (leaves ? 1 : 0);
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
  const { edges } = graph;
  const boxCount = graph.boxes.ids.length;
  const edgeCount = edges.from.length;
  const ends = boxCount + ports.length;
  let most = edgeCount;
  for (const ways of [up, down]) for (const way of ways) most += way.length;
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const back = new Uint8Array(most);
  const labelWidths = new Float64Array(most);
  const labelHeights = new Float64Array(most);
  const containers = new Int32Array(most);
  const pieceSeats = new Int32Array(most);
  const counts = new Int32Array(children.length);
  let count = 0;
  const known = new Map<number, number>();
  const refs: number[] = [];
  const refStarts = new Int32Array(edgeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    cut(edge);
    refStarts[edge + 1] = refs.length;
  }
  const portsOf = emptyLists<number>(children.length);
  const portSeats = new Int32Array(ports.length);
  const innerPortsOf = emptyLists<number>(children.length);
  const innerSeats = new Int32Array(ports.length);
  ports.forEach(({ group }, index) => {
    portSeats[index] = portsOf[group + 1]?.length ?? 0;
    put(portsOf, group + 1, index);
    const around = intAt(graph.boxes.parents, group) + 1;
    innerSeats[index] = innerPortsOf[around]?.length ?? 0;
    put(innerPortsOf, around, index);
  });
  const inside = bucketsOf(containers.subarray(0, count), children.length);
  return {
    graph,
    ports,
    pieces: {
      count,
      from,
      to,
      reversed: back,
      labelWidths,
      labelHeights,
      containers,
      seats: pieceSeats,
    },
    refStarts,
    refs,
    seats,
    portSeats,
    innerSeats,
    containers: children.map((list, index) => ({
      box: index - 1,
      children: list,
      ports: portsOf[index] ?? [],
      innerPorts: innerPortsOf[index] ?? [],
      pieces: inside.items.subarray(intAt(inside.starts, index), intAt(inside.starts, index + 1)),
      acyclic: flows[index]?.acyclic ?? { reversed: new Uint8Array(), sorted: new Int32Array() },
    })),
  };

  function cut(edge: number): void {
    const source = intAt(edges.from, edge);
    const target = intAt(edges.to, edge);
    if (source === target) return;
    const out = up[edge] ?? none;
    const into = down[edge] ?? none;
    if (out === none && into === none) {
      // No other edge leads from the one to the other.
      addPiece(edge, intAt(top, edge), source, target);
      return;
    }
    let end = source;
    for (const group of out) {
      const next = port(group, edge, true);
      if (group !== source) add(edge, group, end, next);
      end = next;
    }
    let container = intAt(top, edge);
    const isInside = intAt(tail, edge) < 0;
    const holdsSource = isInside && container === source;
    const holdsTarget = isInside && container === target;
    for (const group of into) {
      const next = port(group, edge, false);
      if (!(holdsSource && group === source)) add(edge, container, end, next);
      end = next;
      container = group;
    }
    if (!holdsTarget && container !== target) add(edge, container, end, target);
  }

  function port(group: number, edge: number, leaves: boolean): number {
    return boxCount + (portOf.get(portKey(graph, group, edge, leaves)) ?? 0);
  }

  /** Edges share the pieces of their way that they have in common: two ends are in one container only. */
  function add(edge: number, at: number, tail: number, head: number): void {
    const key = tail * ends + head;
    const piece = known.get(key);
    if (piece === undefined) {
      known.set(key, count);
      addPiece(edge, at, tail, head);
      return;
    }
    if (at === intAt(top, edge)) {
      labelWidths[piece] = Math.max(numAt(labelWidths, piece), numAt(edges.labelWidths, edge));
      labelHeights[piece] = Math.max(numAt(labelHeights, piece), numAt(edges.labelHeights, edge));
    }
    refs.push(piece);
  }

  function addPiece(edge: number, at: number, tail: number, head: number): void {
    refs.push(count);
    from[count] = tail;
    to[count] = head;
    back[count] = reversed[edge] ?? 0;
    if (at === intAt(top, edge)) {
      labelWidths[count] = numAt(edges.labelWidths, edge);
      labelHeights[count] = numAt(edges.labelHeights, edge);
    }
    containers[count] = at + 1;
    pieceSeats[count] = intAt(counts, at + 1);
    counts[at + 1] = intAt(counts, at + 1) + 1;
    count++;
  }
}
