import { intAt, numAt } from "./arrays.ts";
import { contentOf, isSameContent, known, type Content, type Known } from "./content.ts";
import type { Bends, Earlier, Flat, Keep, Spaced } from "./flat.ts";
import { join } from "./join.ts";
import type { Trail } from "./lines.ts";
import { metrics } from "./metrics.ts";
import type { Container, Nested } from "./nest.ts";
import { earlierPlaces, orderLayers } from "./order.ts";
import { partsOf, type PartNodes } from "./parts.ts";
import { place } from "./place.ts";
import { rank } from "./rank.ts";
import type { Scratch } from "./scratch.ts";
import { space } from "./space.ts";
import { spread } from "./spread.ts";
import { step } from "./step.ts";
import { foldRows, wrapRows, type Page, type Rows, type Wrapped } from "./wrap.ts";
import { withMore } from "../withMore.ts";

/** One container laid out, in the words of the flow, from its own corner. */
export interface Solved {
  readonly along: number;
  readonly across: number;
  /** Start along and middle across of each child, in turn. */
  readonly places: Float64Array;
  /** Across, from the container's middle, of each of its ports. */
  readonly portAt: Float64Array;
  /** Stops of each piece, and the middle of its label (NaN without one), along and across in turn. */
  readonly routes: Routes;
  readonly labels: Float64Array;
  /** Equal for equal content: then an earlier layout is right as it is. */
  readonly content: Content;
  /** For the next layout: where the nodes were across, in which column of their layer, and the bends of each piece. */
  readonly middles: Float64Array;
  readonly columns: Int32Array;
  readonly bends: Bends;
  /** Room for curves before each layer, by the name of the first node of the part. */
  readonly gaps: ReadonlyMap<string, readonly number[]>;
  /** Of each node with one link the node at its other end; -1 without a link, -2 with several. */
  readonly links: Int32Array;
  /** Rows, by the name of the first node of the part. */
  readonly rows: ReadonlyMap<string, readonly RowBefore[]>;
}

/** The stops of piece p are those from `starts[p]` up to `ends[p]`. */
interface Routes {
  readonly stops: Float64Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A row of a long pipeline: the node that begins it, and where that is across in rows. */
export interface RowBefore {
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
  /** Room to draw one line after the other in. */
  readonly trail: Trail;
  readonly scratch: Scratch;
}

/** A container with what is known of it before anything is placed. */
export interface Task {
  readonly container: Container;
  readonly inside: Inside;
  readonly content: Content;
  readonly links: Int32Array;
  /** What of it was there in the layout before. */
  readonly before: (Known & { readonly solved: Solved }) | undefined;
}

/** Lays out the content of one container; everything in its children is done. */
export function solve(container: Container, inside: Inside): Solved {
  const content = contentOf(container, inside);
  const { earlier } = inside;
  if (earlier && isSameContent(earlier.content, content)) return earlier;
  const before = earlier && withMore(known(content, earlier.content), { solved: earlier });
  const task: Task = { container, inside, content, links: linksOf(content), before };
  const { scratch } = inside;
  scratch.clear();
  const local = scratch.ints(content.names.length);
  const parts = partsOf(container, content, scratch).map((part) => solvePart(task, local, part));
  return join(task, parts);
}

/** A part of a container, laid out by itself. */
export interface SolvedPart extends PartNodes {
  readonly spaced: Spaced;
  /** A long pipeline in rows. */
  readonly wrapped: Wrapped | undefined;
  readonly rows: readonly RowBefore[];
  readonly lengthAlong: number;
  readonly lengthAcross: number;
}

/** `local` is filled with the number of each node within its part. */
function solvePart(task: Task, local: Int32Array, part: PartNodes): SolvedPart {
  const { container, inside, content } = task;
  const flat = flatten(task, local, part);
  const earlier = task.before && recall(task, task.before, part);
  const ranked = spread(rank(flat), pageOf(inside).shape, earlier?.column);
  const stepped = step(ranked);
  const places = earlier && earlierPlaces(stepped, earlier);
  const ordered = orderLayers(stepped, places);
  const placed = place(ordered, earlier?.keep === "places" ? places : undefined);
  const title =
    container.box >= 0 && inside.nested.graph.direction === "TB" ? metrics.titleHeight : 0;
  const spaced = space(placed, title, earlier);
  const found = rowsOf(task, part, spaced);
  const wrapped = found.breaks.length > 0 ? wrapRows(spaced, found, pageOf(inside)) : undefined;
  const rows = wrapped
    ? [0, ...found.breaks].map((layer): RowBefore => {
        const first = spaced.order[layer]?.find((node) => node < spaced.count) ?? 0;
        const middle = numAt(spaced.middle, first) + wrapped.shift(layer)[1];
        return { first: content.names[part.nodes[first] ?? 0] ?? "", middle };
      })
    : [];
  const { lengthAlong, lengthAcross } = wrapped ?? spaced;
  return withMore(part, { spaced, wrapped, rows, lengthAlong, lengthAcross });
}

/**
 * Whether and where a part of the top is folded into rows. That is decided when it is first laid out; later the same tasks go on
 * beginning rows, so that nothing jumps while groups are opened or text is typed.
 */
function rowsOf(
  { container, inside, content, before }: Task,
  part: PartNodes,
  spaced: Spaced,
): Rows {
  if (container.box >= 0) return { breaks: [], across: [] };
  if (!before) return foldRows(spaced, pageOf(inside));
  const { names } = content;
  const rows = before.solved.rows.get(names[part.nodes[0] ?? 0] ?? "") ?? [];
  const nodes = new Map<string, number>();
  if (rows.length > 0) part.nodes.forEach((at, index) => nodes.set(names[at] ?? "", index));
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

function flatten({ container, inside, content }: Task, local: Int32Array, part: PartNodes): Flat {
  const { nested, sizeOf, portAt, loops, labelRoom, scratch } = inside;
  const { ints, reals, bytes } = scratch;
  const { children, ports, innerPorts, pieces } = container;
  const { labelWidths, labelHeights, reversed: reversedPieces } = nested.pieces;
  const nodeCount = children.length + ports.length;
  const topDown = nested.graph.direction === "TB";
  const count = part.nodes.length;
  const along = reals(count);
  const before = reals(count);
  const after = reals(count);
  const side = bytes(count);
  for (let index = 0; index < count; index++) {
    const at = part.nodes[index] ?? 0;
    local[at] = index;
    const box = children[at];
    if (box === undefined) {
      const port = ports[at - children.length] ?? 0;
      side[index] = nested.ports[port]?.side ?? 1;
      before[index] = after[index] = Math.max(metrics.portBreadth, labelRoom(port) / 2);
      continue;
    }
    const size = sizeOf(box);
    along[index] = size.along;
    before[index] = size.across / 2 + (loops.has(box) ? metrics.loop : 0);
    after[index] = size.across / 2;
  }
  const edgeCount = part.pieces.length;
  const from = ints(edgeCount);
  const to = ints(edgeCount);
  const fromAt = reals(edgeCount);
  const toAt = reals(edgeCount);
  const labelAlong = reals(edgeCount);
  const labelAcross = reals(edgeCount);
  const labelAt = reals(edgeCount);
  const reversed = bytes(edgeCount);
  const rooms = new Map<number, number>();
  for (let edge = 0; edge < edgeCount; edge++) {
    const index = part.pieces[edge] ?? 0;
    const piece = intAt(pieces, index);
    const back = reversedPieces[piece] === 1;
    const tail = intAt(content.from, index);
    const head = intAt(content.to, index);
    from[edge] = intAt(local, intAt(content.nodeOf, tail));
    to[edge] = intAt(local, intAt(content.nodeOf, head));
    fromAt[edge] = touch(tail, back);
    toAt[edge] = touch(head, back);
    reversed[edge] = back ? 1 : 0;
    if (numAt(labelWidths, piece) > 0) makeRoom(edge, back ? tail : head, piece, back);
  }
  const sorted = ints(count);
  for (let at = 0; at < count; at++) sorted[at] = intAt(local, part.sorted[at] ?? 0);
  return {
    scratch,
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
    if (end >= nodeCount) return portAt(innerPorts[end - nodeCount] ?? 0);
    return back && end < children.length ? Math.min(12, sizeOf(children[end] ?? 0).across / 4) : 0;
  }

  function makeRoom(edge: number, end: number, piece: number, back: boolean): void {
    labelAlong[edge] = numAt(topDown ? labelHeights : labelWidths, piece);
    labelAcross[edge] = numAt(topDown ? labelWidths : labelHeights, piece);
    const touchAt = numAt(back ? fromAt : toAt, edge);
    labelAt[edge] = end < children.length ? 0 : touchAt;
    // The ports of a group have made this room themselves.
    if (end >= children.length) return;
    const node = intAt(back ? from : to, edge);
    const room =
      (rooms.get(node) ?? -metrics.labelGap) + numAt(labelAcross, edge) + metrics.labelGap;
    rooms.set(node, room);
    before[node] = Math.max(numAt(before, node), room / 2);
    after[node] = Math.max(numAt(after, node), room / 2 + touchAt);
  }
}

/** Up to this many nodes a part is placed anew after every edit: so few are better straight than still. */
const fewNodes = 12;

/**
 * What an earlier layout of the same container knows of a part. A node whose one link has changed, or that had none, is as good as
 * new: it stood where it did for a reason that is gone. With many new ones only the order is kept.
 */
function recall(
  { content, links, inside }: Task,
  { names, pieces, solved }: NonNullable<Task["before"]>,
  part: PartNodes,
): Earlier {
  const middle = inside.scratch.reals(part.nodes.length);
  const column = inside.scratch.ints(middle.length);
  const fresh: number[] = [];
  for (let index = 0; index < middle.length; index++) {
    const node = part.nodes[index] ?? 0;
    const was = intAt(names, node);
    const isKnown = was >= 0 && !isReleased(intAt(links, node), intAt(solved.links, was));
    middle[index] = isKnown ? numAt(solved.middles, was) : NaN;
    column[index] = was < 0 ? -1 : intAt(solved.columns, was);
    if (!isKnown) fresh.push(index);
  }
  const edges = inside.scratch.ints(part.pieces.length);
  for (let edge = 0; edge < edges.length; edge++)
    edges[edge] = intAt(pieces, part.pieces[edge] ?? 0);
  const first = content.names[part.nodes[0] ?? 0] ?? "";
  const isStill = part.nodes.length > fewNodes && fresh.length <= part.nodes.length * 0.3;
  return {
    middle,
    fresh,
    column,
    bends: solved.bends,
    edges,
    keep: inside.keep === "places" && isStill ? "places" : "order",
    gaps: solved.gaps.get(first) ?? [],
  };

  function isReleased(link: number, linkBefore: number): boolean {
    if (linkBefore === several) return false;
    return link < 0 ? link !== linkBefore : intAt(names, link) !== linkBefore;
  }
}

const noLink = -1;
const several = -2;

function linksOf({ from, to, nodeOf, names }: Content): Int32Array {
  const links = new Int32Array(names.length).fill(noLink);
  const link = (node: number, other: number): void => {
    links[node] = links[node] === noLink ? other : several;
  };
  for (let piece = 0; piece < from.length; piece++) {
    const tail = intAt(nodeOf, intAt(from, piece));
    const head = intAt(nodeOf, intAt(to, piece));
    link(tail, head);
    link(head, tail);
  }
  return links;
}
