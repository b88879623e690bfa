import type { DagDescription } from "../model/run/description.ts";
import type { EngineDescription } from "../model/run/engineDescription.ts";
import type { ImportError } from "../model/run/importError.ts";
import type { TryError } from "../model/run/tryError.ts";

/**
 * Every message between the engine (TypeScript, keeps all state) and the Python bridge (loads files, runs single tries).
 * One JSON object a line. The engine starts
 *
 *     python guard.py --engine lite|airflow|auto --channels N [--airflow 2|3]
 *
 * and talks to the guard on stdin and stdout (`ToGuard`, `FromGuard`) and to the host of each opened file on one of the
 * duplex pipes 3 … 3 + N − 1 (`ToHost`, `FromHost`). What the user's code prints never reaches these pipes. The end of
 * stdin, or of a channel, means that the engine is gone: everything below is killed.
 *
 * XCom values, trigger arguments and the arguments of a deferred method travel as JSON *text* inside the JSON and are never
 * parsed by the engine, so no number changes on its way.
 */
export type ToGuard =
  /** Forks a host from the base that loads `file` and then speaks on `channel` (0 is pipe 3). */
  | {
      readonly kind: "open";
      readonly channel: number;
      /** Absolute. */
      readonly file: string;
      /** What Airflow would have on `sys.path`: absolute. */
      readonly dagsFolder: string;
      readonly workspace: string;
      /** Set in the host: `AIRFLOW_VAR_…`, `AIRFLOW_CONN_…`. */
      readonly env?: Readonly<Record<string, string>>;
      /** Seconds. */
      readonly loadTimeout?: number;
      /** `each`: the file is loaded again in every try, as a worker does. */
      readonly load?: "once" | "each";
    }
  /** Ends the host on a channel, and all tries below it. */
  | { readonly kind: "close"; readonly channel: number }
  /** Ends everything below the guard, then itself. */
  | { readonly kind: "shutdown" };

/** What the guard tells: about the base, and about hosts that came or went. */
export type FromGuard =
  /** The base has imported its engine: hosts can be opened. */
  | ({
      readonly kind: "base";
      readonly pid: number;
      /** What importing took. */
      readonly ms: number;
    } & EngineDescription)
  /** The base (or the host of a channel) could not be started. */
  | { readonly kind: "failed"; readonly text: string; readonly channel?: number }
  /** The host of a channel has ended: with an exit code (`status`; 128 if by a signal), or by a signal. */
  | {
      readonly kind: "closed";
      readonly channel: number;
      readonly status: number;
      readonly signal: string | null;
    };

/** The engine to the host of one file. */
export type ToHost =
  | StartTry
  | StartTrigger
  | StartCallback
  /** The answer to the request that a try waits for; null when there is nothing to say. */
  | { readonly kind: "reply"; readonly ti: string; readonly body: Reply | null }
  /** TERM goes to the try, KILL to it and everything below it. */
  | { readonly kind: "kill"; readonly ti: string; readonly signal: "SIGTERM" | "SIGKILL" }
  /** Kills what runs, background children of finished tries too, and ends the host. */
  | { readonly kind: "shutdown" };

/** Runs one try of one task instance. */
export interface StartTry {
  readonly kind: "start";
  /** A UUID, new for each start: names the process in all messages about it. */
  readonly ti: string;
  readonly dagId: string;
  readonly taskId: string;
  /** −1 for an unmapped one. */
  readonly mapIndex: number;
  /** From 1. */
  readonly try: number;
  /** Airflow's word for `retries`: a failure of try ≤ maxTries is answered with `up_for_retry`. */
  readonly maxTries: number;
  readonly run: RunDescription;
  /** How often this try was rescheduled before, and when it began the first time. */
  readonly reschedules: number;
  readonly firstStart: string | null;
  /** Resumes after a deferral. */
  readonly nextMethod?: string;
  readonly nextKwargs?: string;
  /** Airflow 3.0 and 3.1: direct upstreams in mapped groups. */
  readonly upstreamMapIndexes?: Readonly<Record<string, number | readonly number[]>>;
  /** Airflow 2: state of every other instance that has one: [taskId, mapIndex, state]. */
  readonly sync?: readonly (readonly [string, number, string | null])[];
  /** Waits for a debugger before it begins. `path` goes on `sys.path`, if given: where `debugpy` is. */
  readonly debug?: { readonly path: string | null };
}

/** Awaits the first event of a deferred task's trigger. */
export interface StartTrigger {
  readonly kind: "trigger";
  readonly ti: string;
  readonly dagId: string;
  readonly taskId: string;
  readonly mapIndex: number;
  readonly run: RunDescription;
  readonly classpath: string;
  readonly kwargs: string;
  readonly nextKwargs: string;
  /** Seconds until it counts as `TaskDeferralTimeout`. */
  readonly timeout: number | null;
}

/** Runs the DAG's own callbacks, in the context of one of its task instances. */
export interface StartCallback {
  readonly kind: "callback";
  readonly ti: string;
  readonly dagId: string;
  readonly callback: "success" | "failure";
  /** Airflow's word: `success`, `task_failure`, `all_tasks_deadlocked`, `timed_out`. */
  readonly reason: string;
  readonly taskId: string;
  readonly mapIndex: number;
  readonly try: number;
  readonly maxTries: number;
  readonly run: RunDescription;
}

/** One DagRun, as templates see it. Instants are ISO 8601 with an offset. */
export interface RunDescription {
  readonly runId: string;
  readonly runType: "manual" | "scheduled" | "backfill";
  readonly logicalDate: string | null;
  readonly intervalStart: string | null;
  readonly intervalEnd: string | null;
  readonly runAfter: string;
  readonly startDate: string;
  readonly conf: Readonly<Record<string, unknown>>;
}

/** The host of one file to the engine. */
export type FromHost =
  | Ready
  /** The file could not be loaded at all (the host died, took too long). */
  | { readonly kind: "failed"; readonly text: string }
  /** The process of a try is there. */
  | { readonly kind: "started"; readonly ti: string; readonly pid: number }
  /** The try waits for the `reply`; one at a time. */
  | { readonly kind: "request"; readonly ti: string; readonly body: Request }
  /** A record of Python's logging. */
  | { readonly kind: "log"; readonly ti: string; readonly record: LogRecord }
  /** Whole lines joined by `\n`, without the last line's end. */
  | {
      readonly kind: "output";
      readonly ti: string;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
    }
  /** The try waits for a debugger at this address. */
  | {
      readonly kind: "debugging";
      readonly ti: string;
      readonly host: string;
      readonly port: number;
    }
  | Outcome
  /** The trigger fired; with `nextMethod`, it failed or took too long, and so the task goes on in another method. */
  | {
      readonly kind: "event";
      readonly ti: string;
      readonly nextKwargs: string;
      readonly nextMethod?: string;
    }
  | Exited;

/** What loading the file built: the truth for a run. */
export interface Ready extends EngineDescription {
  readonly kind: "ready";
  readonly ms: number;
  /** Threads alive after loading: more than one make forking unsafe, so the host forks tries from the base instead. */
  readonly threads: number;
  readonly errors: readonly ImportError[];
  /** Warnings and prints of loading are not here: they go to the guard's stderr. */
  readonly dags: readonly DagDescription[];
}

/**
 * What Airflow asks its supervisor while a try runs: the class name of the message and its fields
 * (Airflow: task-sdk execution_time/comms.py). `airflow_lite` asks in the same words.
 */
export interface Request {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The answer: the class name of Airflow's reply and its fields. XCom values are JSON text. */
export interface Reply {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One record of Python's logging, as Airflow writes it. */
export interface LogRecord {
  readonly timestamp: string;
  readonly level: string;
  readonly event: string;
  readonly logger?: string;
  readonly filename?: string;
  readonly lineno?: number;
  readonly [field: string]: unknown;
}

/** How the try itself ended. Callbacks may still run: the state is settled by `exited`. */
export interface Outcome {
  readonly kind: "outcome";
  readonly ti: string;
  readonly state:
    "success" | "failed" | "skipped" | "up_for_retry" | "up_for_reschedule" | "deferred";
  readonly message: OutcomeMessage;
  readonly error: TryError | null;
}

/** Airflow's own fields, by state. */
export interface OutcomeMessage {
  /** `up_for_retry` by a retry policy. */
  readonly retry_delay_seconds?: number | null;
  /** `up_for_reschedule`: ISO 8601. */
  readonly reschedule_date?: string;
  /** `deferred`. */
  readonly classpath?: string;
  readonly trigger_kwargs?: string;
  readonly next_method?: string;
  readonly next_kwargs?: string;
  /** Seconds. */
  readonly trigger_timeout?: number | null;
}

/** The process is gone and its pipes are drained. Without an `outcome` before it the try died. */
export interface Exited {
  readonly kind: "exited";
  readonly ti: string;
  readonly code: number | null;
  /** `SIGKILL` */
  readonly signal: string | null;
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssKb: number;
}
