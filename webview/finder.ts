import type { View } from "../model/layout/view.ts";
import { element } from "./dom.ts";
import { iconButton } from "./toolbar.ts";

/** What the finder tells. */
export interface FinderActions {
  /** Ids of tasks and groups that match; undefined when the search is over. */
  found(ids: ReadonlySet<string> | undefined): void;
  goTo(id: string): void;
  closed(): void;
}

/** The search box: every task and group whose id, name or operator holds what is typed, one after the other. */
export class Finder {
  readonly node: HTMLElement;
  readonly #input = element("input", {
    type: "text",
    placeholder: "Find task",
    "aria-label": "Find task",
    spellcheck: "false",
  });
  readonly #count = element("span", { class: "count", role: "status" });
  readonly #actions: FinderActions;
  #view: View | undefined;
  #hits: readonly string[] = [];
  #at = 0;

  constructor(actions: FinderActions) {
    this.#actions = actions;
    const button = (
      icon: "previous" | "next" | "close",
      name: string,
      act: () => void,
    ): HTMLButtonElement => {
      const made = iconButton(icon, name);
      made.addEventListener("click", act);
      return made;
    };
    this.node = element("div", { class: "finder", role: "search", hidden: "" }, [
      this.#input,
      this.#count,
      button("previous", "Previous match (Shift+Enter)", () => this.#step(-1)),
      button("next", "Next match (Enter)", () => this.#step(1)),
      button("close", "Close (Escape)", () => this.close()),
    ]);
    this.#input.addEventListener("input", () => this.#search(true));
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && event.target === this.#input)
        this.#step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  open(): void {
    this.node.hidden = false;
    this.#input.focus();
    this.#input.select();
    this.#search(false);
  }

  close(): void {
    if (!this.isOpen) return;
    this.node.hidden = true;
    this.#actions.found(undefined);
    this.#actions.closed();
  }

  /** The picture changed: searches again without going anywhere. */
  show(view: View): void {
    this.#view = view;
    if (this.isOpen) this.#search(false);
  }

  #search(move: boolean): void {
    const wanted = this.#input.value.trim().toLowerCase();
    this.#hits = wanted === "" || !this.#view ? [] : matches(this.#view, wanted);
    this.#at = 0;
    this.#actions.found(wanted === "" ? undefined : new Set(this.#hits));
    this.#say(wanted);
    const [first] = this.#hits;
    if (move && first !== undefined) this.#actions.goTo(first);
  }

  #step(by: 1 | -1): void {
    if (this.#hits.length === 0) return;
    this.#at = (this.#at + by + this.#hits.length) % this.#hits.length;
    this.#say(this.#input.value);
    const id = this.#hits[this.#at];
    if (id !== undefined) this.#actions.goTo(id);
  }

  #say(wanted: string): void {
    this.#count.textContent =
      wanted === ""
        ? ""
        : this.#hits.length === 0
          ? "No results"
          : `${this.#at + 1} of ${this.#hits.length}`;
  }
}

function matches(view: View, wanted: string): string[] {
  const { dag } = view;
  const holds = (...texts: readonly (string | undefined)[]): boolean =>
    texts.some((text) => text?.toLowerCase().includes(wanted));
  const groups = dag.groups.filter(({ groupId }) => holds(groupId) && view.boxOf.has(groupId));
  const tasks = dag.tasks.filter(
    (task) => view.boxOf.has(task.taskId) && holds(task.taskId, task.displayName, task.operator),
  );
  return [...tasks.map(({ taskId }) => taskId), ...groups.map(({ groupId }) => groupId)];
}
