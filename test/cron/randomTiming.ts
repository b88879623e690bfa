import type { Timetable } from "../../model/dag/schedule.ts";

/** A timing to ask both sides about. */
export interface TimingQuestion {
  readonly timetable: Timetable | { readonly kind: "once" };
  readonly earliest: number | null;
  readonly latest: number | null;
  readonly catchup: boolean;
  readonly after: number;
}

const crons = ["0 2 * * *", "*/15 * * * *", "0 0 1 * *", "30 2 * * 1-5", "0 * * * *", "0 0 1,15 * 1", "0 0 29 2 *", "0 0 * * 1#1", "0 6 l * *", "*/20 1-3 * * *", "0 0 30 2 *", "5 4 * * 0"]; // prettier-ignore
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
const day = 86_400_000;

/** A timetable with dates around the moment it is asked at. Airflow 2 always has a start date. */
export function randomTiming(random: () => number, airflow: 2 | 3): TimingQuestion {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const around = (after: number, days: number, before: number): number =>
    after + Math.floor(((random() * days - before) * day) / 1000) * 1000;
  const after = Date.UTC(2024, 0, 1) + Math.floor(random() * 800) * day + pick([0, 0, Math.floor(random() * 86_400) * 1000, Math.floor(random() * 24) * 3_600_000]); // prettier-ignore
  const start = around(after, 40, 34);
  return {
    timetable: randomTimetable(random, pick, airflow, after),
    earliest:
      airflow === 3 && random() < 0.15 ? null : random() < 0.5 ? start - (start % day) : start,
    latest: random() < 0.8 ? null : around(after, 10, 3),
    catchup: random() < 0.5,
    after,
  };
}

function randomTimetable(
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
  airflow: 2 | 3,
  after: number,
): TimingQuestion["timetable"] {
  const intervalSeconds = pick([0, 0, 3600, 86_400]);
  const several = airflow === 3 && random() < 0.3;
  switch (pick(["trigger", "trigger", "cronInterval", "cronInterval", "deltaTrigger", "deltaInterval", "events", "once"])) {
    case "trigger":
      return { kind: "cronTrigger", crons: several ? [pick(crons), pick(crons)] : [pick(crons)], timezone: pick(zones), intervalSeconds };
    case "cronInterval":
      return { kind: "cronInterval", crons: [pick(crons)], timezone: pick(zones), intervalSeconds: 0 };
    case "events":
      return { kind: "events", instants: Array.from({ length: 6 }, () => after + Math.floor((random() * 20 - 10) * 86_400) * 1000) };
    case "once":
      return { kind: "once" };
    case "deltaTrigger":
      return { kind: "deltaTrigger", ...randomDelta(pick), intervalSeconds };
    default:
      return { kind: "deltaInterval", ...randomDelta(pick), intervalSeconds: 0 };
  }
} // prettier-ignore

function randomDelta(pick: <T>(list: readonly T[]) => T): {
  readonly seconds: number;
  readonly months: number;
} {
  const months = pick([0, 0, 0, 1, 3, 12, 14]);
  return {
    months,
    seconds: months > 0 ? pick([0, 86_400]) : pick([3600, 7200, 86_400, 93_600, 604_800, 90]),
  };
}
