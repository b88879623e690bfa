import { intAt, numAt } from "./arrays.ts";
import { addStop, beginTrail, trailOf } from "./lines.ts";
import { metrics } from "./metrics.ts";
import type { Container, Nested } from "./nest.ts";
import { pack } from "./pack.ts";
import type { RowBefore, Solved, SolvedPart, Task } from "./solve.ts";
import { backwards, labelPlace, trace } from "./trace.ts";

/** Puts the parts of a container together, and the border around them. */
export function join(task: Task, parts: readonly SolvedPart[]): Solved {
  const { container, inside, content, links } = task;
  const { children, ports, box, pieces: allPieces } = container;
  const { nested, trail } = inside;
  const frame = frameOf(container, nested);
  const origin = originsOf(parts, frame, ports.length > 0);
  const wired = ports.length > 0 ? 1 : 0;
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
  const places = new Float64Array(children.length * 2);
  const portAt = new Float64Array(ports.length);
  const middles = new Float64Array(children.length + ports.length);
  const columns = new Int32Array(middles.length);
  const starts = new Int32Array(allPieces.length);
  const ends = new Int32Array(allPieces.length);
  const labels = new Float64Array(allPieces.length * 2).fill(NaN);
  const gaps = new Map<string, readonly number[]>();
  const rows = new Map<string, readonly RowBefore[]>();
  let bendCount = 0;
  for (const { spaced } of parts) bendCount += spaced.total - spaced.count;
  const bends = {
    middles: new Float64Array(bendCount),
    starts: new Int32Array(allPieces.length),
    ends: new Int32Array(allPieces.length),
  };
  const all = trailOf(4 * (allPieces.length + bendCount) + 64);
  let bent = 0;
  parts.forEach((part, index) => {
    const [x, y] = origin[index] ?? [0, 0];
    const name = content.names[part.nodes[0] ?? 0] ?? "";
    gaps.set(name, part.spaced.gaps);
    if (part.rows.length > 0) rows.set(name, part.rows);
    placeNodes(part, x, y);
    drawPieces(part, x, y);
  });
  return {
    along,
    across,
    places,
    portAt,
    routes: { stops: all.stops.slice(0, all.size), starts, ends },
    labels,
    content,
    middles,
    columns,
    bends,
    gaps,
    links,
    rows,
  };

  function placeNodes({ spaced, wrapped, nodes }: SolvedPart, x: number, y: number): void {
    for (let index = 0; index < nodes.length; index++) {
      const at = nodes[index] ?? 0;
      const middle = numAt(spaced.middle, index) + y;
      middles[at] = middle;
      columns[at] = intAt(spaced.column, index);
      if (at >= children.length) {
        portAt[at - children.length] = middle - across / 2;
        continue;
      }
      const shift = wrapped?.shift(intAt(spaced.rank, index));
      places[at * 2] = numAt(spaced.start, index) + x + (shift?.[0] ?? 0);
      places[at * 2 + 1] = middle + (shift?.[1] ?? 0);
    }
  }

  function drawPieces({ spaced, wrapped, pieces }: SolvedPart, x: number, y: number): void {
    let bend = spaced.count;
    for (let edge = 0; edge < pieces.length; edge++) {
      const piece = pieces[edge] ?? 0;
      trace(spaced, edge, trail);
      if (wrapped) wrapped.fold(edge, trail);
      if (spaced.reversed[edge]) backwards(trail);
      starts[piece] = all.size / 2;
      addPiece(piece, x, y);
      ends[piece] = all.size / 2;
      const label = labelPlace(spaced, edge);
      if (label) {
        const head = intAt(spaced.stepTo, intAt(spaced.firstStep, edge + 1) - 1);
        const [dx, dy] = wrapped?.shift(intAt(spaced.layerOf, head)) ?? [0, 0];
        labels[piece * 2] = label[0] + x + dx;
        labels[piece * 2 + 1] = label[1] + y + dy;
      }
      const size = intAt(spaced.firstStep, edge + 1) - intAt(spaced.firstStep, edge) - 1;
      bends.starts[piece] = bent;
      for (let at = 0; at < size; at++) bends.middles[bent++] = numAt(spaced.middle, bend++) + y;
      bends.ends[piece] = bent;
    }
  }

  /** Lines that leave through a border end on it, however wide something else has made the container. */
  function addPiece(piece: number, x: number, y: number): void {
    const { stops, size } = trail;
    beginTrail(all);
    if (leaves(intAt(content.from, piece))) addStop(all, along, numAt(stops, 1) + y);
    for (let at = 0; at < size; at += 2)
      addStop(all, numAt(stops, at) + x, numAt(stops, at + 1) + y);
    if (leaves(intAt(content.to, piece))) addStop(all, along, numAt(stops, size - 1) + y);
  }

  function leaves(end: number): boolean {
    const port = end < children.length ? undefined : ports[end - children.length];
    return port !== undefined && nested.ports[port]?.side === 2;
  }
}

/** Where each part begins: the one that is wired to the border first, the others packed below it. */
function originsOf(
  parts: readonly SolvedPart[],
  frame: Frame,
  isWired: boolean,
): (readonly [number, number])[] {
  const wired = isWired ? 1 : 0;
  const first = parts[0];
  const head = isWired && first ? first.lengthAcross + metrics.partGap : 0;
  const packed = pack(
    parts
      .slice(wired)
      .map(({ lengthAlong, lengthAcross }) => ({ along: lengthAlong, across: lengthAcross })),
  ).map(
    ([along, across]) => [along + frame.alongStart, across + frame.acrossStart + head] as const,
  );
  return isWired ? [[frame.wiredStart, frame.acrossStart], ...packed] : packed;
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
