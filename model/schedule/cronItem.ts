import type { Nth } from "./cronExpression.ts";
import { numberOfName, sizeOf, type FieldRange } from "./cronFields.ts";
import { explainItem, type ItemFault } from "./explainItem.ts";
import { withMore } from "../withMore.ts";

/** What one item of a field's comma list stands for. */
export interface CronItem {
  readonly values: readonly number[];
  /** It is `*`. */
  readonly any: boolean;
  /** It is `l`, the last day of the month. */
  readonly last: boolean;
  /** `#n` or `l5`: the tag of every weekday in `values`. */
  readonly nth: Nth | undefined;
  /** `15w`. */
  readonly nearestWeekday: boolean;
}

const plain = { any: false, last: false, nth: undefined, nearestWeekday: false } as const;
const weekday = "sun|mon|tue|wed|thu|fri|sat";
const tagged = new RegExp(`^(?:((?:${weekday})(?:-(?:${weekday}))?|\\w+)#|l)(\\d+)$`);
const nearest = /^(?:(\d+)w|w(\d+))$/;
const band = /^([^-]+)-([^-/]+)(?:\/(\d+))?$/;

/**
 * Reads one item as croniter 7.0.0 does (`croniter._expand`), in the same order of tests, because what is accepted depends
 * on it: `28-0` wraps to 28–31 although 0 is no day, while `0-5` is refused.
 */
export function parseItem(range: FieldRange, item: string): CronItem | ItemFault {
  if (range.name === "dayOfMonth") {
    const match = nearest.exec(item);
    if (match) return nearestItem(range, item, Number(match[1] ?? match[2]));
  }
  if (range.name === "dayOfWeek") {
    const match = tagged.exec(item);
    if (match) return taggedItem(range, item, match[1], match[2] ?? "");
  }
  return untaggedItem(range, item);
}

function nearestItem(range: FieldRange, item: string, day: number): CronItem | ItemFault {
  if (day < range.min || day > range.max) return explainItem(range, item, "range");
  return withMore(plain, { values: [day], nearestWeekday: true });
}

function taggedItem(
  range: FieldRange,
  item: string,
  days: string | undefined,
  digits: string,
): CronItem | ItemFault {
  if (days === undefined) {
    const inner = untaggedItem(range, digits);
    return "message" in inner ? explainItem(range, item, "range") : { ...inner, nth: "last" };
  }
  const nth = nthOf(Number(digits));
  if (nth === undefined) return explainItem(range, item, "nth");
  const inner = untaggedItem(range, days);
  return "message" in inner ? inner : { ...inner, nth };
}

function nthOf(count: number): Nth | undefined {
  return count === 1 || count === 2 || count === 3 || count === 4 || count === 5
    ? count
    : undefined;
}

function untaggedItem(range: FieldRange, item: string): CronItem | ItemFault {
  const starred = item.replace(/^\*(\/.+)$/, `${range.min}-${range.max}$1`);
  const written = band.exec(starred);
  if (written) return bandItem(range, item, written, false);
  const started = band.exec(item.replace(/^(.+)\/(.+)$/, `$1-${range.max}/$2`));
  if (started) return bandItem(range, item, started, true);
  return singleItem(range, item);
}

function singleItem(range: FieldRange, item: string): CronItem | ItemFault {
  if (item === "*") return withMore(plain, { values: [], any: true });
  if (item === "l" && range.name === "dayOfMonth")
    return withMore(plain, { values: [], last: true });
  const value = numberOf(range, item);
  if (value === undefined) return explainItem(range, item, "syntax");
  if (value < range.min || value > range.max) return explainItem(range, item, "range");
  return withMore(plain, { values: [value] });
}

function bandItem(
  range: FieldRange,
  item: string,
  match: RegExpExecArray,
  startWithStep: boolean,
): CronItem | ItemFault {
  const [, lowText = "", highText = "", stepText] = match;
  const low = numberOf(range, lowText);
  const lastDay = range.name === "dayOfMonth" && highText === "l";
  const high = lastDay ? range.max : numberOf(range, highText);
  const step = stepText === undefined ? 1 : Number(stepText);
  if (low === undefined || high === undefined) return explainItem(range, item, "syntax");
  if (step === 0) return explainItem(range, item, "step");
  if (Math.max(low, high) > range.max) return explainItem(range, item, "range");
  const values = valuesOfBand(range, low, high, step, startWithStep);
  if (values.some((value) => value < range.min)) return explainItem(range, item, "range");
  return withMore(plain, { values });
}

/** `{max}/n` is that one value; equal bounds written out are the whole field; a falling pair wraps around. */
function valuesOfBand(
  range: FieldRange,
  low: number,
  high: number,
  step: number,
  startWithStep: boolean,
): readonly number[] {
  if (low === high) return startWithStep ? [low] : steps(range.min, range.max, step);
  if (low < high) return steps(low, high, step);
  const first = steps(low, range.max, step);
  const end = first.at(-1) ?? low;
  const left = range.max - end;
  const skip = end - range.min + step > sizeOf(range) && left < step ? step - left : 0;
  return [...first, ...steps(range.min + skip, high, step)];
}

function steps(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

/** A number or name; 7 is Sunday in the day-of-week field. ASCII digits only. */
function numberOf(range: FieldRange, text: string): number | undefined {
  if (!/^\d+$/.test(text)) return numberOfName(range, text);
  const value = Number(text);
  return range.name === "dayOfWeek" && value === 7 ? 0 : value;
}
