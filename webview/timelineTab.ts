import type { RunTimeline } from "../model/run/timeline.ts";
import type { FromPanel, PanelTab } from "../protocol/graphPanel.ts";
import { element } from "./dom.ts";
import type { TimelineView } from "./timeline/timelineView.ts";

/** What the tabs do outside themselves. */
interface TimelineTabActions {
  send(message: FromPanel): void;
  /** Another tab is shown. */
  changed(): void;
}

/** The tabs Graph and Timeline, and the place of the timeline, whose script is loaded when it is first shown. */
export class TimelineTab {
  readonly node = element("section", {
    class: "timeline",
    id: "timeline",
    role: "tabpanel",
    "aria-label": "Timeline",
    hidden: "",
  });
  readonly tabs: HTMLElement;
  readonly #buttons: Readonly<Record<PanelTab, HTMLButtonElement>>;
  readonly #root: HTMLElement;
  readonly #actions: TimelineTabActions;
  #loading: Promise<TimelineView | undefined> | undefined;
  isShown = false;

  constructor(root: HTMLElement, actions: TimelineTabActions) {
    this.#root = root;
    this.#actions = actions;
    this.#buttons = { graph: tab("Graph"), timeline: tab("Timeline") };
    const { graph, timeline } = this.#buttons;
    graph.addEventListener("click", () => this.show(false));
    timeline.addEventListener("click", () => this.show(true));
    this.tabs = element("div", { class: "tabs", role: "tablist", "aria-label": "View" }, [
      graph,
      timeline,
    ]);
    this.tabs.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      this.show(!this.isShown);
      this.#buttons[this.isShown ? "timeline" : "graph"].focus();
    });
    this.#mark();
  }

  /** Shows the timeline, or the graph. */
  show(shown: boolean): void {
    if (shown === this.isShown) return;
    this.isShown = shown;
    this.#mark();
    this.#actions.send({ kind: "timeline", shown });
    this.#actions.changed();
    if (shown) this.#loading ??= this.#load();
  }

  /** The run that is to be drawn, as the host sends it while the timeline is shown. */
  receive(timeline: RunTimeline | null): void {
    void this.#loading?.then((inPlace) => inPlace?.show(timeline));
  }

  #mark(): void {
    this.#root.classList.toggle("shows-timeline", this.isShown);
    this.node.hidden = !this.isShown;
    for (const [name, button] of Object.entries(this.#buttons)) {
      const isOn = (name === "timeline") === this.isShown;
      button.setAttribute("aria-selected", String(isOn));
      button.tabIndex = isOn ? 0 : -1;
    }
  }

  async #load(): Promise<TimelineView | undefined> {
    try {
      const { TimelineView } = await import("./timeline/timelineView.ts");
      return new TimelineView(this.node, { send: (message) => this.#actions.send(message) });
    } catch (error) {
      this.node.textContent =
        "The timeline could not be loaded. Close the graph and open it again.";
      this.#actions.send({ kind: "failed", message: `timeline: ${String(error)}` });
      return undefined;
    }
  }
}

function tab(label: string): HTMLButtonElement {
  return element("button", { type: "button", role: "tab", class: "tab" }, [label]);
}
