import { once } from "../once.ts";
import { recordClass, wrappedTuple } from "./collectionsModule.ts";
import { arg, native, numeric, pure, textOf, need, unwrapped } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, NativeFunctionValue, Value } from "../value.ts";
import { bool, float, int, none, str, unknownFrom } from "../values.ts";
import {
  addMonths,
  dayNumber,
  daysInMonth,
  fromMicroseconds,
  offsetSeconds,
  offsetText,
  wallMicroseconds,
  weekday,
} from "./civil.ts";
import {
  datetimeOf,
  timedeltaOf,
  zoneNameOf,
  zoneOf,
  type DatetimePayload,
  type TimedeltaPayload,
  type ZonePayload,
} from "./dateValues.ts";
import { parseIso, strftime, strptime } from "./strftime.ts";
import { ownOf } from "../../ownOf.ts";
import { withMore } from "../../withMore.ts";

type Entry = readonly [string, NativeFunctionValue];

/** The classes are made once; what calls them apart is the payload of their instances. */
interface Instance<T> {
  readonly class: ClassValue;
  readonly payload: T;
}

function instance({
  class: of,
  payload,
}: Instance<DatetimePayload | TimedeltaPayload | ZonePayload>): InstanceValue {
  return { kind: "instance", class: of, attributes: new Map(), payload };
}

/** A getter for a field. */
function field(name: string, get: (call: NativeCall) => Value): readonly [string, Value] {
  return [
    name,
    {
      kind: "property",
      getter: native(name, (call) => get({ ...call, self: call.positional[0]?.value }))[1],
      setter: undefined,
    },
  ];
}

// Zones

/** A zone object: `timezone.utc`, `ZoneInfo("…")`. */
export function makeZone(name: string, label?: string): InstanceValue {
  return instance({ class: zoneClass, payload: { type: "zone", name, label } });
}

/** The zone name that an argument means: a zone object, a text; undefined for None. */
export function zoneName(call: NativeCall, value: Value | undefined): string | undefined {
  if (!value || value.kind === "none") return undefined;
  const zone = zoneOf(value);
  if (zone) return zone.name;
  const plain = unwrapped(value);
  // pendulum takes the hours of an offset.
  if (plain.kind === "int") return offsetName(Number(plain.value));
  return plain.kind === "str"
    ? plain.value
    : call.interpreter.raise("TypeError", "tzinfo argument must be None or of a tzinfo subclass");
}

function offsetName(hours: number): string {
  const digits = String(Math.abs(hours)).padStart(2, "0");
  return `${hours < 0 ? "-" : "+"}${digits}:00`;
}

function isZoneName(name: string): boolean {
  return offsetSeconds(name, fromMicroseconds(0n, undefined)) !== undefined;
}

/** `FixedTimezone(7200)`: seconds east of Greenwich. */
export function fixedZone(call: NativeCall): Value {
  const offset = numeric(need(call, 0));
  return offset === undefined
    ? call.interpreter.unknown("the time zone is not known", call.span)
    : makeZone(offsetText(offset));
}

/** `ZoneInfo("Europe/Oslo")`, `pendulum.timezone("…")`, `pytz.timezone("…")`. */
export function zoneFromName(call: NativeCall): Value {
  const value = unwrapped(need(call, 0));
  if (value.kind === "unknown") return unknownFrom(value);
  if (value.kind === "int") return makeZone(offsetText(Number(value.value) * 3600));
  const name = textOf(call, value);
  if (!isZoneName(name))
    return call.interpreter.raise("KeyError", `'No time zone found with key ${name}'`);
  return makeZone(name);
}

function zoneText(call: NativeCall): Value {
  const zone = zoneOf(call.self);
  return str(zone?.label ?? zone?.name ?? "");
}

export const zoneClass = nativeClass({
  name: "timezone",
  module: "datetime",
  attributes: [
    pure("__new__", (call) => {
      const offset = timedeltaOf(call.positional[0]?.value);
      if (!offset) return zoneFromName(call);
      const text = offsetText(offset.microseconds / 1_000_000);
      const given = call.positional[1]?.value;
      const plain = offset.microseconds === 0 ? "UTC" : `UTC${text}`;
      return makeZone(text, given?.kind === "str" ? given.value : plain);
    }),
    pure("__str__", zoneText),
    pure("__repr__", (call) => call.interpreter.unknown("how a zone is shown is not followed")),
    field("name", zoneText),
    field("key", zoneText),
    field("zone", zoneText),
    pure("localize", (call) => {
      const at = datetimeOf(call.positional[0]?.value);
      return at ? makeDatetime({ ...at, zone: zoneOf(call.self)?.name }) : none;
    }),
    pure("utcoffset", (call) => {
      const zone = zoneOf(call.self);
      const at = datetimeOf(call.positional[0]?.value) ?? fromMicroseconds(0n, undefined);
      const seconds = zone && offsetSeconds(zone.name, at);
      return seconds === undefined ? none : makeTimedelta(seconds * 1_000_000);
    }),
    pure("__eq__", (call) => bool(zoneOf(call.self)?.name === zoneOf(need(call, 0))?.name)),
  ],
});

// Timedeltas

/** A `timedelta`, or a relativedelta or duration when it has months. */
export function makeTimedelta(
  microseconds: number,
  months = 0,
  of: ClassValue = timedeltaClass,
  absolute: TimedeltaPayload["absolute"] = {},
): InstanceValue {
  return instance({
    class: of,
    payload: { type: "timedelta", microseconds: Math.round(microseconds), months, absolute },
  });
}

const units = [
  "days",
  "seconds",
  "microseconds",
  "milliseconds",
  "minutes",
  "hours",
  "weeks",
] as const;
const sizes: Readonly<Record<string, number>> = {
  days: 86_400_000_000,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 604_800_000_000,
};

/** Microseconds from arguments such as `days=1, hours=2`. */
function lengthOf(call: NativeCall, positional: readonly string[]): number {
  let total = 0;
  const add = (name: string, value: Value): void => {
    const size = ownOf(sizes, name);
    if (size === undefined) return;
    const amount = numeric(unwrapped(value));
    if (amount === undefined)
      call.interpreter.raise("TypeError", `unsupported type for timedelta ${name} component`);
    total += amount * size;
  };
  call.positional.forEach((given, index) => add(positional[index] ?? "", given.value));
  for (const [name, given] of call.keywords) {
    if (ownOf(sizes, name) === undefined && !/^(?:years?|months?)$/.test(name))
      call.interpreter.raise(
        "TypeError",
        `'${name}' is an invalid keyword argument for this function`,
      );
    add(name, given.value);
  }
  return total;
}

/** A length of several units, by the calendar where there are months: `relativedelta`, `pendulum.duration`. */
export function calendarLength(call: NativeCall, of: ClassValue): Value {
  let total = 0;
  let months = 0;
  const absolute: Record<string, number> = {};
  for (const [name, given] of call.keywords) {
    const amount = numeric(unwrapped(given.value));
    if (amount === undefined) {
      if (given.value.kind === "none" || name === "weekday") continue;
      call.interpreter.raise("TypeError", `unsupported type for ${name}`);
    } else if (name === "years") months += amount * 12;
    else if (name === "months") months += amount;
    else if (ownOf(sizes, name) !== undefined) total += amount * (ownOf(sizes, name) ?? 0);
    else absolute[name] = amount;
  }
  return makeTimedelta(total, months, of, absolute);
}

function deltaText(delta: TimedeltaPayload): string {
  const days = Math.floor(delta.microseconds / 86_400_000_000);
  const rest = delta.microseconds - days * 86_400_000_000;
  const seconds = Math.floor(rest / 1_000_000);
  const micro = rest % 1_000_000;
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = micro === 0 ? "" : `.${String(micro).padStart(6, "0")}`;
  return `${days === 0 ? "" : `${days} day${Math.abs(days) === 1 ? "" : "s"}, `}${clock}${fraction}`;
}

function deltaRepr(delta: TimedeltaPayload): string {
  const days = Math.floor(delta.microseconds / 86_400_000_000);
  const rest = delta.microseconds - days * 86_400_000_000;
  const parts: string[] = [];
  if (days !== 0) parts.push(`days=${days}`);
  if (rest >= 1_000_000) parts.push(`seconds=${Math.floor(rest / 1_000_000)}`);
  if (rest % 1_000_000 !== 0) parts.push(`microseconds=${rest % 1_000_000}`);
  return `datetime.timedelta(${parts.join(", ") || "0"})`;
}

function self(call: NativeCall): TimedeltaPayload {
  return timedeltaOf(call.self) ?? { type: "timedelta", microseconds: 0, months: 0, absolute: {} };
}

function classOf(call: NativeCall): ClassValue {
  return call.self?.kind === "instance" ? call.self.class : timedeltaClass;
}

function deltaBinary(
  call: NativeCall,
  how: (a: TimedeltaPayload, b: TimedeltaPayload) => [number, number],
): Value {
  const other = timedeltaOf(need(call, 0));
  if (!other) return { kind: "notImplemented" };
  const [microseconds, months] = how(self(call), other);
  return makeTimedelta(
    microseconds,
    months,
    classOf(call),
    withMore(other.absolute, self(call).absolute),
  );
}

function deltaScale(call: NativeCall, how: (value: number, by: number) => number): Value {
  const by = numeric(unwrapped(need(call, 0)));
  if (by === undefined) return { kind: "notImplemented" };
  return makeTimedelta(how(self(call).microseconds, by), how(self(call).months, by), classOf(call));
}

function deltaOrder(how: (a: number, b: number) => boolean): (call: NativeCall) => Value {
  return (call) => {
    const other = timedeltaOf(need(call, 0));
    return other
      ? bool(how(self(call).microseconds, other.microseconds))
      : { kind: "notImplemented" };
  };
}

/** Methods of every kind of length of time. */
export const deltaMethods: readonly (readonly [string, Value])[] = [
  field("days", (call) => int(Math.floor(self(call).microseconds / 86_400_000_000))),
  field("seconds", (call) => {
    const whole = Math.floor(self(call).microseconds / 86_400_000_000) * 86_400_000_000;
    return int(Math.floor((self(call).microseconds - whole) / 1_000_000));
  }),
  field("microseconds", (call) =>
    int(((self(call).microseconds % 1_000_000) + 1_000_000) % 1_000_000),
  ),
  field("months", (call) => int(self(call).months % 12)),
  field("years", (call) => int(Math.trunc(self(call).months / 12))),
  pure("total_seconds", (call) => float(self(call).microseconds / 1_000_000)),
  pure("__add__", (call) => {
    const at = datetimeOf(need(call, 0));
    if (at) return shift(need(call, 0), at, self(call), 1);
    return deltaBinary(call, (a, b) => [a.microseconds + b.microseconds, a.months + b.months]);
  }),
  pure("__radd__", (call) => {
    const at = datetimeOf(need(call, 0));
    if (at) return shift(need(call, 0), at, self(call), 1);
    return numeric(need(call, 0)) === 0 ? (call.self ?? none) : { kind: "notImplemented" };
  }),
  pure("__rsub__", (call) => {
    const at = datetimeOf(need(call, 0));
    return at ? shift(need(call, 0), at, self(call), -1) : { kind: "notImplemented" };
  }),
  pure("__sub__", (call) =>
    deltaBinary(call, (a, b) => [a.microseconds - b.microseconds, a.months - b.months]),
  ),
  pure("__mul__", (call) => deltaScale(call, (value, by) => value * by)),
  pure("__rmul__", (call) => deltaScale(call, (value, by) => value * by)),
  pure("__truediv__", (call) => {
    const other = timedeltaOf(need(call, 0));
    if (other) return float(self(call).microseconds / other.microseconds);
    return deltaScale(call, (value, by) => value / by);
  }),
  pure("__floordiv__", (call) => {
    const other = timedeltaOf(need(call, 0));
    if (other) return int(Math.floor(self(call).microseconds / other.microseconds));
    return deltaScale(call, (value, by) => Math.floor(value / by));
  }),
  pure("__mod__", (call) => {
    const other = timedeltaOf(need(call, 0));
    if (!other) return { kind: "notImplemented" };
    const [value, by] = [self(call).microseconds, other.microseconds];
    return makeTimedelta(value - Math.floor(value / by) * by, 0, classOf(call));
  }),
  pure("__neg__", (call) =>
    makeTimedelta(-self(call).microseconds, -self(call).months, classOf(call)),
  ),
  pure("__abs__", (call) =>
    makeTimedelta(Math.abs(self(call).microseconds), Math.abs(self(call).months), classOf(call)),
  ),
  pure("__eq__", (call) => {
    const other = timedeltaOf(need(call, 0));
    return bool(
      other?.microseconds === self(call).microseconds && other.months === self(call).months,
    );
  }),
  pure(
    "__lt__",
    deltaOrder((a, b) => a < b),
  ),
  pure(
    "__gt__",
    deltaOrder((a, b) => a > b),
  ),
  pure(
    "__le__",
    deltaOrder((a, b) => a <= b),
  ),
  pure(
    "__ge__",
    deltaOrder((a, b) => a >= b),
  ),
  pure("__bool__", (call) => bool(self(call).microseconds !== 0 || self(call).months !== 0)),
  pure("__str__", (call) => str(deltaText(self(call)))),
  pure("__repr__", (call) => str(deltaRepr(self(call)))),
];

export const timedeltaClass: ClassValue = nativeClass({
  name: "timedelta",
  module: "datetime",
  attributes: [pure("__new__", (call) => makeTimedelta(lengthOf(call, units))), ...deltaMethods],
});
timedeltaClass.attributes.set("max", makeTimedelta(86_399_999_999_999_000_000));
timedeltaClass.attributes.set("min", makeTimedelta(-86_399_999_913_600_000_000));
timedeltaClass.attributes.set("resolution", makeTimedelta(1));

// Dates and times

/** A date, time or both as an object. */
export function makeDatetime(payload: DatetimePayload, of?: ClassValue): InstanceValue {
  const made =
    of ??
    (payload.form === "date" ? dateClass : payload.form === "time" ? timeClass : datetimeClass);
  return instance({ class: made, payload });
}

function at(call: NativeCall): DatetimePayload {
  return datetimeOf(call.self) ?? fromMicroseconds(0n, undefined);
}

function again(call: NativeCall, payload: DatetimePayload): Value {
  return makeDatetime(payload, call.self?.kind === "instance" ? call.self.class : undefined);
}

/** A date moved by a length of time. */
function shift(value: Value, from: DatetimePayload, delta: TimedeltaPayload, sign: 1 | -1): Value {
  let moved: DatetimePayload = { ...from };
  for (const [name, amount] of Object.entries(delta.absolute))
    if (Object.hasOwn(moved, name)) moved = { ...moved, [name]: amount };
  if (delta.months !== 0) moved = addMonths(moved, Math.trunc(delta.months) * sign);
  moved = { ...moved, day: Math.min(moved.day, daysInMonth(moved.year, moved.month)) };
  const whole =
    from.form === "date"
      ? Math.floor(delta.microseconds / 86_400_000_000) * 86_400_000_000
      : delta.microseconds;
  const total = wallMicroseconds(moved) + BigInt(Math.round(whole)) * BigInt(sign);
  const result = fromMicroseconds(total, from.zone, from.form);
  return makeDatetime(result, value.kind === "instance" ? value.class : undefined);
}

/** Microseconds of UTC for an aware one; of the wall clock for a naive one. */
function instant(value: DatetimePayload): bigint | undefined {
  if (value.zone === undefined) return wallMicroseconds(value);
  const offset = offsetSeconds(value.zone, value);
  return offset === undefined ? undefined : wallMicroseconds(value) - BigInt(offset) * 1_000_000n;
}

function order(how: (a: bigint, b: bigint) => boolean): (call: NativeCall) => Value {
  return (call) => {
    const other = datetimeOf(need(call, 0));
    if (!other) return { kind: "notImplemented" };
    if ((other.zone === undefined) !== (at(call).zone === undefined))
      return call.interpreter.raise(
        "TypeError",
        "can't compare offset-naive and offset-aware datetimes",
      );
    const [a, b] = [instant(at(call)), instant(other)];
    return a === undefined || b === undefined
      ? call.interpreter.unknown("the time zone is not known")
      : bool(how(a, b));
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function dateText(value: DatetimePayload): string {
  return `${String(value.year).padStart(4, "0")}-${two(value.month)}-${two(value.day)}`;
}

/** How far `isoformat(timespec=…)` goes; all else goes as far as there is something. */
const clockEnds: Readonly<Record<string, number>> = {
  hours: 2,
  minutes: 5,
  seconds: 8,
  milliseconds: 12,
  microseconds: 15,
};

function clockText(value: DatetimePayload, timespec = "auto"): string {
  const fraction = `.${String(value.microsecond).padStart(6, "0")}`;
  const end = clockEnds[timespec] ?? (value.microsecond === 0 ? 8 : 15);
  const offset = value.zone === undefined ? undefined : offsetSeconds(value.zone, value);
  const zone = offset === undefined ? "" : offsetText(offset);
  const clock = `${two(value.hour)}:${two(value.minute)}:${two(value.second)}${fraction}`;
  return clock.slice(0, end) + zone;
}

function isoText(value: DatetimePayload, separator: string, timespec?: string): string {
  if (value.form === "date") return dateText(value);
  return value.form === "time"
    ? clockText(value, timespec)
    : `${dateText(value)}${separator}${clockText(value, timespec)}`;
}

const calendarDate = recordClass("IsoCalendarDate", "datetime", ["year", "week", "weekday"]);
const structTime = recordClass(
  "struct_time",
  "time",
  "tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst".split(" "),
);

const fields = ["year", "month", "day", "hour", "minute", "second", "microsecond"] as const;

function replaced(call: NativeCall): Value {
  const changed: Record<string, number | string | undefined> = {};
  call.positional.forEach((given, index) => {
    const name = fields[index];
    const value = numeric(given.value);
    if (name !== undefined && value !== undefined) changed[name] = value;
  });
  for (const [name, given] of call.keywords) {
    if (name === "tzinfo" || name === "tz") changed["zone"] = zoneName(call, given.value);
    else if (name !== "fold") changed[name] = numeric(given.value) ?? 0;
  }
  return again(call, checked(call, withMore(at(call), changed)));
}

/** Raises ValueError for a day or hour that is not there. */
export function checked(call: NativeCall, value: DatetimePayload): DatetimePayload {
  const wrong = (what: string): never => call.interpreter.raise("ValueError", what);
  if (value.form !== "time") {
    if (value.year < 1 || value.year > 9999) wrong(`year ${value.year} is out of range`);
    if (value.month < 1 || value.month > 12) wrong("month must be in 1..12");
    if (value.day < 1 || value.day > daysInMonth(value.year, value.month))
      wrong("day is out of range for month");
  }
  if (value.hour < 0 || value.hour > 23) wrong("hour must be in 0..23");
  if (value.minute < 0 || value.minute > 59) wrong("minute must be in 0..59");
  if (value.second < 0 || value.second > 59) wrong("second must be in 0..59");
  return value;
}

function converted(call: NativeCall): Value {
  const zone = zoneName(call, call.positional[0]?.value ?? call.keywords.get("tz")?.value) ?? "UTC";
  const utc = instant({ ...at(call), zone: at(call).zone ?? "UTC" });
  if (utc === undefined) return call.interpreter.unknown("the time zone is not known");
  const guess = fromMicroseconds(utc, zone);
  const offset = offsetSeconds(zone, guess) ?? 0;
  const first = fromMicroseconds(utc + BigInt(offset) * 1_000_000n, zone);
  const better = offsetSeconds(zone, first) ?? offset;
  return again(call, fromMicroseconds(utc + BigInt(better) * 1_000_000n, zone));
}

/** Methods that dates, times and both share, pendulum's too. */
export const dateMethods: readonly (readonly [string, Value])[] = [
  ...fields.map((name) => field(name, (call) => int(at(call)[name]))),
  field("tzinfo", (call) => {
    const { zone } = at(call);
    return zone === undefined ? none : makeZone(zone);
  }),
  pure("replace", replaced),
  pure("date", (call) =>
    makeDatetime({
      ...at(call),
      form: "date",
      hour: 0,
      minute: 0,
      second: 0,
      microsecond: 0,
      zone: undefined,
    }),
  ),
  pure("time", (call) =>
    makeDatetime({ ...at(call), form: "time", year: 1900, month: 1, day: 1, zone: undefined }),
  ),
  pure("timetz", (call) =>
    makeDatetime({ ...at(call), form: "time", year: 1900, month: 1, day: 1 }),
  ),
  pure("weekday", (call) => int(weekday(at(call)))),
  pure("isocalendar", (call) => {
    const { year, month, day } = at(call);
    const thursday = dayNumber(year, month, day) - weekday(at(call)) + 3;
    const ofYear = fromMicroseconds(BigInt(thursday) * 86_400_000_000n, undefined).year;
    const week = Math.floor((thursday - dayNumber(ofYear, 1, 1)) / 7) + 1;
    return wrappedTuple(calendarDate, [int(ofYear), int(week), int(weekday(at(call)) + 1)]);
  }),
  pure("isoweekday", (call) => int(weekday(at(call)) + 1)),
  pure("toordinal", (call) =>
    int(dayNumber(at(call).year, at(call).month, at(call).day) + 719_163),
  ),
  pure("isoformat", (call) => {
    // A time has no separator to give.
    const isTime = at(call).form === "time";
    const separator = isTime ? undefined : arg(call, 0, "sep");
    const timespec = arg(call, isTime ? 0 : 1, "timespec");
    return str(
      isoText(
        at(call),
        separator?.kind === "str" ? separator.value : "T",
        timespec?.kind === "str" ? timespec.value : undefined,
      ),
    );
  }),
  pure("strftime", (call) => str(strftime(at(call), textOf(call, need(call, 0, "format"))))),
  pure("__format__", (call) => {
    const spec = textOf(call, need(call, 0));
    return spec === "" ? call.interpreter.text(call.self ?? none) : str(strftime(at(call), spec));
  }),
  pure("astimezone", converted),
  pure("timestamp", (call) => {
    const value = instant({ ...at(call), zone: at(call).zone ?? "UTC" });
    return value === undefined
      ? call.interpreter.unknown("the time zone is not known")
      : float(Number(value) / 1e6);
  }),
  pure("utcoffset", (call) => {
    const { zone } = at(call);
    const offset = zone === undefined ? undefined : offsetSeconds(zone, at(call));
    return offset === undefined ? none : makeTimedelta(offset * 1_000_000);
  }),
  pure("tzname", (call) => {
    const { zone } = at(call);
    if (zone === undefined) return none;
    // pendulum and datetime call a fixed offset differently.
    return /^[+-]/.test(zone)
      ? call.interpreter.unknown("what a fixed offset calls itself is not followed")
      : str(zone);
  }),
  pure("ctime", (call) => {
    const day = String(at(call).day).padStart(2);
    return str(strftime(at(call), `%a %b ${day} %H:%M:%S %Y`));
  }),
  pure("timetuple", (call) => {
    const { year, month, day } = at(call);
    const dayOfYear = dayNumber(year, month, day) - dayNumber(year, 1, 1) + 1;
    const clock = fields.slice(0, 6).map((name) => at(call)[name]);
    return wrappedTuple(
      structTime,
      [...clock, weekday(at(call)), dayOfYear, -1].map((number) => int(number)),
    );
  }),
  pure("__add__", (call) => {
    const delta = timedeltaOf(need(call, 0));
    return delta ? shift(call.self ?? none, at(call), delta, 1) : { kind: "notImplemented" };
  }),
  pure("__radd__", (call) => {
    const delta = timedeltaOf(need(call, 0));
    return delta ? shift(call.self ?? none, at(call), delta, 1) : { kind: "notImplemented" };
  }),
  pure("__sub__", (call) => {
    const delta = timedeltaOf(need(call, 0));
    if (delta) return shift(call.self ?? none, at(call), delta, -1);
    const other = datetimeOf(need(call, 0));
    if (!other) return { kind: "notImplemented" };
    const [a, b] = [instant(at(call)), instant(other)];
    return a === undefined || b === undefined
      ? call.interpreter.unknown("the time zone is not known")
      : makeTimedelta(Number(a - b));
  }),
  pure("__eq__", (call) => {
    const other = datetimeOf(need(call, 0));
    if (!other) return { kind: "notImplemented" };
    if ((other.zone === undefined) !== (at(call).zone === undefined)) return bool(false);
    const [a, b] = [instant(at(call)), instant(other)];
    if (a === undefined || b === undefined)
      return call.interpreter.unknown("the time zone is not known");
    return bool(a === b && at(call).form === other.form);
  }),
  pure(
    "__lt__",
    order((a, b) => a < b),
  ),
  pure(
    "__gt__",
    order((a, b) => a > b),
  ),
  pure(
    "__le__",
    order((a, b) => a <= b),
  ),
  pure(
    "__ge__",
    order((a, b) => a >= b),
  ),
  pure("__str__", (call) => str(isoText(at(call), " "))),
  pure("__repr__", (call) => {
    const value = at(call);
    const shown =
      value.form === "date"
        ? fields.slice(0, 3)
        : value.form === "time"
          ? fields.slice(3, 5)
          : fields.slice(0, 5);
    const rest =
      value.form === "date"
        ? ""
        : value.microsecond !== 0
          ? `, ${value.second}, ${value.microsecond}`
          : value.second !== 0
            ? `, ${value.second}`
            : "";
    return str(
      `datetime.${value.form}(${shown.map((name) => value[name]).join(", ")}${rest}${value.zone === undefined ? "" : `, tzinfo=${value.zone}`})`,
    );
  }),
];

/** What the classes of `datetime` are made of: a time zone is an object for them, and other names are refused. */
export function plainFields(call: NativeCall, form: DatetimePayload["form"]): DatetimePayload {
  const names = namesFor(form);
  const known: readonly string[] = form === "date" ? names : [...names, "tzinfo", "fold"];
  for (const name of call.keywords.keys())
    if (!known.includes(name)) {
      const message = `'${name}' is an invalid keyword argument for this function`;
      call.interpreter.raise("TypeError", message);
    }
  const zone = call.keywords.get("tzinfo") ?? call.positional[names.length];
  const given = zone && unwrapped(zone.value);
  if (given?.kind === "str" && !zoneOf(given)) {
    const message = "tzinfo argument must be None or of a tzinfo subclass, not type 'str'";
    call.interpreter.raise("TypeError", message);
  }
  return fieldsFrom(call, form);
}

function namesFor(form: DatetimePayload["form"]): readonly (typeof fields)[number][] {
  return form === "time" ? fields.slice(3) : form === "date" ? fields.slice(0, 3) : fields;
}

/** A date from arguments by position or name. */
export function fieldsFrom(
  call: NativeCall,
  form: DatetimePayload["form"],
  defaultZone?: string,
): DatetimePayload {
  const names = namesFor(form);
  const found: Record<string, number> = {};
  let zone: string | undefined = defaultZone;
  call.positional.forEach((given, index) => {
    const name = names[index];
    const value = numeric(unwrapped(given.value));
    if (name === undefined) zone = zoneName(call, given.value);
    else if (value === undefined) call.interpreter.raise("TypeError", "an integer is required");
    else found[name] = value;
  });
  for (const [name, given] of call.keywords) {
    if (name === "tzinfo" || name === "tz") {
      zone = zoneName(call, given.value);
      continue;
    }
    const value = numeric(unwrapped(given.value));
    if (name !== "fold")
      found[name] = value ?? call.interpreter.raise("TypeError", "an integer is required");
  }
  if (form !== "time")
    for (const name of ["year", "month", "day"])
      if (found[name] === undefined && !(defaultZone !== undefined && name !== "year"))
        call.interpreter.raise("TypeError", `function missing required argument '${name}'`);
  const {
    year = 1900,
    month = 1,
    day = 1,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
  } = found;
  return checked(call, {
    type: "datetime",
    form,
    year,
    month,
    day,
    hour,
    minute,
    second,
    microsecond,
    zone,
  });
}

/** The clock is read when the code runs; only the zone of what it gives may be known. */
export function clock(name: string, otherwise?: string): Entry {
  return native(name, (call) => {
    const given = arg(call, 0, "tz");
    const zone = given?.kind === "unknown" ? undefined : (zoneName(call, given) ?? otherwise);
    const now = call.interpreter.unknown(`${name}() depends on when the file is loaded`, call.span);
    return withMore(now, { zone });
  });
}

/** Of a date whose fields are not known the zone is: UTC for one without, as `clock` has it. */
function inZone(zoneFor: (call: NativeCall) => string | undefined, [name, make]: Entry): Entry {
  return native(name, (call) => {
    const made = make.call(call);
    return made.kind !== "unknown" || call.uncertain
      ? made
      : withMore(made, { zone: zoneFor(call) });
  });
}

function parsed(call: NativeCall, value: DatetimePayload | undefined, text: string): Value {
  return value
    ? makeDatetime({ ...value, form: "datetime" })
    : call.interpreter.raise("ValueError", `Invalid isoformat string: '${text}'`);
}

export const dateClass: ClassValue = nativeClass({
  name: "date",
  module: "datetime",
  attributes: [
    pure("__new__", (call) => makeDatetime(plainFields(call, "date"))),
    ...dateMethods,
    clock("today", "UTC"),
    pure("fromisoformat", (call) => {
      const text = textOf(call, need(call, 0));
      const value = parseIso(text);
      return value ? makeDatetime({ ...value, form: "date" }) : parsed(call, undefined, text);
    }),
  ],
});

export const timeClass: ClassValue = nativeClass({
  name: "time",
  module: "datetime",
  attributes: [pure("__new__", (call) => makeDatetime(plainFields(call, "time"))), ...dateMethods],
});

export const datetimeClass: ClassValue = nativeClass({
  name: "datetime",
  module: "datetime",
  bases: [dateClass],
  attributes: [
    inZone(
      (call) => {
        const zone = arg(call, 7, "tzinfo");
        return zone && zone.kind !== "none" ? zoneNameOf(zone) : "UTC";
      },
      pure("__new__", (call) => makeDatetime(plainFields(call, "datetime"))),
    ),
    clock("now", "UTC"),
    clock("utcnow", "UTC"),
    clock("today", "UTC"),
    inZone(
      (call) => {
        const format = arg(call, 1);
        return format?.kind === "str" && !/%[zZ]/.test(format.value) ? "UTC" : undefined;
      },
      pure("strptime", (call) => {
        const text = textOf(call, need(call, 0));
        const format = textOf(call, need(call, 1));
        const value = strptime(text, format);
        return value
          ? makeDatetime(value)
          : call.interpreter.raise(
              "ValueError",
              `time data '${text}' does not match format '${format}'`,
            );
      }),
    ),
    pure("fromisoformat", (call) => {
      const text = textOf(call, need(call, 0));
      return parsed(call, parseIso(text), text);
    }),
    pure("fromtimestamp", (call) => {
      const seconds = numeric(need(call, 0));
      const zone = zoneName(call, arg(call, 1, "tz"));
      if (seconds === undefined) return call.interpreter.raise("TypeError", "a number is required");
      if (zone === undefined)
        return call.interpreter.unknown("the local time zone is not known", call.span);
      return converted({
        ...call,
        self: makeDatetime(fromMicroseconds(BigInt(Math.round(seconds * 1e6)), "UTC")),
        positional: [{ value: makeZone(zone), span: undefined, keywordSpan: undefined }],
        keywords: new Map(),
      });
    }),
    pure("combine", (call) => {
      const day = datetimeOf(need(call, 0, "date"));
      const time = datetimeOf(need(call, 1, "time"));
      if (!day || !time)
        return call.interpreter.raise("TypeError", "combine() needs a date and a time");
      const { hour, minute, second, microsecond, zone } = time;
      return makeDatetime({
        ...day,
        form: "datetime",
        hour,
        minute,
        second,
        microsecond,
        zone: zoneName(call, arg(call, 2, "tzinfo")) ?? zone,
      });
    }),
  ],
});
datetimeClass.attributes.set("min", makeDatetime({ ...fromMicroseconds(0n, undefined), year: 1 }));
datetimeClass.attributes.set(
  "max",
  makeDatetime({
    ...fromMicroseconds(0n, undefined),
    year: 9999,
    month: 12,
    day: 31,
    hour: 23,
    minute: 59,
    second: 59,
    microsecond: 999_999,
  }),
);
zoneClass.attributes.set("utc", makeZone("UTC"));

/** `datetime`. */
export const datetimeNames = once((): readonly (readonly [string, Value])[] => [
  ["datetime", datetimeClass],
  ["date", dateClass],
  ["time", timeClass],
  ["timedelta", timedeltaClass],
  ["timezone", zoneClass],
  ["tzinfo", zoneClass],
  ["UTC", makeZone("UTC")],
  ["MINYEAR", int(1)],
  ["MAXYEAR", int(9999)],
]);

/** `zoneinfo`. */
export const zoneinfoNames = once((): readonly (readonly [string, Value])[] => [
  ["ZoneInfo", zoneClass],
  native("available_timezones", (call) =>
    call.interpreter.unknown("the time zones of the machine", call.span),
  ),
]);

/** `pytz`. */
export const pytzNames = once((): readonly (readonly [string, Value])[] => [
  pure("timezone", zoneFromName),
  ["utc", makeZone("UTC")],
  ["UTC", makeZone("UTC")],
]);
