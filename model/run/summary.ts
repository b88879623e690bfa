import type { RunResult, TaskState } from "./taskState.ts";

/** The end of a run, as `dagsight run --format json` prints it last. */
export interface RunSummary {
  readonly runId: string;
  readonly dagId: string | null;
  readonly state: RunResult;
  /** `airflow X.Y.Z` or `lite`. */
  readonly engine: string;
  readonly durationMs: number;
  readonly tasks: readonly TaskSummary[];
  /** How many task instances only pretended to run. */
  readonly simulated: number;
  /** Why the run failed, when no task did. */
  readonly reason: string | null;
  /** What the engine was asked and could not answer, by the message's name. */
  readonly unanswered: Readonly<Record<string, number>>;
}

/** One task instance at the end of a run. */
export interface TaskSummary {
  readonly taskId: string;
  readonly mapIndex: number | null;
  readonly state: TaskState;
  readonly tries: number;
  /** What it returned: XCom `return_value`, as JSON. Absent when it returned nothing. */
  readonly returnValue?: unknown;
  readonly durationMs: number;
  /** Log of its last try; null when it never ran or nothing is recorded. */
  readonly log: string | null;
  readonly simulated?: true;
  readonly remembered?: true;
}
