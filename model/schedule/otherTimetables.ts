import { addDelta, type Delta } from "./addDelta.ts";
import { intervalRun, type Restriction, type RunStepper } from "./runs.ts";

/** Runs at equal distances, each created at its own start (Airflow: DeltaTriggerTimetable). */
export function deltaTriggerRuns(
  delta: Delta,
  interval: number,
  { earliest, latest, catchup }: Restriction,
): RunStepper {
  return (previous, now) => {
    const next = previous && addDelta(previous.dataInterval[1], delta);
    if (previous && next !== undefined && next <= previous.dataInterval[1]) return undefined;
    const start = catchup ? (next ?? earliest ?? now) : Math.max(now, next ?? now, earliest ?? now);
    if (latest !== undefined && latest < start) return undefined;
    return intervalRun(start - interval, start);
  };
}

/** Runs at given times (Airflow: EventsTimetable). */
export function eventRuns(instants: readonly number[], restriction: Restriction): RunStepper {
  const events = [...instants].sort((a, b) => a - b);
  return (previous, now) => {
    const { earliest, latest, catchup } = restriction;
    const from = catchup ? earliest : Math.max(now, earliest ?? now);
    const event = events.find(
      (time) =>
        (from === undefined || time >= from) &&
        (previous === undefined || time > previous.dataInterval[1]),
    );
    if (event === undefined || (latest !== undefined && event > latest)) return undefined;
    return intervalRun(event, event);
  };
}

/** A single run at the start date, or at once (Airflow: OnceTimetable). */
export function onceRuns({ earliest, latest }: Restriction): RunStepper {
  return (previous, now) => {
    const at = earliest ?? now;
    if (previous || (latest !== undefined && at > latest)) return undefined;
    return intervalRun(at, at);
  };
}
