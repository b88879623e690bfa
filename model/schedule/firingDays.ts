import { dayNumber, daysInMonth, weekdayOf } from "./civilDate.ts";
import { joinsDaysByOr, type CronExpression, type Nth } from "./cronExpression.ts";

/** Which of the two day fields are looked at. */
interface DayRule {
  readonly byDate: boolean;
  readonly byWeekday: boolean;
}

/** How the day fields of an expression combine. */
export interface DayRules {
  /** One rule, or the two sides of an OR. */
  readonly rules: readonly DayRule[];
  /** croniter lets a side that can never match drop out of an OR, unless `#`, `l5` or `w` takes part. */
  readonly needsBoth: boolean;
}

/** The rules of an expression. With `#` or `w` a side is not free of the other field: croniter tests it on both. */
export function dayRulesOf(cron: CronExpression): DayRules {
  const needsBoth = cron.nthWeekdays.size > 0 || cron.nearestWeekday !== undefined;
  if (!joinsDaysByOr(cron)) return { rules: [{ byDate: true, byWeekday: true }], needsBoth };
  const rules = [
    { byDate: true, byWeekday: false },
    { byDate: false, byWeekday: true },
  ];
  return { rules, needsBoth };
}

/** The days of one month that fit a rule, as bits 1 to 31. Day of month and weekday must both fit. */
export function firingDays(
  cron: CronExpression,
  rule: DayRule,
  year: number,
  month: number,
): number {
  const length = daysInMonth(year, month);
  const firstWeekday = weekdayOf(dayNumber(year, month, 1));
  return dateBits(cron, rule, length, firstWeekday) & weekdayBits(cron, rule, length, firstWeekday);
}

function allBits(length: number): number {
  // Bit 31 makes the number negative; that is harmless for & and tests of single bits.
  return (((1 << length) - 1) << 1) | 0;
}

function dateBits(
  cron: CronExpression,
  rule: DayRule,
  length: number,
  firstWeekday: number,
): number {
  if (cron.nearestWeekday !== undefined) {
    return 1 << nearestWeekday(cron.nearestWeekday, length, firstWeekday);
  }
  if (!rule.byDate || cron.dayOfMonth.any) return allBits(length);
  let bits = 0;
  for (const day of cron.dayOfMonth.values) if (day <= length) bits |= 1 << day;
  return cron.dayOfMonth.last ? bits | (1 << length) : bits;
}

/** The working day nearest to a day, within its month; a day that the month lacks counts as its last. */
function nearestWeekday(day: number, length: number, firstWeekday: number): number {
  const near = Math.min(day, length);
  const weekday = (firstWeekday + near - 1) % 7;
  if (weekday === 6) return near > 1 ? near - 1 : near + 2;
  if (weekday === 0) return near < length ? near + 1 : near - 2;
  return near;
}

function weekdayBits(
  cron: CronExpression,
  rule: DayRule,
  length: number,
  firstWeekday: number,
): number {
  let bits = 0;
  if (cron.nthWeekdays.size > 0) {
    for (const [weekday, tags] of cron.nthWeekdays) {
      for (const nth of tags) bits |= nthBit(weekday, nth, length, firstWeekday);
    }
    return bits;
  }
  if (!rule.byWeekday || cron.dayOfWeek.any) return allBits(length);
  for (const weekday of cron.dayOfWeek.values) {
    for (let day = ((weekday - firstWeekday + 7) % 7) + 1; day <= length; day += 7)
      bits |= 1 << day;
  }
  return bits;
}

function nthBit(weekday: number, nth: Nth, length: number, firstWeekday: number): number {
  const first = ((weekday - firstWeekday + 7) % 7) + 1;
  const day = nth === "last" ? first + 7 * Math.floor((length - first) / 7) : first + 7 * (nth - 1);
  return day <= length ? 1 << day : 0;
}
