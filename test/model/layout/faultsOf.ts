import type { LayoutGraph, Picture } from "../../../model/layout/graph.ts";
import { lineAt } from "../../../model/layout/layout.ts";
import { drawRoute } from "../../../model/layout/path.ts";

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything that is wrong with a picture: nothing, for any graph. */
export function faultsOf(graph: LayoutGraph, picture: Picture): string[] {
  const faults: string[] = [];
  const { ids, parents, open } = graph.boxes;
  const name = (index: number): string => ids[index] ?? "?";
  const rects = ids.map((_, index) => rectAt(picture, index));
  for (const value of [...picture.rects, ...picture.routes.stops, ...picture.runs.stops])
    if (!Number.isFinite(value)) return ["a coordinate is not a number"];
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  rects.forEach((rect, index) => {
    const parent = parents[index] ?? -1;
    const around = parent < 0 ? whole : (rects[parent] ?? whole);
    if (!inside(rect, around)) faults.push(`${name(index)} is not inside what holds it`);
    for (let other = 0; other < index; other++)
      if (parents[other] === parent && overlap(rect, rects[other] ?? whole))
        faults.push(`${name(index)} and ${name(other)} overlap`);
  });
  graph.edges.from.forEach((from, index) => {
    const to = graph.edges.to[index] ?? -1;
    const points = flatten(lineAt(picture.routes, index), picture.direction, from === to);
    const words = `the line ${name(from)} → ${name(to)}`;
    if (points.length < 2) faults.push(`${words} is not drawn`);
    else {
      if (!touchesBorder(points[0], rects[from])) faults.push(`${words} does not begin there`);
      if (!touchesBorder(points.at(-1), rects[to])) faults.push(`${words} does not end there`);
    }
    const own = new Set([...around(graph, from), ...around(graph, to)]);
    rects.forEach((rect, box) => {
      if (own.has(box)) return;
      if (points.some((point) => strictlyIn(point, rect)))
        faults.push(`${words} runs through ${name(box)}`);
    });
  });
  const labels = labelRects(graph, picture);
  labels.forEach((rect, index) => {
    for (let other = 0; other < index; other++)
      if (overlap(rect.rect, labels[other]?.rect ?? whole) && rect.key !== labels[other]?.key)
        faults.push(`two labels overlap`);
    rects.forEach((box, at) => {
      if (open[at] === 0 && overlap(rect.rect, box)) faults.push(`a label covers ${name(at)}`);
    });
  });
  return faults;
}

/** A box' place. */
export function rectAt({ rects }: Picture, index: number): Rect {
  const [x = 0, y = 0, width = 0, height = 0] = rects.subarray(index * 4, index * 4 + 4);
  return { x, y, width, height };
}

/** Points along a route, close to each other. */
export function flatten(
  stops: Float32Array,
  direction: Picture["direction"],
  loop: boolean,
): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  let from: readonly [number, number] = [0, 0];
  const along = (at: (t: number) => readonly [number, number], length: number): void => {
    const count = Math.min(200, Math.max(1, Math.ceil(length / 6)));
    for (let step = 1; step <= count; step++) points.push(at(step / count));
    from = points.at(-1) ?? from;
  };
  drawRoute(
    {
      moveTo: (x, y) => points.push((from = [x, y])),
      lineTo: (x, y) => {
        const [a, b] = from;
        along((t) => [a + (x - a) * t, b + (y - b) * t], Math.hypot(x - a, y - b));
      },
      bezierCurveTo: (x1, y1, x2, y2, x, y) => {
        const [a, b] = from;
        const mix = (p: number, q: number, r: number, s: number, t: number): number =>
          (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t ** 2 * r + t ** 3 * s;
        along((t) => [mix(a, x1, x2, x, t), mix(b, y1, y2, y, t)], Math.hypot(x - a, y - b) + 20);
      },
    },
    stops,
    direction,
    loop,
  );
  return points;
}

function labelRects(graph: LayoutGraph, picture: Picture): { rect: Rect; key: string }[] {
  const found: { rect: Rect; key: string }[] = [];
  graph.edges.labelWidths.forEach((width, index) => {
    const x = picture.labels[index * 2] ?? NaN;
    const y = picture.labels[index * 2 + 1] ?? NaN;
    if (Number.isNaN(x)) return;
    const height = graph.edges.labelHeights[index] ?? 0;
    found.push({
      rect: { x: x - width / 2, y: y - height / 2, width, height },
      key: `${x} ${y}`,
    });
  });
  return found;
}

/** A box and all groups around it. */
function around(graph: LayoutGraph, box: number): number[] {
  const found: number[] = [];
  for (let at = box; at >= 0; at = graph.boxes.parents[at] ?? -1) found.push(at);
  return found;
}

const slack = 0.5;

function inside(rect: Rect, outer: Rect): boolean {
  return (
    rect.x >= outer.x - slack &&
    rect.y >= outer.y - slack &&
    rect.x + rect.width <= outer.x + outer.width + slack &&
    rect.y + rect.height <= outer.y + outer.height + slack
  );
}

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.x < b.x + b.width - slack &&
    b.x < a.x + a.width - slack &&
    a.y < b.y + b.height - slack &&
    b.y < a.y + a.height - slack
  );
}

function strictlyIn([x, y]: readonly [number, number], rect: Rect): boolean {
  return (
    x > rect.x + slack &&
    x < rect.x + rect.width - slack &&
    y > rect.y + slack &&
    y < rect.y + rect.height - slack
  );
}

function touchesBorder(
  point: readonly [number, number] | undefined,
  rect: Rect | undefined,
): boolean {
  if (!point || !rect) return false;
  const [x, y] = point;
  const { width, height } = rect;
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1;
  return (
    x > rect.x - 1 &&
    x < rect.x + width + 1 &&
    y > rect.y - 1 &&
    y < rect.y + height + 1 &&
    (near(x, rect.x) || near(x, rect.x + width) || near(y, rect.y) || near(y, rect.y + height))
  );
}
