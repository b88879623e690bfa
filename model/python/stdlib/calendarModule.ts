import { once } from "../once.ts";
import { need, numberOf, pure } from "../builtins/pure.ts";
import type { NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { bool, int, str, tuple } from "../values.ts";
import { dayNumber } from "./civil.ts";

const months =
  "January February March April May June July August September October November December".split(
    " ",
  );
const days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Monday is 0. */
function weekdayOf(year: number, month: number, day: number): number {
  return (((dayNumber(year, month, day) + 3) % 7) + 7) % 7;
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (isLeap(year) ? 0 : 1), month, 0)).getUTCDate();
}

function yearAndMonth(call: NativeCall): readonly [number, number] {
  const year = numberOf(call, need(call, 0, "year"));
  const month = numberOf(call, need(call, 1, "month"));
  return month >= 1 && month <= 12
    ? [year, month]
    : call.interpreter.raise("ValueError", `bad month number ${month}; must be 1-12`);
}

function weeks(call: NativeCall): Value {
  const [year, month] = yearAndMonth(call);
  const { interpreter } = call;
  const length = lengthOf(year, month);
  const rows: Value[] = [];
  for (let first = 1 - weekdayOf(year, month, 1); first <= length; first += 7) {
    const row = days.map((_, at) => first + at).map((day) => (day < 1 || day > length ? 0 : day));
    rows.push(interpreter.list(row.map((day) => int(day))));
  }
  return interpreter.list(rows);
}

const texts = (names: readonly string[]): Value => tuple(names.map((name) => str(name)));
const short = (names: readonly string[]): Value => texts(names.map((name) => name.slice(0, 3)));

/** `calendar`, in the language and with the week of a Python that was told nothing else. */
export const calendarNames = once((): readonly (readonly [string, Value])[] => [
  ["month_name", texts(["", ...months])],
  ["month_abbr", short(["", ...months])],
  ["day_name", texts(days)],
  ["day_abbr", short(days)],
  ...days.map((name, at) => [name.toUpperCase(), int(at)] as const),
  ...months.map((name, at) => [name.toUpperCase(), int(at + 1)] as const),
  pure("isleap", (call) => bool(isLeap(numberOf(call, need(call, 0, "year"))))),
  pure("leapdays", (call) => {
    const before = (year: number): number =>
      Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
    const [from, to] = [numberOf(call, need(call, 0)), numberOf(call, need(call, 1))];
    return int(before(to - 1) - before(from - 1));
  }),
  pure("weekday", (call) => {
    const [year, month] = yearAndMonth(call);
    return int(weekdayOf(year, month, numberOf(call, need(call, 2, "day"))));
  }),
  pure("monthrange", (call) => {
    const [year, month] = yearAndMonth(call);
    return tuple([int(weekdayOf(year, month, 1)), int(lengthOf(year, month))]);
  }),
  pure("monthcalendar", weeks),
]);
