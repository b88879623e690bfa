import type { ClockStyle } from "./clockStyle.ts";
import { isRandom, joinsDaysByOr, type CronExpression, type CronField } from "./cronExpression.ts";
import { monthWords } from "./cronstrueWords.ts";
import { describeDays } from "./describeDays.ts";
import { describeRandomTimes, drawnAnew } from "./describeRandom.ts";
import { describeSeconds } from "./describeSeconds.ts";
import { describeTimes, runsText, type TimesOfDayText } from "./describeTimes.ts";
import { everFires } from "./firesOnSide.ts";
import { patternOf } from "./valuePattern.ts";
import { listed } from "./words.ts";

/** When an expression fires, in one English sentence without full stop: what Airflow does, not what it may seem to say. */
export function describeCron(cron: CronExpression, style: ClockStyle = "24h"): string {
  const random = isRandom(cron);
  if (!random && !everFires(cron)) return `Never: ${whyNever(cron)}`;
  const days = describeDays(cron);
  const times = describeRandomTimes(cron, style) ?? timesText(cron, style, days === undefined);
  const everyDay = times.namesHours ? "every day" : undefined;
  const parts = [
    times.text,
    days ?? everyDay,
    monthsText(cron),
    yearsText(cron),
    random ? drawnAnew : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

function monthsText({ month }: CronExpression): string | undefined {
  if (month.random) return "in a random month";
  return month.any ? undefined : monthWords(month.values);
}

/** Why no date fits. */
export function whyNever(cron: CronExpression): string {
  const { dayOfMonth, month } = cron;
  const plain = cron.nthWeekdays.size === 0 && cron.nearestWeekday === undefined && !cron.year;
  if (plain && !joinsDaysByOr(cron) && !month.any) {
    const months = listed(month.values.map(monthName), "or");
    const days = dayOfMonth.values.map(String);
    return `there is no day ${listed(days, "or")} in ${months}`;
  }
  return "no date fits";
}

function timesText(cron: CronExpression, style: ClockStyle, everyDay: boolean): TimesOfDayText {
  const daily = everyDay && cron.month.any && (cron.year?.any ?? true);
  const hours = valuesOf(cron.hour, 24);
  const minutes = valuesOf(cron.minute, 60);
  const seconds = cron.second && valuesOf(cron.second, 60);
  if (seconds && seconds.length > 1) return describeSeconds({ hours, minutes }, seconds, style);
  return describeTimes({ hours, minutes, second: seconds?.[0], daily }, style);
}

function yearsText(cron: CronExpression): string | undefined {
  if (!cron.year || cron.year.any) return leapYears(cron);
  if (cron.year.random) return "in a random year";
  const pattern = patternOf(cron.year.values, 0);
  if (pattern.kind === "step" && cron.year.values.length > 4) {
    return `every ${pattern.step} years from ${pattern.from} through ${pattern.to}`;
  }
  return `only in ${runsText(cron.year.values)}`;
}

function leapYears(cron: CronExpression): string | undefined {
  const { dayOfMonth, month } = cron;
  const onlyLeapDay = month.values.join() === "2" && dayOfMonth.values.join() === "29";
  const plain = !dayOfMonth.last && !joinsDaysByOr(cron) && cron.nearestWeekday === undefined;
  return onlyLeapDay && plain && !dayOfMonth.any ? "in leap years" : undefined;
}

/** All values of a field of times, which starts at 0. */
export function valuesOf(field: CronField, size: number): readonly number[] {
  return field.any ? Array.from({ length: size }, (_, index) => index) : field.values;
}

function monthName(month: number): string {
  return monthWords([month]).replace("only in ", "");
}
