import { stateIcons } from "../../model/layout/icons.ts";
import { durationText } from "../../model/run/durationText.ts";
import type { RunTimeline, TimelineRow } from "../../model/run/timeline.ts";
import type { FromPanel } from "../../protocol/graphPanel.ts";
import { element, svg } from "../dom.ts";
import { openMenu } from "../menu.ts";
import { stateInWords } from "../runStates.ts";
import { iconButton } from "../toolbar.ts";
import { barInWords, shownRows, type ShownRow } from "./rows.ts";
import { ticksOf } from "./ticks.ts";

/** What the timeline needs of the panel around it. */
interface TimelineHost {
  send(message: FromPanel): void;
}

/** As in the style sheet. */
const rowHeight = 26;
/** Rows drawn above and below what is seen. */
const spareRows = 8;
const mostZoom = 200;

/** A run over time: a table whose last column is drawn. Tree, table and picture are one, so nobody has to choose. */
export class TimelineView {
  readonly #host: TimelineHost;
  readonly #summary = element("p", { class: "summary", role: "status" });
  readonly #only = element("input", { type: "checkbox" });
  readonly #ticks = element("div", { class: "ticks", "aria-hidden": "true" });
  readonly #links = svg("svg", { class: "links", "aria-hidden": "true" });
  readonly #body = element("div", { class: "rows", role: "rowgroup" });
  readonly #grid: HTMLElement;
  readonly #empty = element("p", { class: "empty" });
  readonly #toggled = new Set<string>();
  #timeline: RunTimeline | null = null;
  #rows: readonly ShownRow[] = [];
  #active: string | undefined;
  #zoom = 1;
  #ticking = 0;
  #frame = 0;

  constructor(node: HTMLElement, host: TimelineHost) {
    this.#host = host;
    this.#only.addEventListener("change", () => this.#changed());
    const zoom = (name: "minus" | "plus" | "fit", label: string, act: () => void): HTMLElement => {
      const button = iconButton(name, label);
      button.addEventListener("click", act);
      return button;
    };
    const head = element("div", { class: "row head", role: "row" }, [
      element("span", { class: "name", role: "columnheader" }, ["Task"]),
      element("span", { class: "took", role: "columnheader" }, ["Took"]),
      element("span", { class: "bars", role: "columnheader" }, [
        element("span", { class: "hidden-words" }, ["When"]),
        this.#ticks,
      ]),
    ]);
    this.#grid = element(
      "div",
      {
        class: "grid",
        role: "treegrid",
        tabindex: "0",
        "aria-label": "Tasks of the run over time",
      },
      [head, this.#body],
    );
    this.#body.append(this.#links);
    node.append(
      element("div", { class: "over" }, [
        this.#summary,
        element("label", {}, [this.#only, "Critical path only"]),
        zoom("minus", "Zoom out (-)", () => this.#zoomBy(1 / 1.5)),
        zoom("plus", "Zoom in (+)", () => this.#zoomBy(1.5)),
        zoom("fit", "Fit the whole run (0)", () => this.#zoomTo(1)),
      ]),
      this.#grid,
      this.#empty,
    );
    this.#grid.addEventListener("scroll", () => this.#paintSoon());
    this.#grid.addEventListener("keydown", (event) => this.#pressed(event));
    this.#grid.addEventListener("focus", () => {
      this.#active ??= this.#rows[0]?.row.key;
      this.#paintSoon();
    });
    this.#grid.addEventListener("blur", () => this.#paintSoon());
    this.#grid.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.#zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX);
      },
      { passive: false },
    );
    this.#body.addEventListener("click", (event) => this.#clicked(event));
    this.#body.addEventListener("dblclick", (event) => this.#showLog(this.#rowAt(event)));
    this.#body.addEventListener("contextmenu", (event) => {
      const row = this.#rowAt(event);
      if (!row) return;
      event.preventDefault();
      this.#activate(row);
      this.#openMenu(row, event.clientX, event.clientY);
    });
    new ResizeObserver(() => this.#paintSoon()).observe(this.#grid);
  }

  show(timeline: RunTimeline | null): void {
    if (timeline?.runId !== this.#timeline?.runId) this.#zoom = 1;
    this.#timeline = timeline;
    this.#changed();
  }

  /** The rows are made anew: the run went on, or something was opened or closed. */
  #changed(): void {
    const timeline = this.#timeline;
    clearTimeout(this.#ticking);
    this.#empty.hidden = timeline !== null && timeline.rows.length > 0;
    this.#grid.hidden = !this.#empty.hidden;
    this.#empty.textContent = timeline
      ? "Nothing has run yet."
      : "No run to show. Run the DAG, or choose a run above.";
    this.#rows = timeline
      ? shownRows(timeline, { toggled: this.#toggled, onlyCritical: this.#only.checked })
      : [];
    if (!this.#rows.some(({ row }) => row.key === this.#active))
      this.#active = this.#rows[0]?.row.key;
    this.#summary.textContent = timeline ? summaryOf(timeline, Date.now()) : "";
    this.#summary.title = timeline ? pathOf(timeline) : "";
    this.#grid.setAttribute("aria-rowcount", String(this.#rows.length + 1));
    this.#paintSoon();
    // What still runs grows without messages.
    if (timeline?.endedAt === null) this.#ticking = window.setTimeout(() => this.#changed(), 1000);
  }

  #paintSoon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    const timeline = this.#timeline;
    if (!timeline || this.#grid.hidden) return;
    const { scrollTop, clientHeight } = this.#grid;
    const width = this.#barsWidth();
    const scale = new Scale(timeline, width);
    this.#grid.style.setProperty("--bars", `${width}px`);
    this.#body.style.height = `${this.#rows.length * rowHeight}px`;
    this.#ticks.replaceChildren(
      ...scale.ticks.map(({ at, label }) => {
        // A label at the very end would be cut off.
        const hasRoom = at * scale.perMs < width - 24;
        const tick = element("span", { class: "tick" }, [hasRoom ? label : ""]);
        tick.style.left = `${at * scale.perMs}px`;
        return tick;
      }),
    );
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spareRows);
    const last = first + Math.ceil(clientHeight / rowHeight) + 2 * spareRows;
    const seen = this.#rows.slice(first, last);
    const activeAt = this.#rows.findIndex(({ row }) => row.key === this.#active);
    const nodes = seen.map((row, at) => this.#rowNode(row, first + at, scale));
    const active = this.#rows[activeAt];
    // The active row is there even when it is scrolled away: the screen reader is on it.
    if (active && (activeAt < first || activeAt >= last))
      nodes.push(this.#rowNode(active, activeAt, scale));
    this.#paintLinks(scale, width);
    show(this.#body, this.#links, nodes);
    this.#grid.setAttribute("aria-activedescendant", active ? idOf(active) : "");
  }

  #rowNode(shown: ShownRow, at: number, scale: Scale): HTMLElement {
    const { row, level, isOpen, isCritical } = shown;
    const name = element("span", { class: "name", role: "gridcell", title: row.id }, [
      element("span", { class: "twisty", "aria-hidden": "true" }),
      stateIcon(row.state),
      element("span", { class: "label" }, [row.label]),
      element("span", { class: "hidden-words" }, [
        `, ${stateInWords(row.state)}${isCritical ? ", on the critical path" : ""}`,
      ]),
    ]);
    name.style.setProperty("--level", String(level));
    const words = barInWords(row, scale.origin, scale.now);
    const bars = element("span", { class: "bars", role: "gridcell", title: words }, [
      element("span", { class: "hidden-words" }, [words]),
      ...barsOf(shown, scale),
    ]);
    const isActive = row.key === this.#active && document.activeElement === this.#grid;
    const node = element(
      "div",
      {
        class: `row state-${row.state}${isCritical ? " critical" : ""}${isActive ? " active" : ""}`,
        role: "row",
        id: idOf(shown),
        "data-key": row.key,
        "aria-level": String(level),
        "aria-rowindex": String(at + 2),
        "aria-selected": String(row.key === this.#active),
        ...(isOpen === undefined ? {} : { "aria-expanded": String(isOpen) }),
      },
      [
        name,
        element("span", { class: "took", role: "gridcell" }, [tookOf(shown, scale.now)]),
        bars,
      ],
    );
    node.style.top = `${at * rowHeight}px`;
    return node;
  }

  /** Lines from each step of the critical path to the next, where both are rows to be seen. */
  #paintLinks(scale: Scale, width: number): void {
    this.#links.style.height = `${this.#rows.length * rowHeight}px`;
    this.#links.style.width = `${width}px`;
    const places = new Map(this.#rows.map(({ row }, at) => [row.key, at]));
    const rows = new Map(this.#timeline?.rows.map((row) => [row.key, row]));
    const place = (key = ""): { row: TimelineRow; at: number } | undefined => {
      const row = rows.get(key);
      // An instance in a closed row is drawn to where that row is.
      let at = row && places.get(row.key);
      for (let over = row?.parent; at === undefined && over != null; over = rows.get(over)?.parent)
        at = places.get(over);
      return row && at !== undefined ? { row, at } : undefined;
    };
    const paths: SVGElement[] = [];
    const path = this.#timeline?.path ?? [];
    for (const [index, key] of path.entries()) {
      const from = place(path[index - 1]);
      const to = place(key);
      if (!from || !to || from.row.endedAt === null || to.row.startedAt === null) continue;
      const [x1, y1] = [scale.x(from.row.endedAt), (from.at + 0.5) * rowHeight];
      const [x2, y2] = [scale.x(to.row.startedAt), (to.at + 0.5) * rowHeight];
      paths.push(svg("path", { d: `M${x1} ${y1}V${y2}H${Math.max(x1, x2)}` }));
    }
    this.#links.replaceChildren(...paths);
  }

  #barsWidth(): number {
    const fixed = this.#grid.querySelector(".row.head .bars");
    const left = fixed instanceof HTMLElement ? fixed.offsetLeft : 0;
    return Math.max(120, this.#grid.clientWidth - left - 28) * this.#zoom;
  }

  #zoomBy(factor: number, clientX?: number): void {
    this.#zoomTo(Math.min(mostZoom, Math.max(1, this.#zoom * factor)), clientX);
  }

  /** Zooms so that the moment under the pointer, else in the middle, stays where it is. */
  #zoomTo(zoom: number, clientX?: number): void {
    const { left, width } = this.#grid.getBoundingClientRect();
    const head = this.#grid.querySelector(".row.head .bars");
    const start = head instanceof HTMLElement ? head.offsetLeft : 0;
    const at = clientX === undefined ? (width + start) / 2 : clientX - left;
    const moment = (this.#grid.scrollLeft + at - start) / this.#zoom;
    this.#zoom = zoom;
    this.#paint();
    this.#grid.scrollLeft = moment * zoom - at + start;
  }

  // ------ Pointer and keyboard

  #rowAt({ target }: Event): ShownRow | undefined {
    const node = target instanceof Element ? target.closest<HTMLElement>(".row") : null;
    return this.#rows.find(({ row }) => row.key === node?.dataset["key"]);
  }

  #clicked(event: MouseEvent): void {
    const shown = this.#rowAt(event);
    if (!shown) return;
    this.#activate(shown);
    const isTwisty = event.target instanceof Element && event.target.closest(".twisty");
    if (isTwisty && shown.isOpen !== undefined) this.#toggle(shown);
    else if (shown.row.kind !== "instance") this.#reveal(shown, false);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== "Home")) return;
    const at = this.#rows.findIndex(({ row }) => row.key === this.#active);
    const shown = this.#rows[at];
    const page = Math.max(1, Math.floor(this.#grid.clientHeight / rowHeight) - 2);
    switch (event.key) {
      case "ArrowDown":
        this.#go(at + 1);
        break;
      case "ArrowUp":
        this.#go(at - 1);
        break;
      case "PageDown":
        this.#go(Math.min(this.#rows.length - 1, at + page));
        break;
      case "PageUp":
        this.#go(Math.max(0, at - page));
        break;
      case "Home":
        this.#go(0);
        break;
      case "End":
        this.#go(this.#rows.length - 1);
        break;
      case "ArrowRight":
        if (shown?.isOpen === false) this.#toggle(shown);
        else if (shown?.isOpen) this.#go(at + 1);
        break;
      case "ArrowLeft":
        if (shown?.isOpen) this.#toggle(shown);
        else this.#go(this.#rows.findIndex(({ row }) => row.key === shown?.row.parent));
        break;
      case "Enter":
        if (event.shiftKey) this.#showLog(shown);
        else if (shown) this.#reveal(shown, true);
        break;
      case " ":
        if (shown) this.#toggle(shown);
        break;
      case "+":
      case "=":
        this.#zoomBy(1.5);
        break;
      case "-":
        this.#zoomBy(1 / 1.5);
        break;
      case "0":
        this.#zoomTo(1);
        break;
      case "ContextMenu":
      case "F10": {
        const node = shown && document.getElementById(idOf(shown));
        if (!node || (event.key === "F10" && !event.shiftKey)) return;
        const { left, bottom } = node.getBoundingClientRect();
        this.#openMenu(shown, Math.max(40, left + 40), bottom);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #go(at: number): void {
    const shown = this.#rows[at];
    if (shown) this.#activate(shown);
  }

  #activate({ row }: ShownRow): void {
    this.#active = row.key;
    const at = this.#rows.findIndex((each) => each.row.key === row.key);
    const { scrollTop, clientHeight } = this.#grid;
    const room = clientHeight - 2 * rowHeight;
    if (at * rowHeight < scrollTop) this.#grid.scrollTop = at * rowHeight;
    else if (at * rowHeight > scrollTop + room) this.#grid.scrollTop = at * rowHeight - room;
    this.#grid.focus({ preventScroll: true });
    this.#paint();
  }

  #toggle({ row, isOpen }: ShownRow): void {
    if (isOpen === undefined) return;
    if (!this.#toggled.delete(row.key)) this.#toggled.add(row.key);
    this.#changed();
  }

  // ------ What a row can do

  #reveal({ row }: ShownRow, focus: boolean): void {
    const target =
      row.kind === "group"
        ? ({ kind: "group", groupId: row.id } as const)
        : ({ kind: "task", taskId: row.id } as const);
    this.#host.send({ kind: "reveal", target, focus });
  }

  #showLog(shown: ShownRow | undefined): void {
    const runId = this.#timeline?.runId;
    if (!shown || runId === undefined || !hasLog(shown)) return;
    const { id, mapIndex } = shown.row;
    this.#host.send({ kind: "showLog", runId, taskId: id, mapIndex });
  }

  #openMenu(shown: ShownRow, x: number, y: number): void {
    const { row, isOpen } = shown;
    const log = hasLog(shown) ? undefined : "It has not run, so there is no log.";
    openMenu(
      [
        { label: "Go to Source", key: "Enter", run: () => this.#reveal(shown, true) },
        ...(row.kind === "group"
          ? []
          : [
              {
                label: "Show Log",
                key: "Shift+Enter",
                disabled: log,
                run: () => this.#showLog(shown),
              },
            ]),
        ...(isOpen === undefined
          ? []
          : [
              {
                label: isOpen ? "Collapse" : "Expand",
                key: "Space",
                run: () => this.#toggle(shown),
              },
            ]),
        undefined,
        {
          label: row.kind === "group" ? "Copy Group ID" : "Copy Task ID",
          run: () => this.#host.send({ kind: "copy", text: row.id }),
        },
      ],
      x,
      y,
      row.label,
    );
  }
}

/** Where a moment lies in the column of bars. */
class Scale {
  readonly origin: number;
  readonly now: number;
  readonly perMs: number;
  readonly ticks: ReturnType<typeof ticksOf>;

  constructor(timeline: RunTimeline, width: number) {
    this.origin = timeline.startedAt;
    this.now = timeline.endedAt ?? Date.now();
    const span = Math.max(100, this.now - this.origin);
    this.perMs = width / span;
    this.ticks = ticksOf(span, width);
  }

  x(moment: number): number {
    return Math.max(0, moment - this.origin) * this.perMs;
  }
}

/** Bars of a row: one for each try with the wait between them, or one thin one over all that it holds. */
function barsOf({ row }: ShownRow, scale: Scale): HTMLElement[] {
  const bar = (kind: string, from: number, to: number): HTMLElement => {
    const made = element("span", { class: `bar ${kind}`, "aria-hidden": "true" });
    made.style.left = `${scale.x(from)}px`;
    made.style.width = `${Math.max(2, scale.x(to) - scale.x(from))}px`;
    return made;
  };
  if (row.tries.length === 0) {
    if (row.startedAt !== null)
      return [bar(`whole state-${row.state}`, row.startedAt, row.endedAt ?? scale.now)];
    return row.note === null
      ? []
      : [element("span", { class: "note", "aria-hidden": "true" }, [row.note])];
  }
  return row.tries.flatMap((one, at) => {
    const before = row.tries[at - 1]?.endedAt;
    const made = bar(`state-${one.state}`, one.startedAt, one.endedAt ?? scale.now);
    return before == null ? [made] : [bar("pause", before, one.startedAt), made];
  });
}

function stateIcon(state: string): SVGElement {
  const { areas, lines } = stateIcons[state] ?? stateIcons["removed"] ?? {};
  const path = (className: string, d: string): SVGElement => svg("path", { class: className, d });
  return svg("svg", { class: "state-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    ...(areas === undefined ? [] : [path("area", areas)]),
    ...(lines === undefined || state === "none" ? [] : [path("line", lines)]),
  ]);
}

function tookOf({ row }: ShownRow, now: number): string {
  return row.startedAt === null ? "" : durationText((row.endedAt ?? now) - row.startedAt);
}

function summaryOf({ startedAt, endedAt, path, pathMs, waitMs }: RunTimeline, now: number): string {
  const took = durationText((endedAt ?? now) - startedAt);
  const all = endedAt === null ? `Running for ${took}` : `Took ${took}`;
  if (path.length === 0) return all;
  const tasks = path.length === 1 ? "1 task" : `${path.length} tasks`;
  return `${all} · critical path: ${tasks}, ${durationText(pathMs)} of work, ${durationText(waitMs)} between`;
}

function pathOf({ path, rows }: RunTimeline): string {
  const names = new Map(
    rows.map(({ key, id, mapIndex }) => [key, mapIndex === null ? id : `${id}[${mapIndex}]`]),
  );
  return path.map((key) => names.get(key) ?? key).join(" → ");
}

function hasLog({ row }: ShownRow): boolean {
  return row.kind !== "group" && row.startedAt !== null;
}

function idOf({ row }: ShownRow): string {
  return `timeline ${row.key}`.replace(/\s/g, "-");
}

/** Changes the rows that differ, in place: a row that is taken away while the button is down is never clicked. */
function show(body: HTMLElement, links: Element, rows: readonly HTMLElement[]): void {
  if (body.firstElementChild !== links) body.prepend(links);
  for (const [at, row] of rows.entries()) {
    const before = body.children[at + 1];
    if (!before) body.append(row);
    else if (before.getAttribute("data-key") !== row.dataset["key"]) before.replaceWith(row);
    else if (!before.isEqualNode(row)) become(before, row);
  }
  while (body.children.length > rows.length + 1) body.lastElementChild?.remove();
}

function become(before: Element, row: Element): void {
  for (const name of before.getAttributeNames())
    if (!row.hasAttribute(name)) before.removeAttribute(name);
  for (const { name, value } of row.attributes) before.setAttribute(name, value);
  if (before.innerHTML !== row.innerHTML) before.replaceChildren(...row.childNodes);
}
