import { intAt } from "./arrays.ts";
import type { Keep } from "./flat.ts";
import type { LayoutGraph, Lines, Picture } from "./graph.ts";
import { addStop, beginLine, closeLines, openLines, type OpenLines } from "./lines.ts";
import { metrics } from "./metrics.ts";
import { nest, type Nested } from "./nest.ts";
import { solve, type FlowSize, type Solved } from "./solve.ts";

/** What the next layout starts from, so that an edit moves as little as possible: each container as it was, by its group's id. */
export type LayoutMemory = ReadonlyMap<string, Solved>;

/**
 * Lays out a graph. Containers are solved from the innermost outwards, each as one flat graph
 * (break cycles → rank → step → order → place → space → trace); then everything is put where it belongs.
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
  return index === 0 ? "" : `g ${nested.graph.boxes[index - 1]?.id ?? ""}`;
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
  for (const edge of graph.edges) if (edge.from === edge.to) loops.add(edge.from);
  const sizeOf = (box: number): FlowSize => solved[box + 1] ?? ownSize(graph, box);
  const portAt = (port: number): number =>
    solved[(ports[port]?.group ?? -1) + 1]?.portAt[intAt(portSeats, port)] ?? 0;
  const rooms = labelRooms(nested);
  const labelRoom = (port: number): number => rooms[port] ?? 0;
  for (let index = containers.length - 1; index >= 0; index--) {
    const container = containers[index];
    if (!container || (index > 0 && !graph.boxes[index - 1]?.open)) continue;
    const earlier = memory?.get(containerName(nested, index));
    solved[index] = solve(container, { nested, sizeOf, portAt, labelRoom, loops, earlier, keep });
  }
  return solved;
}

/** For each port, what the labels of the lines that end there need across the flow. */
function labelRooms({ graph, containers, ports }: Nested): Float64Array {
  const rooms = new Float64Array(ports.length);
  for (const { pieces } of containers)
    for (const { from, to, reversed, labelWidth, labelHeight } of pieces) {
      const port = (reversed ? from : to) - graph.boxes.length;
      if (labelWidth === 0 || port < 0) continue;
      const own = graph.direction === "LR" ? labelHeight : labelWidth;
      rooms[port] = (rooms[port] ?? 0) + own + metrics.labelGap;
    }
  return rooms;
}

function ownSize(graph: LayoutGraph, index: number): FlowSize {
  const box = graph.boxes[index];
  if (!box) return { along: 0, across: 0 };
  return graph.direction === "LR"
    ? { along: box.width, across: box.height }
    : { along: box.height, across: box.width };
}

/** Turns places within containers into places in the picture. */
function assemble(nested: Nested, solved: readonly (Solved | undefined)[]): Picture {
  const { graph, containers } = nested;
  const { boxes, edges, direction } = graph;
  const leftRight = direction === "LR";
  // Corner of each container, along and across.
  const corner = new Float64Array(containers.length * 2);
  const rects = new Float32Array(boxes.length * 4);
  containers.forEach((container, index) => {
    const content = solved[index];
    if (!content) return;
    container.children.forEach((box, at) => {
      const place = content.places[at];
      const size: FlowSize = solved[box + 1] ?? ownSize(graph, box);
      const along = (place?.[0] ?? 0) + (corner[index * 2] ?? 0);
      const across = (place?.[1] ?? 0) - size.across / 2 + (corner[index * 2 + 1] ?? 0);
      corner[box * 2 + 2] = along;
      corner[box * 2 + 3] = across;
      const rect = box * 4;
      rects[rect] = leftRight ? along : across;
      rects[rect + 1] = leftRight ? across : along;
      rects[rect + 2] = leftRight ? size.along : size.across;
      rects[rect + 3] = leftRight ? size.across : size.along;
    });
  });
  const labels = new Float32Array(edges.length * 2).fill(NaN);
  const routes = openLines();
  const runs = openLines();
  const runEdge: number[] = [];
  const drawn = new Set<number>();
  edges.forEach((edge, index) => {
    beginLine(routes);
    if (edge.from !== edge.to) {
      follow(index);
      return;
    }
    beginLine(runs);
    runEdge.push(index);
    for (const line of [routes, runs]) loop(line, rects, edge.from, leftRight);
  });
  const top = solved[0];
  const along = Math.max(top?.along ?? 0, 2 * metrics.margin);
  const across = Math.max(top?.across ?? 0, 2 * metrics.margin);
  return {
    direction,
    width: leftRight ? along : across,
    height: leftRight ? across : along,
    rects,
    routes: closeLines(routes, leftRight),
    runs: closeLines(runs, leftRight),
    runEdge: Uint32Array.from(runEdge),
    labels,
    entries: entriesOf(nested, solved),
  };

  /** Goes along all pieces of an edge; of those that no edge before it had, it is the one that draws them. */
  function follow(edge: number): void {
    let isRunning = false;
    const { pieces, pieceStarts } = nested;
    for (let at = pieceStarts[edge] ?? 0; at < (pieceStarts[edge + 1] ?? 0); at++) {
      const container = pieces[at * 2] ?? 0;
      const piece = pieces[at * 2 + 1] ?? 0;
      const content = solved[container];
      const x = corner[container * 2] ?? 0;
      const y = corner[container * 2 + 1] ?? 0;
      const route = content?.routes[piece] ?? [];
      const key = piece * containers.length + container;
      const isOwn = !drawn.has(key);
      if (isOwn) drawn.add(key);
      if (isOwn && !isRunning) {
        beginLine(runs);
        runEdge.push(edge);
      }
      isRunning = isOwn;
      for (let stop = 0; stop + 1 < route.length; stop += 2) {
        const along = (route[stop] ?? 0) + x;
        const across = (route[stop + 1] ?? 0) + y;
        addStop(routes, along, across);
        if (isRunning) addStop(runs, along, across);
      }
      const label = content?.labels[piece];
      if (label && isOwn && Number.isNaN(labels[edge * 2])) {
        labels[edge * 2] = leftRight ? label[0] + x : label[1] + y;
        labels[edge * 2 + 1] = leftRight ? label[1] + y : label[0] + x;
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
          entries.push(container.box, content.across / 2 + (content.portAt[at] ?? 0));
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
