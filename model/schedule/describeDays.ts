import { isRandom, joinsDaysByOr, type CronExpression, type Nth } from "./cronExpression.ts";
import { dayOfMonthWords, weekdayWords } from "./cronstrueWords.ts";
import { firesOnSide } from "./firesOnSide.ts";
import { isDailyByOr } from "./normalisedFields.ts";
import { patternOf } from "./valuePattern.ts";
import { listed, ordinal, shortened } from "./words.ts";

/** On which days an expression fires, in words; undefined when on every day. */
export function describeDays(cron: CronExpression): string | undefined {
  if (isDailyByOr(cron) && cron.nthWeekdays.size === 0 && cron.nearestWeekday === undefined) {
    return undefined;
  }
  const byDate = describeDates(cron);
  const byNth = describeNthWeekdays(cron);
  if (byNth !== undefined) return describeWithNth(cron, byDate, byNth);
  // A nearest weekday takes part in both sides of the OR, so that the other side adds nothing to it.
  if (cron.nearestWeekday !== undefined) return byDate;
  const byWeekday = describeWeekdays(cron);
  if (byDate === undefined || byWeekday === undefined) return byDate ?? byWeekday;
  if (!isRandom(cron) && !firesOnSide(cron, "date")) return byWeekday;
  return `${byDate} or ${either(byWeekday)}`;
}

/** `#` and `l5` take part in both sides of the OR: only they decide. Beside a field with a star both must fit. */
function describeWithNth(cron: CronExpression, byDate: string | undefined, byNth: string): string {
  const both = cron.nearestWeekday !== undefined || !joinsDaysByOr(cron);
  return byDate !== undefined && both ? `${byDate} when it is ${byNth.replace(/^on /, "")}` : byNth;
}

function describeDates(cron: CronExpression): string | undefined {
  const near = cron.nearestWeekday;
  if (near === 1) return "on the first weekday of the month";
  if (near === 31) return "on the last weekday of the month";
  if (near !== undefined) return `on the weekday nearest day ${near} of the month`;
  const { any, values, last, random } = cron.dayOfMonth;
  if (any) return undefined;
  if (random) return "on a random day of the month";
  const pattern = patternOf(values, 0);
  if (last || pattern.kind !== "step" || values.length < 5) return dayOfMonthWords(values, last);
  const every = `on every ${ordinal(pattern.step)} day of the month`;
  return `${every} from day ${pattern.from} (${shortened(values.map(String))})`;
}

function describeWeekdays(cron: CronExpression): string | undefined {
  const { any, values, random } = cron.dayOfWeek;
  if (any) return undefined;
  return random ? "on a random day of the week" : weekdayWords(values);
}

/** `only on Monday` becomes `on Monday`: beside another day it is not the only one. */
function either(byWeekday: string): string {
  return byWeekday.replace(/^only /, "");
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const ordinals = ["first", "second", "third", "fourth", "fifth"];

function describeNthWeekdays(cron: CronExpression): string | undefined {
  if (cron.nthWeekdays.size === 0) return undefined;
  const days = [...cron.nthWeekdays].sort(([a], [b]) => a - b);
  const [, firstTags = []] = days[0] ?? [];
  const alike = days.every(([, tags]) => tags.join() === firstTags.join());
  if (alike && firstTags.length === 1 && days.length > 1) {
    const names = days.map(([day]) => weekdays[day] ?? "");
    return `on the ${listed(firstTags.map(nthText))} ${listed(names)} of the month`;
  }
  const parts = days.map(([day, tags]) => {
    const sorted = [...tags].sort((a, b) => order(a) - order(b));
    return `the ${listed(sorted.map(nthText))} ${weekdays[day] ?? ""}`;
  });
  return `on ${listed(parts)} of the month`;
}

function order(nth: Nth): number {
  return nth === "last" ? 6 : nth;
}

function nthText(nth: Nth): string {
  return nth === "last" ? "last" : (ordinals[nth - 1] ?? "");
}
