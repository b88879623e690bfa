import type { DatetimePayload } from "./dateValues.ts";

const dayMs = 86_400_000;

/** Microseconds of a wall clock since 1970, as if it stood in UTC; exact for all years Python has. */
export function wallMicroseconds(at: DatetimePayload): bigint {
  const days = BigInt(dayNumber(at.year, at.month, at.day));
  const seconds = BigInt(at.hour * 3600 + at.minute * 60 + at.second);
  return (days * 86_400n + seconds) * 1_000_000n + BigInt(at.microsecond);
}

/** Days since 1970-01-01. */
export function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / dayMs);
}

/** The wall clock of a number of microseconds. */
export function fromMicroseconds(
  total: bigint,
  zone: string | undefined,
  form: DatetimePayload["form"] = "datetime",
): DatetimePayload {
  const perDay = 86_400_000_000n;
  let days = total / perDay;
  let rest = total % perDay;
  if (rest < 0n) {
    rest += perDay;
    days -= 1n;
  }
  const date = new Date(Number(days) * dayMs);
  const seconds = Number(rest / 1_000_000n);
  return {
    type: "datetime",
    form,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: Number(rest % 1_000_000n),
    zone,
  };
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (((year % 400) + 400) % 400), month, 0)).getUTCDate();
}

/** Adds months by the calendar: the last day of a shorter month instead of one that is not there. */
export function addMonths(at: DatetimePayload, months: number): DatetimePayload {
  const total = at.year * 12 + at.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return { ...at, year, month, day: Math.min(at.day, daysInMonth(year, month)) };
}

/** Day of the week, Monday is 0. */
export function weekday(at: DatetimePayload): number {
  return (((dayNumber(at.year, at.month, at.day) + 3) % 7) + 7) % 7;
}

/** Seconds east of UTC that a zone has at a wall clock time; undefined for a zone that is not known. */
export function offsetSeconds(zone: string, at: DatetimePayload): number | undefined {
  if (/^(?:utc|z|gmt|etc\/utc)$/i.test(zone)) return 0;
  const fixed = /^(?:UTC)?([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(zone);
  if (fixed) {
    const [, sign, hours, minutes, seconds] = fixed;
    const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
    return sign === "-" ? -size : size;
  }
  const wall = Number(wallMicroseconds(at) / 1000n);
  const first = offsetAt(zone, wall);
  if (first === undefined) return undefined;
  // The offset of the instant that shows this wall clock; of two, the first.
  const second = offsetAt(zone, wall - first * 1000);
  return second;
}

function offsetAt(zone: string, epochMs: number): number | undefined {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(epochMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const shown = Date.UTC(year, month - 1, day, hour, minute, second);
    return Math.round((shown - Math.floor(epochMs / 1000) * 1000) / 1000);
  } catch {
    // Intl throws for a name that is no zone.
    return undefined;
  }
}

/** The offset as `+02:00`. */
export function offsetText(seconds: number, separator = ":"): string {
  const size = Math.abs(seconds);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const rest = size % 60 === 0 ? "" : `${separator}${two(size % 60)}`;
  return `${seconds < 0 ? "-" : "+"}${two(size / 3600)}${separator}${two((size / 60) % 60)}${rest}`;
}
