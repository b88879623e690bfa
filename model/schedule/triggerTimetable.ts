import type { Firings } from "./firings.ts";
import { intervalRun, type Restriction, type RunStepper, type ScheduledRun } from "./runs.ts";

const fiveMinutes = 300_000;

/**
 * Runs created at each firing, over the interval that ends there (Airflow 3: timetables/trigger.py, CronTriggerTimetable;
 * 2.x has it too, but gives up without a start date when it catches up).
 */
export function cronTriggerRuns(
  firings: Firings,
  interval: number,
  restriction: Restriction,
): RunStepper {
  const { earliest, latest, catchup } = restriction;
  return (previous, now) => {
    const next = previous && firings.after(previous.dataInterval[1]);
    if (previous && next === undefined) return undefined;
    const first = earliest === undefined ? firstRun(firings, now) : alignToNext(firings, earliest);
    const start = catchup
      ? (next ?? first)
      : latestOf([
          alignToPrevious(firings, now),
          next,
          previous && earliest === undefined ? undefined : first,
        ]);
    return bounded(start, interval, latest);
  };
}

function bounded(
  start: number | undefined,
  interval: number,
  latest: number | undefined,
): ScheduledRun | undefined {
  if (start === undefined || (latest !== undefined && latest < start)) return undefined;
  return intervalRun(start - interval, start);
}

function latestOf(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Without a start date: the last firing if it is no older than a tenth of the gap or five minutes, else the next. */
function firstRun(firings: Firings, now: number): number | undefined {
  const past = alignToPrevious(firings, now);
  const next = alignToNext(firings, now);
  if (past === undefined || next === undefined) return next;
  return now - past <= Math.max((next - past) / 10, fiveMinutes) ? past : next;
}

/** The time itself when it is a firing, else the next one. */
export function alignToNext(firings: Firings, time: number): number | undefined {
  const next = firings.after(time);
  return next !== undefined && firings.before(next) === time ? time : next;
}

/** The time itself when it is a firing, else the one before. */
export function alignToPrevious(firings: Firings, time: number): number | undefined {
  const previous = firings.before(time);
  return previous !== undefined && firings.after(previous) === time ? time : previous;
}

/** Several crons: each is asked, the earliest answer wins (without catchup the latest of those already due). */
export function earliestOf(steppers: readonly RunStepper[], catchup: boolean): RunStepper {
  return (previous, now) => {
    const rank = (run: ScheduledRun): number =>
      !catchup && run.logicalDate <= now ? -run.logicalDate : run.logicalDate;
    return steppers
      .map((stepper) => stepper(previous, now))
      .filter((run) => run !== undefined)
      .sort((a, b) => rank(a) - rank(b))[0];
  };
}
