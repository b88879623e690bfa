import type { RunEvent, Selection } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";
import type { Ready } from "../../protocol/runner.ts";

/** What a run is to do. */
export interface RunOrder {
  /** Absolute path of the definition file. */
  readonly file: string;
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  readonly dagId: string | undefined;
  /** Of the document whose text is run; undefined when it is not open. */
  readonly version: number | undefined;
  readonly selection: Selection;
  /** ISO 8601; undefined for now. */
  readonly logicalDate: string | undefined;
  /** Data interval, as instants; undefined: that of a manual run. */
  readonly interval: readonly [number, number] | undefined;
  readonly runType: "manual" | "scheduled" | "backfill";
  readonly conf: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly python: string;
  /** The Airflow that the file is written for. */
  readonly airflow: 2 | 3;
  readonly settings: RunSettings;
  /** This task waits for a debugger before it begins; `path` is where `debugpy` is. */
  readonly debug: { readonly taskId: string; readonly path: string | null } | undefined;
}

/** The settings below `dagsight.run`. */
export interface RunSettings {
  readonly parallel: number;
  /** Slots by pool. */
  readonly pools: Readonly<Record<string, number>>;
  readonly variablesFile: string;
  readonly mocksFile: string;
  readonly engine: "auto" | "airflow" | "lite";
  /** Below the workspace folder; empty: looked for. */
  readonly dagsFolder: string;
}

/** A run that is under way. */
export interface LaunchedRun {
  cancel(): void;
  /** Fulfilled when nothing of it runs any more; never rejected. */
  readonly ended: Promise<void>;
}

/** Starts runs and remembers them; there is none in a browser. */
export interface RunLauncher {
  /** The first event may come before this returns. */
  launch(order: RunOrder, listener: (event: RunEvent, state: RunState) => void): LaunchedRun;
  /** Loads the file of an order as Python does, without running anything of it. */
  load(order: RunOrder): Promise<Ready>;
  /** The recorded runs, newest first. */
  history(): Promise<readonly RunState[]>;
  /** Forgets records and logs of runs that ended. */
  clear(states: readonly RunState[]): Promise<void>;
  /** Ends everything that runs. */
  dispose(): Promise<void>;
}
