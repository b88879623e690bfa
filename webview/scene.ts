import { bucketsOf, type Buckets } from "../model/layout/arrays.ts";
import type { Picture } from "../model/layout/graph.ts";
import { lineAt } from "../model/layout/layout.ts";
import { pathOf } from "../model/layout/path.ts";
import type { View, ViewBox, ViewEdge } from "../model/layout/view.ts";
import type { Rect } from "./camera.ts";
import { Grid } from "./grid.ts";

/** A view with its layout: everything that can be drawn, found by place or by name. Never changes. */
export class Scene {
  readonly view: View;
  readonly picture: Picture;
  readonly #firstRun: Uint32Array;
  #boxes: Grid | undefined;
  #edges: Grid | undefined;
  #inputs: Buckets | undefined;
  #outputs: Buckets | undefined;

  constructor(view: View, picture: Picture) {
    this.view = view;
    this.picture = picture;
    const { runEdge } = picture;
    this.#firstRun = new Uint32Array(view.edges.length + 1);
    for (const edge of runEdge) this.#firstRun[edge + 1] = (this.#firstRun[edge + 1] ?? 0) + 1;
    for (let edge = 0; edge < view.edges.length; edge++)
      this.#firstRun[edge + 1] = (this.#firstRun[edge + 1] ?? 0) + (this.#firstRun[edge] ?? 0);
  }

  /** Boxes by place. */
  get boxes(): Grid {
    const { rects } = this.picture;
    return (this.#boxes ??= new Grid(this.view.boxes.length, (index, into) => {
      const at = index * 4;
      const [x = 0, y = 0] = [rects[at], rects[at + 1]];
      into(x, y, x + (rects[at + 2] ?? 0), y + (rects[at + 3] ?? 0));
    }));
  }

  /** Edges by place, with room for what is drawn beside their routes. */
  get edges(): Grid {
    const { stops, starts } = this.picture.routes;
    return (this.#edges ??= new Grid(this.view.edges.length, (index, into) => {
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let at = (starts[index] ?? 0) * 2; at < (starts[index + 1] ?? 0) * 2;) {
        const x = stops[at++] ?? 0;
        const y = stops[at++] ?? 0;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
      into(left - 12, top - 32, right + 32, bottom + 12);
    }));
  }

  /** Whether any box is in a rectangle; mostly one of the first that are looked at is. */
  hasBoxIn({ x, y, width, height }: Rect): boolean {
    const { rects } = this.picture;
    for (let at = 0; at < rects.length; at += 4) {
      const [left = 0, top = 0] = [rects[at], rects[at + 1]];
      const isBeside = left > x + width || left + (rects[at + 2] ?? 0) < x;
      if (!isBeside && top <= y + height && top + (rects[at + 3] ?? 0) >= y) return true;
    }
    return false;
  }

  /** The box, but no open group, whose middle is nearest to a point, of those that are accepted. */
  nearest(x: number, y: number, accepts: (index: number) => boolean): number | undefined {
    const { rects } = this.picture;
    let found: number | undefined;
    let least = Infinity;
    for (let index = 0; index < this.view.boxes.length; index++) {
      const at = index * 4;
      const across = (rects[at] ?? 0) + (rects[at + 2] ?? 0) / 2 - x;
      const down = (rects[at + 1] ?? 0) + (rects[at + 3] ?? 0) / 2 - y;
      const distance = across * across + down * down;
      if (distance >= least || this.isOpenGroup(index) || !accepts(index)) continue;
      least = distance;
      found = index;
    }
    return found;
  }

  /** Its own box; undefined for what is inside a closed one. */
  boxNamed(id: string): number | undefined {
    const index = this.view.boxOf.get(id) ?? -1;
    return this.view.boxes[index]?.id === id ? index : undefined;
  }

  box(index: number): ViewBox | undefined {
    return this.view.boxes[index];
  }

  edge(index: number): ViewEdge | undefined {
    return this.view.edges[index];
  }

  rect(index: number): Rect {
    const { rects } = this.picture;
    const at = index * 4;
    return {
      x: rects[at] ?? 0,
      y: rects[at + 1] ?? 0,
      width: rects[at + 2] ?? 0,
      height: rects[at + 3] ?? 0,
    };
  }

  isOpenGroup(index: number): boolean {
    const box = this.view.boxes[index];
    return box?.kind === "group" && box.open;
  }

  /** What an edge draws of its way. */
  drawnPath(index: number): string {
    let d = "";
    for (let run = this.#firstRun[index] ?? 0; run < (this.#firstRun[index + 1] ?? 0); run++)
      d += pathOf(lineAt(this.picture.runs, run), this.picture.direction, this.isLoop(index));
    return d;
  }

  wholePath(index: number): string {
    return pathOf(lineAt(this.picture.routes, index), this.picture.direction, this.isLoop(index));
  }

  isLoop(index: number): boolean {
    const edge = this.view.edges[index];
    return edge !== undefined && edge.from === edge.to;
  }

  /** Edges into a box. */
  inputs(box: number): Int32Array {
    this.#inputs ??= this.#edgesBy("to");
    return inBucket(this.#inputs, box);
  }

  /** Edges out of a box. */
  outputs(box: number): Int32Array {
    this.#outputs ??= this.#edgesBy("from");
    return inBucket(this.#outputs, box);
  }

  /** The innermost box at a point. */
  boxAt(x: number, y: number): number | undefined {
    let found: number | undefined;
    this.boxes.visit({ x, y, width: 0, height: 0 }, (index) => {
      const rect = this.rect(index);
      const isIn =
        x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
      // A box comes after the group that holds it.
      if (isIn && (found === undefined || index > found)) found = index;
    });
    return found;
  }

  /** The edge nearest to a point, within a distance. */
  edgeAt(x: number, y: number, within: number): number | undefined {
    let found: number | undefined;
    let nearest = within;
    const near = { x: x - within, y: y - within, width: 2 * within, height: 2 * within };
    this.edges.visit(near, (index) => {
      const distance = this.#distance(index, x, y, nearest);
      if (distance >= nearest) return;
      nearest = distance;
      found = index;
    });
    return found;
  }

  #distance(index: number, x: number, y: number, within: number): number {
    const stops = lineAt(this.picture.routes, index);
    const alongX = this.picture.direction === "LR";
    let nearest = Infinity;
    for (let at = 0; at + 3 < stops.length; at += 2) {
      const [ax = 0, ay = 0, bx = 0, by = 0] = stops.subarray(at, at + 4);
      if (x < Math.min(ax, bx) - within || x > Math.max(ax, bx) + within) continue;
      if (y < Math.min(ay, by) - within || y > Math.max(ay, by) + within) continue;
      // The S between two stops, walked in a few straight pieces.
      let [px, py] = [ax, ay];
      const pieces = (alongX ? ay === by : ax === bx) ? 1 : 12;
      for (let piece = 1; piece <= pieces; piece++) {
        const t = piece / pieces;
        const s =
          pieces === 1 ? t : 3 * t * t * (1 - t) * 0.5 + 3 * t * (1 - t) ** 2 * 0.5 + t ** 3;
        const e = pieces === 1 ? t : 3 * t * t * (1 - t) + t ** 3;
        const [qx, qy] = alongX
          ? [ax + (bx - ax) * s, ay + (by - ay) * e]
          : [ax + (bx - ax) * e, ay + (by - ay) * s];
        nearest = Math.min(nearest, toPiece(x, y, px, py, qx, qy));
        [px, py] = [qx, qy];
      }
    }
    return nearest;
  }

  #edgesBy(end: "from" | "to"): Buckets {
    const { boxes, edges } = this.view;
    return bucketsOf(
      Int32Array.from(edges, (edge) => edge[end]),
      boxes.length,
    );
  }
}

function inBucket({ starts, items }: Buckets, key: number): Int32Array {
  return items.subarray(starts[key], starts[key + 1]);
}

function toPiece(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t =
    length === 0
      ? 0
      : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
