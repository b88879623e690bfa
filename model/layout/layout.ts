import { intAt, numAt } from "./arrays.ts";
import type { Keep } from "./flat.ts";
import type { LayoutGraph, Lines, Picture } from "./graph.ts";
import {
  addStop,
  addStops,
  beginLine,
  closeLines,
  openLines,
  trailOf,
  type OpenLines,
} from "./lines.ts";
import { metrics } from "./metrics.ts";
import { nest, type Nested } from "./nest.ts";
import { scratchOf } from "./scratch.ts";
import { solve, type FlowSize, type Solved } from "./solve.ts";

/** What the next layout starts from, so that an edit moves as little as possible: each container as it was, by its group's id. */
export type LayoutMemory = ReadonlyMap<string, Solved>;

/**
 * Lays out a graph. Containers are solved from the innermost outwards, each as one flat graph
 * (break cycles → rank → spread → step → order → place → space → trace); then everything is put where it belongs.
 * Any graph gives a picture; the same graph and memory give the same one.
 */
export function layout(
  graph: LayoutGraph,
  memory?: LayoutMemory,
  keep: Keep = "places",
): { picture: Picture; memory: LayoutMemory } {
  const nested = nest(graph);
  const solved = solveAll(nested, memory, keep);
  // Groups that are closed now are remembered for when they are opened again.
  const next = new Map(memory);
  solved.forEach((content, index) => {
    if (content) next.set(containerName(nested, index), content);
  });
  return { picture: assemble(nested, solved), memory: next };
}

function containerName(nested: Nested, index: number): string {
  return index === 0 ? "" : `g ${nested.graph.boxes.ids[index - 1] ?? ""}`;
}

/** Solves every open container after those inside it; a box always comes after the group that holds it. */
function solveAll(
  nested: Nested,
  memory: LayoutMemory | undefined,
  keep: Keep,
): (Solved | undefined)[] {
  const { graph, containers, ports, portSeats } = nested;
  const solved: (Solved | undefined)[] = containers.map(() => undefined);
  const loops = new Set<number>();
  const { from, to } = graph.edges;
  for (let edge = 0; edge < from.length; edge++)
    if (from[edge] === to[edge]) loops.add(intAt(from, edge));
  const sizeOf = (box: number): FlowSize => solved[box + 1] ?? ownSize(graph, box);
  const portAt = (port: number): number =>
    solved[(ports[port]?.group ?? -1) + 1]?.portAt[intAt(portSeats, port)] ?? 0;
  const trail = trailOf(256);
  const scratch = scratchOf();
  const rooms = labelRooms(nested);
  const labelRoom = (port: number): number => rooms[port] ?? 0;
  for (let index = containers.length - 1; index >= 0; index--) {
    const container = containers[index];
    if (!container || (index > 0 && !graph.boxes.open[index - 1])) continue;
    const earlier = memory?.get(containerName(nested, index));
    solved[index] = solve(container, {
      nested,
      sizeOf,
      portAt,
      labelRoom,
      loops,
      earlier,
      keep,
      trail,
      scratch,
    });
  }
  return solved;
}

/** For each port, what the labels of the lines that end there need across the flow. */
function labelRooms({ graph, pieces, ports }: Nested): Float64Array {
  const rooms = new Float64Array(ports.length);
  const { count, from, to, reversed, labelWidths, labelHeights } = pieces;
  const own = graph.direction === "LR" ? labelHeights : labelWidths;
  for (let piece = 0; piece < count && ports.length > 0; piece++) {
    const port = intAt(reversed[piece] ? from : to, piece) - graph.boxes.ids.length;
    if (numAt(labelWidths, piece) === 0 || port < 0) continue;
    rooms[port] = numAt(rooms, port) + numAt(own, piece) + metrics.labelGap;
  }
  return rooms;
}

function ownSize({ boxes, direction }: LayoutGraph, index: number): FlowSize {
  const width = numAt(boxes.widths, index);
  const height = numAt(boxes.heights, index);
  return direction === "LR" ? { along: width, across: height } : { along: height, across: width };
}

/** Turns places within containers into places in the picture. */
function assemble(nested: Nested, solved: readonly (Solved | undefined)[]): Picture {
  const { graph, containers } = nested;
  const { boxes, edges, direction } = graph;
  const leftRight = direction === "LR";
  // Corner of each container, along and across.
  const corner = new Float64Array(containers.length * 2);
  const rects = new Float32Array(boxes.ids.length * 4);
  const edgeCount = edges.from.length;
  containers.forEach((container, index) => {
    const content = solved[index];
    if (!content) return;
    container.children.forEach((box, at) => {
      const size: FlowSize = solved[box + 1] ?? ownSize(graph, box);
      const along = numAt(content.places, at * 2) + (corner[index * 2] ?? 0);
      const across =
        numAt(content.places, at * 2 + 1) - size.across / 2 + (corner[index * 2 + 1] ?? 0);
      corner[box * 2 + 2] = along;
      corner[box * 2 + 3] = across;
      const rect = box * 4;
      rects[rect] = leftRight ? along : across;
      rects[rect + 1] = leftRight ? across : along;
      rects[rect + 2] = leftRight ? size.along : size.across;
      rects[rect + 3] = leftRight ? size.across : size.along;
    });
  });
  const labels = new Float32Array(edgeCount * 2).fill(NaN);
  let stops = 4 * edgeCount;
  solved.forEach((content) => {
    stops += (content?.routes.stops.length ?? 0) / 2;
  });
  // Where no edges share a piece, each draws all of its way.
  const isShared = nested.refs.length > nested.pieces.count;
  const routes = openLines(edgeCount, stops);
  const runs = isShared ? openLines(nested.refs.length + edgeCount, stops) : routes;
  const runEdge = new Uint32Array(runs.starts.length - 1);
  const drawn = new Uint8Array(nested.pieces.count);
  for (let index = 0; index < edgeCount; index++) {
    const from = intAt(edges.from, index);
    const to = intAt(edges.to, index);
    beginLine(routes);
    if (!isShared) runEdge[index] = index;
    if (from !== to) follow(index);
    else
      for (const line of isShared ? [routes, beginRun(index)] : [routes])
        loop(line, rects, from, leftRight);
  }
  const top = solved[0];
  const along = Math.max(top?.along ?? 0, 2 * metrics.margin);
  const across = Math.max(top?.across ?? 0, 2 * metrics.margin);
  const whole = closeLines(routes, leftRight);
  return {
    direction,
    width: leftRight ? along : across,
    height: leftRight ? across : along,
    rects,
    routes: whole,
    runs: isShared ? closeLines(runs, leftRight) : whole,
    runEdge: runEdge.subarray(0, runs.count),
    labels,
    entries: entriesOf(nested, solved),
  };

  function beginRun(edge: number): OpenLines {
    runEdge[runs.count] = edge;
    beginLine(runs);
    return runs;
  }

  /** Goes along all pieces of an edge; of those that no edge before it had, it is the one that draws them. */
  function follow(edge: number): void {
    let isRunning = false;
    const { refs, refStarts, pieces } = nested;
    for (let at = intAt(refStarts, edge); at < intAt(refStarts, edge + 1); at++) {
      const ref = refs[at] ?? 0;
      const container = intAt(pieces.containers, ref);
      const piece = intAt(pieces.seats, ref);
      const content = solved[container];
      if (!content) continue;
      const x = numAt(corner, container * 2);
      const y = numAt(corner, container * 2 + 1);
      const { stops, starts, ends } = content.routes;
      const first = intAt(starts, piece);
      const end = intAt(ends, piece);
      addStops(routes, stops, first, end, x, y);
      let isOwn = true;
      if (isShared) {
        isOwn = drawn[ref] === 0;
        drawn[ref] = 1;
        if (isOwn && !isRunning) beginRun(edge);
        isRunning = isOwn;
        if (isOwn) addStops(runs, stops, first, end, x, y);
      }
      const label = numAt(content.labels, piece * 2);
      if (isOwn && !Number.isNaN(label) && Number.isNaN(labels[edge * 2])) {
        const side = numAt(content.labels, piece * 2 + 1);
        labels[edge * 2] = leftRight ? label + x : side + y;
        labels[edge * 2 + 1] = leftRight ? side + y : label + x;
      }
    }
  }
}

/** Ports at the top of open groups; none where lines come in from the left. */
function entriesOf(
  { graph, containers, ports }: Nested,
  solved: readonly (Solved | undefined)[],
): Float32Array {
  const entries: number[] = [];
  if (graph.direction === "TB")
    containers.forEach((container, index) => {
      const content = solved[index];
      container.ports.forEach((port, at) => {
        if (content && ports[port]?.side === 1)
          entries.push(container.box, content.across / 2 + numAt(content.portAt, at));
      });
    });
  return Float32Array.from(entries);
}

/** How far from the left of an open group lines come in through its top. */
export function entriesInto({ entries }: Picture, box: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < entries.length; at += 2)
    if (entries[at] === box) found.push(entries[at + 1] ?? 0);
  return found;
}

/** The stops of one line. */
export function lineAt({ stops, starts }: Lines, index: number): Float32Array {
  return stops.subarray((starts[index] ?? 0) * 2, (starts[index + 1] ?? 0) * 2);
}

/** A loop leaves a box in the direction of flow and comes back across it. */
function loop(line: OpenLines, rects: Float32Array, box: number, leftRight: boolean): void {
  const [x = 0, y = 0, width = 0, height = 0] = rects.subarray(box * 4, box * 4 + 4);
  const [along, across, length, breadth] = leftRight
    ? [x, y, width, height]
    : [y, x, height, width];
  addStop(line, along + length, across + Math.min(breadth / 2, 14));
  addStop(line, along + length - Math.min(length / 2, 24), across);
}
