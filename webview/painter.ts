import { entriesInto, lineAt } from "../model/layout/layout.ts";
import { boxMarks, type Mark } from "../model/layout/marks.ts";
import type { TextWidth } from "../model/layout/measure.ts";
import { headOf } from "../model/layout/path.ts";
import { classesOf, edgeKind, labelMark } from "../model/layout/svg.ts";
import type { Camera, Rect } from "./camera.ts";
import { markElement, svg } from "./dom.ts";
import { FarView } from "./farView.ts";
import { lookOf, plainLooks, type BoxLook, type Looks } from "./looks.ts";
import type { Scene } from "./scene.ts";

/** Below these scales: no text; no elements at all. */
export const levels = { text: 0.35, elements: 0.18 } as const;

type Level = "near" | "plain" | "far";

interface Drawn {
  readonly node: SVGElement;
  /** What it was made from: as long as that is the same, it stays. */
  sign: string;
  frame: number;
}

/**
 * Draws what is in sight. Near, SVG elements for just that and a margin, moved by one transform; far away, one canvas. Elements
 * belong to ids, so that a new layout moves them instead of making them anew.
 */
export class Painter {
  readonly world = svg("svg", { class: "world", "aria-hidden": "true" });
  readonly #frames = svg("g", { class: "frames" });
  readonly #lines = svg("g", { class: "lines" });
  readonly #titles = svg("g", { class: "titles" });
  readonly #lit = svg("g", { class: "lit" });
  readonly #tags = svg("g", { class: "tags" });
  readonly #cards = svg("g", { class: "cards" });
  /** To be laid one over the other. */
  readonly nodes: readonly Element[];
  readonly #far: FarView;
  readonly #camera: Camera;
  readonly #textWidth: () => TextWidth;
  readonly #boxes = new Map<string, Drawn>();
  readonly #edges = new Map<string, Drawn>();
  #scene: Scene | undefined;
  #looks: Looks = plainLooks;
  #level: Level | undefined;
  #covered: Rect | undefined;
  #frame = 0;

  constructor(camera: Camera, textWidth: () => TextWidth) {
    this.#camera = camera;
    this.#textWidth = textWidth;
    this.#far = new FarView(camera);
    this.nodes = [this.world, ...this.#far.nodes];
    this.world.append(this.#frames, this.#lines, this.#lit, this.#titles, this.#tags, this.#cards);
  }

  /** Paints a scene that nobody sees. */
  practise(scene: Scene): void {
    this.#far.practise(scene);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#covered = undefined;
    this.#far.show(scene);
  }

  look(looks: Looks): void {
    this.#looks = looks;
    this.#covered = undefined;
    this.#far.look(looks);
  }

  /** Colours are read anew, after the theme changed. */
  retint(): void {
    this.#far.retint();
    this.#covered = undefined;
  }

  /** Brings the screen up to date with the scene, the looks and the camera. */
  paint(): void {
    const scene = this.#scene;
    if (!scene) return;
    const { x, y, scale } = this.#camera.sight;
    const level: Level = scale < levels.elements ? "far" : scale < levels.text ? "plain" : "near";
    if (level !== this.#level) this.#clear(level);
    if (level !== "far") {
      this.world.style.transform = `translate(${-x * scale}px, ${-y * scale}px) scale(${scale})`;
      if (!this.#isCovered()) this.#draw(scene, level);
    }
    this.#far.paint(level);
  }

  #clear(level: Level): void {
    this.#level = level;
    this.#covered = undefined;
    for (const drawn of [this.#boxes, this.#edges]) {
      for (const { node } of drawn.values()) node.remove();
      drawn.clear();
    }
    this.#tags.replaceChildren();
    this.#lit.replaceChildren();
    this.world.classList.toggle("plain", level === "plain");
    this.world.style.display = level === "far" ? "none" : "";
  }

  #isCovered(): boolean {
    const covered = this.#covered;
    const seen = this.#camera.seen;
    return (
      covered !== undefined &&
      seen.x >= covered.x &&
      seen.y >= covered.y &&
      seen.x + seen.width <= covered.x + covered.width &&
      seen.y + seen.height <= covered.y + covered.height
    );
  }

  #draw(scene: Scene, level: Level): void {
    const seen = this.#camera.seen;
    const area = {
      x: seen.x - seen.width / 4,
      y: seen.y - seen.height / 4,
      width: seen.width * 1.5,
      height: seen.height * 1.5,
    };
    this.#covered = area;
    const frame = ++this.#frame;
    const labels: number[] = [];
    const lit: number[] = [];
    scene.boxes.visit(area, (index) => this.#drawBox(scene, index, level, frame));
    scene.edges.visit(area, (index) => {
      this.#drawEdge(scene, index, frame);
      const { from, to } = scene.edge(index) ?? { from: -1, to: -1 };
      const key = `${scene.box(from)?.id ?? ""}\n${scene.box(to)?.id ?? ""}`;
      if (this.#looks.lit.has(index) || this.#looks.cycle.has(key)) lit.push(index);
      if (level === "near") labels.push(index);
    });
    for (const drawn of [this.#boxes, this.#edges])
      for (const [key, { node, frame: last }] of drawn)
        if (last !== frame) {
          node.remove();
          drawn.delete(key);
        }
    this.#drawLabels(scene, labels);
    this.#drawLit(scene, lit);
  }

  #drawBox(scene: Scene, index: number, level: Level, frame: number): void {
    const box = scene.box(index);
    if (!box) return;
    const rect = scene.rect(index);
    const look = lookOf(box, this.#looks);
    const isOpen = box.kind === "group" && box.open;
    const entries = isOpen ? entriesInto(scene.picture, index) : [];
    const key = isOpen ? `g ${box.id}` : box.id;
    const sign = [
      rect.width,
      rect.height,
      box.label,
      box.kind === "task" ? `${box.task.operator}${box.task.triggerRule ?? ""}` : box.tasks.length,
      box.certainty,
      box.change,
      look.state?.state,
      look.state?.detail,
      look.problem?.index,
      look.problem?.severity,
      look.isHit,
      look.isDim,
      look.isCursor,
      entries,
    ].join("\t");
    const drawn = this.#place(key, isOpen ? this.#frames : this.#cards, rect, frame);
    // Names of open groups lie over the lines that pass them.
    const title = isOpen ? this.#place(`t ${box.id}`, this.#titles, rect, frame) : undefined;
    if (drawn.sign === sign) return;
    drawn.sign = sign;
    let marks: Mark[] = boxMarks(box, rect, this.#textWidth(), look.state, entries);
    if (level === "plain") marks = marks.filter((mark) => mark.tag === "rect");
    if (look.problem) marks.push(problemMark(look.problem.severity, rect.width));
    const classes = boxClass(box.kind, box.certainty, box.change, look);
    const own = title ? marks.slice(0, 1) : marks;
    drawn.node.setAttribute("class", classes);
    drawn.node.setAttribute("data-id", box.id);
    if (look.state) drawn.node.setAttribute("data-state", look.state.state);
    else drawn.node.removeAttribute("data-state");
    drawn.node.replaceChildren(...own.map(markElement));
    title?.node.setAttribute("class", classes);
    title?.node.replaceChildren(...marks.slice(1).map(markElement));
  }

  /** The element of a box in one of the layers, at its place. */
  #place(key: string, layer: SVGElement, rect: Rect, frame: number): Drawn {
    let drawn = this.#boxes.get(key);
    if (!drawn) {
      drawn = { node: svg("g"), sign: "", frame };
      this.#boxes.set(key, drawn);
      layer.append(drawn.node);
    }
    drawn.frame = frame;
    const transform = `translate(${rect.x}px, ${rect.y}px)`;
    if (drawn.node.style.transform !== transform) drawn.node.style.transform = transform;
    return drawn;
  }

  #drawEdge(scene: Scene, index: number, frame: number): void {
    const edge = scene.edge(index);
    if (!edge) return;
    const from = scene.box(edge.from)?.id ?? "";
    const to = scene.box(edge.to)?.id ?? "";
    const key = `${from}\n${to}`;
    let drawn = this.#edges.get(key);
    if (!drawn) {
      const node = svg("g", { "data-from": from, "data-to": to }, [
        svg("path", { class: "route" }),
        svg("path", { class: "head" }),
      ]);
      drawn = { node, sign: "", frame };
      this.#edges.set(key, drawn);
      this.#lines.append(node);
    }
    drawn.frame = frame;
    const d = scene.drawnPath(index);
    const head = headOf(
      lineAt(scene.picture.routes, index),
      scene.picture.direction,
      scene.isLoop(index),
    );
    const dim = this.#looks.hits === undefined ? "" : " dim";
    const classes =
      classesOf(edgeKind(edge), edge.certainty, edge.change, undefined) +
      (edge.closing ? " closing" : "") +
      dim;
    const sign = `${classes}\t${d}\t${head}`;
    if (drawn.sign === sign) return;
    drawn.sign = sign;
    drawn.node.setAttribute("class", classes);
    const [route, tip] = drawn.node.children;
    route?.setAttribute("d", d);
    tip?.setAttribute("d", head);
  }

  #drawLabels(scene: Scene, edges: readonly number[]): void {
    const marks = edges.flatMap((index) => {
      const mark = labelMark(scene.view, scene.picture, index, this.#textWidth());
      return mark ? [markElement(mark)] : [];
    });
    this.#tags.replaceChildren(...marks);
  }

  #drawLit(scene: Scene, edges: readonly number[]): void {
    this.#lit.replaceChildren(
      ...edges.map((index) => {
        const { from, to } = scene.edge(index) ?? { from: -1, to: -1 };
        const key = `${scene.box(from)?.id ?? ""}\n${scene.box(to)?.id ?? ""}`;
        const line = lineAt(scene.picture.routes, index);
        const loop = scene.isLoop(index);
        return svg("g", { class: this.#looks.cycle.has(key) ? "edge cycle" : "edge" }, [
          svg("path", { class: "route", d: scene.wholePath(index) }),
          svg("path", { class: "head", d: headOf(line, scene.picture.direction, loop) }),
        ]);
      }),
    );
  }
}

function boxClass(
  kind: string,
  certainty: string,
  change: string | undefined,
  look: BoxLook,
): string {
  const names = [`box ${classesOf(kind, certainty, change, look.state?.state)}`];
  if (look.isHit) names.push("hit");
  if (look.isDim) names.push("dim");
  if (look.isCursor) names.push("cursor");
  if (look.problem) names.push(`has-${look.problem.severity}`);
  return names.join(" ");
}

/** A badge on the corner of what has a problem; its shape tells how bad it is. */
function problemMark(severity: string, width: number): Mark {
  const isError = severity === "error";
  const isWarning = severity === "warning";
  return {
    tag: "g",
    attributes: { class: `problem ${severity}`, transform: `translate(${width - 8} -8)` },
    children: [
      {
        tag: "path",
        attributes: {
          class: "area",
          d: isWarning ? "M8 .5 16 15H0z" : "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0z",
        },
      },
      {
        tag: "path",
        attributes: {
          class: "line",
          d: isError
            ? "M5.5 5.5l5 5M10.5 5.500l-5 5"
            : isWarning
              ? "M8 6v4M8 12.400v.2"
              : "M8 7.500v4M8 4.600v.2",
        },
      },
    ],
  };
}
