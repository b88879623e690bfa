import cronstrue from "cronstrue";

import { rangesOf } from "./normalisedFields.ts";

// The package cronstrue words single fields whose values were written out first: there it is always right. It never sees
// a whole expression, a step, a wrap, `#`, `W` or a sixth field: there its sentences are wrong or mislead (docs/cron.md).

const midnight = "At 00:00, ";

/** `only in January and July`, `June through August`. */
export function monthWords(months: readonly number[]): string {
  return clause(`0 0 * ${circular(months, 1, 12)} *`);
}

/** `on day 1 and 15 of the month`, `on the last day of the month`. */
export function dayOfMonthWords(days: readonly number[], last: boolean): string {
  return clause(`0 0 ${[...rangesOf(days), ...(last ? ["L"] : [])].join(",")} * *`);
}

/** `only on Monday`, `Friday through Sunday`. */
export function weekdayWords(weekdays: readonly number[]): string {
  return clause(`0 0 * * ${circular(weekdays, 0, 6)}`);
}

/** `At 15 and 45 minutes past the hour`. */
export function minutesPastWords(minutes: readonly number[]): string {
  return words(`${minutes.join(",")} * * * *`);
}

/** `Minutes 10 through 20 past the hour`. */
export function minuteRunWords(from: number, to: number): string {
  return words(`${from}-${to} * * * *`);
}

/** `Every 15 minutes`. The step must divide 60. */
export function everyMinutesWords(step: number): string {
  return words(step === 1 ? "* * * * *" : `*/${step} * * * *`);
}

/** The sentence without what it says of the time. */
function clause(expression: string): string {
  const text = words(expression);
  return text.startsWith(midnight) ? text.slice(midnight.length) : text;
}

function words(expression: string): string {
  return cronstrue
    .toString(expression, { use24HourTimeFormat: true })
    .replaceAll(", and ", " and ");
}

/** Runs of three and more as ranges, also over the end of the round; Sunday is 7 when the days before it are there. */
function circular(values: readonly number[], min: number, max: number): string {
  const size = max - min + 1;
  const start = values.find((value) => !values.includes(((value - min - 1 + size) % size) + min));
  const ordered = values.map((value) => (value < (start ?? min) ? value + size : value));
  const wrapped = ordered.some((value) => value > max);
  const onlySunday = min === 0 && wrapped && ordered.every((value) => value <= 7);
  if (!wrapped || onlySunday) return rangesOf(ordered.sort((a, b) => a - b)).join(",");
  const [run] = rangesOf(ordered.sort((a, b) => a - b));
  const isOneRun = ordered.every((value, index) => value === (ordered[0] ?? 0) + index);
  if (!isOneRun || run === undefined || ordered.length < 3) return rangesOf(values).join(",");
  return `${ordered[0] ?? min}-${(ordered.at(-1) ?? max) - size}`;
}
