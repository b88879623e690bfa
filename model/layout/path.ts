import type { Direction } from "./graph.ts";

/** Where a path is drawn to: the part of a canvas' interface that is needed, so that text and pixels come from the same walk. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

/**
 * Draws a route: straight between stops on one line, else an S that leaves and arrives along the flow. `loop`: the two stops are
 * the ends of an edge of a box to itself.
 */
export function drawRoute(
  pen: Pen,
  stops: Float32Array,
  direction: Direction,
  loop: boolean,
): void {
  if (stops.length < 4) return;
  let x = stops[0] ?? 0;
  let y = stops[1] ?? 0;
  pen.moveTo(x, y);
  for (let at = 2; at + 1 < stops.length; at += 2) {
    const toX = stops[at] ?? 0;
    const toY = stops[at + 1] ?? 0;
    if (loop) {
      const out = 30;
      if (direction === "LR") pen.bezierCurveTo(x + out, y, toX, toY - out, toX, toY);
      else pen.bezierCurveTo(x, y + out, toX - out, toY, toX, toY);
    } else if (isStraight(x, y, toX, toY)) {
      const nextX = stops[at + 2] ?? toX;
      const nextY = stops[at + 3] ?? toY;
      const radius = cornerAt(x, y, toX, toY, nextX, nextY);
      if (radius > 0) {
        // A corner between two straight pieces is rounded off.
        const beginX = toX - Math.sign(toX - x) * radius;
        const beginY = toY - Math.sign(toY - y) * radius;
        const endX = toX + Math.sign(nextX - toX) * radius;
        const endY = toY + Math.sign(nextY - toY) * radius;
        pen.lineTo(beginX, beginY);
        pen.bezierCurveTo(toX, toY, toX, toY, endX, endY);
        x = endX;
        y = endY;
        continue;
      }
      pen.lineTo(toX, toY);
    } else if (direction === "LR") {
      const middle = (x + toX) / 2;
      pen.bezierCurveTo(middle, y, middle, toY, toX, toY);
    } else {
      const middle = (y + toY) / 2;
      pen.bezierCurveTo(x, middle, toX, middle, toX, toY);
    }
    x = toX;
    y = toY;
  }
}

function isStraight(x: number, y: number, toX: number, toY: number): boolean {
  return Math.abs(toX - x) < 0.5 || Math.abs(toY - y) < 0.5;
}

/** Radius of the corner between two straight pieces; 0 if they go on in one line or one of them is curved. */
function cornerAt(
  x: number,
  y: number,
  toX: number,
  toY: number,
  nextX: number,
  nextY: number,
): number {
  if (!isStraight(toX, toY, nextX, nextY)) return 0;
  const level = Math.abs(toY - y) < 0.5;
  const nextLevel = Math.abs(nextY - toY) < 0.5;
  if (level === nextLevel) return 0;
  const own = Math.abs(toX - x) + Math.abs(toY - y);
  const next = Math.abs(nextX - toX) + Math.abs(nextY - toY);
  return Math.min(9, own / 2, next / 2);
}

/** A route as the `d` of an SVG path. */
export function pathOf(stops: Float32Array, direction: Direction, loop: boolean): string {
  let d = "";
  drawRoute(
    {
      moveTo: (x, y) => (d += `M${short(x)} ${short(y)}`),
      lineTo: (x, y) => (d += `L${short(x)} ${short(y)}`),
      bezierCurveTo: (a, b, c, e, x, y) =>
        (d += `C${short(a)} ${short(b)} ${short(c)} ${short(e)} ${short(x)} ${short(y)}`),
    },
    stops,
    direction,
    loop,
  );
  return d;
}

/** The head of an arrow at the end of a route, as the `d` of an SVG path. */
export function headOf(stops: Float32Array, direction: Direction, loop: boolean): string {
  const size = stops.length;
  if (size < 4) return "";
  const x = stops[size - 2] ?? 0;
  const y = stops[size - 1] ?? 0;
  const alongX = (direction === "LR") !== loop;
  const before = stops[size - (alongX ? 4 : 3)] ?? 0;
  const sign = loop ? 1 : Math.sign((alongX ? x : y) - before) || 1;
  const [long, half] = [7, 3.5];
  return alongX
    ? `M${short(x)} ${short(y)}l${-sign * long} ${-half}v${2 * half}z`
    : `M${short(x)} ${short(y)}l${-half} ${-sign * long}h${2 * half}z`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
