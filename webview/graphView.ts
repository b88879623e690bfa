// The one place where everything of the panel meets: each part is its own, and this is who tells whom.
import type { GraphDag } from "../model/dag/graphJson.ts";
import type { Direction } from "../model/layout/graph.ts";
import { viewOf } from "../model/layout/view.ts";
import { measure } from "../model/layout/measure.ts";
import type {
  FromPanel,
  Handlers,
  PanelAction,
  PanelProblem,
  PanelRun,
  PanelSettings,
  PanelState,
  RunChoice,
  ShowGraph,
  ToPanel,
} from "../protocol/graphPanel.ts";
import { isAnotherDag } from "./anotherDag.ts";
import type * as BoxMenu from "./boxMenu.ts";
import { boxName } from "./boxName.ts";
import { boxTarget } from "./boxTarget.ts";
import { Camera, type Rect } from "./camera.ts";
import { element } from "./dom.ts";
import { isEmpty, noFilter, type Filter } from "./filter.ts";
import type * as Filtering from "./filtering.ts";
import type { ExportWish } from "./exports.ts";
import type { Finder } from "./finder.ts";
import { Folding } from "./folding.ts";
import { Framing } from "./framing.ts";
import { attachGestures } from "./gestures.ts";
import { anchorIn, heldBox } from "./heldBox.ts";
import { HoverCard } from "./hoverCard.ts";
import { boxKey, graphKey, type GraphKeyActions } from "./keys.ts";
import { Layouts } from "./layouts.ts";
import { lookOf, plainLooks, type Looks } from "./looks.ts";
import type { Minimap } from "./minimap.ts";
import { NoteBar, type NoteEnd, type Special } from "./noteBar.ts";
import { Outline } from "./outline.ts";
import { Painter } from "./painter.ts";
import { isOnChevron, pointedAt, problemAt, titleHeight } from "./pointedAt.ts";
import { problemLooks } from "./problemLooks.ts";
import { Ring } from "./ring.ts";
import { sameShape } from "./sameShape.ts";
import { Scene } from "./scene.ts";
import { screenWidth } from "./screenWidth.ts";
import { ShownRun } from "./shownRun.ts";
import { afterQuiet } from "./afterQuiet.ts";
import { statusLine } from "./statusLine.ts";
import { TimelineTab } from "./timelineTab.ts";
import { warmUp } from "./warmUp.ts";
import { iconButton, Toolbar } from "./toolbar.ts";

/** Where the panel lives. */
export interface Host {
  send(message: FromPanel): void;
  keep(state: PanelState): void;
  readonly state: PanelState | null;
}

/** What happens to the sight when a picture comes: all of it is shown, or what is shown first; else what is looked at stays. */
type Refit = "whole" | "anew" | undefined;

/** With more boxes than this the panel does not try both directions. */
const mayTurnBoxes = 400;

/** The graph panel: a view of what the host sends, with its own sight, selection and folding. */
export class GraphView {
  readonly handlers: Handlers<ToPanel> = {
    graph: (message) => this.#showGraph(message),
    outdated: ({ reason }) => {
      this.#root.classList.toggle("outdated", reason !== null);
      this.#outdated = reason;
      this.#notes.show();
    },
    problems: ({ problems }) => this.#showProblems(problems),
    run: ({ run, runs }) => this.#showRun(run, runs),
    instances: ({ runId, state, changed }) => {
      const before = this.#shown.run;
      if (before?.runId !== runId) return;
      this.#shown.put({ ...before, state }, changed);
      this.#statesChanged(new Set(changed.map(({ taskId }) => taskId)));
      if (before.state !== state) this.#showToolbar();
    },
    cursor: ({ id, reveal }) => this.#showCursor(id, reveal),
    settings: ({ settings }) => this.#showSettings(settings),
    timeline: ({ timeline }) => this.#timeline.receive(timeline),
    earlier: ({ taskId, ends }) => {
      this.#shown.earlier = { taskId, ends };
      this.#hover.update();
    },
    do: ({ action }) => this.#do(action),
  };

  readonly #host: Host;
  readonly #root: HTMLElement;
  readonly #viewport = element("div", { class: "viewport" });
  readonly #ring = new Ring();
  readonly #notes = new NoteBar(
    () => this.#special(),
    (what) => this.#end(what),
  );
  readonly #empty = element("div", { class: "empty" });
  readonly #status = element("div", { class: "status" });
  readonly #camera = new Camera(() => this.#requestPaint());
  readonly #framing = new Framing(this.#camera, () => this.#isStill());
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
  readonly #keepSoon = afterQuiet(150, () => this.#keep());
  #turning = 0;
  #following = false;
  #menu: typeof BoxMenu | undefined;

  #message: ShowGraph | undefined;
  #scene: Scene | undefined;
  /** How many DAGs were shown, one after the other. */
  #begun = 0;
  #fitted = false;
  /** Chosen by hand. */
  #chosen: Direction | null;
  #direction: Direction;
  #settings: PanelSettings = {
    direction: "auto",
    reducedMotion: false,
    canRun: false,
    reason: null,
  };
  readonly #folding: Folding;
  #filter: Filter = noFilter;
  #filtering: typeof Filtering | undefined;
  #problems: readonly PanelProblem[] = [];
  readonly #shown = new ShownRun();
  /** Why the picture is old; null while it is not. */
  #outdated: string | null = null;
  #looks: Looks = plainLooks;
  #selected: string | undefined;
  #focused: number | undefined;
  /** What the pointer chose has the keyboard from then on, and stays where it is. */
  #isPointing = false;
  #pointed: number | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.#host = host;
    this.#root = root;
    this.#direction = host.state?.direction ?? "LR";
    this.#chosen = host.state?.turned === true ? this.#direction : null;
    this.#folding = new Folding(host.state);
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
      pressed: (box, event) =>
        boxKey(box, this.#scene?.box(box), event, {
          showLog: (taskId) => this.#showLog(taskId),
          reveal: (index, focus) => this.#reveal(index, focus),
          toggle: (index) => this.#toggle(index),
          openMenu: (index) => this.#openBoxMenuFrom(index),
        }),
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
    this.#viewport.append(...this.#painter.nodes, this.#outline.node, this.#ring.node);
    root.append(
      this.#toolbar.node,
      element("div", { class: "stage" }, [
        this.#viewport,
        this.#notes.node,
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
    // A click on the ground leaves the keyboard nowhere, and its keys are meant for the graph all the same.
    addEventListener("keydown", (event) => {
      if (!this.#timeline.isShown) graphKey(event, this.#keyActions);
    });
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
    const isOther = isAnotherDag(before, message);
    this.#message = message;
    this.#root.classList.toggle("compared", message.comparedWith !== null);
    // Mostly there is nothing to say, and the first picture does not wait to hear of it.
    if ((message.comparedWith ?? before?.comparedWith) != null) this.#notes.show();
    const { dag } = message;
    this.#empty.hidden = !!dag?.tasks.length;
    this.#empty.textContent = `No ${dag ? "task in this DAG" : "DAG in this file"} yet.`;
    this.#viewport.hidden = dag === null;
    if (!dag) {
      this.#showToolbar();
      return;
    }
    if (isOther) this.#beginDag(dag);
    if (!isOther && this.#scene && before?.dag && sameShape(before.dag, dag)) {
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
    // What was said of the last one goes with it.
    if (this.#begun++ > 0) this.#notes.show();
    this.#filter = noFilter;
    this.#shown.supposed = undefined;
    this.#selected = undefined;
    this.#fitted = false;
    if (isKept) {
      if (state.view) {
        this.#camera.set(state.view);
        this.#fitted = true;
      }
      return;
    }
    this.#folding.begin(dag);
  }

  #showProblems(problems: readonly PanelProblem[]): void {
    this.#problems = problems;
    this.#look(problemLooks(problems));
  }

  #showRun(run: PanelRun | null, runs: readonly RunChoice[]): void {
    this.#shown.begin(run, runs);
    this.#statesChanged();
    this.#showToolbar();
  }

  /** Without `changed` all of them may have. */
  #statesChanged(changed?: ReadonlySet<string>): void {
    this.#look({ states: this.#shown.boxStates(this.#looks.states, changed) });
    if (this.#filter.state !== null) this.#layOut("places");
    this.#shown.tick(() => this.#statesChanged(new Set()));
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
        void this.#export({ as: "svg" });
        break;
      case "exportPng":
        void this.#export({ as: "png" });
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
      (id) => this.#shown.instancesOf(id)[0]?.state ?? undefined,
    );
    const { collapsed, opened } = this.#folding;
    const view = viewOf(dag, { collapsed, unfolded: opened, only });
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
      if (!isFree || this.#framing.scaleOf(scene) > 0.9) this.#arrive(scene, hold, refit);
      else
        ask(turned(direction), (other) => {
          // Only what can be read clearly better is worth turning for.
          const isBetter = this.#framing.scaleOf(other) > 1.2 * this.#framing.scaleOf(scene);
          if (isBetter) this.#direction = turned(direction);
          this.#arrive(isBetter ? other : scene, hold, refit);
        });
    });
  }

  #arrive(scene: Scene, hold: string | undefined, refit: Refit): void {
    const before = this.#scene;
    const framing = this.#framing;
    const { isOwn } = framing;
    const held = before && heldBox(before, scene, this.#camera, hold, this.#preferred);
    const sawAll = before && framing.seesAll(before);
    this.#scene = scene;
    this.#focused = undefined;
    this.#painter.show(scene);
    if (!before && this.#fitted) this.#moveToAnchor(scene);
    if (!this.#fitted || refit === "anew") framing.begin(scene);
    else if (refit === "whole") this.#fit(false);
    else if (before && held) {
      if (framing.showsMotion) this.#root.classList.add("moving");
      framing.follow(before.rect(held.before), scene.rect(held.after), isOwn);
      window.setTimeout(() => this.#root.classList.remove("moving"), 220);
      // Who saw everything wants to go on seeing everything.
      if (sawAll && !framing.seesAll(scene) && hold === undefined) this.#fit();
    }
    if (!framing.seesAnything(scene)) framing.begin(scene);
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
    this.#framing.follow({ ...rect, ...anchor }, rect, false);
  }

  /** What is looked at most likely: where the text cursor is, else what is selected. */
  get #preferred(): readonly (string | undefined)[] {
    return [this.#looks.cursor, this.#selected];
  }

  #toggle(box: number): void {
    const viewBox = this.#scene?.box(box);
    if (viewBox && this.#folding.toggle(viewBox)) this.#layOut("order", viewBox.id);
  }

  #setAll(collapsed: boolean): void {
    const dag = this.#message?.dag;
    if (!dag) return;
    this.#folding.setAll(dag, collapsed);
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
    const { isOwn } = this.#framing;
    this.#camera.size = { width, height };
    if (this.#scene && isOwn) {
      this.#framing.begin(this.#scene);
      clearTimeout(this.#turning);
      if (this.#mayTurn)
        this.#turning = window.setTimeout(() => this.#layOut("places", undefined, "anew"), 200);
    }
    this.#requestPaint();
  }

  /** Whether the panel itself finds out which direction can be read better. */
  get #mayTurn(): boolean {
    return this.#chosen === null && this.#settings.direction === "auto";
  }

  #fit(glide = true): void {
    const scene = this.#scene;
    if (!scene) return;
    this.#framing.fit(scene, glide);
    this.#keepSoon();
  }

  /** Shows a task or group, opening what is around it if need be. */
  #goTo(id: string, glide = true): void {
    const scene = this.#scene;
    const dag = this.#message?.dag;
    if (!scene || !dag) return;
    const shown = scene.boxNamed(id);
    if (shown === undefined) {
      const shownBy = scene.box(scene.view.boxOf.get(id) ?? -1);
      if (!this.#folding.openAround(dag, id, shownBy)) return;
      this.#selected = id;
      this.#layOut("order", shownBy?.id);
      return;
    }
    this.#selected = id;
    this.#outline.focus(shown, false);
    this.#framing.show(scene.rect(shown), glide);
    this.#requestPaint();
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

  #placeRing(): void {
    const scene = this.#scene;
    const box = this.#focused ?? this.#boxShowing(this.#selected);
    const rect = scene && box !== undefined ? this.#onScreen(scene.rect(box)) : undefined;
    this.#ring.place(rect, this.#focused !== undefined);
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
    const badge = problemAt(scene, this.#looks, px, py);
    if (badge) {
      this.#host.send({ kind: "openProblem", index: badge.index });
      return;
    }
    const { box, edge } = pointedAt(scene, px, py, this.#camera.sight.scale);
    if (box !== undefined) {
      this.#select(box);
      const isFold = scene.box(box)?.kind === "fold";
      if (isFold || isOnChevron(scene, box, px, py)) this.#toggle(box);
      else this.#reveal(box, false);
    } else if (edge !== undefined) this.#revealEdge(scene, edge);
    else {
      this.#selected = undefined;
      this.#requestPaint();
    }
  }

  #revealEdge(scene: Scene, edge: number): void {
    const first = scene.view.dag.edges[scene.edge(edge)?.edges[0] ?? -1];
    if (!first) return;
    const target = { kind: "edge", from: first.from, to: first.to } as const;
    this.#host.send({ kind: "reveal", target, focus: false });
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
    const { box, edge } = pointedAt(scene, ...this.#toPicture(x, y), this.#camera.sight.scale);
    this.#viewport.classList.toggle("over", box !== undefined || edge !== undefined);
    this.#pointAt(box, edge);
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
        if (!isAsked && viewBox.kind === "task" && this.#shown.runs.length > 0)
          this.#host.send({ kind: "askEarlier", taskId: viewBox.id });
        isAsked = true;
        return {
          dag,
          box: viewBox,
          instances: this.#shown.instancesOf(viewBox.id),
          problems: this.#problems.filter(({ ids }) => ids.includes(viewBox.id)),
          upstream: scene.inputs(box).length,
          downstream: scene.outputs(box).length,
          earlier: this.#shown.earlier?.taskId === id ? this.#shown.earlier?.ends : undefined,
        };
      },
      () => {
        const scene = this.#scene;
        if (!scene) return undefined;
        const { left, top } = this.#viewport.getBoundingClientRect();
        const rect = this.#onScreen(scene.rect(box));
        const height = scene.isOpenGroup(box)
          ? titleHeight * this.#camera.sight.scale
          : rect.height;
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
      this.#framing.show(
        scene.isOpenGroup(box) ? { ...scene.rect(box), height: 60, width: 200 } : scene.rect(box),
        true,
      );
    }
    this.#pointAt(undefined, undefined);
    this.#requestPaint();
  }

  readonly #keyActions: GraphKeyActions = {
    find: () => void this.#find(),
    escape: () => this.#escape(),
    zoom: (factor) => this.#framing.zoom(factor),
    fit: () => this.#fit(),
  };

  #escape(): void {
    if (this.#finder?.isOpen) this.#finder.close();
    else if (this.#shown.supposed) this.#end("supposed");
    else if (!isEmpty(this.#filter)) this.#end("filter");
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
    this.#host.send({ kind: "reveal", target: boxTarget(viewBox), focus });
  }

  /** Opens the log of a task's last try, if there is one. */
  #showLog(taskId: string): boolean {
    const log = this.#shown.logOf(taskId);
    if (log) this.#host.send({ kind: "showLog", taskId, ...log });
    return log !== undefined;
  }

  #runOrCancel(): void {
    const { run, isRunning } = this.#shown;
    if (run && isRunning) this.#host.send({ kind: "cancelRun", runId: run.runId });
    else this.#host.send({ kind: "run", scope: "dag", taskId: null, debug: false });
  }

  async #setFilter(filter: Filter): Promise<void> {
    this.#filtering ??= await import("./filtering.ts");
    this.#filter = filter;
    this.#showToolbar();
    this.#notes.show();
    this.#layOut("nothing", undefined, "whole");
  }

  #openFilter(anchor: HTMLElement): void {
    const dag = this.#message?.dag;
    if (!dag) return;
    const filter =
      this.#filter.of === null && this.#selected !== undefined
        ? { ...this.#filter, of: this.#selected }
        : this.#filter;
    void import("./filterForm.ts").then(({ openFilterForm }) =>
      openFilterForm(anchor, dag, filter, this.#shown.states, (next) => void this.#setFilter(next)),
    );
  }

  /** Paints how all would end if this task failed; undefined goes back to the run. */
  async #suppose(taskId: string | undefined): Promise<void> {
    const dag = this.#message?.dag;
    if (!dag) return;
    this.#shown.supposed =
      taskId === undefined ? undefined : (await import("./suppose.ts")).suppose(dag, taskId);
    this.#statesChanged();
    this.#notes.show();
  }

  /** Saves the picture, or puts it on the clipboard. */
  async #export(wish: ExportWish): Promise<void> {
    const scene = this.#scene;
    if (!scene) return;
    const { exportGraph } = await import("./exports.ts");
    await exportGraph(wish, {
      scene,
      states: this.#looks.states,
      textWidth: screenWidth(fontFamily()),
      send: (message) => this.#host.send(message),
      say: (text) => this.#notes.say(text),
    });
  }

  // ------ Menus

  #menuActions(): BoxMenu.MenuActions {
    return {
      send: (message) => this.#host.send(message),
      canRun: this.#settings.canRun,
      whyNot: this.#settings.reason,
      isRunning: this.#shown.isRunning,
      direction: this.#direction,
      hasLog: (taskId) => this.#shown.logOf(taskId) !== undefined,
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
      export: (wish) => void this.#export(wish),
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
    if (rect) this.#framing.zoomTo(rect);
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
      run: this.#shown.run,
      runs: this.#shown.runs,
      canRun: this.#settings.canRun,
      whyNot: this.#settings.reason,
      direction: this.#direction,
      hasGroups: (dag?.groups.length ?? 0) > 0,
      isFiltered: !isEmpty(this.#filter),
    });
  }

  /** What there may be to say about the picture. */
  #special(): Special {
    return {
      outdated: this.#outdated,
      supposed: this.#shown.supposed?.words,
      filter: this.#filter,
      compared: this.#message?.comparedWith ?? null,
      isBuilt: this.#message?.isBuilt === true,
    };
  }

  /** Ends what makes the picture special. */
  #end(what: NoteEnd): void {
    if (what === "supposed") void this.#suppose(undefined);
    else if (what === "filter") void this.#setFilter(noFilter);
    else this.#host.send({ kind: "compare", with: null });
  }

  #showStatus(): void {
    const scene = this.#scene;
    if (!scene) return;
    const { text, why } = statusLine(scene.view);
    const { dag, boxes } = scene.view;
    if (dag.tasks.length > 0) {
      this.#empty.hidden = boxes.length > 0;
      this.#empty.textContent = "No task passes the filter.";
    }
    this.#status.textContent = text;
    this.#status.title = why;
  }

  #zoomButtons(): HTMLElement {
    const out = iconButton("minus", "Zoom out (-)");
    const into = iconButton("plus", "Zoom in (+)");
    out.addEventListener("click", () => this.#framing.zoom(0.8));
    into.addEventListener("click", () => this.#framing.zoom(1.25));
    return element("div", { class: "zoom" }, [out, into]);
  }

  #keep(): void {
    const message = this.#message;
    if (!message) return;
    const scene = this.#scene;
    const { x, y, scale } = this.#camera.sight;
    this.#host.keep({
      file: message.file,
      dagId: message.dag?.dagId ?? null,
      direction: this.#direction,
      turned: this.#chosen !== null,
      collapsed: [...this.#folding.collapsed],
      opened: [...this.#folding.opened],
      view: scene && !this.#framing.isOwn ? { x, y, scale } : null,
      anchor: anchorIn(scene, this.#camera, this.#preferred),
      tab: this.#timeline.isShown ? "timeline" : "graph",
    });
  }
}

function titleOf({ dagId }: GraphDag): string {
  return `Graph of ${dagId}`;
}

function turned(direction: Direction): Direction {
  return direction === "LR" ? "TB" : "LR";
}

function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}

function sameSet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
