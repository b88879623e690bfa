/**
 * What a trigger rule says of one task instance: `run` it, `wait`, or give it a state without running it.
 * Rules act early: a state is given as soon as it is certain, without waiting for the other upstreams
 * (Airflow: ti_deps/deps/trigger_rule_dep.py).
 */
export type RuleAnswer = "run" | "wait" | "skipped" | "upstream_failed" | "removed";

/** Direct upstream task instances that matter to one instance, counted by state. An unexpanded mapped task counts 1. */
export interface UpstreamCounts {
  readonly total: number;
  readonly success: number;
  readonly skipped: number;
  readonly failed: number;
  readonly upstreamFailed: number;
  readonly removed: number;
  /** Setup tasks among them. */
  readonly setups: number;
  readonly setupsSucceeded: number;
  readonly setupsSkipped: number;
}

/** Judges one instance by its trigger rule; `mapIndex` is −1 for an unmapped one. */
export function judgeTriggerRule(
  rule: string,
  counts: UpstreamCounts,
  mapIndex: number,
): RuleAnswer {
  if (counts.total === 0) return "run";
  return earlyState(rule, counts, mapIndex) ?? (mayRun(rule, counts) ? "run" : "wait");
}

/** The state that a rule gives at once, if any. */
function earlyState(rule: string, c: UpstreamCounts, mapIndex: number): RuleAnswer | undefined {
  const failures = c.failed + c.upstreamFailed;
  const done = doneOf(c);
  const allDone = done >= c.total;
  switch (rule) {
    case "all_success":
      if (failures > 0) return "upstream_failed";
      if (c.skipped > 0) return "skipped";
      if (c.removed > 0 && c.success > 0 && mapIndex >= c.success) return "removed";
      return undefined;
    case "all_failed":
      return c.success + c.skipped > 0 ? "skipped" : undefined;
    case "all_skipped":
      return c.success + failures > 0 ? "skipped" : undefined;
    case "one_success":
      if (allDone && done === c.skipped) return "skipped";
      return allDone && c.success === 0 ? "upstream_failed" : undefined;
    case "one_failed":
      return allDone && failures === 0 ? "skipped" : undefined;
    case "one_done":
      return allDone && c.failed + c.success === 0 ? "skipped" : undefined;
    case "none_failed":
      return failures > 0 ? "upstream_failed" : undefined;
    case "none_failed_min_one_success":
    case "none_failed_or_skipped":
      if (failures > 0) return "upstream_failed";
      if (c.skipped === c.total) return "skipped";
      return allDone && c.success === 0 ? "upstream_failed" : undefined;
    case "none_skipped":
      return c.skipped > 0 ? "skipped" : undefined;
    case "all_done_min_one_success":
      if (c.skipped > 0) return "skipped";
      return allDone && c.success === 0 ? "upstream_failed" : undefined;
    case "all_done_setup_success":
      if (!allDone || c.setups === 0) return undefined;
      if (c.setupsSkipped >= c.setups) return "skipped";
      return c.setupsSucceeded === 0 ? "upstream_failed" : undefined;
    default:
      return undefined;
  }
}

/** Whether the rule lets it run now. */
function mayRun(rule: string, c: UpstreamCounts): boolean {
  const allDone = doneOf(c) >= c.total;
  switch (rule) {
    case "always":
    case "dummy":
      return true;
    case "all_failed":
      return c.total - c.failed - c.upstreamFailed - c.removed <= 0;
    case "all_done":
      return allDone;
    case "all_skipped":
      return c.total - c.skipped <= 0;
    case "one_success":
      return c.success > 0;
    case "one_failed":
      return c.failed + c.upstreamFailed > 0;
    case "one_done":
      return c.success + c.failed > 0;
    case "none_failed":
    case "none_failed_min_one_success":
    case "none_failed_or_skipped":
      return c.total - c.success - c.skipped - c.removed <= 0;
    case "none_skipped":
      return allDone && c.skipped === 0;
    case "all_done_min_one_success":
      return allDone && c.skipped === 0 && c.success > 0;
    case "all_done_setup_success":
      return allDone && (c.setups === 0 || c.setupsSucceeded > 0);
    default:
      return c.total - c.success - c.removed <= 0;
  }
}

function doneOf(c: UpstreamCounts): number {
  return c.success + c.skipped + c.failed + c.upstreamFailed + c.removed;
}
