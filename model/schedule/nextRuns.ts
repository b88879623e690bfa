import type { Timing } from "../dag/schedule.ts";
import type { Restriction, RunStepper, ScheduledRun } from "./runs.ts";
import { steppingOf } from "./steppers.ts";

/** What is asked for. */
export interface NextRunsOptions {
  /** Epoch milliseconds: runs created later than this are listed. The DAG is new to the scheduler then. */
  readonly after: number;
  readonly count: number;
  readonly airflow: 2 | 3;
  /** How many runs that are due already are counted at most; 1,000 unless given. */
  readonly mostDue?: number;
}

/** The runs to come of a DAG. */
export interface NextRuns {
  readonly runs: readonly ScheduledRun[];
  /** Why there is none, or none further. */
  readonly reason: string | undefined;
  /** What the answer rests on that the file does not say. */
  readonly notes: readonly string[];
  /** How many runs Airflow creates at once for times up to `after`: more than one only with catchup. */
  readonly due: number;
  /** There are more than were counted. */
  readonly dueIsMore: boolean;
}

/** Runs counted at most before `after`; a minutely DAG of ten years would have millions. */
const countedByDefault = 1000;

/**
 * The next runs of a DAG as Airflow would create them by its timetable, zone, start and end date, catchup and version,
 * if it first met the DAG at `after`. Never throws.
 */
export function nextRuns(timing: Timing, options: NextRunsOptions): NextRuns {
  const { after, count, airflow } = options;
  const restriction = restrictionOf(timing, airflow);
  if (restriction.catchup && timing.startDate === null && airflow === 2) {
    return none("It has no start date, which Airflow 2 needs.");
  }
  const stepping = steppingOf(timing, airflow, restriction);
  if ("reason" in stepping) return none(stepping.reason);
  const notes = [...unknownNotes(timing), ...(stepping.note === undefined ? [] : [stepping.note])];
  const { due, dueIsMore, next } = passDue(stepping, options);
  let run = next;
  if (dueIsMore) {
    const earliest = stepping.startNear?.(after);
    const later = steppingOf(timing, airflow, { ...restriction, earliest });
    run = earliest === undefined || "reason" in later ? undefined : passDue(later, options).next;
  }
  const runs: ScheduledRun[] = [];
  while (run && runs.length < count) {
    runs.push(run);
    run = stepping.step(run, run.runAfter);
  }
  const reason = runs.length < count ? endReason(timing, runs.length + due) : undefined;
  return { runs, reason, notes, due, dueIsMore };
}

interface DueRuns {
  readonly due: number;
  readonly dueIsMore: boolean;
  /** The first run after them; with `dueIsMore` still one of them. */
  readonly next: ScheduledRun | undefined;
}

/** Steps over the runs that Airflow would create at once. */
function passDue(stepping: { readonly step: RunStepper }, options: NextRunsOptions): DueRuns {
  const { after, mostDue = countedByDefault } = options;
  let due = 0;
  let next = stepping.step(undefined, after);
  for (; next && next.runAfter <= after && due < mostDue; due++) next = stepping.step(next, after);
  return { due, dueIsMore: next !== undefined && next.runAfter <= after, next };
}

function none(reason: string): NextRuns {
  return { runs: [], reason, notes: [], due: 0, dueIsMore: false };
}

function restrictionOf(timing: Timing, airflow: 2 | 3): Restriction {
  const { startDate, endDate, catchup } = timing;
  return {
    earliest: startDate === null || startDate === "unknown" ? undefined : startDate.epochMs,
    latest: endDate === null || endDate === "unknown" ? undefined : endDate.epochMs,
    catchup:
      startDate !== "unknown" &&
      (catchup === null || catchup === "unknown" ? airflow === 2 : catchup),
  };
}

function unknownNotes({ schedule, startDate, endDate, catchup }: Timing): readonly string[] {
  // The zone of a cron string is that of the start date.
  const zoneToo = schedule.kind === "cron" || schedule.kind === "preset";
  const open = "known only when Python runs the file";
  return [
    ...(startDate === "unknown" && !(zoneToo && schedule.timezone === null)
      ? [`Its start date is ${open}.`]
      : []),
    ...(startDate === "unknown" && zoneToo && schedule.timezone === null
      ? [`Its start date, and with it its time zone, is ${open}: UTC is taken.`]
      : []),
    ...(endDate === "unknown" ? [`Its end date is ${open}.`] : []),
    ...(catchup === "unknown" ? [`Its catchup is ${open}.`] : []),
  ];
}

function endReason(timing: Timing, known: number): string {
  if (timing.schedule.kind === "once") {
    return known > 0 ? "It runs once." : "It runs once, and its end date lies before that.";
  }
  if (timing.endDate !== null && timing.endDate !== "unknown") {
    return "Its end date lies before any further run.";
  }
  return "Its schedule has no further time.";
}
