import { dayNumber, offsetSeconds, offsetText, weekday } from "./civil.ts";
import type { DatetimePayload } from "./dateValues.ts";

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const dayNames = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `value.strftime(format)` in the C locale. */
export function strftime(at: DatetimePayload, format: string): string {
  return format.replace(/%(-?)([a-zA-Z%])/g, (whole: string, bare: string, letter: string) => {
    const text = directive(at, letter);
    if (text === undefined) return whole;
    return bare === "-" ? text.replace(/^0+(?=\d)/, "") : text;
  });
}

function directive(at: DatetimePayload, letter: string): string | undefined {
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12;
  const dayOfYear = dayNumber(at.year, at.month, at.day) - dayNumber(at.year, 1, 1) + 1;
  switch (letter) {
    case "Y":
      return String(at.year);
    case "m":
      return two(at.month);
    case "d":
      return two(at.day);
    case "H":
      return two(at.hour);
    case "M":
      return two(at.minute);
    case "S":
      return two(at.second);
    case "f":
      return String(at.microsecond).padStart(6, "0");
    case "y":
      return two(at.year % 100);
    case "I":
      return two(hour12);
    case "p":
      return at.hour < 12 ? "AM" : "PM";
    case "j":
      return String(dayOfYear).padStart(3, "0");
    case "B":
      return monthNames[at.month - 1];
    case "b":
    case "h":
      return monthNames[at.month - 1]?.slice(0, 3);
    case "A":
      return dayNames[weekday(at)];
    case "a":
      return dayNames[weekday(at)]?.slice(0, 3);
    case "w":
      return String((weekday(at) + 1) % 7);
    case "u":
      return String(weekday(at) + 1);
    case "U":
      return two(Math.floor((dayOfYear + 6 - ((weekday(at) + 1) % 7)) / 7));
    case "W":
      return two(Math.floor((dayOfYear + 6 - weekday(at)) / 7));
    case "F":
      return `${at.year}-${two(at.month)}-${two(at.day)}`;
    case "T":
      return `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
    case "D":
      return `${two(at.month)}/${two(at.day)}/${two(at.year % 100)}`;
    case "R":
      return `${two(at.hour)}:${two(at.minute)}`;
    case "z": {
      const offset = at.zone === undefined ? undefined : offsetSeconds(at.zone, at);
      return offset === undefined ? "" : offsetText(offset, "");
    }
    case "Z":
      return at.zone ?? "";
    case "%":
      return "%";
    default:
      return undefined;
  }
}

/** `datetime.strptime(text, format)`; undefined where Python refuses. */
export function strptime(text: string, format: string): DatetimePayload | undefined {
  const names: string[] = [];
  let pattern = "";
  for (const [part, letter] of format.matchAll(/%([a-zA-Z%])|[^%]+/g)) {
    if (letter === undefined) {
      pattern += part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
      continue;
    }
    const one = patterns[letter];
    if (one === undefined) return undefined;
    pattern += letter === "%" ? "%" : `(${one})`;
    if (letter !== "%") names.push(letter);
  }
  const match = new RegExp(`^${pattern}$`, "i").exec(text);
  if (!match) return undefined;
  return fieldsOf(new Map(names.map((name, index) => [name, match[index + 1] ?? ""])));
}

const patterns: Readonly<Record<string, string>> = {
  Y: "\\d{4}",
  m: "1[0-2]|0?[1-9]",
  d: "3[01]|[12]\\d|0?[1-9]",
  H: "2[0-3]|[01]?\\d",
  I: "1[0-2]|0?[1-9]",
  M: "[0-5]?\\d",
  S: "[0-5]?\\d|6[01]",
  f: "\\d{1,6}",
  y: "\\d\\d",
  p: "am|pm",
  j: "\\d{1,3}",
  B: monthNames.join("|"),
  b: monthNames.map((name) => name.slice(0, 3)).join("|"),
  A: dayNames.join("|"),
  a: dayNames.map((name) => name.slice(0, 3)).join("|"),
  z: "[+-]\\d\\d:?\\d\\d|Z",
  "%": "%",
};

function fieldsOf(found: ReadonlyMap<string, string>): DatetimePayload {
  const number = (letter: string, otherwise: number): number =>
    Number(found.get(letter) ?? otherwise);
  const name = (found.get("B") ?? found.get("b") ?? "").slice(0, 3).toLowerCase();
  const named = monthNames.findIndex((month) => month.slice(0, 3).toLowerCase() === name);
  const short = found.get("y");
  const year =
    short === undefined ? number("Y", 1900) : Number(short) + (Number(short) < 69 ? 2000 : 1900);
  const half = found.get("p")?.toLowerCase();
  const hour = found.has("I") ? (number("I", 0) % 12) + (half === "pm" ? 12 : 0) : number("H", 0);
  const zone = found.get("z");
  return {
    type: "datetime",
    form: "datetime",
    year,
    month: named >= 0 ? named + 1 : number("m", 1),
    day: number("d", 1),
    hour,
    minute: number("M", 0),
    second: number("S", 0),
    microsecond: Number((found.get("f") ?? "0").padEnd(6, "0")),
    zone:
      zone === undefined
        ? undefined
        : zone.toUpperCase() === "Z"
          ? "UTC"
          : zone.replace(/^([+-]\d\d):?/, "$1:"),
  };
}

/** An ISO 8601 date and time; undefined for anything else. */
export function parseIso(text: string): DatetimePayload | undefined {
  const match =
    /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const made: DatetimePayload = {
    type: "datetime",
    form: hour === undefined ? "date" : "datetime",
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    microsecond: Number((fraction ?? "0").slice(0, 6).padEnd(6, "0")),
    zone:
      zone === undefined
        ? undefined
        : zone.toUpperCase() === "Z"
          ? "UTC"
          : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`,
  };
  return made.month >= 1 && made.month <= 12 && made.day >= 1 && made.day <= 31 && made.hour < 25
    ? made
    : undefined;
}
