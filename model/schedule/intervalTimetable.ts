import { addDelta, type Delta } from "./addDelta.ts";
import type { Firings } from "./firings.ts";
import { intervalRun, type Restriction, type RunStepper } from "./runs.ts";
import { alignToNext, alignToPrevious } from "./triggerTimetable.ts";

/** Runs over the intervals between firings, created at their end (Airflow: timetables/interval.py, CronDataInterval). */
export function cronIntervalRuns(firings: Firings, restriction: Restriction): RunStepper {
  const { earliest, catchup } = restriction;
  return intervalRuns(restriction, {
    next: (time) => firings.after(time),
    alignEnd: (time) => alignToPrevious(firings, time),
    bound(now) {
      const first = earliest === undefined ? undefined : alignToNext(firings, earliest);
      if (catchup) return first;
      const newest = newestStart(firings, now);
      return newest === undefined || first === undefined
        ? (newest ?? first)
        : Math.max(newest, first);
    },
  });
}

/** The start of the last interval that is over: one that ends right now is. */
function newestStart(firings: Firings, now: number): number | undefined {
  const last = firings.before(now);
  if (last === undefined) return undefined;
  return firings.after(last) === now ? last : firings.before(last);
}

/** Runs over intervals of one length (Airflow: DeltaDataIntervalTimetable). */
export function deltaIntervalRuns(
  delta: Delta,
  airflow: 2 | 3,
  restriction: Restriction,
): RunStepper {
  const { earliest, catchup } = restriction;
  return intervalRuns(restriction, {
    next: (time) => addDelta(time, delta),
    alignEnd: (time) => time,
    bound(now) {
      if (catchup) return earliest;
      const newest = addDelta(roundDown(now, delta, airflow, earliest ?? now), delta, -1);
      return earliest === undefined ? newest : Math.max(newest, earliest);
    },
  });
}

/** The last boundary at or before `now`: counted from 1970, months (Airflow 3) from the start date on. */
function roundDown(now: number, delta: Delta, airflow: 2 | 3, anchor: number): number {
  if (airflow === 3 && delta.months !== 0) {
    let boundary = anchor;
    for (let next = addDelta(boundary, delta); next <= now && next > boundary;) {
      boundary = next;
      next = addDelta(boundary, delta);
    }
    return boundary;
  }
  const years = Math.trunc(delta.months / 12);
  const days = years * 365 + (delta.months - years * 12) * 30;
  const length = (days * 86_400 + delta.seconds) * 1000;
  return length > 0 ? now - (((now % length) + length) % length) : now;
}

interface Grid {
  next(time: number): number | undefined;
  /** The boundary at or before the end of the interval before. */
  alignEnd(time: number): number | undefined;
  /** The first start allowed, seen from `now`; undefined without a start date when catching up. */
  bound(now: number): number | undefined;
}

function intervalRuns({ latest }: Restriction, grid: Grid): RunStepper {
  return (previous, now) => {
    const bound = grid.bound(now);
    const end = previous && grid.alignEnd(previous.dataInterval[1]);
    if (previous && end === undefined) return undefined;
    let start = end === undefined || bound === undefined ? (end ?? bound) : Math.max(end, bound);
    if (previous && start !== undefined && start <= previous.dataInterval[0])
      start = grid.next(start);
    if (start === undefined || (latest !== undefined && start > latest)) return undefined;
    const next = grid.next(start);
    return next === undefined || next <= start ? undefined : intervalRun(start, next);
  };
}
