import type { CronExpression, CronField, Nth, RandomDraw } from "./cronExpression.ts";
import type { CronFault } from "./cronFault.ts";
import { fieldRanges, sizeOf, type FieldRange } from "./cronFields.ts";
import { parseItem, type CronItem } from "./cronItem.ts";
import { explainExpression } from "./explainExpression.ts";
import { expandPreset } from "./presets.ts";

/** An expression read: one of the two is there. */
export type CronReading =
  | { readonly cron: CronExpression; readonly fault?: never }
  | { readonly fault: CronFault; readonly cron?: never };

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a cron string exactly as Airflow does through croniter 7.0.0: presets first, then five to seven fields divided by
 * ASCII blanks, in lower case. Never throws. Never fires is not a fault: see `cronWarnings`.
 */
export function parseCron(text: string): CronReading {
  const preset = expandPreset(text);
  const expanded = preset ?? text;
  const tokens = tokensOf(expanded);
  if (tokens.length < 5 || tokens.length > 7) return { fault: explained(text, undefined) };
  const fields: CronField[] = [];
  let nthWeekdays: ReadonlyMap<number, readonly Nth[]> = new Map();
  let nearestWeekday: number | undefined;
  for (const [index, token] of tokens.entries()) {
    const range = fieldRanges[index];
    if (!range) break;
    const read = readField(range, token, tokens);
    if ("message" in read) return { fault: explained(text, read) };
    fields.push(read.field);
    if (range.name === "dayOfWeek") nthWeekdays = nthOf(read.items);
    if (range.name === "dayOfMonth") nearestWeekday = nearestOf(read.items);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek, second, year] = fields;
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) {
    return { fault: explained(text, undefined) };
  }
  const mixed = mixedWeekdays(dayOfWeek, nthWeekdays);
  if (mixed) return { fault: explained(text, mixed) };
  return {
    cron: {
      text,
      expanded,
      minute,
      hour,
      dayOfMonth,
      month,
      dayOfWeek,
      second,
      year,
      nthWeekdays,
      nearestWeekday,
    },
  };
}

/** Only ASCII blanks divide fields: a no-break space is part of one. Lower case is only needed of ASCII letters. */
function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/[^ \t\n\r\f\v]+/g)].map((match) => ({
    text: match[0].replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function explained(text: string, fault: CronFault | undefined): CronFault {
  const tokens = tokensOf(text).map((token) => text.slice(token.start, token.end));
  return explainExpression(text, tokens, fault, (other) => parseCron(other).cron !== undefined);
}

interface FieldReading {
  readonly field: CronField;
  readonly items: readonly CronItem[];
}

function readField(
  range: FieldRange,
  token: Token,
  tokens: readonly Token[],
): FieldReading | CronFault {
  const { start, end } = token;
  const draw = randomDraw(range, token);
  if (draw) {
    if ("message" in draw) return draw;
    const field = {
      values: [],
      any: false,
      isStar: false,
      last: false,
      random: draw,
      text: token.text,
      start,
      end,
    };
    return { field, items: [] };
  }
  if (token.text.includes("?")) {
    const misused = misusedQuestionMark(range, token);
    if (misused) return misused;
  }
  const items: CronItem[] = [];
  let at = start;
  for (const part of token.text === "?" ? ["*"] : token.text.split(",")) {
    const item = parseItem(range, part);
    if ("message" in item) {
      // An empty item has no text of its own: the comma is shown.
      const place =
        part === "" && at === end
          ? { start: at - 1, end }
          : { start: at, end: at + Math.max(part.length, 1) };
      return { message: item.message, ...place, field: range.name, suggestion: item.replacement };
    }
    items.push(item);
    at += part.length + 1;
  }
  if (items.length > 1 && items.some((item) => item.nearestWeekday)) {
    const message = `"W" in the day-of-month field needs a single day: "${token.text.toUpperCase()}" is a list.`;
    return { message, start, end, field: range.name, suggestion: undefined };
  }
  return { field: fieldOf(range, token, items, tokens), items };
}

/**
 * croniter writes a field that holds every value as a star, but leaves a day field alone while the *text* of the other day
 * field has no star: `1-31` beside `1` fires daily, beside a starred step of weekdays on those weekdays only.
 */
function fieldOf(
  range: FieldRange,
  token: Token,
  items: readonly CronItem[],
  tokens: readonly Token[],
): CronField {
  const values = [...new Set(items.flatMap((item) => item.values))].sort((a, b) => a - b);
  const any = items.some((item) => item.any);
  const last = items.some((item) => item.last);
  const size = values.length + Number(any) + Number(last);
  const otherDays = otherDayText(range, tokens);
  const full = size === sizeOf(range) && (otherDays === undefined || otherDays.includes("*"));
  const isStar = full || (any && size === 1);
  const shared = { random: undefined, text: token.text, start: token.start, end: token.end };
  if (isStar) return { values: [], any: true, isStar, last: false, ...shared };
  return { values, any, isStar, last, ...shared };
}

function otherDayText(range: FieldRange, tokens: readonly Token[]): string | undefined {
  if (range.name === "dayOfMonth") return tokens[4]?.text;
  if (range.name === "dayOfWeek") return tokens[2]?.text;
  return undefined;
}

function randomDraw(range: FieldRange, token: Token): RandomDraw | CronFault | undefined {
  const match = /^r(?:\((\d+)-(\d+)\))?(?:\/(\d+))?$/.exec(token.text);
  if (!match) return undefined;
  const [, low, high, divisor] = match;
  const from = low === undefined ? range.min : Number(low);
  const to = high === undefined ? range.max : Number(high);
  const step = divisor === undefined ? 0 : Number(divisor);
  const top = range.name === "dayOfWeek" ? 7 : range.max;
  const found = `"${token.text.toUpperCase()}" in the ${range.word} field`;
  const place = { start: token.start, end: token.end, field: range.name, suggestion: undefined };
  if (divisor !== undefined && step === 0) {
    return { message: `The step of ${found} is 0: a step must be 1 or more.`, ...place };
  }
  if (low !== undefined && from >= to) {
    return {
      message: `${found} draws from an empty range: expected R(a-b) with a below b.`,
      ...place,
    };
  }
  if (from < range.min || to > top) {
    return {
      message: `${found} draws from outside the field: expected ${range.min} to ${range.max}.`,
      ...place,
    };
  }
  return { from, to, step };
}

function misusedQuestionMark(range: FieldRange, token: Token): CronFault | undefined {
  const isDay = range.name === "dayOfMonth" || range.name === "dayOfWeek";
  if (token.text === "?" && isDay) return undefined;
  const message = isDay
    ? `"${token.text}" in the ${range.word} field: "?" must stand alone.`
    : `"?" stands in the ${range.word} field: it may only stand for the day of month or the day of week.`;
  return { message, start: token.start, end: token.end, field: range.name, suggestion: undefined };
}

function nearestOf(items: readonly CronItem[]): number | undefined {
  return items.find((item) => item.nearestWeekday)?.values[0];
}

function nthOf(items: readonly CronItem[]): ReadonlyMap<number, readonly Nth[]> {
  const tags = new Map<number, Nth[]>();
  for (const { values, nth } of items) {
    if (nth === undefined) continue;
    for (const day of values) {
      const known = tags.get(day) ?? [];
      if (!known.includes(nth)) tags.set(day, [...known, nth]);
    }
  }
  return tags;
}

function mixedWeekdays(
  field: CronField,
  nthWeekdays: ReadonlyMap<number, readonly Nth[]>,
): CronFault | undefined {
  const size = field.values.length + Number(field.any);
  if (nthWeekdays.size === 0 || size === 7) return undefined;
  const untagged = field.values.filter((day) => !nthWeekdays.has(day));
  if (untagged.length === 0) return undefined;
  const message = `The day-of-week field "${field.text.toUpperCase()}" mixes plain weekdays with "#" or "L": tag every one of them.`;
  return { message, start: field.start, end: field.end, field: "dayOfWeek", suggestion: undefined };
}
