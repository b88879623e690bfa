import { lineAt } from "../model/layout/layout.ts";
import { drawRoute } from "../model/layout/path.ts";
import type { Camera, Rect } from "./camera.ts";
import { lookOf, plainLooks, type Looks } from "./looks.ts";
import type { Scene } from "./scene.ts";

/** Colours of the far view, as the theme has them. */
interface Tints {
  readonly frame: string;
  readonly frameBorder: string;
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly halo: string;
  readonly hit: string;
  readonly error: string;
  readonly font: string;
  readonly states: Map<string, string>;
}

/** The picture from far away: one canvas, boxes in the colours of their states, and names of groups at a readable size. */
export class FarView {
  readonly #canvas: HTMLCanvasElement;
  readonly #camera: Camera;
  #scene: Scene | undefined;
  #looks: Looks = plainLooks;
  #tints: Tints | undefined;
  #lines: Path2D | undefined;
  #cards: Map<string, Path2D> | undefined;
  #frames: Path2D | undefined;
  #isEmpty = true;

  constructor(canvas: HTMLCanvasElement, camera: Camera) {
    this.#canvas = canvas;
    this.#camera = camera;
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#lines = undefined;
    this.#frames = undefined;
    this.#cards = undefined;
  }

  look(looks: Looks): void {
    const { states, problems, hits } = this.#looks;
    const isSame = looks.states === states && looks.problems === problems && looks.hits === hits;
    this.#looks = looks;
    if (!isSame) this.#cards = undefined;
  }

  retint(): void {
    this.#tints = undefined;
    this.#cards = undefined;
  }

  paint(level: "near" | "plain" | "far"): void {
    const scene = this.#scene;
    const context = this.#canvas.getContext("2d");
    if (!scene || !context) return;
    if (level === "near" && this.#isEmpty) return;
    const ratio = devicePixelRatio;
    const { width, height } = this.#camera.size;
    if (this.#canvas.width !== Math.round(width * ratio))
      this.#canvas.width = Math.round(width * ratio);
    if (this.#canvas.height !== Math.round(height * ratio))
      this.#canvas.height = Math.round(height * ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#isEmpty = level === "near";
    if (level === "near") return;
    const tints = (this.#tints ??= readTints(this.#canvas));
    if (level === "far") this.#paintShapes(scene, context, tints);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#paintTitles(scene, context, tints);
  }

  #paintShapes(scene: Scene, context: CanvasRenderingContext2D, tints: Tints): void {
    const { x, y, scale } = this.#camera.sight;
    const zoom = scale * devicePixelRatio;
    context.setTransform(zoom, 0, 0, zoom, -x * zoom, -y * zoom);
    this.#frames ??= framesOf(scene);
    context.fillStyle = tints.frame;
    context.fill(this.#frames);
    context.lineWidth = 1 / scale;
    context.strokeStyle = tints.frameBorder;
    context.stroke(this.#frames);
    this.#lines ??= linesOf(scene);
    context.lineWidth = Math.max(1.5, 0.7 / scale);
    context.strokeStyle = tints.line;
    context.stroke(this.#lines);
    this.#cards ??= this.#cardsOf(scene, tints);
    for (const [colour, cards] of this.#cards) {
      context.fillStyle = colour;
      context.fill(cards);
    }
  }

  /** Cards by their colour. */
  #cardsOf(scene: Scene, tints: Tints): Map<string, Path2D> {
    const found = new Map<string, Path2D>();
    const isPlain = this.#looks.states.size === 0 && this.#looks.problems.size === 0;
    const { rects } = scene.picture;
    scene.view.boxes.forEach((box, index) => {
      if (box.kind === "group" && box.open) return;
      let colour = tints.card;
      if (!isPlain || this.#looks.hits) {
        const look = lookOf(box, this.#looks);
        if (look.isHit) colour = tints.hit;
        else if (look.state) colour = tints.states.get(look.state.state) ?? tints.card;
        else if (look.problem?.severity === "error") colour = tints.error;
      }
      let path = found.get(colour);
      if (!path) found.set(colour, (path = new Path2D()));
      const at = index * 4;
      path.rect(rects[at] ?? 0, rects[at + 1] ?? 0, rects[at + 2] ?? 0, rects[at + 3] ?? 0);
    });
    return found;
  }

  /** Names of open groups, where their frame is wide enough to hold one, the outer ones first. */
  #paintTitles(scene: Scene, context: CanvasRenderingContext2D, tints: Tints): void {
    const { x, y, scale } = this.#camera.sight;
    context.font = `600 11px ${tints.font}`;
    context.textBaseline = "top";
    context.lineJoin = "round";
    const inSight: number[] = [];
    scene.boxes.visit(this.#camera.seen, (index) => inSight.push(index));
    const taken: Rect[] = [];
    // A group comes after the one around it.
    for (const index of inSight.sort((a, b) => a - b)) paint(index);

    function paint(index: number): void {
      const box = scene.box(index);
      if (box?.kind !== "group" || !box.open) return;
      const rect = scene.rect(index);
      const room = rect.width * scale - 8;
      if (room < 40 || rect.height * scale < 22) return;
      const width = context.measureText(box.label).width;
      if (width > room) return;
      const left = (rect.x - x) * scale + 5;
      const top = (rect.y - y) * scale + 4;
      const place = { x: left - 4, y: top - 2, width: width + 8, height: 15 };
      if (taken.some((other) => overlaps(place, other))) return;
      taken.push(place);
      context.lineWidth = 3;
      context.strokeStyle = tints.halo;
      context.strokeText(box.label, left, top);
      context.fillStyle = tints.text;
      context.fillText(box.label, left, top);
    }
  }
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function framesOf(scene: Scene): Path2D {
  const path = new Path2D();
  scene.view.boxes.forEach((box, index) => {
    if (box.kind !== "group" || !box.open) return;
    const { x, y, width, height } = scene.rect(index);
    path.rect(x, y, width, height);
  });
  return path;
}

function linesOf(scene: Scene): Path2D {
  const path = new Path2D();
  const { runs, runEdge, direction } = scene.picture;
  runEdge.forEach((edge, run) => drawRoute(path, lineAt(runs, run), direction, scene.isLoop(edge)));
  return path;
}

function readTints(canvas: HTMLCanvasElement): Tints {
  const style = getComputedStyle(canvas);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const states = new Map<string, string>();
  for (const name of [
    "success",
    "failed",
    "upstream_failed",
    "running",
    "queued",
    "scheduled",
    "skipped",
    "up_for_retry",
    "up_for_reschedule",
    "restarting",
    "deferred",
    "removed",
    "cancelled",
  ])
    states.set(name, read(`--state-${name}`));
  return {
    frame: read("--frame"),
    frameBorder: read("--frame-border"),
    card: read("--far-card"),
    line: read("--line"),
    text: read("--muted"),
    halo: read("--background"),
    hit: read("--hit"),
    error: read("--error"),
    font: style.fontFamily,
    states,
  };
}
