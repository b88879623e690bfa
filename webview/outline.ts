import type { Sight } from "./camera.ts";
import { element } from "./dom.ts";
import type { Scene } from "./scene.ts";

/** More items than this are never in the page: those around the one in focus are enough, and their numbers say where they are. */
const window = 300;

/** What the outline asks for. */
export interface OutlineActions {
  focused(box: number): void;
  blurred(): void;
  nameOf(box: number): string;
  /** A screen reader activated it. */
  activated(box: number): void;
  /** Keys that are not about moving the focus. Answers whether it was one of them. */
  pressed(box: number, event: KeyboardEvent): boolean;
}

/**
 * The picture as a tree for keyboard and screen reader: one item for each box, lying over it, in the order of the flow. One item is
 * in the tab order; arrows follow the edges, and go to neighbours across the flow.
 */
export class Outline {
  readonly node = element("div", { class: "outline", role: "tree" });
  readonly #actions: OutlineActions;
  readonly #items = new Map<number, HTMLElement>();
  #scene: Scene | undefined;
  /** Boxes in the order of the tree, and where each is in it. */
  #order: number[] = [];
  #place = new Int32Array();
  #current: string | undefined;
  #typed = "";
  #typedAt = 0;

  constructor(actions: OutlineActions) {
    this.#actions = actions;
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("focusin", ({ target }) => {
      const box = this.#boxOf(target);
      if (box === undefined) return;
      this.#current = this.#scene?.box(box)?.id;
      this.#actions.focused(box);
    });
    this.node.addEventListener("click", ({ target }) => {
      const box = this.#boxOf(target);
      if (box !== undefined) this.#actions.activated(box);
    });
    this.node.addEventListener("focusout", () => this.#actions.blurred());
  }

  get hasFocus(): boolean {
    return this.node.contains(document.activeElement);
  }

  /** The box that has or would get the focus. */
  get current(): number | undefined {
    const scene = this.#scene;
    if (!scene || this.#order.length === 0) return undefined;
    const known = this.#current === undefined ? undefined : scene.view.boxOf.get(this.#current);
    return known !== undefined && known >= 0 ? known : this.#order[0];
  }

  /** Follows the picture; of one that it knows only the names may have changed: states, problems. */
  show(scene: Scene, label: string): void {
    if (this.#scene === scene) {
      for (const [box, item] of this.#items)
        item.setAttribute("aria-label", this.#actions.nameOf(box));
      return;
    }
    const hadFocus = this.hasFocus;
    this.#scene = scene;
    this.#order = inOrder(scene);
    this.#place = new Int32Array(this.#order.length);
    this.#order.forEach((box, at) => (this.#place[box] = at));
    this.entitle(label);
    this.#fill();
    if (hadFocus) this.focus(this.current, true);
  }

  /** Names the tree. */
  entitle(label: string): void {
    this.node.setAttribute("aria-label", label);
  }

  /** Lies over the picture. */
  follow({ x, y, scale }: Sight): void {
    this.node.style.transform = `translate(${-x * scale}px, ${-y * scale}px) scale(${scale})`;
  }

  /** Makes a box the current one, and moves the keyboard there if asked to. */
  focus(box: number | undefined, move: boolean): void {
    if (box === undefined) return;
    this.#current = this.#scene?.box(box)?.id;
    this.#fill();
    if (move) this.#items.get(box)?.focus({ preventScroll: true });
  }

  #fill(): void {
    const scene = this.#scene;
    if (!scene) return;
    const current = this.current;
    const at = current === undefined ? 0 : (this.#place[current] ?? 0);
    const first = this.#order.length <= 2 * window ? 0 : Math.max(0, at - window);
    const last = this.#order.length <= 2 * window ? this.#order.length : at + window;
    const wanted = this.#order.slice(first, last);
    const kept = new Set(wanted);
    for (const [box, item] of this.#items)
      if (!kept.has(box)) {
        item.remove();
        this.#items.delete(box);
      }
    let before: Element | null = null;
    for (const box of wanted) {
      let item = this.#items.get(box);
      if (!item) {
        item = element("div", { role: "treeitem" });
        this.#items.set(box, item);
      }
      this.#update(scene, box, item, box === current);
      const next: Element | null = before ? before.nextElementSibling : this.node.firstElementChild;
      if (next !== item) this.node.insertBefore(item, next);
      before = item;
    }
  }

  #update(scene: Scene, box: number, item: HTMLElement, isCurrent: boolean): void {
    const { x, y, width, height } = scene.rect(box);
    const viewBox = scene.box(box);
    if (!viewBox) return;
    item.tabIndex = isCurrent ? 0 : -1;
    item.dataset["box"] = String(box);
    item.dataset["id"] = viewBox.id;
    const { style } = item;
    style.left = `${x}px`;
    style.top = `${y}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    let level = 1;
    for (let up = viewBox.parent; up >= 0; up = scene.box(up)?.parent ?? -1) level++;
    item.setAttribute("aria-level", String(level));
    item.setAttribute("aria-setsize", String(this.#order.length));
    item.setAttribute("aria-posinset", String((this.#place[box] ?? 0) + 1));
    item.setAttribute("aria-label", this.#actions.nameOf(box));
    if (viewBox.kind === "group") item.setAttribute("aria-expanded", String(viewBox.open));
    else item.removeAttribute("aria-expanded");
    item.setAttribute("aria-selected", String(isCurrent));
  }

  #boxOf(target: EventTarget | null): number | undefined {
    const item = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-box]") : null;
    const box = Number(item?.dataset["box"]);
    return item && Number.isInteger(box) ? box : undefined;
  }

  #key(event: KeyboardEvent): void {
    const box = this.#boxOf(event.target);
    const scene = this.#scene;
    if (box === undefined || !scene) return;
    if (this.#actions.pressed(box, event)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = this.#next(scene, box, event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.focus(next, true);
  }

  #next(scene: Scene, box: number, key: string): number | undefined {
    const leftRight = scene.picture.direction === "LR";
    switch (key) {
      case "Home":
        return this.#order[0];
      case "End":
        return this.#order.at(-1);
      case leftRight ? "ArrowRight" : "ArrowDown":
        return this.#along(scene, box, scene.outputs(box), "to");
      case leftRight ? "ArrowLeft" : "ArrowUp":
        return this.#along(scene, box, scene.inputs(box), "from");
      case leftRight ? "ArrowDown" : "ArrowRight":
        return this.#across(scene, box, 1);
      case leftRight ? "ArrowUp" : "ArrowLeft":
        return this.#across(scene, box, -1);
      default:
        return key.length === 1 ? this.#type(scene, box, key) : undefined;
    }
  }

  /** Along an edge to the end that is nearest across the flow; without an edge, to what comes next in the tree. */
  #along(scene: Scene, box: number, edges: Int32Array, end: "from" | "to"): number | undefined {
    let best: number | undefined;
    let nearest = Infinity;
    for (const edge of edges) {
      const other = scene.edge(edge)?.[end] ?? -1;
      const distance = Math.abs(acrossOf(scene, other) - acrossOf(scene, box));
      if (other === box || distance >= nearest) continue;
      nearest = distance;
      best = other;
    }
    return best ?? this.#order[(this.#place[box] ?? 0) + (end === "to" ? 1 : -1)];
  }

  /** The nearest box on that side that overlaps this one along the flow; else the next in the tree. */
  #across(scene: Scene, box: number, way: 1 | -1): number | undefined {
    const own = scene.rect(box);
    const leftRight = scene.picture.direction === "LR";
    let best: number | undefined;
    let nearest = Infinity;
    for (const other of this.#order) {
      if (other === box || scene.isOpenGroup(other)) continue;
      const rect = scene.rect(other);
      const overlaps = leftRight
        ? rect.x < own.x + own.width && own.x < rect.x + rect.width
        : rect.y < own.y + own.height && own.y < rect.y + rect.height;
      const distance = (acrossOf(scene, other) - acrossOf(scene, box)) * way;
      if (!overlaps || distance <= 0 || distance >= nearest) continue;
      nearest = distance;
      best = other;
    }
    return best ?? this.#order[(this.#place[box] ?? 0) + way];
  }

  /** The next box whose name begins with what was typed just now. */
  #type(scene: Scene, box: number, key: string): number | undefined {
    const now = performance.now();
    this.#typed = now - this.#typedAt < 700 ? this.#typed + key : key;
    this.#typedAt = now;
    const wanted = this.#typed.toLowerCase();
    const from = (this.#place[box] ?? 0) + (this.#typed.length === 1 ? 1 : 0);
    for (let step = 0; step < this.#order.length; step++) {
      const candidate = this.#order[(from + step) % this.#order.length];
      const label = candidate === undefined ? undefined : scene.box(candidate)?.label;
      if (label?.toLowerCase().startsWith(wanted)) return candidate;
    }
    return undefined;
  }
}

function acrossOf(scene: Scene, box: number): number {
  const { x, y, width, height } = scene.rect(box);
  return scene.picture.direction === "LR" ? y + height / 2 : x + width / 2;
}

/** Each group before what is in it; what is side by side in the order of the flow, then across it. */
function inOrder(scene: Scene): number[] {
  const children = new Map<number, number[]>();
  scene.view.boxes.forEach(({ parent }, box) => {
    const list = children.get(parent);
    if (list) list.push(box);
    else children.set(parent, [box]);
  });
  const leftRight = scene.picture.direction === "LR";
  for (const list of children.values())
    list.sort((a, b) => {
      const [p, q] = [scene.rect(a), scene.rect(b)];
      return leftRight ? p.x - q.x || p.y - q.y : p.y - q.y || p.x - q.x;
    });
  const order: number[] = [];
  const stack = (children.get(-1) ?? []).slice().reverse();
  while (stack.length > 0) {
    const box = stack.pop() ?? 0;
    order.push(box);
    stack.push(...(children.get(box) ?? []).slice().reverse());
  }
  return order;
}
