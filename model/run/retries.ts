import type { TaskDescription } from "./description.ts";
import { sha1 } from "./sha1.ts";

/** What the wait depends on besides the task. */
export interface FailedTry {
  readonly dagId: string;
  /** ISO 8601 with an offset; null when the run has none. */
  readonly logicalDate: string | null;
  /** The one that failed, from 1. */
  readonly try: number;
}

/**
 * Seconds from the end of a failed try to the next one. Without exponential back-off `max_retry_delay` has no effect; with it
 * the wait doubles (or grows by the factor given) and gets a jitter that is the same each time for the same try
 * (Airflow: models/taskinstance.py, `next_retry_datetime`).
 */
export function retryDelay(task: TaskDescription, failed: FailedTry): number {
  const factor = task.retryExponentialBackoff;
  if (factor === 0 || factor === 1) return task.retryDelay;
  const grown = Math.ceil(task.retryDelay * factor ** (failed.try - 1));
  const base = Number.isFinite(grown) ? Math.max(1, grown) : longestDelay;
  const key = `${failed.dagId}#${task.taskId}#${printed(failed.logicalDate)}#${failed.try}`;
  const jitter = Number(BigInt(`0x${sha1(key)}`) % BigInt(base));
  const delay = Math.min(base + jitter, longestDelay);
  return task.maxRetryDelay === null ? delay : Math.min(task.maxRetryDelay, delay);
}

/** Whether a failed try is followed by another. */
export function hasTryLeft(retries: number, failedTry: number): boolean {
  return retries > 0 && failedTry <= retries;
}

/** `[core] max_task_retry_delay`: a day. */
const longestDelay = 86_400;

/** As Python prints a date with time. */
function printed(date: string | null): string {
  return date === null ? "None" : date.replace("T", " ");
}
