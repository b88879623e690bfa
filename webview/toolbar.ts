import { clockText } from "../model/run/clockText.ts";
import type { RunChoice, PanelRun } from "../protocol/graphPanel.ts";
import { element } from "./dom.ts";
import { stateInWords } from "./runStates.ts";
import { uiIcon, type UiIcon } from "./uiIcons.ts";

/** What the toolbar asks for. */
export interface ToolbarActions {
  pickDag(dagId: string): void;
  pickRun(runId: string | null): void;
  runOrCancel(): void;
  search(): void;
  filter(anchor: HTMLElement): void;
  fit(): void;
  collapseAll(): void;
  expandAll(): void;
  turn(): void;
  more(anchor: HTMLElement): void;
}

/** What the toolbar shows. */
export interface ToolbarState {
  readonly dagId: string | null;
  readonly dags: readonly string[];
  readonly schedule: string | null;
  readonly run: PanelRun | null;
  readonly runs: readonly RunChoice[];
  readonly canRun: boolean;
  readonly whyNot: string | null;
  readonly direction: "LR" | "TB";
  readonly hasGroups: boolean;
  readonly isFiltered: boolean;
}

/** The line above the picture: which DAG, which run, and what can be done. */
export class Toolbar {
  readonly node = element("header", { class: "toolbar" });
  readonly #dag = element("select", { class: "pick", "aria-label": "DAG" });
  readonly #name = element("h1", { class: "name" });
  readonly #schedule = element("span", { class: "schedule" });
  readonly #run = element("select", { class: "pick", "aria-label": "Run shown in the graph" });
  readonly #buttons: Readonly<Record<string, HTMLButtonElement>>;
  #shown = "";

  constructor(actions: ToolbarActions) {
    const button = (
      icon: UiIcon,
      label: string,
      act: (anchor: HTMLElement) => void,
    ): HTMLButtonElement => {
      const made = iconButton(icon, label);
      made.addEventListener("click", () => act(made));
      return made;
    };
    /** Also in the menu: it leaves where there is little room. */
    const seldom = (...parts: Parameters<typeof button>): HTMLButtonElement => {
      const made = button(...parts);
      made.classList.add("seldom");
      return made;
    };
    this.#buttons = {
      run: button("run", "Run DAG", () => actions.runOrCancel()),
      search: button("search", "Find task (Ctrl+F)", () => actions.search()),
      filter: button("filter", "Filter tasks", (anchor) => actions.filter(anchor)),
      collapse: seldom("collapse", "Collapse all groups", () => actions.collapseAll()),
      expand: seldom("expand", "Expand all groups", () => actions.expandAll()),
      turn: seldom("right", "Change direction", () => actions.turn()),
      fit: button("fit", "Fit the whole graph (0)", () => actions.fit()),
      more: button("more", "More actions", (anchor) => actions.more(anchor)),
    };
    this.#dag.addEventListener("change", () => actions.pickDag(this.#dag.value));
    this.#run.addEventListener("change", () =>
      actions.pickRun(this.#run.value === "" ? null : this.#run.value),
    );
    this.node.append(
      element("div", { class: "what" }, [this.#name, this.#dag, this.#schedule]),
      element("div", { class: "which" }, [this.#run, this.#buttons["run"] ?? ""]),
      element("div", { class: "tools", role: "toolbar", "aria-label": "Graph" }, [
        ...Object.entries(this.#buttons).flatMap(([name, made]) => (name === "run" ? [] : [made])),
      ]),
    );
  }

  /** Puts something before the choice of the run. */
  add(node: HTMLElement): void {
    this.#run.before(node);
  }

  show(state: ToolbarState): void {
    const sign = signOf(state);
    if (sign === this.#shown) {
      // What was picked by hand may not have been granted.
      this.#dag.value = state.dagId ?? "";
      this.#run.value = state.run?.runId ?? "";
      return;
    }
    this.#shown = sign;
    const several = state.dags.length > 1;
    this.#dag.hidden = !several;
    this.#name.hidden = several;
    this.#name.textContent = this.#name.title = state.dagId ?? "No DAG";
    fill(
      this.#dag,
      state.dags.map((id) => [id, id]),
      state.dagId ?? "",
    );
    this.#schedule.textContent = state.schedule ?? "";
    this.#schedule.title = state.schedule ?? "";
    this.#run.hidden = state.runs.length === 0;
    fill(
      this.#run,
      [["", "No run"], ...runsInWords(state.runs, Date.now())],
      state.run?.runId ?? "",
    );
    const isRunning = state.run?.state === "running" || state.run?.state === "queued";
    const run = this.#buttons["run"];
    if (run) {
      run.hidden = state.dagId === null;
      run.disabled = !state.canRun && !isRunning;
      label(run, isRunning ? "Cancel run" : (state.whyNot ?? "Run DAG"));
      run.replaceChildren(uiIcon(isRunning ? "stop" : "run"));
    }
    const turn = this.#buttons["turn"];
    if (turn) {
      label(turn, state.direction === "LR" ? "Draw from top to bottom" : "Draw from left to right");
      turn.replaceChildren(uiIcon(state.direction === "LR" ? "right" : "down"));
    }
    for (const name of ["collapse", "expand"]) {
      const made = this.#buttons[name];
      if (made) made.hidden = !state.hasGroups;
    }
    this.#buttons["filter"]?.classList.toggle("active", state.isFiltered);
    for (const name of ["search", "filter", "fit", "more", "turn"]) {
      const made = this.#buttons[name];
      if (made) made.disabled = state.dagId === null;
    }
  }
}

/** All that is shown of a state: while somebody types it stays the same, and so do the elements. */
function signOf({ run, runs, ...state }: ToolbarState): string {
  return JSON.stringify([state, run?.runId, run?.state, runs]);
}

/** A button that is only an icon, with its name for everyone. */
export function iconButton(icon: UiIcon, name: string): HTMLButtonElement {
  const made = element("button", { type: "button", class: "icon-button" }, [uiIcon(icon)]);
  label(made, name);
  return made;
}

function label(button: HTMLButtonElement, name: string): void {
  button.title = name;
  button.setAttribute("aria-label", name);
}

function fill(
  select: HTMLSelectElement,
  options: readonly (readonly [string, string])[],
  value: string,
): void {
  const same =
    select.options.length === options.length &&
    options.every(([key, text], at) => {
      const option = select.options[at];
      return option?.value === key && option.text === text;
    });
  if (!same)
    select.replaceChildren(
      ...options.map(([key, text]) => element("option", { value: key }, [text])),
    );
  select.value = value;
}

/** Each run with its state and when it began; those of one minute are told apart by the second. */
function runsInWords(runs: readonly RunChoice[], now: number): [string, string][] {
  const words = ({ runId, state, startedAt }: RunChoice, isExact: boolean): string =>
    `${stateInWords(state)} · ${startedAt === null ? runId : clockText(startedAt, now, isExact)}`;
  const short = runs.map((run) => words(run, false));
  return runs.map((run, at) => {
    const text = short[at] ?? "";
    const isAlone = short.indexOf(text) === short.lastIndexOf(text);
    return [run.runId, isAlone ? text : words(run, true)];
  });
}
