import type { Selection } from "../model/run/events.ts";
import type { TaskMock } from "./mocks.ts";
import type { Retention } from "./record.ts";

/** What to run, with what. Paths are absolute. */
export interface RunOptions {
  readonly file: string;
  readonly workspace: string;
  /** What Airflow would have on `sys.path`; absent: the nearest folder named `dags` above the file, else the file's own. */
  readonly dagsFolder?: string;
  /** May be left out when the file has one DAG. */
  readonly dagId?: string;
  readonly selection: Selection;
  /** Run whose results stand for what is not run; absent: the newest of the same DAG. `null`: none. */
  readonly remember?: string | null;
  /** Milliseconds since 1970; absent: now. */
  readonly logicalDate?: number;
  /** Data interval, as instants; absent: that of a manual run. */
  readonly interval?: readonly [number, number];
  readonly runType?: "manual" | "scheduled" | "backfill";
  readonly conf: Readonly<Record<string, unknown>>;
  /** Task instances at one time. */
  readonly parallel: number;
  readonly pools: ReadonlyMap<string, number>;
  readonly mocks: ReadonlyMap<string, TaskMock>;
  /** The interpreter. */
  readonly python: string;
  readonly engine: "lite" | "airflow" | "auto";
  /** Version that `airflow_lite` plays. */
  readonly airflow: "2" | "3";
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables and connections of the local file. */
  readonly variables: ReadonlyMap<string, string>;
  readonly connections: ReadonlyMap<string, string>;
  /** Where runs are recorded; null: nowhere. */
  readonly runsFolder: string | null;
  readonly retention: Retention;
  /** Folder that holds `guard.py`. */
  readonly bridgeFolder: string;
  /** Seconds that loading the file may take. */
  readonly loadTimeout: number;
  readonly load: "once" | "each";
  /** Longest wait before a retry or a poke, in milliseconds: to try a DAG out without its five minutes. */
  readonly longestWait: number;
  /** Time between asking a task to end and killing it. */
  readonly graceMs: number;
  /** This task waits for a debugger; `path` is where `debugpy` is. */
  readonly debug?: { readonly taskId: string; readonly path: string | null };
}

/** What is usual, for all that a caller need not think about. */
export const usualOptions = {
  selection: { kind: "all" },
  conf: {},
  parallel: 8,
  pools: new Map<string, number>(),
  mocks: new Map<string, TaskMock>(),
  engine: "lite",
  airflow: "3",
  variables: new Map<string, string>(),
  connections: new Map<string, string>(),
  retention: { runs: 200, bytes: 500_000_000, ageMs: 30 * 86_400_000 },
  loadTimeout: 30,
  load: "once",
  longestWait: Infinity,
  graceMs: 5000,
} as const satisfies Partial<RunOptions>;
