import type { Keep } from "./flat.ts";
import type { LayoutGraph, Lines, Picture } from "./graph.ts";
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
  const { graph, containers, ports } = nested;
  const solved: (Solved | undefined)[] = containers.map(() => undefined);
  const seatOfPort = new Int32Array(ports.length);
  for (const container of containers)
    container.ports.forEach((port, at) => (seatOfPort[port] = at));
  const loops = new Set<number>();
  for (const edge of graph.edges) if (edge.from === edge.to) loops.add(edge.from);
  const sizeOf = (box: number): FlowSize => solved[box + 1] ?? ownSize(graph, box);
  const portAt = (port: number): number =>
    solved[(ports[port]?.group ?? -1) + 1]?.portAt[seatOfPort[port] ?? 0] ?? 0;
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
      const [start, middle] = content.places[at] ?? [0, 0];
      const size: FlowSize = solved[box + 1] ?? ownSize(graph, box);
      const along = start + (corner[index * 2] ?? 0);
      const across = middle - size.across / 2 + (corner[index * 2 + 1] ?? 0);
      corner[box * 2 + 2] = along;
      corner[box * 2 + 3] = across;
      rects.set(
        leftRight
          ? [along, across, size.along, size.across]
          : [across, along, size.across, size.along],
        box * 4,
      );
    });
  });
  const labels = new Float32Array(edges.length * 2).fill(NaN);
  const routes: number[][] = [];
  const runs: number[][] = [];
  const runEdge: number[] = [];
  const drawn = new Set<number>();
  edges.forEach((edge, index) => {
    if (edge.from !== edge.to) {
      follow(index);
      return;
    }
    const line = loop(rects, edge.from, leftRight);
    routes.push(line);
    runs.push(line);
    runEdge.push(index);
  });
  const top = solved[0];
  const along = Math.max(top?.along ?? 0, 2 * metrics.margin);
  const across = Math.max(top?.across ?? 0, 2 * metrics.margin);
  return {
    direction,
    width: leftRight ? along : across,
    height: leftRight ? across : along,
    rects,
    routes: linesOf(routes, leftRight),
    runs: linesOf(runs, leftRight),
    runEdge: Uint32Array.from(runEdge),
    labels,
  };

  /** Goes along all pieces of an edge; of those that no edge before it had, it is the one that draws them. */
  function follow(edge: number): void {
    const line: number[] = [];
    let run: number[] | undefined;
    for (const { container, piece } of nested.pieces[edge] ?? []) {
      const content = solved[container];
      const x = corner[container * 2] ?? 0;
      const y = corner[container * 2 + 1] ?? 0;
      const route = content?.routes[piece] ?? [];
      const key = piece * containers.length + container;
      const isOwn = !drawn.has(key);
      drawn.add(key);
      if (isOwn && !run) {
        run = [];
        runs.push(run);
        runEdge.push(edge);
      } else if (!isOwn) run = undefined;
      for (let at = 0; at + 1 < route.length; at += 2) {
        const along = (route[at] ?? 0) + x;
        const across = (route[at + 1] ?? 0) + y;
        append(line, along, across);
        if (run) append(run, along, across);
      }
      const label = content?.labels[piece];
      if (label && isOwn && Number.isNaN(labels[edge * 2])) {
        labels[edge * 2] = leftRight ? label[0] + x : label[1] + y;
        labels[edge * 2 + 1] = leftRight ? label[1] + y : label[0] + x;
      }
    }
    routes.push(line);
  }
}

/** Lists of stops, along and across in turn, as flat arrays of x and y. */
function linesOf(lines: readonly (readonly number[])[], leftRight: boolean): Lines {
  const starts = new Uint32Array(lines.length + 1);
  let count = 0;
  lines.forEach((line, index) => (starts[index + 1] = count += line.length / 2));
  const stops = new Float32Array(count * 2);
  let place = 0;
  for (const line of lines)
    for (let at = 0; at + 1 < line.length; at += 2) {
      stops[place++] = line[leftRight ? at : at + 1] ?? 0;
      stops[place++] = line[leftRight ? at + 1 : at] ?? 0;
    }
  return { stops, starts };
}

/** The stops of one line. */
export function lineAt({ stops, starts }: Lines, index: number): Float32Array {
  return stops.subarray((starts[index] ?? 0) * 2, (starts[index + 1] ?? 0) * 2);
}

/** Adds a stop unless it only lengthens the straight piece before it. */
function append(line: number[], along: number, across: number): void {
  const size = line.length;
  const same = (a: number | undefined, b: number): boolean => Math.abs((a ?? NaN) - b) < 0.01;
  if (same(line[size - 1], across) && same(line[size - 2], along)) return;
  if (size >= 4 && same(line[size - 1], across) && same(line[size - 3], across))
    line[size - 2] = along;
  else line.push(along, across);
}

/** A loop leaves a box in the direction of flow and comes back across it. */
function loop(rects: Float32Array, box: number, leftRight: boolean): number[] {
  const [x = 0, y = 0, width = 0, height = 0] = rects.subarray(box * 4, box * 4 + 4);
  const [along, across, length, breadth] = leftRight
    ? [x, y, width, height]
    : [y, x, height, width];
  return [
    along + length,
    across + Math.min(breadth / 2, 14),
    along + length - Math.min(length / 2, 24),
    across,
  ];
}
