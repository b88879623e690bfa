import type { Timing } from "../dag/schedule.ts";
import { nextRuns } from "./nextRuns.ts";

/** One date to run a DAG for. Instants in epoch milliseconds. */
export interface ScheduledDate {
  /** Logical date. */
  readonly at: number;
  readonly interval: readonly [number, number];
}

/** The dates that were asked for, oldest first. */
export interface DatesBetween {
  readonly dates: readonly ScheduledDate[];
  /** There are more than were asked for. */
  readonly isMore: boolean;
  /** Why there is none. */
  readonly reason: string | undefined;
}

/** The logical dates that a DAG has from one instant to another, both included, at most so many; its catchup does not matter. */
export function datesBetween(
  timing: Timing,
  {
    from,
    until,
    airflow,
    most,
  }: {
    readonly from: number;
    readonly until: number;
    readonly airflow: 2 | 3;
    readonly most: number;
  },
): DatesBetween {
  const dates: ScheduledDate[] = [];
  let isMore = false;
  for (let after = from - 1; !isMore;) {
    const { runs, reason } = nextRuns(
      { ...timing, catchup: false },
      { after, count: 500, airflow },
    );
    for (const { logicalDate, dataInterval } of runs) {
      if (logicalDate < from || logicalDate > until) continue;
      if (dates.length < most) dates.push({ at: logicalDate, interval: dataInterval });
      else isMore = true;
    }
    const last = runs.at(-1);
    if (!last && dates.length === 0) return { dates, isMore, reason };
    if (!last || last.logicalDate > until || last.runAfter <= after) break;
    after = last.runAfter;
  }
  return { dates, isMore, reason: undefined };
}
