import type { Payload, Value } from "../value.ts";

/** What a `datetime`, `date` or `time` is: the fields of a clock on a wall, and its zone. */
export interface DatetimePayload extends Payload {
  readonly type: "datetime";
  readonly form: "datetime" | "date" | "time";
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** IANA name, or a fixed offset such as `+02:00`; undefined for a naive one. */
  readonly zone: string | undefined;
}

/** What a `timedelta`, `relativedelta` or `pendulum.duration` is. */
export interface TimedeltaPayload extends Payload {
  readonly type: "timedelta";
  readonly microseconds: number;
  /** Months and years of a relativedelta or duration, added by the calendar. */
  readonly months: number;
  /** Fields that a relativedelta sets instead of adding (`hour=`, `day=`). */
  readonly absolute: Readonly<Record<string, number>>;
}

/** What `timezone.utc`, `ZoneInfo("…")` or `pendulum.timezone("…")` is. */
export interface ZonePayload extends Payload {
  readonly type: "zone";
  /** IANA name, or a fixed offset such as `+02:00`. */
  readonly name: string;
  /** How the zone calls itself, where that is not its name: `UTC+02:00`. */
  readonly label?: string | undefined;
}

/** The name of the zone that the machine is set to, of a date that is known only by the clock. */
export const machineZone = "local";

function payloadOf(value: Value | undefined): Payload | undefined {
  return value?.kind === "instance" ? value.payload : undefined;
}

/** The date and time that a value is, if it is one. */
export function datetimeOf(value: Value | undefined): DatetimePayload | undefined {
  const payload = payloadOf(value);
  // The type tells which payload it is.
  return payload?.type === "datetime" ? (payload as DatetimePayload) : undefined;
}

/** The length of time that a value is, if it is one. */
export function timedeltaOf(value: Value | undefined): TimedeltaPayload | undefined {
  const payload = payloadOf(value);
  return payload?.type === "timedelta" ? (payload as TimedeltaPayload) : undefined;
}

/** The zone that a value is, if it is one. */
export function zoneOf(value: Value | undefined): ZonePayload | undefined {
  const payload = payloadOf(value);
  return payload?.type === "zone" ? (payload as ZonePayload) : undefined;
}

/** The zone that a zone object or a text names. */
export function zoneNameOf(value: Value): string | undefined {
  return zoneOf(value)?.name ?? (value.kind === "str" ? value.value : undefined);
}
