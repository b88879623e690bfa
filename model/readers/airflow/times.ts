import type { ZonedInstant } from "../../dag/schedule.ts";
import type { Value } from "../../python/value.ts";

/** A length of time: `timedelta`, `relativedelta`, `pendulum.duration`. */
export interface Duration {
  readonly seconds: number;
  /** Months of a relativedelta, added by the calendar. */
  readonly months: number;
}

/** The length that a value is; undefined when it is none, or cannot be known. */
export function durationOf(_value: Value | undefined): Duration | undefined {
  return undefined;
}

/** The instant that a value is; one without a zone is in `zone`. */
export function instantOf(_value: Value | undefined, _zone: string): ZonedInstant | undefined {
  return undefined;
}

/** The name of the zone that a value is: a text, `pendulum.timezone("…")`, `ZoneInfo("…")`. */
export function zoneOf(_value: Value | undefined): string | undefined {
  return undefined;
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
