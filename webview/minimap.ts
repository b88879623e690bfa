import type { Camera } from "./camera.ts";
import { element } from "./dom.ts";
import { lookOf, type Looks } from "./looks.ts";
import type { Scene } from "./scene.ts";

const size = { width: 184, height: 112 } as const;

/** The whole picture in a corner, with the part in sight framed; shown only when not all of it is in sight. */
export class Minimap {
  readonly node = element("div", { class: "minimap", "aria-hidden": "true" });
  readonly #canvas = element("canvas");
  readonly #frame = element("div", { class: "frame" });
  readonly #camera: Camera;
  #scene: Scene | undefined;
  #scale = 1;
  #left = 0;
  #top = 0;

  constructor(camera: Camera) {
    this.#camera = camera;
    this.node.append(this.#canvas, this.#frame);
    this.node.addEventListener("pointerdown", (event) => {
      this.node.setPointerCapture(event.pointerId);
      this.#goTo(event);
    });
    this.node.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) this.#goTo(event);
    });
  }

  /** Draws the picture small. */
  show(scene: Scene, looks: Looks): void {
    this.#scene = scene;
    const { picture } = scene;
    this.#scale = Math.min(size.width / picture.width, size.height / picture.height);
    this.#left = (size.width - picture.width * this.#scale) / 2;
    this.#top = (size.height - picture.height * this.#scale) / 2;
    const ratio = devicePixelRatio;
    this.#canvas.width = size.width * ratio;
    this.#canvas.height = size.height * ratio;
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    const style = getComputedStyle(this.node);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const fills = new Map<string, Path2D>();
    const fill = (name: string): Path2D => {
      const known = fills.get(name);
      if (known) return known;
      const made = new Path2D();
      fills.set(name, made);
      return made;
    };
    fill("--frame");
    const plain = looks.states.size === 0;
    scene.view.boxes.forEach((box, index) => {
      const rect = scene.rect(index);
      const isOpen = scene.isOpenGroup(index);
      const state = plain || isOpen ? undefined : lookOf(box, looks).state?.state;
      const name = isOpen ? "--frame" : state === undefined ? "--far-card" : `--state-${state}`;
      fill(name).rect(
        this.#left + rect.x * this.#scale,
        this.#top + rect.y * this.#scale,
        Math.max(1, rect.width * this.#scale),
        Math.max(1, rect.height * this.#scale),
      );
    });
    for (const [name, path] of fills) {
      context.fillStyle = colour(name);
      context.fill(path);
    }
    this.follow();
  }

  /** Frames what is in sight. */
  follow(): void {
    const scene = this.#scene;
    if (!scene) return;
    const { x, y, width, height } = this.#camera.seen;
    const { picture } = scene;
    // The margin around the picture need not be in sight.
    const all =
      x <= 24 && y <= 24 && x + width >= picture.width - 24 && y + height >= picture.height - 24;
    this.node.hidden = all;
    if (all) return;
    const left = Math.max(0, this.#left + x * this.#scale);
    const top = Math.max(0, this.#top + y * this.#scale);
    const right = Math.min(size.width, this.#left + (x + width) * this.#scale);
    const bottom = Math.min(size.height, this.#top + (y + height) * this.#scale);
    const { style } = this.#frame;
    style.transform = `translate(${left}px, ${top}px)`;
    style.width = `${Math.max(4, right - left)}px`;
    style.height = `${Math.max(4, bottom - top)}px`;
  }

  #goTo(event: PointerEvent): void {
    const { left, top } = this.node.getBoundingClientRect();
    const x = (event.clientX - left - this.#left) / this.#scale;
    const y = (event.clientY - top - this.#top) / this.#scale;
    const { width, height } = this.#camera.seen;
    this.#camera.set({ x: x - width / 2, y: y - height / 2, scale: this.#camera.sight.scale });
  }
}
