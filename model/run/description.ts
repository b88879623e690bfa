/** A DAG as Python built it. Durations are seconds. */
export interface DagDescription {
  readonly dagId: string;
  readonly file: string;
  /** `workflow` is the simple workflow of the course. */
  readonly format: "airflow" | "workflow";
  /** As in cli.md: `cron`, `preset`, `delta`, `timetable`, `assets`, `once`, `continuous`, `none`. */
  readonly schedule: {
    readonly kind: string;
    readonly expression: string | null;
    readonly timezone: string;
    /** How the data interval of a manual run follows from its logical date; absent: it is empty. */
    readonly interval?: ManualInterval;
  };
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly catchup: boolean;
  readonly maxActiveTasks: number;
  readonly maxActiveRuns: number;
  readonly failFast: boolean;
  readonly dagrunTimeout: number | null;
  /** Labels on edges. */
  readonly labels?: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string | null;
  }[];
  /** Which callbacks of its own it has. */
  readonly callbacks?: readonly ("success" | "failure")[];
  /** Defaults, and JSON schemas where they have one. */
  readonly params: Readonly<Record<string, ParamDescription>>;
  /** In the order of their making. */
  readonly tasks: readonly TaskDescription[];
  readonly groups: readonly GroupDescription[];
}

/** One `Param` of a DAG. */
export interface ParamDescription {
  readonly value: unknown;
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly description: string | null;
}

/** A task as Python built it. Durations are seconds. */
export interface TaskDescription {
  readonly taskId: string;
  /** Class name, or the decorator as Airflow shows it. */
  readonly operator: string;
  readonly module: string;
  /** Innermost group. */
  readonly group: string | null;
  /** Direct ones, full ids. */
  readonly upstream: readonly string[];
  readonly triggerRule: string;
  readonly retries: number;
  readonly retryDelay: number;
  /** 0 is off; `True` is 2. */
  readonly retryExponentialBackoff: number;
  readonly maxRetryDelay: number | null;
  readonly executionTimeout: number | null;
  readonly dependsOnPast: boolean;
  readonly waitForDownstream: boolean;
  readonly ignoreFirstDependsOnPast: boolean;
  /** Its own or the DAG's. */
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly priorityWeight: number;
  /** `downstream`, `upstream`, `absolute`, or a custom one's class name. */
  readonly weightRule: string;
  readonly pool: string;
  readonly poolSlots: number;
  readonly maxActiveTisPerDag: number | null;
  readonly maxActiveTisPerDagrun: number | null;
  readonly setup: boolean;
  readonly teardown: boolean;
  readonly onFailureFailDagrun: boolean;
  /** What it is mapped over, if it is mapped itself. */
  readonly expand: ExpandInput | null;
  /** Sensors only. */
  readonly sensor: { readonly mode: "poke" | "reschedule"; readonly timeout: number } | null;
  /** Airflow would mark it a success without running it (`EmptyOperator` without callbacks, inlets or outlets). */
  readonly empty: boolean;
  /** Why it only pretends to run, if so. */
  readonly simulated: string | null;
  /** Where it is made, lines from 1. */
  readonly source: { readonly file: string; readonly line: number } | null;
}

/** The last whole interval between two times of a cron expression, or one of this length before the logical date. */
export type ManualInterval =
  | { readonly cron: string; readonly timezone: string }
  | { readonly seconds: number; readonly months: number };

/** A task group as Python built it. */
export interface GroupDescription {
  readonly groupId: string;
  readonly parent: string | null;
  readonly expand: ExpandInput | null;
}

/** What decides how many instances a mapped task or group has. `.map()` is its argument. */
export type ExpandInput =
  | { readonly kind: "literal"; readonly length: number }
  | { readonly kind: "xcom"; readonly taskId: string; readonly key: string }
  /** Shortest, or longest with a fill value. */
  | { readonly kind: "zip"; readonly of: readonly ExpandInput[]; readonly longest: boolean }
  /** `.concat()` */
  | { readonly kind: "sum"; readonly of: readonly ExpandInput[] }
  /** Several keywords of `expand`. */
  | { readonly kind: "product"; readonly of: readonly ExpandInput[] };
