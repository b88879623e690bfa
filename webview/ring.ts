import type { Rect } from "./camera.ts";
import { element } from "./dom.ts";

/** The frame around what the keyboard is on, else around what is selected; always as thick, however far the picture is. */
export class Ring {
  readonly node = element("div", { class: "ring", "aria-hidden": "true", hidden: "" });

  /** Goes around a rectangle of the screen; undefined hides it. */
  place(rect: Rect | undefined, isFocus: boolean): void {
    this.node.hidden = rect === undefined;
    if (!rect) return;
    this.node.classList.toggle("focus", isFocus);
    const { style } = this.node;
    style.transform = `translate(${rect.x - 3}px, ${rect.y - 3}px)`;
    style.width = `${rect.width + 6}px`;
    style.height = `${rect.height + 6}px`;
  }
}
