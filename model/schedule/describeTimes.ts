import { clockText, hourText, type ClockStyle } from "./clockStyle.ts";
import { everyMinutesWords, minuteRunWords, minutesPastWords } from "./cronstrueWords.ts";
import { runsOf } from "./normalisedFields.ts";
import { patternOf } from "./valuePattern.ts";
import { listed, ordinal, sentence, shortened } from "./words.ts";

/** When on a day an expression fires, in words. */
export interface TimesOfDayText {
  readonly text: string;
  /** It names hours, so a reader wants to know on which days: `every day` follows if nothing else does. */
  readonly namesHours: boolean;
}

/** The values of the time fields; `second` is undefined where second 0 goes without saying. */
export interface TimeValues {
  /** It fires on every day, so that a stretch of hours may go on over midnight. */
  readonly daily: boolean;
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly second: number | undefined;
}

const mostTimes = 6;

/** Times of day at one second of the minute, e.g. `At 06:15 and every hour from 10:15 through 20:15`. */
export function describeTimes(values: TimeValues, style: ClockStyle): TimesOfDayText {
  const { hours, minutes, second } = values;
  if (hours.length === 24)
    return { text: withSecond(everyHour(minutes), second), namesHours: false };
  const [minute] = minutes;
  if (minutes.length * hours.length <= mostTimes) {
    return { text: `At ${listed(allTimes(values, style))}`, namesHours: true };
  }
  if (minutes.length === 1 && minute !== undefined) {
    return { text: oneMinute(values, minute, style), namesHours: true };
  }
  const text = `${everyHour(minutes)}${withinHours(values, style, minutes.length < 60)}`;
  return { text: withSecond(text, second), namesHours: true };
}

/** What the minutes alone say: `Every 15 minutes`, `At 5 minutes past the hour`. */
export function everyHour(minutes: readonly number[]): string {
  const pattern = patternOf(minutes, 60);
  const past = (values: readonly number[]): string => minutesPastWords(values);
  switch (pattern.kind) {
    case "all":
      return everyMinutesWords(1);
    case "one":
      return pattern.value === 0 ? "Every hour" : past(minutes);
    case "run":
      return minuteRunWords(pattern.from, pattern.to);
    case "step": {
      if (pattern.steady && pattern.from === 0) return everyMinutesWords(pattern.step);
      if (minutes.length <= 4) return past(minutes);
      const every = `Every ${pattern.step} minutes from minute ${pattern.from}`;
      if (!pattern.full) return `${every} through ${pattern.to} past the hour`;
      const which = `(${shortened(minutes.map(String))})`;
      return pattern.steady ? `${every} ${which}` : `${every} ${which}, starting again each hour`;
    }
    case "list":
      return minutes.length <= 8 ? past(minutes) : `At ${runsText(minutes)} minutes past the hour`;
  }
}

/** `1 through 5, 10 and 20`. */
export function runsText(
  values: readonly number[],
  show: (value: number) => string = String,
): string {
  const parts = runsOf(values).flatMap(([from, to]) => {
    if (to - from >= 2) return [`${show(from)} through ${show(to)}`];
    return from === to ? [show(from)] : [show(from), show(to)];
  });
  return listed(parts);
}

function withSecond(text: string, second: number | undefined): string {
  if (second === undefined || second === 0) return text;
  return text === "Every minute"
    ? `At second ${second} of every minute`
    : `${text}, at second ${second}`;
}

function allTimes({ hours, minutes, second }: TimeValues, style: ClockStyle): readonly string[] {
  return hours.flatMap((hour) => minutes.map((minute) => clockText(style, hour, minute, second)));
}

/** One minute in many hours: single times, and stretches of four and more hours in a row. */
function oneMinute(values: TimeValues, minute: number, style: ClockStyle): string {
  const { hours, second, daily } = values;
  const show = (hour: number): string => clockText(style, hour % 24, minute, second);
  const pattern = patternOf(hours, 24);
  if (pattern.kind === "step") {
    return `Every ${pattern.step} hours from ${show(pattern.from)} through ${show(pattern.to)}`;
  }
  const parts = stretchesOf(hours, daily).flatMap(([from, to]) => {
    if (to - from >= 3) return [`every hour from ${show(from)} through ${show(to)}`];
    return Array.from({ length: to - from + 1 }, (_, index) => `at ${show(from + index)}`);
  });
  return sentence(joinTimes(parts));
}

/** Runs of hours; one that reaches the end of the day and goes on at its start ends after 24. */
function stretchesOf(
  hours: readonly number[],
  daily: boolean,
): readonly (readonly [number, number])[] {
  const runs = runsOf(hours);
  const first = runs[0];
  const last = runs.at(-1);
  const meet = first && last && runs.length > 1 && first[0] === 0 && last[1] === 23;
  return daily && meet ? [...runs.slice(1, -1), [last[0], first[1] + 24]] : runs;
}

/** `at 01:00, 02:00 and every hour from …`: `at` is said once for each row of single times. */
function joinTimes(parts: readonly string[]): string {
  const spoken = parts.map((part, index) => {
    const before = parts[index - 1];
    return part.startsWith("at ") && before?.startsWith("at ") ? part.slice(3) : part;
  });
  return listed(spoken);
}

/** `, from 09:00 through 17:45`: exact first and last firing of each stretch of hours. */
function withinHours(
  { hours, minutes, daily }: TimeValues,
  style: ClockStyle,
  restricted: boolean,
): string {
  const runs = stretchesOf(hours, daily);
  const [first = 0] = minutes;
  const last = minutes.at(-1) ?? 59;
  if (runs.length > 3) return `, ${duringHours(hours, style)}`;
  const stretches = runs.map(
    ([from, to]) =>
      `from ${clockText(style, from, first, undefined)} through ${clockText(style, to % 24, last, undefined)}`,
  );
  const steady = !restricted || everyHour(minutes).startsWith("Every");
  return `${steady && !everyHour(minutes).includes("(") ? " " : ", "}${listed(stretches)}`;
}

/** `during hours 02, 04 and 06`. */
export function duringHours(hours: readonly number[], style: ClockStyle): string {
  const show = (hour: number): string => hourText(style, hour);
  const pattern = patternOf(hours, 24);
  if (pattern.kind === "one") return `during hour ${show(pattern.value)}`;
  if (pattern.kind === "step" && hours.length > 4) {
    return `during every ${ordinal(pattern.step)} hour (${shortened(hours.map(show))})`;
  }
  return `during hours ${runsText(hours, show)}`;
}
