import type { ZonedInstant } from "../../dag/schedule.ts";
import {
  datetimeOf,
  timedeltaOf,
  zoneOf as zonePayloadOf,
  type DatetimePayload,
} from "../../python/stdlib/dateValues.ts";
import type { Value } from "../../python/value.ts";
import { openZone, utc } from "../../schedule/timeZone.ts";
import { instantOf as instantOfWallClock } from "../../schedule/wallClock.ts";
import { stringOf } from "./session.ts";

/** A length of time: `timedelta`, `relativedelta`, `pendulum.duration`. */
export interface Duration {
  readonly seconds: number;
  /** Months of a relativedelta, added by the calendar. */
  readonly months: number;
}

/** The length that a value is; undefined when it is none, or sets fields of the clock instead of adding to them. */
export function durationOf(value: Value | undefined): Duration | undefined {
  const found = timedeltaOf(value);
  if (!found || Object.keys(found.absolute).length > 0) return undefined;
  return { seconds: found.microseconds / 1e6, months: found.months };
}

/** The instant that a value is; one without a zone is in `zone`. */
export function instantOf(value: Value | undefined, zone: string): ZonedInstant | undefined {
  const found = datetimeOf(value);
  if (found) return instantAt(found, found.zone ?? zone);
  const text = stringOf(value);
  const parts = text === undefined ? null : isoDate.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part || 0));
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const own = parts[7] === "Z" ? "UTC" : (parts[7] ?? zone);
  return { epochMs: instantOfWallClock(openZone(own) ?? utc, wall), zone: own };
}

const isoDate =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;

function instantAt(found: DatetimePayload, zone: string): ZonedInstant | undefined {
  const { year, month, day, hour, minute, second, microsecond } = found;
  const open = openZone(zone);
  if (!open) return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second) + microsecond / 1000;
  return { epochMs: instantOfWallClock(open, wall), zone };
}

/** The name of the zone that a value is: a text, `pendulum.timezone("…")`, `ZoneInfo("…")`. */
export function zoneOf(value: Value | undefined): string | undefined {
  return zonePayloadOf(value)?.name ?? stringOf(value);
}

/** ISO 8601: `P1DT2H`. */
export function isoDuration({ seconds, months }: Duration): string {
  const sign = seconds < 0 || months < 0 ? "-" : "";
  let rest = Math.abs(seconds);
  const take = (size: number): number => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count;
  };
  const [years, left] = [Math.floor(Math.abs(months) / 12), Math.abs(months) % 12];
  const [days, hours, minutes] = [take(86_400), take(3_600), take(60)];
  const part = (count: number, unit: string): string => (count === 0 ? "" : `${count}${unit}`);
  const date = part(years, "Y") + part(left, "M") + part(days, "D");
  const tail = rest === 0 ? "" : `${Number(rest.toFixed(6))}S`;
  const clock = part(hours, "H") + part(minutes, "M") + tail;
  if (date === "" && clock === "") return "PT0S";
  return `${sign}P${date}${clock === "" ? "" : `T${clock}`}`;
}
