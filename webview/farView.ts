import { lineAt } from "../model/layout/layout.ts";
import { drawRoute } from "../model/layout/path.ts";
import type { Camera, Rect, Sight } from "./camera.ts";
import { element } from "./dom.ts";
import { lookOf, plainLooks, type Looks } from "./looks.ts";
import type { Scene } from "./scene.ts";

/** Below this scale a curve is so few pixels that nobody can tell it from a line, which is painted several times as fast. */
const straightBelow = 0.06;

/** With more boxes than this, frames and lines have a canvas of their own. */
const manyBoxes = 2000;

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

/**
 * The picture from far away: boxes in the colours of their states, and names of groups at a readable size. Frames and lines have a
 * canvas of their own below: they are most of the work, and states leave them as they are.
 */
export class FarView {
  readonly nodes: readonly HTMLCanvasElement[];
  readonly #ground = element("canvas", { class: "far-ground", "aria-hidden": "true" });
  readonly #canvas = element("canvas", { class: "far", "aria-hidden": "true" });
  readonly #camera: Camera;
  #scene: Scene | undefined;
  #looks: Looks = plainLooks;
  #tints: Tints | undefined;
  #lines: Path2D | undefined;
  #cards: Map<string, Path2D> | undefined;
  #isStraight = false;
  #frames: Path2D | undefined;
  #isEmpty = true;
  /** What the ground shows; undefined if it is not up to date or empty. */
  #grounded: Sight | undefined;

  constructor(camera: Camera) {
    this.#camera = camera;
    this.nodes = [this.#ground, this.#canvas];
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#lines = undefined;
    this.#frames = undefined;
    this.#cards = undefined;
    this.#grounded = undefined;
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
    this.#grounded = undefined;
  }

  paint(level: "near" | "plain" | "far"): void {
    const scene = this.#scene;
    if (!scene) return;
    const hasGround = level === "far" && scene.view.boxes.length > manyBoxes;
    this.#ground.hidden = !hasGround;
    if (level === "near" && this.#isEmpty) return;
    const context = this.#cleared(this.#canvas);
    this.#isEmpty = level === "near";
    if (level === "near" || !context) return;
    const tints = (this.#tints ??= readTints(this.#canvas));
    if (level === "far") {
      if (hasGround) this.#paintGround(scene, tints);
      this.#lookThrough(context);
      if (!hasGround) this.#drawGround(scene, context, tints);
      this.#cards ??= this.#cardsOf(scene, tints);
      for (const [colour, cards] of this.#cards) {
        context.fillStyle = colour;
        context.fill(cards);
      }
    }
    const ratio = devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#paintTitles(scene, context, tints);
  }

  /** Paints a scene that nobody sees, so that the canvases and the code are there when the first real one comes. */
  practise(scene: Scene): void {
    this.show(scene);
    this.paint("far");
    this.#scene = undefined;
    for (const canvas of this.nodes) this.#cleared(canvas);
  }

  /** An empty canvas as large as the viewport. */
  #cleared(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const { width, height } = this.#camera.size;
    const [across, down] = [width, height].map((side) => Math.round(side * devicePixelRatio));
    if (canvas.width !== across) canvas.width = across ?? 0;
    if (canvas.height !== down) canvas.height = down ?? 0;
    const context = canvas.getContext("2d");
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, canvas.width, canvas.height);
    return context;
  }

  #lookThrough(context: CanvasRenderingContext2D): void {
    const { x, y, scale } = this.#camera.sight;
    const zoom = scale * devicePixelRatio;
    context.setTransform(zoom, 0, 0, zoom, -x * zoom, -y * zoom);
  }

  #paintGround(scene: Scene, tints: Tints): void {
    const { sight, size } = this.#camera;
    const ratio = devicePixelRatio;
    const isSame =
      this.#grounded === sight &&
      this.#ground.width === Math.round(size.width * ratio) &&
      this.#ground.height === Math.round(size.height * ratio);
    if (isSame) return;
    const context = this.#cleared(this.#ground);
    if (!context) return;
    this.#grounded = sight;
    this.#lookThrough(context);
    this.#drawGround(scene, context, tints);
  }

  #drawGround(scene: Scene, context: CanvasRenderingContext2D, tints: Tints): void {
    const { sight } = this.#camera;
    this.#frames ??= framesOf(scene);
    context.fillStyle = tints.frame;
    context.fill(this.#frames);
    context.lineWidth = 1 / sight.scale;
    context.strokeStyle = tints.frameBorder;
    context.stroke(this.#frames);
    const isStraight = sight.scale < straightBelow;
    if (this.#isStraight !== isStraight) this.#lines = undefined;
    this.#isStraight = isStraight;
    this.#lines ??= linesOf(scene, isStraight);
    context.lineWidth = Math.max(1.5, 0.7 / sight.scale);
    context.strokeStyle = tints.line;
    context.stroke(this.#lines);
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
    const { seen } = this.#camera;
    const taken: Rect[] = [];
    // A group comes after the one around it.
    for (let index = 0; index < scene.view.boxes.length; index++) paint(index);

    function paint(index: number): void {
      const box = scene.box(index);
      if (box?.kind !== "group" || !box.open) return;
      const rect = scene.rect(index);
      const room = rect.width * scale - 8;
      if (room < 40 || rect.height * scale < 22 || !overlaps(rect, seen)) return;
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

function linesOf(scene: Scene, isStraight: boolean): Path2D {
  const path = new Path2D();
  const { runs, runEdge, direction } = scene.picture;
  if (isStraight) {
    const { stops, starts } = runs;
    for (let run = 0; run < runEdge.length; run++)
      for (let at = starts[run] ?? 0; at < (starts[run + 1] ?? 0); at++) {
        const x = stops[at * 2] ?? 0;
        const y = stops[at * 2 + 1] ?? 0;
        if (at === starts[run]) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
  } else
    runEdge.forEach((edge, run) =>
      drawRoute(path, lineAt(runs, run), direction, scene.isLoop(edge)),
    );
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
