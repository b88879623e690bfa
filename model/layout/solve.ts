import { intAt, numAt, sortByKey } from "./arrays.ts";
import type { Earlier, Flat, Keep, Spaced } from "./flat.ts";
import { metrics } from "./metrics.ts";
import type { Container, Nested } from "./nest.ts";
import { orderLayers } from "./order.ts";
import { pack } from "./pack.ts";
import { place } from "./place.ts";
import { rank } from "./rank.ts";
import { space } from "./space.ts";
import { step } from "./step.ts";
import { backwards, labelPlace, trace } from "./trace.ts";
import { foldRows, wrapRows, type Page, type Rows, type Wrapped } from "./wrap.ts";

/** One container laid out, in the words of the flow, from its own corner. */
export interface Solved {
  readonly along: number;
  readonly across: number;
  /** Start along and middle across of each child. */
  readonly places: readonly (readonly [number, number])[];
  /** Across, from the container's middle, of each of its ports. */
  readonly portAt: readonly number[];
  /** Stops of each piece. */
  readonly routes: readonly (readonly number[])[];
  readonly labels: readonly (readonly [number, number] | undefined)[];
  /** Equal for equal content: then an earlier layout is right as it is. */
  readonly content: Content;
  /** Where children and ports were across, and the bends of pieces, by name, for the next layout. */
  readonly middles: ReadonlyMap<string, number>;
  readonly bends: ReadonlyMap<string, readonly number[]>;
  /** Room for curves before each layer, by the name of the first node of the part. */
  readonly gaps: ReadonlyMap<string, readonly number[]>;
  /** Of nodes with no link or one: the name of its other end. */
  readonly links: ReadonlyMap<string, string>;
  /** Rows, by the name of the first node of the part. */
  readonly rows: ReadonlyMap<string, readonly RowBefore[]>;
}

/** Everything that the layout of a container depends on. */
interface Content {
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

/** A row of a long pipeline: the node that begins it, and where that is across in rows. */
interface RowBefore {
  readonly first: string;
  readonly middle: number;
}

/** Size of a box in the words of the flow. */
export interface FlowSize {
  readonly along: number;
  readonly across: number;
}

/** What solving a container needs to know of what is inside its children. */
export interface Inside {
  readonly nested: Nested;
  readonly sizeOf: (box: number) => FlowSize;
  /** Across, from the middle of its group, of a port by its number. */
  readonly portAt: (port: number) => number;
  /** Across, that the labels of lines ending at a port need outside its group. */
  readonly labelRoom: (port: number) => number;
  readonly loops: ReadonlySet<number>;
  readonly earlier: Solved | undefined;
  readonly keep: Keep;
}

/** Lays out the content of one container; everything in its children is done. */
export function solve(container: Container, inside: Inside): Solved {
  const content = contentOf(container, inside);
  if (inside.earlier && isSame(inside.earlier.content, content)) return inside.earlier;
  const numbers = numbersOf(container, inside.nested);
  const links = linksOf(container, inside.nested, numbers);
  const parts = partsOf(container, numbers).map((part) =>
    solvePart(container, inside, numbers, links, part),
  );
  return join(container, inside, links, parts, content);
}

/** Nodes of the container that hang together: its children by their place in the list, then its ports. */
interface PartNodes {
  readonly nodes: readonly number[];
  readonly pieces: readonly number[];
}

interface SolvedPart extends PartNodes {
  readonly spaced: Spaced;
  /** A long pipeline in rows. */
  readonly wrapped: Wrapped | undefined;
  readonly rows: readonly RowBefore[];
  readonly lengthAlong: number;
  readonly lengthAcross: number;
}

function partsOf(container: Container, { node }: Numbers): PartNodes[] {
  const { children, ports, pieces } = container;
  const leader = Int32Array.from({ length: children.length + ports.length }, (_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (intAt(leader, root) !== root) root = intAt(leader, root);
    for (let up = at; up !== root;) {
      const next = intAt(leader, up);
      leader[up] = root;
      up = next;
    }
    return root;
  };
  const unite = (a: number, b: number): void => {
    const [one, other] = [find(a), find(b)];
    leader[Math.max(one, other)] = Math.min(one, other);
  };
  for (const piece of pieces) unite(node(piece.from), node(piece.to));
  // All that is wired to the border is one part: its ports have to reach both borders.
  for (let at = 1; at < ports.length; at++) unite(children.length, children.length + at);
  // What touches the border comes first, then the order of making: a part is led by its first node.
  const parts: { nodes: number[]; pieces: number[] }[] = [];
  const partOf = new Int32Array(leader.length).fill(-1);
  const partLedBy = (root: number): { nodes: number[]; pieces: number[] } => {
    const known = parts[intAt(partOf, root)];
    if (known) return known;
    const part = { nodes: [], pieces: [] };
    partOf[root] = parts.length;
    parts.push(part);
    return part;
  };
  if (ports.length > 0) partLedBy(find(children.length));
  for (let at = 0; at < leader.length; at++) partLedBy(find(at)).nodes.push(at);
  pieces.forEach((piece, index) => partLedBy(find(node(piece.from))).pieces.push(index));
  return parts;
}

/** What is looked up for every piece of a container. */
interface Numbers {
  /** The node of a piece's end: a child by its place in the list, then the container's own ports. A port of a child is the child. */
  readonly node: (end: number) => number;
  /** When each child comes, upstream first. */
  readonly turn: Int32Array;
  /** Number of each node within its part. */
  readonly local: Int32Array;
}

function numbersOf(container: Container, nested: Nested): Numbers {
  const { children, ports, acyclic } = container;
  const { seats, portSeats } = nested;
  const boxCount = nested.graph.boxes.length;
  const turn = new Int32Array(children.length);
  acyclic.sorted.forEach((child, at) => (turn[child] = at));
  return {
    node: (end) => {
      if (end < boxCount) return intAt(seats, end);
      const port = end - boxCount;
      const group = nested.ports[port]?.group ?? 0;
      return group === container.box
        ? children.length + intAt(portSeats, port)
        : intAt(seats, group);
    },
    turn,
    local: new Int32Array(children.length + ports.length),
  };
}

function solvePart(
  container: Container,
  inside: Inside,
  numbers: Numbers,
  links: ReadonlyMap<string, string>,
  part: PartNodes,
): SolvedPart {
  const flat = flatten(container, inside, numbers, part);
  const earlier = inside.earlier && recall(container, inside, links, part, inside.earlier);
  const ranked = rank(flat);
  const stepped = step(ranked);
  const ordered = orderLayers(stepped, earlier);
  const placed = place(ordered, earlier);
  const title =
    container.box >= 0 && inside.nested.graph.direction === "TB" ? metrics.titleHeight : 0;
  const spaced = space(placed, title, earlier);
  const found = rowsOf(container, inside, part, spaced);
  const wrapped = found.breaks.length > 0 ? wrapRows(spaced, found, pageOf(inside)) : undefined;
  const rows = wrapped
    ? [0, ...found.breaks].map((layer): RowBefore => {
        const first = spaced.order[layer]?.find((node) => node < spaced.count) ?? 0;
        const middle = numAt(spaced.middle, first) + wrapped.shift(layer)[1];
        return { first: nodeName(container, inside.nested, part.nodes[first] ?? 0), middle };
      })
    : [];
  const { lengthAlong, lengthAcross } = wrapped ?? spaced;
  return { ...part, spaced, wrapped, rows, lengthAlong, lengthAcross };
}

/**
 * Whether and where a part of the top is folded into rows. That is decided when it is first laid out; later the same tasks go on
 * beginning rows, so that nothing jumps while groups are opened or text is typed.
 */
function rowsOf(container: Container, inside: Inside, part: PartNodes, spaced: Spaced): Rows {
  if (container.box >= 0) return { breaks: [], across: [] };
  const { nested, earlier } = inside;
  if (!earlier) return foldRows(spaced, pageOf(inside));
  const first = nodeName(container, nested, part.nodes[0] ?? 0);
  const rows = earlier.rows.get(first) ?? [];
  const nodes = new Map<string, number>();
  if (rows.length > 0)
    part.nodes.forEach((at, index) => nodes.set(nodeName(container, nested, at), index));
  const breaks: number[] = [];
  const across: (number | undefined)[] = [];
  rows.forEach((row, at) => {
    const node = nodes.get(row.first);
    const layer = node === undefined ? 0 : intAt(spaced.rank, node);
    if (at > 0 && layer <= (breaks.at(-1) ?? 0)) return;
    if (at > 0) breaks.push(layer);
    across.push(node === undefined ? undefined : row.middle - numAt(spaced.middle, node));
  });
  return { breaks, across };
}

function pageOf({ nested }: Inside): Page {
  const { direction } = nested.graph;
  return {
    shape: direction === "LR" ? 1.8 : 1 / 1.8,
    spare: metrics.task[direction] + metrics.boxGap,
  };
}

function flatten(
  container: Container,
  inside: Inside,
  { node, turn, local }: Numbers,
  part: PartNodes,
): Flat {
  const { nested, sizeOf, portAt, loops } = inside;
  const { children } = container;
  const boxCount = nested.graph.boxes.length;
  const topDown = nested.graph.direction === "TB";
  part.nodes.forEach((at, index) => (local[at] = index));
  const count = part.nodes.length;
  const along = new Float64Array(count);
  const before = new Float64Array(count);
  const after = new Float64Array(count);
  const side = new Uint8Array(count);
  part.nodes.forEach((at, index) => {
    const box = children[at];
    if (box === undefined) {
      side[index] = nested.ports[container.ports[at - children.length] ?? 0]?.side ?? 1;
      const room = inside.labelRoom(container.ports[at - children.length] ?? 0);
      before[index] = after[index] = Math.max(metrics.portBreadth, room / 2);
      return;
    }
    const size = sizeOf(box);
    along[index] = size.along;
    before[index] = size.across / 2 + (loops.has(box) ? metrics.loop : 0);
    after[index] = size.across / 2;
  });
  const edgeCount = part.pieces.length;
  const from = new Int32Array(edgeCount);
  const to = new Int32Array(edgeCount);
  const fromAt = new Float64Array(edgeCount);
  const toAt = new Float64Array(edgeCount);
  const labelAlong = new Float64Array(edgeCount);
  const labelAcross = new Float64Array(edgeCount);
  const labelAt = new Float64Array(edgeCount);
  const reversed = new Uint8Array(edgeCount);
  const labelRoom = new Map<number, number>();
  part.pieces.forEach((index, edge) => {
    const piece = container.pieces[index];
    if (!piece) return;
    from[edge] = intAt(local, node(piece.from));
    to[edge] = intAt(local, node(piece.to));
    fromAt[edge] = touch(piece.from, piece.reversed);
    toAt[edge] = touch(piece.to, piece.reversed);
    reversed[edge] = piece.reversed ? 1 : 0;
    if (piece.labelWidth === 0) return;
    labelAlong[edge] = topDown ? piece.labelHeight : piece.labelWidth;
    labelAcross[edge] = topDown ? piece.labelWidth : piece.labelHeight;
    const head = piece.reversed ? intAt(from, edge) : intAt(to, edge);
    const end = piece.reversed ? piece.from : piece.to;
    const touchAt = piece.reversed ? numAt(fromAt, edge) : numAt(toAt, edge);
    labelAt[edge] = end < boxCount ? 0 : touchAt;
    // The ports of a group have made this room themselves.
    if (end >= boxCount) return;
    const room =
      (labelRoom.get(head) ?? -metrics.labelGap) + numAt(labelAcross, edge) + metrics.labelGap;
    labelRoom.set(head, room);
    before[head] = Math.max(numAt(before, head), room / 2);
    after[head] = Math.max(numAt(after, head), room / 2 + touchAt);
  });
  const sorted = new Int32Array(count);
  const turns = new Float64Array(count);
  part.nodes.forEach((at, index) => {
    sorted[index] = index;
    turns[index] = at < children.length ? intAt(turn, at) : at;
  });
  sortByKey(sorted, turns);
  return {
    count,
    along,
    before,
    after,
    side,
    edgeCount,
    from,
    to,
    fromAt,
    toAt,
    labelAlong,
    labelAcross,
    labelAt,
    reversed,
    sorted,
  };

  /** Where a piece touches its end, from the middle. Against the flow it keeps off the place of all others. */
  function touch(end: number, back: boolean): number {
    if (end < boxCount) return back ? Math.min(12, sizeOf(end).across / 4) : 0;
    const port = end - boxCount;
    return nested.ports[port]?.group === container.box ? 0 : portAt(port);
  }
}

/** Up to this many nodes a part is placed anew after every edit: so few are better straight than still. */
const fewNodes = 12;

/**
 * What an earlier layout of the same container knows of a part. A node whose one link has changed, or that had none, is as good as
 * new: it stood where it did for a reason that is gone. With many new ones only the order is kept.
 */
function recall(
  container: Container,
  inside: Inside,
  links: ReadonlyMap<string, string>,
  part: PartNodes,
  earlier: Solved,
): Earlier {
  const { nested, keep } = inside;
  const middle = new Float64Array(part.nodes.length);
  let fresh = 0;
  part.nodes.forEach((at, index) => {
    const name = nodeName(container, nested, at);
    const before = earlier.links.get(name);
    const isReleased = before !== undefined && before !== links.get(name);
    middle[index] = isReleased ? NaN : (earlier.middles.get(name) ?? NaN);
    if (Number.isNaN(middle[index])) fresh++;
  });
  const bends = part.pieces.map((index) => earlier.bends.get(pieceName(container, nested, index)));
  const first = nodeName(container, nested, part.nodes[0] ?? 0);
  const isStill = part.nodes.length > fewNodes && fresh <= part.nodes.length * 0.3;
  return {
    middle,
    bends,
    keep: keep === "places" && isStill ? "places" : "order",
    gaps: earlier.gaps.get(first) ?? [],
  };
}

/** For nodes with no link or one: the name of the other end, or nothing. */
function linksOf(
  container: Container,
  nested: Nested,
  { node }: Numbers,
): ReadonlyMap<string, string> {
  const count = new Int32Array(container.children.length + container.ports.length);
  const other = new Int32Array(count.length);
  for (const { from, to } of container.pieces) {
    const [a, b] = [node(from), node(to)];
    count[a] = intAt(count, a) + 1;
    count[b] = intAt(count, b) + 1;
    other[a] = b;
    other[b] = a;
  }
  const links = new Map<string, string>();
  for (let at = 0; at < count.length; at++)
    if (intAt(count, at) < 2)
      links.set(
        nodeName(container, nested, at),
        intAt(count, at) === 0 ? "" : nodeName(container, nested, intAt(other, at)),
      );
  return links;
}

function nodeName(container: Container, nested: Nested, at: number): string {
  const box = container.children[at];
  if (box !== undefined) return nested.graph.boxes[box]?.id ?? "";
  return ` ${nested.ports[container.ports[at - container.children.length] ?? 0]?.key ?? ""}`;
}

function pieceName(container: Container, nested: Nested, index: number): string {
  const piece = container.pieces[index];
  return piece ? `${endName(nested, piece.from)}>${endName(nested, piece.to)}` : "";
}

function endName(nested: Nested, end: number): string {
  const { boxes } = nested.graph;
  const box = boxes[end];
  if (box) return box.id;
  const port = nested.ports[end - boxes.length];
  return `${boxes[port?.group ?? 0]?.id ?? ""} ${port?.key ?? ""}`;
}

function contentOf(
  container: Container,
  { nested, sizeOf, portAt, labelRoom, loops }: Inside,
): Content {
  const { boxes, direction } = nested.graph;
  const { children, ports, pieces, box: own } = container;
  const boxCount = boxes.length;
  const names: string[] = [direction];
  const numbers: number[] = [children.length, ports.length];
  for (const box of children) {
    const size = sizeOf(box);
    names.push(boxes[box]?.id ?? "");
    numbers.push(size.along, size.across, loops.has(box) ? 1 : 0);
  }
  for (const port of ports) {
    names.push(nested.ports[port]?.key ?? "");
    numbers.push(labelRoom(port));
  }
  // Ends are told by their places among the children and ports, which are named above.
  const addEnd = (end: number): void => {
    const port = nested.ports[end - boxCount];
    if (!port) numbers.push(intAt(nested.seats, end));
    else if (port.group === own) numbers.push(-1 - intAt(nested.portSeats, end - boxCount));
    else {
      names.push(port.key);
      numbers.push(intAt(nested.seats, port.group), Math.round(portAt(end - boxCount) * 10));
    }
  };
  for (const { from, to, labelWidth, reversed } of pieces) {
    addEnd(from);
    addEnd(to);
    numbers.push(labelWidth, reversed ? 1 : 0);
  }
  return { names, numbers };
}

function isSame(a: Content, b: Content): boolean {
  return sameItems(a.names, b.names) && sameItems(a.numbers, b.numbers);
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  let at = a.length === b.length ? 0 : -1;
  while (at >= 0 && at < a.length && a[at] === b[at]) at++;
  return at === a.length;
}

/** Puts the parts together and the border around them. */
function join(
  container: Container,
  inside: Inside,
  links: ReadonlyMap<string, string>,
  parts: readonly SolvedPart[],
  content: Content,
): Solved {
  const { children, ports, box } = container;
  const { nested } = inside;
  const frame = frameOf(container, nested);
  const wired = ports.length > 0 ? 1 : 0;
  const loose = parts.slice(wired);
  const first = parts[0];
  const head = wired && first ? first.lengthAcross + metrics.partGap : 0;
  const packed = pack(
    loose.map(({ lengthAlong, lengthAcross }) => ({ along: lengthAlong, across: lengthAcross })),
  ).map(
    ([along, across]) => [along + frame.alongStart, across + frame.acrossStart + head] as const,
  );
  const origin = parts.map((_, at): readonly [number, number] =>
    at < wired ? [frame.wiredStart, frame.acrossStart] : (packed[at - wired] ?? [0, 0]),
  );
  let along = 0;
  let across = 0;
  parts.forEach(({ lengthAlong, lengthAcross }, at) => {
    const [x, y] = origin[at] ?? [0, 0];
    along = Math.max(along, x + lengthAlong + (at < wired ? frame.wiredEnd : frame.alongEnd));
    across = Math.max(across, y + lengthAcross + frame.acrossEnd);
  });
  const least = box >= 0 ? inside.sizeOf(box) : { along: 0, across: 0 };
  along = Math.max(along, least.along);
  across = Math.max(across, least.across);
  const places: (readonly [number, number])[] = children.map(() => [0, 0]);
  const portAt: number[] = ports.map(() => 0);
  const routes: (readonly number[])[] = container.pieces.map(() => []);
  const labels: (readonly [number, number] | undefined)[] = container.pieces.map(() => undefined);
  const middles = new Map<string, number>();
  const bends = new Map<string, readonly number[]>();
  const gaps = new Map<string, readonly number[]>();
  const rows = new Map<string, readonly RowBefore[]>();
  parts.forEach(({ spaced, wrapped, nodes, pieces, rows: rowsNow }, part) => {
    const name = nodeName(container, nested, nodes[0] ?? 0);
    gaps.set(name, spaced.gaps);
    if (rowsNow.length > 0) rows.set(name, rowsNow);
    const x = origin[part]?.[0] ?? 0;
    const y = origin[part]?.[1] ?? 0;
    nodes.forEach((at, index) => {
      const middle = numAt(spaced.middle, index);
      middles.set(nodeName(container, nested, at), middle + y);
      const shift = wrapped?.shift(intAt(spaced.rank, index));
      if (at < children.length)
        places[at] = [
          numAt(spaced.start, index) + x + (shift?.[0] ?? 0),
          middle + y + (shift?.[1] ?? 0),
        ];
      else portAt[at - children.length] = middle + y - across / 2;
    });
    let bend = spaced.count;
    pieces.forEach((index, edge) => {
      const flow = trace(spaced, edge);
      const line = wrapped?.line(edge, flow) ?? flow;
      const stops = spaced.reversed[edge] ? backwards(line) : line;
      for (let at = 0; at + 1 < stops.length; at += 2) {
        stops[at] = (stops[at] ?? 0) + x;
        stops[at + 1] = (stops[at + 1] ?? 0) + y;
      }
      const piece = container.pieces[index];
      routes[index] = piece ? toBorder(stops, piece, along) : stops;
      const label = labelPlace(spaced, edge);
      if (label) {
        const head = intAt(spaced.stepTo, intAt(spaced.firstStep, edge + 1) - 1);
        const [dx, dy] = wrapped?.shift(intAt(spaced.layerOf, head)) ?? [0, 0];
        labels[index] = [label[0] + x + dx, label[1] + y + dy];
      }
      const size = intAt(spaced.firstStep, edge + 1) - intAt(spaced.firstStep, edge) - 1;
      if (size > 0)
        bends.set(
          pieceName(container, nested, index),
          Array.from(spaced.middle.subarray(bend, bend + size), (value) => value + y),
        );
      bend += size;
    });
  });
  return {
    along,
    across,
    places,
    portAt,
    routes,
    labels,
    content,
    middles,
    bends,
    gaps,
    links,
    rows,
  };

  /** Lines that leave through a border end on it, however wide something else has made the container. */
  function toBorder(
    stops: number[],
    piece: { from: number; to: number },
    border: number,
  ): number[] {
    if (sideOf(piece.to) === 2) stops.push(border, stops.at(-1) ?? 0);
    if (sideOf(piece.from) === 2) stops.unshift(border, stops[1] ?? 0);
    return stops;
  }

  function sideOf(end: number): number {
    const port = nested.ports[end - nested.graph.boxes.length];
    return port?.group === box ? port.side : 0;
  }
}

/** Room between a container's border and its content. */
interface Frame {
  readonly alongStart: number;
  readonly alongEnd: number;
  readonly acrossStart: number;
  readonly acrossEnd: number;
  /** The same along the flow for the part with ports, whose first layer is the border itself. */
  readonly wiredStart: number;
  readonly wiredEnd: number;
}

function frameOf(container: Container, nested: Nested): Frame {
  const { margin, padding, titleHeight } = metrics;
  if (container.box < 0)
    return {
      alongStart: margin,
      alongEnd: margin,
      acrossStart: margin,
      acrossEnd: margin,
      wiredStart: margin,
      wiredEnd: margin,
    };
  const topDown = nested.graph.direction === "TB";
  const has = (side: 1 | 2): boolean =>
    container.ports.some((port) => nested.ports[port]?.side === side);
  const start = padding + (topDown ? titleHeight : 0);
  return {
    alongStart: start,
    alongEnd: padding,
    acrossStart: padding + (topDown ? 0 : titleHeight - 8),
    acrossEnd: padding,
    wiredStart: has(1) ? 0 : start,
    wiredEnd: has(2) ? 0 : padding,
  };
}
