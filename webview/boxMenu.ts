import type { ViewBox } from "../model/layout/view.ts";
import type { FromPanel } from "../protocol/graphPanel.ts";
import type { ExportWish } from "./exports.ts";
import { openMenu, type MenuItem } from "./menu.ts";

/** What the menus can do. */
export interface MenuActions {
  send(message: FromPanel): void;
  readonly canRun: boolean;
  readonly whyNot: string | null;
  readonly isRunning: boolean;
  readonly direction: "LR" | "TB";
  readonly isCompared: boolean;
  hasLog(taskId: string): boolean;
  showLog(taskId: string): void;
  reveal(box: number): void;
  toggle(box: number): void;
  zoomTo(box: number): void;
  filter(relation: "up" | "down" | "both", taskId: string): void;
  onlyGroup(groupId: string): void;
  suppose(taskId: string): void;
  fit(): void;
  setAll(collapsed: boolean): void;
  turn(): void;
  layOutAnew(): void;
  export(wish: ExportWish): void;
  compare(revision: "HEAD" | "saved" | "ask" | null): void;
  showLegend(): void;
}

type Lines = (MenuItem | undefined)[];

/** Opens the menu of a box, or without one that of the picture as a whole, at a point of the screen. */
export function openGraphMenu(
  box: { readonly of: ViewBox; readonly index: number } | undefined,
  actions: MenuActions,
  x: number,
  y: number,
): void {
  if (box) openMenu(boxMenu(box.of, box.index, actions), x, y, box.of.label);
  else openMenu(pictureMenu(actions), x, y, "Graph");
}

/** The menu of a task, a group or a fold. */
function boxMenu(box: ViewBox, index: number, actions: MenuActions): Lines {
  const why = actions.canRun ? undefined : (actions.whyNot ?? "Nothing can be run here.");
  const run =
    (scope: "task" | "from" | "until", taskId: string, debug = false) =>
    () =>
      actions.send({ kind: "run", scope, taskId, debug });
  switch (box.kind) {
    case "task": {
      const { taskId } = box.task;
      const log = actions.hasLog(taskId) ? undefined : "There is no try in the run that is shown.";
      return [
        { label: "Go to Source", key: "Enter", run: () => actions.reveal(index) },
        {
          label: "Show Log",
          key: "Shift+Enter",
          disabled: log,
          run: () => actions.showLog(taskId),
        },
        undefined,
        { label: "Run Task", disabled: why, run: run("task", taskId) },
        { label: "Run from Task", disabled: why, run: run("from", taskId) },
        { label: "Run until Task", disabled: why, run: run("until", taskId) },
        { label: "Debug Task", disabled: why, run: run("task", taskId, true) },
        undefined,
        { label: "Zoom to Task", run: () => actions.zoomTo(index) },
        { label: "What If This Fails?", run: () => actions.suppose(taskId) },
        { label: "Only Upstream", run: () => actions.filter("up", taskId) },
        { label: "Only Downstream", run: () => actions.filter("down", taskId) },
        { label: "Only Up- and Downstream", run: () => actions.filter("both", taskId) },
        undefined,
        { label: "Copy Task ID", run: () => actions.send({ kind: "copy", text: taskId }) },
        { label: "Reveal in DAGs View", run: () => actions.send({ kind: "revealInTree", taskId }) },
      ];
    }
    case "group":
      return [
        {
          label: box.open ? "Collapse Group" : "Expand Group",
          key: "Space",
          run: () => actions.toggle(index),
        },
        { label: "Zoom to Group", run: () => actions.zoomTo(index) },
        { label: "Only This Group", run: () => actions.onlyGroup(box.id) },
        undefined,
        {
          label: "Run Group",
          disabled: why,
          run: () =>
            actions.send({
              kind: "run",
              scope: "task",
              taskId: null,
              groupId: box.id,
              debug: false,
            }),
        },
        undefined,
        { label: "Go to Source", key: "Enter", run: () => actions.reveal(index) },
        { label: "Copy Group ID", run: () => actions.send({ kind: "copy", text: box.id }) },
      ];
    case "neighbour": {
      const { kind, name } = box.neighbour;
      return [
        { label: "Go to Source", key: "Enter", run: () => actions.reveal(index) },
        ...(kind === "dag"
          ? [{ label: "Open Its Graph", run: () => actions.send({ kind: "openDag", dagId: name }) }]
          : []),
        {
          label: kind === "dag" ? "Copy DAG ID" : "Copy Asset Name",
          run: () => actions.send({ kind: "copy", text: name }),
        },
      ];
    }
    case "fold":
      return [
        {
          label: `Show All ${box.tasks.length} Tasks`,
          key: "Space",
          run: () => actions.toggle(index),
        },
        { label: "Go to Source", key: "Enter", run: () => actions.reveal(index) },
        undefined,
        {
          label: "Copy Task IDs",
          run: () => actions.send({ kind: "copy", text: box.tasks.join("\n") }),
        },
      ];
  }
}

/** The menu of the picture as a whole. */
function pictureMenu(actions: MenuActions): Lines {
  const why = actions.canRun ? undefined : (actions.whyNot ?? "Nothing can be run here.");
  return [
    {
      label: "Run DAG",
      disabled: actions.isRunning ? "It is running." : why,
      run: () => actions.send({ kind: "run", scope: "dag", taskId: null, debug: false }),
    },
    undefined,
    { label: "Fit Graph", key: "0", run: () => actions.fit() },
    { label: "Expand All Groups", run: () => actions.setAll(false) },
    { label: "Collapse All Groups", run: () => actions.setAll(true) },
    {
      label: actions.direction === "LR" ? "Draw from Top to Bottom" : "Draw from Left to Right",
      run: () => actions.turn(),
    },
    { label: "Lay Out Anew", run: () => actions.layOutAnew() },
    undefined,
    ...(actions.isCompared
      ? [{ label: "End Comparison", run: () => actions.compare(null) }]
      : [
          { label: "Compare with HEAD", run: () => actions.compare("HEAD") },
          { label: "Compare with Saved File", run: () => actions.compare("saved") },
          { label: "Compare with Revision…", run: () => actions.compare("ask") },
        ]),
    undefined,
    { label: "Copy as Image", run: () => actions.export({ as: "copy" }) },
    { label: "Export as SVG…", run: () => actions.export({ as: "svg" }) },
    { label: "Export as PNG…", run: () => actions.export({ as: "png" }) },
    { label: "Export for Print…", run: () => actions.export({ as: "svg", isForPrint: true }) },
    { label: "Export as Mermaid…", run: () => actions.export({ as: "mermaid" }) },
    { label: "Export as DOT…", run: () => actions.export({ as: "dot" }) },
    undefined,
    { label: "Legend", run: () => actions.showLegend() },
  ];
}
