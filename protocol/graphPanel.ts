import type { GraphDag } from "../model/dag/graphJson.ts";
import type { RunTimeline } from "../model/run/timeline.ts";

/** Anything sent between the host and the panel. */
interface Message {
  readonly kind: string;
}

/** One handler for each kind in `M`: leaving one out is a compile error. */
export type Handlers<M extends Message> = {
  readonly [K in M["kind"]]: (message: Extract<M, { kind: K }>) => void;
};

/** Hands a message to its handler. Answers false for anything that is not one of them. */
export function dispatch<M extends Message>(handlers: Handlers<M>, message: unknown): boolean {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  const { kind } = message;
  if (typeof kind !== "string" || !Object.hasOwn(handlers, kind)) return false;
  // The kind was just found among the handlers; the sender is our own other half.
  (handlers as Readonly<Record<string, (message: unknown) => void>>)[kind]?.(message);
  return true;
}

/** What the host tells the panel. All of it is state: sending it again changes nothing. */
export type ToPanel =
  | ShowGraph
  /** The text does not parse (or the server is gone): the last good picture stays, marked. Null: up to date again. */
  | { readonly kind: "outdated"; readonly reason: string | null }
  /** All problems of the shown DAG. */
  | { readonly kind: "problems"; readonly problems: readonly PanelProblem[] }
  /** The run whose states are painted, whole; null paints none. */
  | { readonly kind: "run"; readonly run: PanelRun | null; readonly runs: readonly RunChoice[] }
  /** What changed in the painted run since. Ignored if another run is painted. */
  | {
      readonly kind: "instances";
      readonly runId: string;
      readonly state: RunState;
      readonly changed: readonly PanelTaskInstance[];
    }
  /** The painted run over time, whole; sent while the timeline is shown. Null: no run is painted. */
  | { readonly kind: "timeline"; readonly timeline: RunTimeline | null }
  /** How long a task took in the runs before the painted one; the answer to `askEarlier`. */
  | {
      readonly kind: "earlier";
      readonly taskId: string;
      readonly ends: readonly EarlierEnd[];
    }
  /** Where the text cursor is. `reveal` also scrolls there and opens the groups around it. */
  | { readonly kind: "cursor"; readonly id: string | null; readonly reveal: boolean }
  /** What the settings and the window decide. */
  | { readonly kind: "settings"; readonly settings: PanelSettings }
  /** A command from the palette or a keybinding. */
  | { readonly kind: "do"; readonly action: PanelAction };

/** The whole graph of one DAG. */
export interface ShowGraph {
  readonly kind: "graph";
  /** Of the document. An older one than the last is dropped. */
  readonly version: number;
  readonly file: string;
  /** Null when the file has no DAG (yet). */
  readonly dag: GraphDag | null;
  /** All DAGs of the file, for the picker. */
  readonly dags: readonly string[];
  /** What `change` on tasks and edges is relative to, such as `HEAD`; null when nothing is compared. */
  readonly comparedWith: string | null;
  /** The graph is the one that Python built for the painted run, compared with the text. `compare` with null ends it. */
  readonly isBuilt?: boolean;
}

/** A problem of the DAG, drawn on its picture. */
export interface PanelProblem {
  /** Given back by `openProblem`. */
  readonly index: number;
  readonly code: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  /** Tasks and groups it is about; they get a badge. */
  readonly ids: readonly string[];
  /** Edges it is about: those of a cycle, in order; they are lit. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export type RunState = "queued" | "running" | "success" | "failed" | "cancelled";

/** Airflow's states of a task instance, and `cancelled`. */
export type TaskState =
  | "scheduled"
  | "queued"
  | "running"
  | "success"
  | "failed"
  | "skipped"
  | "upstream_failed"
  | "removed"
  | "restarting"
  | "up_for_retry"
  | "up_for_reschedule"
  | "deferred"
  | "cancelled";

/** One task in the painted run. */
export interface PanelTaskInstance {
  readonly taskId: string;
  /** Null for a task that is not mapped, and for the summary of one that is. */
  readonly mapIndex: number | null;
  /** Null: nothing has happened to it yet. */
  readonly state: TaskState | null;
  /** Tries begun. */
  readonly tries: number;
  readonly maxTries: number;
  /** Instants in ms since 1970; null when it has not begun or ended. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly simulated: boolean;
}

/** One run, with the state of all its task instances that have one. */
export interface PanelRun {
  readonly runId: string;
  readonly state: RunState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** `lite` or `airflow X.Y.Z`. */
  readonly engine: string;
  readonly instances: readonly PanelTaskInstance[];
}

/** How a task ended in an earlier run. */
export interface EarlierEnd {
  readonly state: TaskState;
  readonly milliseconds: number;
}

/** A line of the run picker. */
export interface RunChoice {
  readonly runId: string;
  readonly state: RunState;
  readonly startedAt: number | null;
}

/** What the user's settings and the window decide. */
export interface PanelSettings {
  /** `auto`: whichever can be read better in the room there is. */
  readonly direction: Direction | "auto";
  readonly reducedMotion: boolean;
  /** False hides everything that runs (untrusted workspace, web). `reason` says why. */
  readonly canRun: boolean;
  readonly reason: string | null;
}

/** Which way time flows: left to right, or top to bottom. */
export type Direction = "LR" | "TB";

export type PanelAction =
  | "fit"
  | "search"
  | "collapseAll"
  | "expandAll"
  | "exportSvg"
  | "exportPng"
  | "focus"
  | "graph"
  | "timeline";

/** What the panel tells the host: intentions. */
export type FromPanel =
  /** The panel listens now (also after it was hidden): send everything. `state` is what was kept of last time. */
  | { readonly kind: "ready"; readonly state: PanelState | null }
  /** Select its definition in the text. `focus` also moves the keyboard there. */
  | { readonly kind: "reveal"; readonly target: PanelTarget; readonly focus: boolean }
  /** Run the DAG, one task, all tasks of a group, or the part from or until one. */
  | {
      readonly kind: "run";
      readonly scope: "dag" | "task" | "from" | "until";
      /** Null for the whole DAG, or for a group. */
      readonly taskId: string | null;
      readonly groupId?: string;
      readonly debug: boolean;
    }
  /** Stop a run and its processes. */
  | { readonly kind: "cancelRun"; readonly runId: string }
  /** Open the log of a task instance; `mapIndex` null for one that is not mapped. */
  | {
      readonly kind: "showLog";
      readonly runId: string;
      readonly taskId: string;
      readonly mapIndex: number | null;
    }
  /** Show another DAG of the file. */
  | { readonly kind: "pickDag"; readonly dagId: string }
  /** Null: paint no run. */
  | { readonly kind: "pickRun"; readonly runId: string | null }
  /** Save a picture. `content` is text; for `png` base64; empty for `mermaid` and `dot`, which the host writes from its graph. */
  | {
      readonly kind: "export";
      readonly format: "svg" | "png" | "mermaid" | "dot";
      readonly fileName: string;
      readonly content: string;
    }
  /** Put a text on the clipboard. */
  | { readonly kind: "copy"; readonly text: string }
  /** The card of a task is shown: how long did it take before? */
  | { readonly kind: "askEarlier"; readonly taskId: string }
  /** The timeline came into view, or went out of it. */
  | { readonly kind: "timeline"; readonly shown: boolean }
  /** Select what a problem is about in the text. */
  | { readonly kind: "openProblem"; readonly index: number }
  /** Show the graph of another DAG of the workspace. */
  | { readonly kind: "openDag"; readonly dagId: string }
  /** Select a task in the DAGs view. */
  | { readonly kind: "revealInTree"; readonly taskId: string }
  /** Compare with `HEAD`, with the saved file, with a revision that the host asks for, or with nothing. */
  | { readonly kind: "compare"; readonly with: "HEAD" | "saved" | "ask" | null }
  /** The graph of this version of the document is on the screen. */
  | { readonly kind: "painted"; readonly version: number }
  /** Our bug, for the log. */
  | { readonly kind: "failed"; readonly message: string };

/** Something with a place in the text. */
export type PanelTarget =
  | { readonly kind: "task"; readonly taskId: string }
  | { readonly kind: "group"; readonly groupId: string }
  | { readonly kind: "edge"; readonly from: string; readonly to: string }
  | { readonly kind: "dag" };

/** What the panel keeps by `setState`, so that hiding it or reloading the window loses nothing. */
export interface PanelState {
  readonly file: string;
  readonly dagId: string | null;
  readonly direction: Direction | null;
  /** Whether the direction was chosen by hand in this panel: then it does not follow the setting. */
  readonly turned?: boolean;
  /** Groups whose being open or closed was chosen by hand. */
  readonly collapsed: readonly string[];
  readonly opened: readonly string[];
  /** Top left corner in the picture's units, and scale; null means fitted. */
  readonly view: { readonly x: number; readonly y: number; readonly scale: number } | null;
  /** What was looked at, and the top left corner of its box then: a picture laid out afresh may have it elsewhere. Absent in what older versions kept. */
  readonly anchor?: { readonly id: string; readonly x: number; readonly y: number } | null;
  /** Absent in what older versions kept. */
  readonly tab?: PanelTab;
}

/** What the panel shows: the picture, or the painted run over time. */
export type PanelTab = "graph" | "timeline";
