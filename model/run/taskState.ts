/** Airflow's word for where one task instance stands; `none` is not looked at yet, `cancelled` is ours: the user ended the run. */
export type TaskState =
  | "none"
  | "scheduled"
  | "queued"
  | "running"
  | "success"
  | "failed"
  | "skipped"
  | "upstream_failed"
  | "removed"
  | "up_for_retry"
  | "up_for_reschedule"
  | "deferred"
  | "cancelled";

/** States that a task instance does not leave. */
export type FinalState =
  "success" | "failed" | "skipped" | "upstream_failed" | "removed" | "cancelled";

/** How a run ended. */
export type RunResult = "success" | "failed" | "cancelled";

/** Whether an instance in this state is done. */
export function isFinal(state: TaskState): state is FinalState {
  return finals.has(state);
}

const finals: ReadonlySet<TaskState> = new Set<FinalState>([
  "success",
  "failed",
  "skipped",
  "upstream_failed",
  "removed",
  "cancelled",
]);
