import type { EngineDescription } from "./engineDescription.ts";
import type { ImportError } from "./importError.ts";
import type { RunSummary } from "./summary.ts";
import type { FinalState } from "./taskState.ts";
import type { TryError } from "./tryError.ts";

/**
 * Everything that can happen in a run. The same values are the record on disk, the lines of `dagsight run --format json`
 * and what every view hears, in this order: `opened`, `engine`, `planned` (or `refused`), anything, `summary`.
 * Later versions may add kinds: a reader leaves out what it does not know.
 */
export type RunEvent = { /** Milliseconds since 1970. */ readonly at: number } & (
  | Opened
  | ({ readonly kind: "engine"; readonly loadMs: number } & EngineDescription)
  | {
      /** Nothing can run: the wish does not fit the file, the file cannot be loaded, or Python cannot be started. */
      readonly kind: "refused";
      readonly because: "wish" | "file" | "python";
      readonly reason: string;
      readonly errors: readonly ImportError[];
    }
  | Planned
  | InstanceEvent
  | {
      /** A mapped task, or every task of a mapped group, got its instances 0 … length − 1. */
      readonly kind: "mapped";
      readonly taskId: string;
      readonly length: number;
    }
  /** A task will only pretend to run, and why: said before the run. */
  | { readonly kind: "simulated"; readonly taskId: string; readonly reason: string }
  /** Something worth telling about the run as a whole. */
  | { readonly kind: "notice"; readonly text: string }
  /** The user asked for the end; what runs is being killed. */
  | { readonly kind: "cancelled"; readonly reason: string }
  | ({ readonly kind: "summary" } & RunSummary)
);

/** The run has a name and a place; nothing of the file is known yet. */
interface Opened {
  readonly kind: "opened";
  readonly runId: string;
  /** Absolute. */
  readonly file: string;
  /** Folder of this run's record and logs, absolute; null when nothing is recorded. */
  readonly folder: string | null;
  /** The process that runs it: number and start, so that a record tells whether it is still going on. */
  readonly owner?: string;
}

/** What Python built and what of it will run. */
interface Planned {
  readonly kind: "planned";
  readonly runId: string;
  readonly dagId: string;
  readonly selection: Selection;
  readonly logicalDate: string | null;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly parallel: number;
  /** Tasks of this run, in the order of their making. */
  readonly tasks: readonly PlannedTask[];
  readonly groups: readonly PlannedGroup[];
}

/** Which tasks of a DAG a run is about. */
export type Selection =
  | { readonly kind: "all" }
  /** These alone, or these with everything downstream or upstream. */
  | { readonly kind: "tasks" | "from" | "until"; readonly taskIds: readonly string[] }
  /** What failed in an earlier run, and what did not run because of it. */
  | { readonly kind: "failed"; readonly runId: string };

/** One task of a planned run. */
export interface PlannedTask {
  readonly taskId: string;
  readonly operator: string;
  readonly group: string | null;
  /** Direct upstreams that are in the run too, or whose results are remembered. */
  readonly upstream: readonly string[];
  readonly mapped: boolean;
  readonly setup: boolean;
  readonly teardown: boolean;
  readonly retries: number;
  readonly source: { readonly file: string; readonly line: number } | null;
  /** Does not run: its state and values come from an earlier run or a mock. */
  readonly remembered: boolean;
  readonly simulated: boolean;
}

/** One task group of a planned run. */
export interface PlannedGroup {
  readonly groupId: string;
  readonly parent: string | null;
  readonly mapped: boolean;
}

/** What happens to one task instance. */
export type InstanceEvent = {
  readonly taskId: string;
  /** Null for an unmapped one. */
  readonly mapIndex: number | null;
} & (
  | { readonly kind: "queued"; readonly try: number }
  | {
      readonly kind: "started";
      readonly try: number;
      readonly pid: number | null;
      /** Absolute path of this try's log; null when nothing is recorded. */
      readonly log: string | null;
    }
  | {
      readonly kind: "output";
      readonly try: number;
      readonly stream: "stdout" | "stderr";
      /** Whole lines joined by `\n`. */
      readonly text: string;
    }
  | {
      readonly kind: "log";
      readonly try: number;
      readonly level: string;
      readonly message: string;
      readonly logger: string | null;
      readonly file: string | null;
      readonly line: number | null;
    }
  | {
      readonly kind: "debugging";
      readonly try: number;
      readonly host: string;
      readonly port: number;
    }
  /** A try failed and another will follow. */
  | {
      readonly kind: "retrying";
      readonly try: number;
      readonly durationMs: number;
      readonly error: TryError | null;
      readonly exit: ExitStatus | null;
      /** When the next try is due. */
      readonly until: number;
    }
  | { readonly kind: "deferred"; readonly try: number; readonly trigger: string }
  /** A sensor gave its slot back until then. */
  | { readonly kind: "rescheduled"; readonly try: number; readonly until: number }
  /** It will not run: a branch or short circuit, its trigger rule, an empty list to map over, `fail_fast`. */
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "xcom";
      readonly key: string;
      /** JSON text, as Python wrote it; null when it is too large for the record (`bytes` says how large). */
      readonly value: string | null;
      readonly bytes: number;
      /** How many instances a task mapped over it has. */
      readonly length: number | null;
    }
  /** `map_index_template` rendered. */
  | { readonly kind: "labelled"; readonly label: string }
  /** Templates as rendered, by field: JSON text. */
  | { readonly kind: "rendered"; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: "asset"; readonly name: string; readonly uri: string | null }
  | {
      readonly kind: "finished";
      readonly state: FinalState;
      /** 0 if it never ran. */
      readonly tries: number;
      readonly durationMs: number;
      readonly error: TryError | null;
      /** How the process ended when it did not end by itself. */
      readonly exit: ExitStatus | null;
      /** Why, when it is not its own doing. */
      readonly reason: string | null;
    }
);

/** How a process ended. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: string | null;
}
