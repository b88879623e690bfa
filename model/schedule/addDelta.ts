import { daysInMonth } from "./civilDate.ts";

/** A distance of runs: months by the calendar, the rest by elapsed time. */
export interface Delta {
  readonly seconds: number;
  readonly months: number;
}

/** `time + delta` as relativedelta adds it in UTC: a day that the month lacks becomes its last. `sign` -1 subtracts. */
export function addDelta(epochMs: number, delta: Delta, sign: 1 | -1 = 1): number {
  const shifted = delta.months === 0 ? epochMs : addMonths(epochMs, sign * delta.months);
  return shifted + sign * delta.seconds * 1000;
}

function addMonths(epochMs: number, months: number): number {
  const date = new Date(epochMs);
  const count = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12;
  const day = Math.min(date.getUTCDate(), daysInMonth(year, month + 1));
  return date.setUTCFullYear(year, month, day);
}
