// The one place where everything of the panel meets. It stays one file because its parts share one state; each of them is its own.
import type { GraphDag } from "../model/dag/graphJson.ts";
import type { Direction } from "../model/layout/graph.ts";
import { viewOf, type ViewBox } from "../model/layout/view.ts";
import { measure } from "../model/layout/measure.ts";
import type {
  EarlierEnd,
  FromPanel,
  Handlers,
  PanelAction,
  PanelProblem,
  PanelRun,
  PanelSettings,
  PanelState,
  PanelTarget,
  RunChoice,
  ShowGraph,
  ToPanel,
} from "../protocol/graphPanel.ts";
import type * as BoxMenu from "./boxMenu.ts";
import { boxName } from "./boxName.ts";
import { Camera, type Rect, type Sight } from "./camera.ts";
import { element } from "./dom.ts";
import { isEmpty, noFilter, type Filter } from "./filter.ts";
import type * as Filtering from "./filtering.ts";
import type * as Exports from "./exports.ts";
import type { Finder } from "./finder.ts";
import { attachGestures } from "./gestures.ts";
import { HoverCard } from "./hoverCard.ts";
import { Layouts } from "./layouts.ts";
import { lookOf, plainLooks, type Looks } from "./looks.ts";
import type { Minimap } from "./minimap.ts";
import { Outline } from "./outline.ts";
import { levels, Painter } from "./painter.ts";
import { boxStates, instancesOf, isTicking, putInstance, type Instances } from "./runStates.ts";
import { sameShape } from "./sameShape.ts";
import { Scene } from "./scene.ts";
import { screenWidth } from "./screenWidth.ts";
import type { Supposed } from "./suppose.ts";
import { TimelineTab } from "./timelineTab.ts";
import { warmUp } from "./warmUp.ts";
import { iconButton, Toolbar } from "./toolbar.ts";
import { uiIcon } from "./uiIcons.ts";

/** Where the panel lives. */
export interface Host {
  send(message: FromPanel): void;
  keep(state: PanelState): void;
  readonly state: PanelState | null;
}

/** What happens to the sight when a picture comes: all of it is shown, or what is shown first; else what is looked at stays. */
type Refit = "whole" | "anew" | undefined;

/** So high on the screen is what stands in the corners below the picture. */
const foot = 36;

/** With more boxes than this the panel does not try both directions. */
const mayTurnBoxes = 400;

/** From this many tasks on, the outermost groups begin closed: a picture that can be taken in comes first. */
const manyTasks = 500;

/** The graph panel: a view of what the host sends, with its own sight, selection and folding. */
export class GraphView {
  readonly handlers: Handlers<ToPanel> = {
    graph: (message) => this.#showGraph(message),
    outdated: ({ reason }) => this.#showOutdated(reason),
    problems: ({ problems }) => this.#showProblems(problems),
    run: ({ run, runs }) => this.#showRun(run, runs),
    instances: ({ runId, state, changed }) => {
      if (this.#run?.runId !== runId) return;
      for (const instance of changed) putInstance(this.#instances, instance);
      const before = this.#run;
      this.#run = { ...before, state };
      this.#statesChanged(new Set(changed.map(({ taskId }) => taskId)));
      if (before.state !== state) this.#showToolbar();
    },
    cursor: ({ id, reveal }) => this.#showCursor(id, reveal),
    settings: ({ settings }) => this.#showSettings(settings),
    timeline: ({ timeline }) => this.#timeline.receive(timeline),
    earlier: ({ taskId, ends }) => {
      this.#earlier = { taskId, ends };
      this.#hover.update();
    },
    do: ({ action }) => this.#do(action),
  };

  readonly #host: Host;
  readonly #root: HTMLElement;
  readonly #viewport = element("div", { class: "viewport" });
  readonly #ring = element("div", { class: "ring", "aria-hidden": "true", hidden: "" });
  readonly #note = element("div", { class: "note-bar", role: "status", hidden: "" });
  readonly #empty = element("div", { class: "empty" });
  readonly #status = element("div", { class: "status" });
  readonly #camera = new Camera(() => this.#requestPaint());
  readonly #painter: Painter;
  readonly #layouts: Layouts;
  readonly #outline: Outline;
  #finder: Finder | undefined;
  readonly #corner = element("div", { class: "corner" }, [this.#zoomButtons()]);
  #minimap: Minimap | undefined;
  readonly #hover = new HoverCard();
  readonly #toolbar: Toolbar;
  readonly #timeline: TimelineTab;
  #frame = 0;
  #keeping = 0;
  #ticking = 0;
  #turning = 0;
  #following = false;
  #menu: typeof BoxMenu | undefined;

  #message: ShowGraph | undefined;
  #scene: Scene | undefined;
  /** How many DAGs were shown, one after the other. */
  #begun = 0;
  #fitted = false;
  /** The sight that the panel chose by itself: as long as it is the one there is, the panel goes on choosing. */
  #ownSight: Sight | undefined;
  /** Chosen by hand. */
  #chosen: Direction | null;
  #direction: Direction;
  #settings: PanelSettings = {
    direction: "auto",
    reducedMotion: false,
    canRun: false,
    reason: null,
  };
  readonly #collapsed: Set<string>;
  readonly #opened: Set<string>;
  #filter: Filter = noFilter;
  #filtering: typeof Filtering | undefined;
  #problems: readonly PanelProblem[] = [];
  #run: PanelRun | null = null;
  #runs: readonly RunChoice[] = [];
  #instances: Instances = new Map();
  #supposed: Supposed | undefined;
  #outdated: string | null = null;
  #said: string | undefined;
  #saying = 0;
  #looks: Looks = plainLooks;
  #selected: string | undefined;
  #focused: number | undefined;
  /** What the pointer chose has the keyboard from then on, and stays where it is. */
  #isPointing = false;
  #pointed: number | undefined;
  /** What the host told of the task whose card was asked for last. */
  #earlier: { readonly taskId: string; readonly ends: readonly EarlierEnd[] } | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.#host = host;
    this.#root = root;
    this.#direction = host.state?.direction ?? "LR";
    this.#chosen = host.state?.turned === true ? this.#direction : null;
    this.#collapsed = new Set(host.state?.collapsed);
    this.#opened = new Set(host.state?.opened);
    this.#layouts = new Layouts((message) => {
      host.send({ kind: "failed", message });
      setTimeout(() => this.#showToolbar());
    });
    this.#painter = new Painter(this.#camera, () => screenWidth(fontFamily()));
    this.#outline = new Outline({
      focused: (box) => this.#focus(box),
      blurred: () => this.#focus(undefined),
      nameOf: (box) => this.#nameOf(box),
      activated: (box) => this.#reveal(box, true),
      pressed: (box, event) => this.#pressed(box, event),
    });
    this.#toolbar = new Toolbar({
      pickDag: (dagId) => host.send({ kind: "pickDag", dagId }),
      pickRun: (runId) => host.send({ kind: "pickRun", runId }),
      runOrCancel: () => this.#runOrCancel(),
      search: () => void this.#find(),
      filter: (anchor) => this.#openFilter(anchor),
      fit: () => this.#fit(),
      collapseAll: () => this.#setAll(true),
      expandAll: () => this.#setAll(false),
      turn: () => this.#turn(),
      more: (anchor) => {
        const { left, bottom } = anchor.getBoundingClientRect();
        void this.#openMenu(undefined, left, bottom + 4);
      },
    });
    this.#timeline = new TimelineTab(root, {
      send: (message) => host.send(message),
      changed: () => {
        this.#showToolbar();
        this.#keepSoon();
      },
    });
    this.#toolbar.add(this.#timeline.tabs);
    this.#viewport.append(...this.#painter.nodes, this.#outline.node, this.#ring);
    root.append(
      this.#toolbar.node,
      element("div", { class: "stage" }, [
        this.#viewport,
        this.#note,
        this.#empty,
        this.#corner,
        this.#status,
      ]),
      this.#timeline.node,
      this.#hover.node,
    );
    this.#empty.hidden = true;
    attachGestures(this.#viewport, this.#camera, {
      clicked: (x, y) => this.#clicked(x, y),
      doubleClicked: (x, y) => this.#doubleClicked(x, y),
      hovered: (x, y) => this.#hovered(x, y),
      left: () => this.#pointAt(undefined, undefined),
      menu: (x, y) => this.#openMenuAt(x, y),
      moved: () => this.#hover.hide(),
    });
    root.addEventListener("keydown", (event) => this.#globalKey(event));
    new ResizeObserver(() => this.#resized()).observe(this.#viewport);
    new MutationObserver(() => {
      this.#painter.retint();
      this.#lookChanged();
    }).observe(document.body, {
      attributes: true,
      attributeFilter: ["class", "data-vscode-theme-id"],
    });
    this.#resized();
    this.#showToolbar();
    this.#timeline.show(host.state?.tab === "timeline");
    setTimeout(() => {
      // There before the first key that is meant for them.
      void import("./boxMenu.ts").then((menu) => (this.#menu = menu));
      void this.#loadFinder();
      void import("./minimap.ts").then((part) => {
        this.#minimap = new part.Minimap(this.#camera);
        this.#corner.prepend(this.#minimap.node);
        this.#followSoon();
      });
      if (!this.#message) this.#painter.practise(warmUp(fontFamily()));
    });
  }

  // ------ What the host sends

  #showGraph(message: ShowGraph): void {
    const before = this.#message;
    const isOther = !before || isAnother(before, message);
    this.#message = message;
    this.#root.classList.toggle("compared", message.comparedWith !== null);
    this.#showNote();
    const { dag } = message;
    this.#empty.hidden = !!dag?.tasks.length;
    this.#empty.textContent = `No ${dag ? "task in this DAG" : "DAG in this file"} yet.`;
    this.#viewport.hidden = dag === null;
    if (!dag) {
      this.#showToolbar();
      return;
    }
    if (isOther) this.#beginDag(dag);
    if (!isOther && this.#scene && before.dag && sameShape(before.dag, dag)) {
      this.#showToolbar();
      this.#outline.entitle(titleOf(dag));
      this.#host.send({ kind: "painted", version: message.version });
      return;
    }
    this.#layOut(isOther ? "nothing" : "places");
  }

  /** Another DAG is shown: what was chosen for the last one is forgotten, unless it is the one that was kept. */
  #beginDag(dag: GraphDag): void {
    const { state } = this.#host;
    const isKept =
      this.#begun === 0 && state?.file === this.#message?.file && state?.dagId === dag.dagId;
    this.#begun++;
    this.#filter = noFilter;
    this.#supposed = undefined;
    this.#selected = undefined;
    this.#fitted = false;
    if (isKept) {
      if (state.view) {
        this.#camera.set(state.view);
        this.#fitted = true;
      }
      return;
    }
    this.#collapsed.clear();
    this.#opened.clear();
    if (dag.tasks.length > manyTasks)
      for (const group of dag.groups) if (group.parent === null) this.#collapsed.add(group.groupId);
  }

  #showOutdated(reason: string | null): void {
    this.#outdated = reason;
    this.#root.classList.toggle("outdated", reason !== null);
    this.#showNote();
  }

  #showProblems(problems: readonly PanelProblem[]): void {
    this.#problems = problems;
    const byId = new Map<string, PanelProblem>();
    const cycle = new Set<string>();
    for (const problem of problems) {
      for (const id of problem.ids) {
        const known = byId.get(id);
        if (!known || rankOf(problem) < rankOf(known)) byId.set(id, problem);
      }
      for (const { from, to } of problem.edges) cycle.add(`${from}\n${to}`);
    }
    this.#look({ problems: byId, cycle });
  }

  #showRun(run: PanelRun | null, runs: readonly RunChoice[]): void {
    this.#run = run;
    this.#runs = runs;
    this.#instances = instancesOf(run);
    this.#statesChanged();
    this.#showToolbar();
  }

  /** Without `changed` all of them may have. */
  #statesChanged(changed?: ReadonlySet<string>): void {
    const before = changed && { states: this.#looks.states, changed };
    const states = this.#supposed?.states ?? boxStates(this.#instances, Date.now(), before);
    this.#look({ states });
    if (this.#filter.state !== null) this.#layOut("places");
    clearTimeout(this.#ticking);
    if (!this.#supposed && isTicking(this.#instances))
      this.#ticking = window.setTimeout(() => this.#statesChanged(new Set()), 1000);
  }

  #showCursor(id: string | null, reveal: boolean): void {
    this.#look({ cursor: id ?? undefined });
    if (id !== null && reveal && !this.#viewport.contains(document.activeElement))
      this.#goTo(id, false);
  }

  #showSettings(settings: PanelSettings): void {
    const before = this.#direction;
    this.#settings = settings;
    if (this.#chosen === null && settings.direction !== "auto")
      this.#direction = settings.direction;
    if (before !== this.#direction && this.#scene) this.#layOut("places", undefined, "whole");
    this.#showToolbar();
  }

  #do(action: PanelAction): void {
    switch (action) {
      case "fit":
        this.#fit();
        break;
      case "search":
        void this.#find();
        break;
      case "collapseAll":
        this.#setAll(true);
        break;
      case "expandAll":
        this.#setAll(false);
        break;
      case "exportSvg":
        this.#export("svg", "theme");
        break;
      case "exportPng":
        this.#export("png", "theme");
        break;
      case "graph":
      case "timeline":
        this.#timeline.show(action === "timeline");
        break;
      case "focus":
        this.#outline.focus(this.#outline.current, true);
        break;
    }
  }

  // ------ Layout

  /** Lays out what is to be seen. `hold` is the box that stays where it is on the screen; by default what is being looked at. */
  #layOut(keep: "places" | "order" | "nothing", hold?: string, refit?: Refit): void {
    const dag = this.#message?.dag;
    if (!dag) return;
    const only = this.#filtering?.tasksOf(
      dag,
      this.#filter,
      (id) => this.#instances.get(id)?.[0]?.state ?? undefined,
    );
    const view = viewOf(dag, { collapsed: this.#collapsed, unfolded: this.#opened, only });
    const ask = (direction: Direction, arrived: (scene: Scene) => void): void => {
      const graph = measure(view, direction, screenWidth(fontFamily()));
      this.#layouts.ask({ of: this.#begun, graph, keep }, (picture) =>
        arrived(new Scene(view, picture)),
      );
    };
    const direction = this.#direction;
    const isFree =
      this.#mayTurn && (refit !== undefined || !this.#fitted) && view.boxes.length <= mayTurnBoxes;
    ask(direction, (scene) => {
      if (!isFree || this.#scaleOf(scene) > 0.9) this.#arrive(scene, hold, refit);
      else
        ask(turned(direction), (other) => {
          // Only what can be read clearly better is worth turning for.
          const isBetter = this.#scaleOf(other) > 1.2 * this.#scaleOf(scene);
          if (isBetter) this.#direction = turned(direction);
          this.#arrive(isBetter ? other : scene, hold, refit);
        });
    });
  }

  #arrive(scene: Scene, hold: string | undefined, refit: Refit): void {
    const before = this.#scene;
    const isOwn = this.#isOwnSight;
    const held = before && this.#held(before, scene, hold);
    const sawAll = before && this.#seesAll(before);
    this.#scene = scene;
    this.#focused = undefined;
    this.#painter.show(scene);
    if (!before && this.#fitted) this.#moveToAnchor(scene);
    if (!this.#fitted || refit === "anew") this.#begin(scene);
    else if (refit === "whole") this.#fit(false);
    else if (before && held) {
      const from = before.rect(held.before);
      const to = scene.rect(held.after);
      const { x, y, scale } = this.#camera.sight;
      if (this.#camera.sight.scale >= levels.elements)
        this.#root.classList.toggle("moving", !this.#isStill());
      this.#camera.set({ x: x + to.x - from.x, y: y + to.y - from.y, scale });
      if (isOwn) this.#ownSight = this.#camera.sight;
      window.setTimeout(() => this.#root.classList.remove("moving"), 220);
      // Who saw everything wants to go on seeing everything.
      if (sawAll && !this.#seesAll(scene) && hold === undefined) this.#fit();
    }
    if (!this.#seesAnything(scene)) this.#begin(scene);
    this.#fitted = true;
    this.#finder?.show(scene.view);
    this.#pointed = undefined;
    this.#lookChanged();
    // With the picture, not before it: a frame more would be one that the picture waits for.
    this.#showToolbar();
    this.#showStatus();
    // At once: the time until the next frame is better spent painting than waiting.
    this.#paint();
    const { version } = this.#message ?? { version: 0 };
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#host.send({ kind: "painted", version });
        this.#followSoon();
      }),
    );
    this.#keepSoon();
  }

  /** The first picture after the panel was hidden was not laid out as the last one before: what was looked at comes back to its place. */
  #moveToAnchor(scene: Scene): void {
    const anchor = this.#host.state?.anchor;
    const box = anchor ? scene.boxNamed(anchor.id) : undefined;
    if (!anchor || box === undefined) return;
    const rect = scene.rect(box);
    const { x, y, scale } = this.#camera.sight;
    this.#camera.set({ x: x + rect.x - anchor.x, y: y + rect.y - anchor.y, scale });
  }

  /** What is looked at and where it is, to find the place again in another picture. */
  #anchor(): NonNullable<PanelState["anchor"]> | null {
    const scene = this.#scene;
    const box = scene && this.#held(scene, scene, undefined)?.after;
    if (!scene || box === undefined) return null;
    const id = scene.box(box)?.id;
    const { x, y } = scene.rect(box);
    return id === undefined ? null : { id, x, y };
  }

  /** A kept sight may be of a picture that was larger, or of a larger window. */
  #seesAnything(scene: Scene): boolean {
    return scene.view.boxes.length === 0 || scene.hasBoxIn(this.#camera.seen);
  }

  #seesAll(scene: Scene): boolean {
    const { seen } = this.#camera;
    const { width, height } = scene.picture;
    // The margin of the picture need not be seen.
    return (
      seen.x <= 24 &&
      seen.y <= 24 &&
      seen.x + seen.width >= width - 24 &&
      seen.y + seen.height >= height - 24
    );
  }

  /** The box that stays: the one named, else that of the text cursor, the selected one, or what is nearest to the middle of the screen. */
  #held(
    before: Scene,
    after: Scene,
    hold: string | undefined,
  ): { before: number; after: number } | undefined {
    const { seen } = this.#camera;
    const find = (id: string | undefined): { before: number; after: number } | undefined => {
      const a = id === undefined ? undefined : before.boxNamed(id);
      const b = id === undefined ? undefined : after.boxNamed(id);
      return a === undefined || b === undefined ? undefined : { before: a, after: b };
    };
    const named = find(hold);
    if (named) return named;
    for (const id of [this.#looks.cursor, this.#selected]) {
      const found = find(id);
      if (found && overlaps(before.rect(found.before), seen)) return found;
    }
    const nearest = before.nearest(
      seen.x + seen.width / 2,
      seen.y + seen.height / 2,
      (index) => find(before.box(index)?.id) !== undefined,
    );
    const found = nearest === undefined ? undefined : find(before.box(nearest)?.id);
    return found && overlaps(before.rect(found.before), seen) ? found : undefined;
  }

  #toggle(box: number): void {
    const viewBox = this.#scene?.box(box);
    if (!viewBox) return;
    if (viewBox.kind === "group") {
      if (this.#collapsed.delete(viewBox.id)) this.#opened.add(viewBox.id);
      else {
        this.#collapsed.add(viewBox.id);
        this.#opened.delete(viewBox.id);
      }
    } else if (viewBox.kind === "fold") this.#opened.add(viewBox.id);
    else return;
    this.#layOut("order", viewBox.id);
  }

  #setAll(collapsed: boolean): void {
    const dag = this.#message?.dag;
    if (!dag) return;
    this.#collapsed.clear();
    this.#opened.clear();
    for (const { groupId } of dag.groups) (collapsed ? this.#collapsed : this.#opened).add(groupId);
    this.#layOut("nothing", undefined, "whole");
  }

  #turn(): void {
    this.#chosen = this.#direction = turned(this.#direction);
    this.#showToolbar();
    this.#layOut("places", undefined, "whole");
  }

  // ------ Sight

  #resized(): void {
    const { width, height } = this.#viewport.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const isOwn = this.#isOwnSight;
    this.#camera.size = { width, height };
    if (this.#scene && isOwn) {
      this.#begin(this.#scene);
      clearTimeout(this.#turning);
      if (this.#mayTurn)
        this.#turning = window.setTimeout(() => this.#layOut("places", undefined, "anew"), 200);
    }
    this.#requestPaint();
  }

  get #isOwnSight(): boolean {
    return this.#camera.sight === this.#ownSight;
  }

  /** Whether the panel itself finds out which direction can be read better. */
  get #mayTurn(): boolean {
    return this.#chosen === null && this.#settings.direction === "auto";
  }

  /** The scale at which all of a picture is in sight. */
  #scaleOf(scene: Scene): number {
    return this.#whole(scene).scale;
  }

  /** The sight of all of a picture, above what stands in the corners below it. */
  #whole({ picture: { width, height } }: Scene): Sight {
    const fitting = (below: number): Sight =>
      this.#camera.fitting({ x: 0, y: 0, width, height: height + below }, 1, 0);
    const sight = fitting(0);
    const free = this.#camera.size.height - height * sight.scale;
    return free < 2 * foot ? fitting(foot / sight.scale) : sight;
  }

  /** The first sight of a picture: all of it if that can be read, else its beginning at a size that can. */
  #begin(scene: Scene): void {
    const { width, height } = scene.picture;
    const whole = this.#whole(scene);
    if (whole.scale >= 0.5) {
      this.#choose(whole, true);
      return;
    }
    const { size } = this.#camera;
    const isWide = scene.picture.direction === "LR";
    const first = scene.rect(firstBox(scene));
    const scale = Math.min(1, Math.max(0.7, isWide ? size.height / height : size.width / width));
    const middle = centred(first, size, scale);
    const keep = (at: number, room: number, length: number): number =>
      room / scale >= length
        ? (length - room / scale) / 2
        : Math.max(0, Math.min(at, length - room / scale));
    const beginning = {
      x: isWide ? 0 : keep(middle.x, size.width, width),
      y: isWide ? keep(middle.y, size.height, height) : 0,
      scale,
    };
    this.#choose(beginning, true);
  }

  /** A sight of the panel's own choice. */
  #choose(sight: Sight, still: boolean): void {
    this.#ownSight = sight;
    this.#camera.glide(sight, still);
  }

  #fit(glide = true): void {
    const scene = this.#scene;
    if (!scene) return;
    this.#choose(this.#whole(scene), !glide || this.#isStill());
    this.#keepSoon();
  }

  /** Shows a task or group, opening what is around it if need be. */
  #goTo(id: string, glide = true): void {
    const scene = this.#scene;
    const dag = this.#message?.dag;
    if (!scene || !dag) return;
    const shown = scene.boxNamed(id);
    if (shown === undefined) {
      if (!this.#openAround(dag, id)) return;
      this.#selected = id;
      this.#layOut("order", scene.box(scene.view.boxOf.get(id) ?? -1)?.id);
      return;
    }
    this.#selected = id;
    this.#outline.focus(shown, false);
    this.#bringIntoSight(scene.rect(shown), glide);
    this.#requestPaint();
  }

  #openAround(dag: GraphDag, id: string): boolean {
    const parents = new Map(dag.groups.map(({ groupId, parent }) => [groupId, parent]));
    const task = dag.tasks.find(({ taskId }) => taskId === id);
    let changed = false;
    let up = task ? task.group : (parents.get(id) ?? null);
    for (let depth = 0; up !== null && depth <= dag.groups.length; depth++) {
      if (this.#collapsed.delete(up)) changed = true;
      up = parents.get(up) ?? null;
    }
    const box = this.#scene?.box(this.#scene.view.boxOf.get(id) ?? -1);
    if (box?.kind === "fold") {
      this.#opened.add(box.id);
      changed = true;
    }
    return changed;
  }

  /** Moves just as far as needed. Only what could not be read is also brought nearer. */
  #bringIntoSight(rect: Rect, glide: boolean): void {
    const { sight, size } = this.#camera;
    const still = !glide || this.#isStill();
    if (sight.scale < 0.4) {
      this.#camera.glide(centred(rect, size, 0.75), still);
      return;
    }
    const margin = 32 / sight.scale;
    const shift = (at: number, length: number, from: number, room: number): number => {
      if (at - margin < from || length + 2 * margin > room) return at - margin - from;
      return Math.max(0, at + length + margin - from - room);
    };
    const room = { width: size.width / sight.scale, height: size.height / sight.scale };
    const isInside = (at: number, length: number, from: number, all: number): boolean =>
      at >= from && at + length <= from + all;
    const dx = isInside(rect.x, rect.width, sight.x, room.width)
      ? 0
      : shift(rect.x, rect.width, sight.x, room.width);
    const dy = isInside(rect.y, rect.height, sight.y, room.height)
      ? 0
      : shift(rect.y, rect.height, sight.y, room.height);
    if (dx === 0 && dy === 0) return;
    this.#camera.glide({ x: sight.x + dx, y: sight.y + dy, scale: sight.scale }, still);
    this.#keepSoon();
  }

  #isStill(): boolean {
    return this.#settings.reducedMotion || matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  #requestPaint(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#painter.paint();
    this.#outline.follow(this.#camera.sight);
    this.#minimap?.follow();
    this.#placeRing();
    this.#keepSoon();
  }

  /** The frame around what the keyboard is on, else around what is selected; always as thick, however far the picture is. */
  #placeRing(): void {
    const scene = this.#scene;
    const box = this.#focused ?? this.#boxShowing(this.#selected);
    this.#ring.hidden = !scene || box === undefined;
    if (!scene || box === undefined) return;
    const { x, y, width, height } = this.#onScreen(scene.rect(box));
    this.#ring.classList.toggle("focus", this.#focused !== undefined);
    const { style } = this.#ring;
    style.transform = `translate(${x - 3}px, ${y - 3}px)`;
    style.width = `${width + 6}px`;
    style.height = `${height + 6}px`;
  }

  #onScreen(rect: Rect): Rect {
    const { x, y, scale } = this.#camera.sight;
    return {
      x: (rect.x - x) * scale,
      y: (rect.y - y) * scale,
      width: rect.width * scale,
      height: rect.height * scale,
    };
  }

  #boxShowing(id: string | undefined): number | undefined {
    const box = id === undefined ? undefined : this.#scene?.view.boxOf.get(id);
    return box !== undefined && box >= 0 ? box : undefined;
  }

  // ------ Pointer and keyboard

  #toPicture(x: number, y: number): [number, number] {
    const { sight } = this.#camera;
    return [sight.x + x / sight.scale, sight.y + y / sight.scale];
  }

  #clicked(x: number, y: number): void {
    const scene = this.#scene;
    if (!scene) return;
    const [px, py] = this.#toPicture(x, y);
    const badge = this.#problemAt(px, py);
    if (badge) {
      this.#host.send({ kind: "openProblem", index: badge.index });
      return;
    }
    const box = scene.boxAt(px, py);
    const viewBox = box === undefined ? undefined : scene.box(box);
    if (box !== undefined && viewBox && !(scene.isOpenGroup(box) && this.#isBelowTitle(box, py))) {
      this.#select(box);
      if (viewBox.kind === "fold" || this.#isOnChevron(box, px, py)) this.#toggle(box);
      else this.#reveal(box, false);
      return;
    }
    const edge = scene.edgeAt(px, py, 6 / this.#camera.sight.scale);
    if (edge !== undefined) {
      const first = scene.view.dag.edges[scene.edge(edge)?.edges[0] ?? -1];
      if (first)
        this.#host.send({
          kind: "reveal",
          target: { kind: "edge", from: first.from, to: first.to },
          focus: false,
        });
      return;
    }
    this.#selected = undefined;
    this.#requestPaint();
  }

  #isBelowTitle(box: number, y: number): boolean {
    const rect = this.#scene?.rect(box);
    return rect !== undefined && y - rect.y > 32;
  }

  #isOnChevron(box: number, x: number, y: number): boolean {
    const scene = this.#scene;
    const rect = scene?.rect(box);
    if (scene?.box(box)?.kind !== "group" || !rect) return false;
    return x - rect.x < 34 && (y - rect.y < 34 || !scene.isOpenGroup(box));
  }

  #problemAt(x: number, y: number): PanelProblem | undefined {
    const scene = this.#scene;
    if (!scene || this.#looks.problems.size === 0) return undefined;
    let found: PanelProblem | undefined;
    scene.boxes.visit({ x: x - 16, y: y - 16, width: 32, height: 32 }, (index) => {
      const box = scene.box(index);
      const rect = scene.rect(index);
      if (!box || Math.hypot(x - rect.x - rect.width, y - rect.y) > 11) return;
      found = lookOf(box, this.#looks).problem ?? found;
    });
    return found;
  }

  #doubleClicked(x: number, y: number): void {
    const scene = this.#scene;
    const box = scene?.boxAt(...this.#toPicture(x, y));
    const viewBox = box === undefined ? undefined : scene?.box(box);
    if (!scene || box === undefined || !viewBox) return;
    if (viewBox.kind === "task") {
      if (!this.#showLog(viewBox.id)) this.#reveal(box, true);
    } else if (viewBox.kind === "neighbour" && viewBox.neighbour.kind === "dag")
      this.#host.send({ kind: "openDag", dagId: viewBox.neighbour.name });
    else if (!scene.isOpenGroup(box) && viewBox.kind === "group") this.#toggle(box);
  }

  #hovered(x: number, y: number): void {
    const scene = this.#scene;
    if (!scene) return;
    const [px, py] = this.#toPicture(x, y);
    const box = scene.boxAt(px, py);
    const isBody = box === undefined || (scene.isOpenGroup(box) && this.#isBelowTitle(box, py));
    const edge = isBody ? scene.edgeAt(px, py, 6 / this.#camera.sight.scale) : undefined;
    this.#viewport.classList.toggle("over", !isBody || edge !== undefined);
    this.#pointAt(isBody ? undefined : box, edge);
  }

  #pointAt(box: number | undefined, edge: number | undefined): void {
    const scene = this.#scene;
    if (box !== this.#pointed || box === undefined) this.#hover.hide();
    if (box !== undefined && box !== this.#pointed) this.#offerCard(box);
    this.#pointed = box;
    const lit = new Set<number>();
    if (edge !== undefined) lit.add(edge);
    const around = box ?? (edge === undefined ? this.#focused : undefined);
    if (scene && around !== undefined && !scene.isOpenGroup(around)) {
      for (const index of scene.inputs(around)) lit.add(index);
      for (const index of scene.outputs(around)) lit.add(index);
    }
    if (!sameSet(lit, this.#looks.lit)) this.#look({ lit });
  }

  #offerCard(box: number): void {
    const id = this.#scene?.box(box)?.id;
    let isAsked = false;
    this.#hover.offer(
      () => {
        const scene = this.#scene;
        const viewBox = scene?.box(box);
        const dag = this.#message?.dag;
        if (!scene || !viewBox || !dag || this.#camera.sight.scale < 0.1) return undefined;
        // The title of an open group says all there is, unless somebody wrote more or something is wrong.
        const isPlain = !this.#problems.some(({ ids }) => ids.includes(viewBox.id));
        if (scene.isOpenGroup(box) && isPlain) return undefined;
        if (!isAsked && viewBox.kind === "task" && this.#runs.length > 0)
          this.#host.send({ kind: "askEarlier", taskId: viewBox.id });
        isAsked = true;
        return {
          dag,
          box: viewBox,
          instances: this.#instances.get(viewBox.id) ?? [],
          problems: this.#problems.filter(({ ids }) => ids.includes(viewBox.id)),
          upstream: scene.inputs(box).length,
          downstream: scene.outputs(box).length,
          earlier: this.#earlier?.taskId === id ? this.#earlier?.ends : undefined,
        };
      },
      () => {
        const scene = this.#scene;
        if (!scene) return undefined;
        const { left, top } = this.#viewport.getBoundingClientRect();
        const rect = this.#onScreen(scene.rect(box));
        const height = scene.isOpenGroup(box) ? 32 * this.#camera.sight.scale : rect.height;
        return { x: rect.x + left, y: rect.y + top, width: rect.width, height };
      },
    );
  }

  #focus(box: number | undefined): void {
    const scene = this.#scene;
    this.#focused = box;
    if (scene && box !== undefined) {
      this.#selected = scene.box(box)?.id;
      if (this.#isPointing) return;
      this.#bringIntoSight(
        scene.isOpenGroup(box) ? { ...scene.rect(box), height: 60, width: 200 } : scene.rect(box),
        true,
      );
    }
    this.#pointAt(undefined, undefined);
    this.#requestPaint();
  }

  #pressed(box: number, event: KeyboardEvent): boolean {
    const viewBox = this.#scene?.box(box);
    if (!viewBox) return false;
    switch (event.key) {
      case "Enter":
        if (event.shiftKey && this.#showLog(viewBox.id)) return true;
        this.#reveal(box, true);
        return true;
      case " ":
        if (viewBox.kind === "task") this.#reveal(box, false);
        else this.#toggle(box);
        return true;
      case "ContextMenu":
        this.#openBoxMenuFrom(box);
        return true;
      case "F10":
        if (!event.shiftKey) return false;
        this.#openBoxMenuFrom(box);
        return true;
      default:
        return false;
    }
  }

  #globalKey(event: KeyboardEvent): void {
    if (this.#timeline.isShown) return;
    const isTyping =
      event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") void this.#find();
    else if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "Escape") this.#escape();
    else if (event.key === "+" || event.key === "=") this.#zoom(1.25);
    else if (event.key === "-") this.#zoom(0.8);
    else if (event.key === "0") this.#fit();
    else return;
    event.preventDefault();
  }

  #escape(): void {
    if (this.#finder?.isOpen) this.#finder.close();
    else if (this.#supposed) void this.#suppose(undefined);
    else if (!isEmpty(this.#filter)) void this.#setFilter(noFilter);
    else this.#selected = undefined;
    this.#hover.hide();
    this.#requestPaint();
  }

  async #find(): Promise<void> {
    (this.#finder ?? (await this.#loadFinder())).open();
  }

  async #loadFinder(): Promise<Finder> {
    const part = await import("./finder.ts");
    if (this.#finder) return this.#finder;
    const finder = new part.Finder({
      found: (hits) => this.#look({ hits }),
      goTo: (id) => this.#goTo(id, false),
      closed: () =>
        this.#outline.focus(this.#boxShowing(this.#selected) ?? this.#outline.current, true),
    });
    this.#finder = finder;
    this.#viewport.after(finder.node);
    if (this.#scene) finder.show(this.#scene.view);
    return finder;
  }

  #zoom(factor: number): void {
    const { width, height } = this.#camera.size;
    this.#camera.zoomAt(factor, width / 2, height / 2);
  }

  // ------ Actions

  #select(box: number): void {
    this.#selected = this.#scene?.box(box)?.id;
    this.#isPointing = true;
    this.#outline.focus(box, true);
    this.#isPointing = false;
    this.#requestPaint();
    this.#keepSoon();
  }

  #reveal(box: number, focus: boolean): void {
    const viewBox = this.#scene?.box(box);
    if (!viewBox) return;
    this.#host.send({ kind: "reveal", target: targetOf(viewBox), focus });
  }

  /** Opens the log of a task's last try, if there is one. */
  #showLog(taskId: string): boolean {
    const [own] = this.#instances.get(taskId) ?? [];
    if (!this.#run || own?.startedAt == null) return false;
    this.#host.send({ kind: "showLog", runId: this.#run.runId, taskId, mapIndex: own.mapIndex });
    return true;
  }

  #runOrCancel(): void {
    const run = this.#run;
    if (run && (run.state === "running" || run.state === "queued"))
      this.#host.send({ kind: "cancelRun", runId: run.runId });
    else this.#host.send({ kind: "run", scope: "dag", taskId: null, debug: false });
  }

  async #setFilter(filter: Filter): Promise<void> {
    this.#filtering ??= await import("./filtering.ts");
    this.#filter = filter;
    this.#showToolbar();
    this.#showNote();
    this.#layOut("nothing", undefined, "whole");
  }

  #openFilter(anchor: HTMLElement): void {
    const dag = this.#message?.dag;
    if (!dag) return;
    const states = new Set<string>();
    for (const [own] of this.#instances.values()) if (own?.state) states.add(own.state);
    const filter =
      this.#filter.of === null && this.#selected !== undefined
        ? { ...this.#filter, of: this.#selected }
        : this.#filter;
    void import("./filterForm.ts").then(({ openFilterForm }) =>
      openFilterForm(anchor, dag, filter, [...states], (next) => void this.#setFilter(next)),
    );
  }

  /** Paints how all would end if this task failed; undefined goes back to the run. */
  async #suppose(taskId: string | undefined): Promise<void> {
    const dag = this.#message?.dag;
    if (!dag) return;
    this.#supposed =
      taskId === undefined ? undefined : (await import("./suppose.ts")).suppose(dag, taskId);
    this.#statesChanged();
    this.#showNote();
  }

  #export(format: "svg" | "png" | "mermaid" | "dot", colours: "theme" | "print"): void {
    void this.#withExports(({ exportAs }, from) => exportAs(from, format, colours));
  }

  /** Puts the picture on the clipboard, to be pasted into a chat or a document. */
  #copyImage(): void {
    void this.#withExports(({ copyImage }, from) => copyImage(from));
  }

  async #withExports(
    use: (exports: typeof Exports, from: Exports.Exported) => Promise<void>,
  ): Promise<void> {
    const scene = this.#scene;
    if (!scene) return;
    try {
      await use(await import("./exports.ts"), {
        scene,
        states: this.#looks.states,
        textWidth: screenWidth(fontFamily()),
        send: (message) => this.#host.send(message),
        say: (text) => this.#say(text),
      });
    } catch (error) {
      this.#say("The picture could not be made.");
      const message = `The picture could not be made: ${String(error)}`;
      this.#host.send({ kind: "failed", message });
    }
  }

  /** Says for a moment what was done. */
  #say(text: string): void {
    this.#said = text;
    this.#showNote();
    clearTimeout(this.#saying);
    this.#saying = window.setTimeout(() => {
      this.#said = undefined;
      this.#showNote();
    }, 3000);
  }

  // ------ Menus

  #menuActions(): BoxMenu.MenuActions {
    return {
      send: (message) => this.#host.send(message),
      canRun: this.#settings.canRun,
      whyNot: this.#settings.reason,
      isRunning: this.#run?.state === "running" || this.#run?.state === "queued",
      direction: this.#direction,
      hasLog: (taskId) => this.#run !== null && this.#instances.get(taskId)?.[0]?.startedAt != null,
      showLog: (taskId) => void this.#showLog(taskId),
      reveal: (box) => this.#reveal(box, true),
      toggle: (box) => this.#toggle(box),
      zoomTo: (box) => this.#zoomTo(box),
      filter: (relation, taskId) => void this.#setFilter({ ...noFilter, relation, of: taskId }),
      onlyGroup: (groupId) => void this.#setFilter({ ...noFilter, group: groupId }),
      suppose: (taskId) => void this.#suppose(taskId),
      fit: () => this.#fit(),
      setAll: (collapsed) => this.#setAll(collapsed),
      turn: () => this.#turn(),
      layOutAnew: () => this.#layOut("nothing", undefined, "whole"),
      export: (format, colours) => this.#export(format, colours),
      copyImage: () => this.#copyImage(),
      compare: (revision) => this.#host.send({ kind: "compare", with: revision }),
      isCompared: this.#message?.comparedWith !== null,
      showLegend: () =>
        void import("./legend.ts").then(({ legend }) => this.#viewport.after(legend())),
    };
  }

  #openMenuAt(clientX: number, clientY: number): void {
    const scene = this.#scene;
    if (!scene) return;
    const { left, top } = this.#viewport.getBoundingClientRect();
    const [px, py] = this.#toPicture(clientX - left, clientY - top);
    const box = scene.boxAt(px, py);
    this.#hover.hide();
    if (box !== undefined) this.#select(box);
    void this.#openMenu(box, clientX, clientY);
  }

  #openBoxMenuFrom(box: number): void {
    const scene = this.#scene;
    if (!scene) return;
    const { left, top } = this.#viewport.getBoundingClientRect();
    const rect = this.#onScreen(scene.rect(box));
    void this.#openMenu(box, left + rect.x + 16, top + rect.y + Math.min(rect.height, 40));
  }

  async #openMenu(index: number | undefined, x: number, y: number): Promise<void> {
    const of = index === undefined ? undefined : this.#scene?.box(index);
    const box = of && index !== undefined ? { of, index } : undefined;
    const { openGraphMenu } = this.#menu ?? (await import("./boxMenu.ts"));
    openGraphMenu(box, this.#menuActions(), x, y);
  }

  #zoomTo(box: number): void {
    const rect = this.#scene?.rect(box);
    if (rect) this.#camera.glide(this.#camera.fitting(rect, 1.5, 40), this.#isStill());
  }

  // ------ What is around the picture

  #look(part: Partial<Looks>): void {
    this.#looks = { ...this.#looks, ...part };
    this.#lookChanged();
    const onlyLit = Object.keys(part).every((key) => key === "lit");
    if (!onlyLit) this.#followSoon();
  }

  /**
   * The outline, which is not seen, and the small map follow a little after the picture, once for all that changes until then;
   * at once where the keyboard is in the outline.
   */
  #followSoon(): void {
    if (this.#following) return;
    this.#following = true;
    window.setTimeout(
      () => {
        this.#following = false;
        const scene = this.#scene;
        if (!scene) return;
        this.#outline.show(scene, titleOf(scene.view.dag));
        this.#minimap?.show(scene, this.#looks);
        this.#requestPaint();
      },
      this.#outline.hasFocus ? 0 : 40,
    );
  }

  #lookChanged(): void {
    this.#painter.look(this.#looks);
    this.#requestPaint();
  }

  #nameOf(box: number): string {
    const scene = this.#scene;
    const viewBox = scene?.box(box);
    return scene && viewBox ? boxName(scene, box, lookOf(viewBox, this.#looks)) : "";
  }

  #showToolbar(): void {
    const dag = this.#message?.dag ?? null;
    this.#toolbar.show({
      dagId: dag?.dagId ?? null,
      dags: this.#message?.dags ?? [],
      schedule: dag ? (dag.schedule.text ?? dag.schedule.expression) : null,
      run: this.#run,
      runs: this.#runs,
      canRun: this.#settings.canRun,
      whyNot: this.#settings.reason,
      direction: this.#direction,
      hasGroups: (dag?.groups.length ?? 0) > 0,
      isFiltered: !isEmpty(this.#filter),
    });
  }

  /** Says what is special about the picture: that it is old, supposed, filtered, or compared. */
  #showNote(): void {
    const notes: (Node | string)[] = [];
    const say = (
      text: string,
      undo?: { readonly label: string; readonly act: () => void },
    ): void => {
      const line = element("span", { class: "line" }, [element("span", {}, [text])]);
      if (undo) {
        const button = iconButton("close", undo.label);
        button.addEventListener("click", undo.act);
        line.append(button);
      }
      notes.push(line);
    };
    if (this.#outdated !== null) {
      const line = element("span", { class: "line warning" }, [
        uiIcon("warning"),
        element("span", {}, ["Out of date"]),
        element("span", { class: "muted", title: this.#outdated }, [this.#outdated]),
      ]);
      notes.push(line);
    }
    if (this.#supposed)
      say(this.#supposed.words, {
        label: "Back to the run",
        act: () => void this.#suppose(undefined),
      });
    if (this.#filtering && !isEmpty(this.#filter))
      say(`Only tasks ${this.#filtering.filterInWords(this.#filter)}`, {
        label: "Show all tasks",
        act: () => void this.#setFilter(noFilter),
      });
    const compared = this.#message?.comparedWith;
    if (compared != null)
      say(this.#message?.isBuilt ? builtWords : `Compared with ${compared}`, {
        label: "End the comparison",
        act: () => this.#host.send({ kind: "compare", with: null }),
      });
    if (this.#said !== undefined) say(this.#said);
    this.#note.hidden = notes.length === 0;
    this.#note.replaceChildren(...notes);
  }

  #showStatus(): void {
    const scene = this.#scene;
    if (!scene) return;
    const { dag, boxOf } = scene.view;
    const shown = dag.tasks.filter(({ taskId }) => boxOf.has(taskId)).length;
    const isWhole = shown === dag.tasks.length;
    const parts = [
      isWhole
        ? counted(dag.tasks.length, "task")
        : `${shown} of ${counted(dag.tasks.length, "task")}`,
    ];
    if (isWhole && dag.groups.length > 0) parts.push(counted(dag.groups.length, "group"));
    if (dag.certainty === "dynamic") parts.push("may not be all");
    this.#status.textContent = parts.join(" · ");
    this.#status.title = dag.unknown.map(({ reason }) => reason).join("\n");
  }

  #zoomButtons(): HTMLElement {
    const out = iconButton("minus", "Zoom out (-)");
    const into = iconButton("plus", "Zoom in (+)");
    out.addEventListener("click", () => this.#zoom(0.8));
    into.addEventListener("click", () => this.#zoom(1.25));
    return element("div", { class: "zoom" }, [out, into]);
  }

  #keepSoon(): void {
    clearTimeout(this.#keeping);
    this.#keeping = window.setTimeout(() => {
      const message = this.#message;
      if (!message) return;
      const { x, y, scale }: Sight = this.#camera.sight;
      this.#host.keep({
        file: message.file,
        dagId: message.dag?.dagId ?? null,
        direction: this.#direction,
        turned: this.#chosen !== null,
        collapsed: [...this.#collapsed],
        opened: [...this.#opened],
        view: this.#scene && !this.#isOwnSight ? { x, y, scale } : null,
        anchor: this.#anchor(),
        tab: this.#timeline.isShown ? "timeline" : "graph",
      });
    }, 150);
  }
}

const builtWords = "As Python built it in this run; marked is what the text does not show";

/** Where a box is written: what is outside of the DAG, where it is first named. */
function targetOf(box: ViewBox): PanelTarget {
  if (box.kind === "group") return { kind: "group", groupId: box.id };
  if (box.kind !== "neighbour") return { kind: "task", taskId: box.id };
  const [taskId] = box.neighbour.tasks;
  return taskId === undefined ? { kind: "dag" } : { kind: "task", taskId };
}

/** Whether another DAG is shown than before. One whose id is being typed is still the same. */
function isAnother(before: ShowGraph, { file, dag, dags }: ShowGraph): boolean {
  if (before.file !== file || !before.dag || !dag) return true;
  const { dagId } = before.dag;
  return dagId !== dag.dagId && (dags.includes(dagId) || before.dags.length !== dags.length);
}

function titleOf({ dagId }: GraphDag): string {
  return `Graph of ${dagId}`;
}

function turned(direction: Direction): Direction {
  return direction === "LR" ? "TB" : "LR";
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

function rankOf({ severity }: PanelProblem): number {
  return ["error", "warning", "info", "hint"].indexOf(severity);
}

function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}

function centred(rect: Rect, size: { width: number; height: number }, scale: number): Sight {
  return {
    x: rect.x + rect.width / 2 - size.width / 2 / scale,
    y: rect.y + rect.height / 2 - size.height / 2 / scale,
    scale,
  };
}

/** The box that is furthest up the flow. */
function firstBox(scene: Scene): number {
  const leftRight = scene.picture.direction === "LR";
  let first = 0;
  let least = Infinity;
  scene.view.boxes.forEach((_, index) => {
    const { x, y } = scene.rect(index);
    const along = leftRight ? x : y;
    if (along >= least) return;
    least = along;
    first = index;
  });
  return first;
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function sameSet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
