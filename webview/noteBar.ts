import { element } from "./dom.ts";
import type { Filter } from "./filter.ts";

/** What may be special about the picture. */
export interface Special {
  /** Why it is old; null while it is not. */
  readonly outdated: string | null;
  /** What is supposed instead of the run, in words. */
  readonly supposed: string | undefined;
  readonly filter: Filter;
  /** What it is compared with. */
  readonly compared: string | null;
  /** It is the picture that Python built. */
  readonly isBuilt: boolean;
}

/** What a line can end. */
export type NoteEnd = "supposed" | "filter" | "compared";

/** Says over the picture what is special about it, and for a moment what was done. */
export class NoteBar {
  readonly node = element("div", { class: "note-bar", role: "status", hidden: "" });
  readonly #special: () => Special;
  readonly #ended: (what: NoteEnd) => void;
  #said: string | undefined;
  #saying = 0;

  constructor(special: () => Special, ended: (what: NoteEnd) => void) {
    this.#special = special;
    this.#ended = ended;
  }

  /** Shows what there is to say by now. */
  show(): void {
    void import("./noteLines.ts").then(({ noteLines }) => {
      const lines = noteLines(this.#special(), this.#said, this.#ended);
      this.node.hidden = lines.length === 0;
      this.node.replaceChildren(...lines);
    });
  }

  /** Says for a moment what was done. */
  say(text: string): void {
    this.#said = text;
    this.show();
    clearTimeout(this.#saying);
    this.#saying = window.setTimeout(() => {
      this.#said = undefined;
      this.show();
    }, 3000);
  }
}
