import { civilDate, dayNumber, daysInMonth, msPerDay } from "./civilDate.ts";
import type { CronExpression, CronField } from "./cronExpression.ts";
import { isRandom } from "./cronExpression.ts";
import { dayRulesOf, firingDays, type DayRules } from "./firingDays.ts";

/**
 * The firings of an expression on a wall clock without zone. Times are milliseconds from 1970-01-01 00:00 on that clock.
 * Undefined: croniter finds none (its search ends when the year has moved by more than 50).
 */
export interface WallClockFirings {
  /** The first firing after `time`: later than its minute, or than its second when there is a field of seconds. */
  after(time: number): number | undefined;
  /** The last firing before `time`. */
  before(time: number): number | undefined;
}

const searchedYears = 50;

/** Our own iteration: right for every expression that is not random, and fast. */
export function wallClockFirings(cron: CronExpression): WallClockFirings {
  const sides = sidesOf(cron);
  const unit = cron.second ? 1000 : 60_000;
  const needed = sides.rules.needsBoth;
  const pick = (
    found: readonly (number | undefined)[],
    better: (...times: number[]) => number,
  ): number | undefined => {
    const times = found.filter((time) => time !== undefined);
    if (times.length === 0 || (needed && times.length < found.length)) return undefined;
    return better(...times);
  };
  return {
    after(time) {
      const from = Math.floor(time / unit) * unit + unit;
      return pick(
        sides.searches.map((search) => search(from, 1)),
        Math.min,
      );
    },
    before(time) {
      const from = Math.floor((time - 1) / unit) * unit;
      return pick(
        sides.searches.map((search) => search(from, -1)),
        Math.max,
      );
    },
  };
}

/** The first firing at or after (`1`), or the last at or before (`-1`), a time. */
type Search = (from: number, direction: 1 | -1) => number | undefined;

function sidesOf(cron: CronExpression): { readonly rules: DayRules; readonly searches: Search[] } {
  const rules = dayRulesOf(cron);
  if (isRandom(cron)) return { rules, searches: [() => undefined] };
  const times = timesOfDay(cron);
  const months = valuesOf(cron.month, 1, 12);
  const years = cron.year && !cron.year.any ? new Set(cron.year.values) : undefined;
  const searches = rules.rules.map((rule) => {
    const days = (year: number, month: number): number =>
      months.includes(month) && (years?.has(year) ?? true)
        ? firingDays(cron, rule, year, month)
        : 0;
    return remembering(searchOf(times, days));
  });
  return { rules, searches };
}

function searchOf(times: TimesOfDay, daysOf: (year: number, month: number) => number): Search {
  return (from, direction) => {
    const startDay = Math.floor(from / msPerDay);
    const start = civilDate(startDay);
    let { year, month, day } = start;
    let time = times.near(from - startDay * msPerDay, direction);
    while (Math.abs(year - start.year) <= searchedYears) {
      const bits = daysOf(year, month);
      const length = bits === 0 ? 0 : daysInMonth(year, month);
      if (direction < 0 && bits !== 0) day = Math.min(day, length);
      for (; bits !== 0 && day >= 1 && day <= length; day += direction) {
        if ((bits & (1 << day)) !== 0 && time !== undefined) {
          return dayNumber(year, month, day) * msPerDay + time;
        }
        time = times.near(direction > 0 ? 0 : msPerDay - 1, direction);
      }
      time = times.near(direction > 0 ? 0 : msPerDay - 1, direction);
      day = direction > 0 ? 1 : 31;
      month += direction;
      if (month === 13 || month === 0) {
        month = direction > 0 ? 1 : 12;
        year += direction;
      }
    }
    return undefined;
  };
}

/** Keeps the last answer of one side of an OR: it stays the nearest until the other side has passed it. */
function remembering(search: Search): Search {
  let known: { readonly from: number; readonly to: number } | undefined;
  return (from, direction) => {
    if (direction < 0) return search(from, direction);
    if (known && known.from <= from && from <= known.to) return known.to;
    const to = search(from, direction);
    known = to === undefined ? undefined : { from, to };
    return to;
  };
}

interface TimesOfDay {
  /** The nearest time of day at or after, or at or before, in milliseconds; undefined when the day has none left. */
  near(time: number, direction: 1 | -1): number | undefined;
}

function timesOfDay(cron: CronExpression): TimesOfDay {
  const hours = valuesOf(cron.hour, 0, 23);
  const minutes = valuesOf(cron.minute, 0, 59);
  const seconds = cron.second ? valuesOf(cron.second, 0, 59) : [0];
  const base = [hours, minutes, seconds];
  const units = [3_600_000, 60_000, 1000];
  const near = (time: number, direction: 1 | -1, level: number): number | undefined => {
    const values = base[level];
    const unit = units[level];
    if (!values || !unit) return 0;
    const exact = Math.floor(time / unit);
    let index = direction > 0 ? firstAtLeast(values, exact) : firstAtLeast(values, exact + 1) - 1;
    for (let value = values[index]; value !== undefined; value = values[(index += direction)]) {
      const inner =
        value === exact
          ? near(time - exact * unit, direction, level + 1)
          : near(direction > 0 ? 0 : unit - 1, direction, level + 1);
      if (inner !== undefined) return value * unit + inner;
    }
    return undefined;
  };
  return { near: (time, direction) => near(time, direction, 0) };
}

function firstAtLeast(values: readonly number[], least: number): number {
  const index = values.findIndex((value) => value >= least);
  return index < 0 ? values.length : index;
}

function valuesOf(field: CronField, min: number, max: number): readonly number[] {
  if (!field.any) return field.values;
  return Array.from({ length: max - min + 1 }, (_, index) => index + min);
}
