import type { BoxFacts } from "./boxCard.ts";
import type { Rect } from "./camera.ts";
import { element } from "./dom.ts";

/** A card beside a box, as long as the pointer or the keyboard is on it. */
export class HoverCard {
  readonly node = element("div", { class: "hover-card", role: "tooltip", hidden: "" });
  #timer = 0;
  /** Counts what was asked for and what was taken back, so that nothing comes late. */
  #asked = 0;
  #again: (() => void) | undefined;

  /** Shows the card after a moment, beside a rectangle of the screen. */
  offer(facts: () => BoxFacts | undefined, where: () => Rect | undefined): void {
    clearTimeout(this.#timer);
    const wait = this.node.hidden ? 450 : 120;
    this.#timer = window.setTimeout(() => void this.#show(facts, where), wait);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#again = undefined;
    this.node.hidden = true;
  }

  /** Shows what has become known of the box whose card is open, or is about to open. */
  update(): void {
    this.#again?.();
  }

  async #show(facts: () => BoxFacts | undefined, where: () => Rect | undefined): Promise<void> {
    const asked = ++this.#asked;
    const { cardOf } = await import("./boxCard.ts");
    const fill = (): void => {
      const known = facts();
      const rect = where();
      if (asked !== this.#asked || !known || !rect) return;
      this.node.replaceChildren(...cardOf(known));
      this.node.hidden = false;
      this.#place(rect);
    };
    if (asked !== this.#asked) return;
    this.#again = fill;
    fill();
  }

  #place(rect: Rect): void {
    const { width, height } = this.node.getBoundingClientRect();
    const below = rect.y + rect.height + 8;
    const top = below + height < innerHeight ? below : Math.max(4, rect.y - height - 8);
    const left = Math.max(4, Math.min(rect.x, innerWidth - width - 4));
    this.node.style.left = `${left}px`;
    this.node.style.top = `${top}px`;
  }
}
