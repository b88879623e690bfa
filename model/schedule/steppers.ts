import type { Timetable, Timing } from "../dag/schedule.ts";
import { everFires } from "./firesOnSide.ts";
import { zonedFirings, type Firings } from "./firings.ts";
import type { Delta } from "./addDelta.ts";
import { isRandom } from "./cronExpression.ts";
import { cronIntervalRuns, deltaIntervalRuns } from "./intervalTimetable.ts";
import { deltaTriggerRuns, eventRuns, onceRuns } from "./otherTimetables.ts";
import { parseCron } from "./parseCron.ts";
import type { Restriction, RunStepper } from "./runs.ts";
import { openZone } from "./timeZone.ts";
import { cronTriggerRuns, earliestOf } from "./triggerTimetable.ts";
import { withMore } from "../withMore.ts";

/** How the runs of a DAG follow each other, or why that cannot be computed. */
export type Stepping =
  | {
      readonly step: RunStepper;
      /** A start date shortly before a time from which on the same runs follow, to skip thousands of them. */
      readonly startNear?: (time: number) => number | undefined;
      /** Something the runs rest on that the file does not say. */
      readonly note?: string;
    }
  | { readonly reason: string };

/** Chooses the timetable that Airflow makes of a schedule (2.x: data intervals; 3.x: triggers) and asks it. */
export function steppingOf(timing: Timing, airflow: 2 | 3, restriction: Restriction): Stepping {
  const { schedule } = timing;
  switch (schedule.kind) {
    case "cron":
    case "preset": {
      const timezone = schedule.timezone ?? timing.timezone;
      const kind = airflow === 2 ? "cronInterval" : "cronTrigger";
      return cronStepping(kind, [schedule.expression], timezone, 0, restriction);
    }
    case "delta": {
      const { seconds, months } = schedule;
      const kind = airflow === 2 ? "deltaInterval" : "deltaTrigger";
      return timetableStepping({ kind, seconds, months, intervalSeconds: 0 }, airflow, restriction);
    }
    case "timetable":
      return timetableStepping(schedule.timetable, airflow, restriction);
    case "once":
      return { step: onceRuns(restriction) };
    case "assets":
      return { reason: "It runs when its assets are updated, not by the clock." };
    case "continuous":
      return { reason: "It runs again as soon as the run before has ended." };
    case "none":
      return { reason: "It has no schedule: it is started by hand or by another DAG." };
    case "dynamic":
      return { reason: "Its schedule is known only when Python runs the file." };
  }
}

function timetableStepping(
  timetable: Timetable,
  airflow: 2 | 3,
  restriction: Restriction,
): Stepping {
  switch (timetable.kind) {
    case "cronTrigger":
    case "cronInterval": {
      const interval = timetable.intervalSeconds * 1000;
      return cronStepping(
        timetable.kind,
        timetable.crons,
        timetable.timezone,
        interval,
        restriction,
      );
    }
    case "deltaTrigger":
    case "deltaInterval":
      return deltaStepping(timetable, airflow, restriction);
    case "events":
      return { step: eventRuns(timetable.instants, restriction) };
    case "assetOrTime": {
      const stepping = timetableStepping(timetable.time, airflow, restriction);
      const note = "Besides, it runs when its assets are updated.";
      return "reason" in stepping ? stepping : withMore(stepping, { note });
    }
    case "custom":
      return { reason: `The timetable ${timetable.className} is known to Airflow only.` };
  }
}

function cronStepping(
  kind: "cronTrigger" | "cronInterval",
  crons: readonly string[],
  timezone: string,
  interval: number,
  restriction: Restriction,
): Stepping {
  const zone = openZone(timezone);
  if (!zone) return { reason: `There is no time zone "${timezone}".` };
  const steppers: RunStepper[] = [];
  const starts: ((time: number) => number | undefined)[] = [];
  for (const text of crons) {
    const { cron, fault } = parseCron(text);
    if (fault) return { reason: `Airflow refuses "${text}". ${fault.message}` };
    if (isRandom(cron))
      return { reason: `"${text}" is drawn at random whenever Airflow parses the file.` };
    if (crons.length > 1 && !everFires(cron)) {
      return {
        reason: `"${text}" never fires, and beside it Airflow schedules nothing else either.`,
      };
    }
    const firings: Firings = zonedFirings(cron, zone);
    starts.push((time) => twoBefore(firings, time));
    steppers.push(
      kind === "cronInterval"
        ? cronIntervalRuns(firings, restriction)
        : cronTriggerRuns(firings, interval, restriction),
    );
  }
  const [only] = steppers;
  const step = only && steppers.length === 1 ? only : earliestOf(steppers, restriction.catchup);
  const startNear = (time: number): number | undefined => {
    const known = starts.map((start) => start(time)).filter((start) => start !== undefined);
    return known.length === crons.length ? Math.min(...known) : undefined;
  };
  return { step, startNear };
}

function twoBefore(firings: Firings, time: number): number | undefined {
  const last = firings.before(time);
  return last === undefined ? undefined : firings.before(last);
}

function deltaStepping(
  timetable: Extract<Timetable, { kind: "deltaTrigger" | "deltaInterval" }>,
  airflow: 2 | 3,
  restriction: Restriction,
): Stepping {
  const { seconds, months, intervalSeconds } = timetable;
  if (months <= 0 && seconds <= 0)
    return { reason: "The distance between its runs is not positive." };
  const delta = { seconds, months };
  const step =
    timetable.kind === "deltaInterval"
      ? deltaIntervalRuns(delta, airflow, restriction)
      : deltaTriggerRuns(delta, intervalSeconds * 1000, restriction);
  if (restriction.catchup)
    return { step, startNear: (time) => deltaStart(time, delta, restriction) };
  const note =
    "Without catchup the distance counts from when Airflow first sees the DAG: these runs are as if that were now.";
  return { step, note };
}

/** On the grid of the start date; months have no fixed length, so theirs cannot be skipped. */
function deltaStart(
  time: number,
  { seconds, months }: Delta,
  { earliest }: Restriction,
): number | undefined {
  if (months !== 0 || earliest === undefined) return undefined;
  const length = seconds * 1000;
  return earliest + Math.max(0, Math.floor((time - earliest) / length) - 2) * length;
}
