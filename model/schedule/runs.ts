/** One run that Airflow would create by itself. Instants in epoch milliseconds. */
export interface ScheduledRun {
  /** When it is created. */
  readonly runAfter: number;
  readonly logicalDate: number;
  readonly dataInterval: readonly [number, number];
}

/** What limits the runs of a timetable (Airflow: TimeRestriction). */
export interface Restriction {
  readonly earliest: number | undefined;
  readonly latest: number | undefined;
  readonly catchup: boolean;
}

/**
 * The runs of one timetable as the scheduler asks for them: each from the one before. `now` is when it asks; it never
 * lies before the run it answered last. Undefined: no further run.
 */
export type RunStepper = (
  previous: ScheduledRun | undefined,
  now: number,
) => ScheduledRun | undefined;

/** A run over an interval, created at its end and named by its start. */
export function intervalRun(start: number, end: number): ScheduledRun {
  return { runAfter: end, logicalDate: start, dataInterval: [start, end] };
}
