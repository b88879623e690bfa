import type { StateCounts } from "./state.ts";
import type { TaskState } from "./taskState.ts";

/** The state that stands for many instances: what is still going on first, then the worst end. */
export function joinedState(counts: StateCounts): TaskState {
  const some = (state: TaskState): boolean => (counts[state] ?? 0) > 0;
  const going = active.find(some);
  if (going) return going;
  const ended = ends.find(some);
  if (some("none") || some("scheduled")) return ended ? "running" : "none";
  return ended ?? "none";
}

const active: readonly TaskState[] = [
  "running",
  "queued",
  "up_for_retry",
  "up_for_reschedule",
  "deferred",
];

const ends: readonly TaskState[] = [
  "failed",
  "upstream_failed",
  "cancelled",
  "success",
  "skipped",
  "removed",
];
