import { once } from "../once.ts";
import { arg, native, numeric, need, pure, textOf } from "../builtins/pure.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, Value } from "../value.ts";
import { none, str } from "../values.ts";
import { addMonths, fromMicroseconds, wallMicroseconds, weekday } from "./civil.ts";
import { datetimeOf, machineZone, type DatetimePayload } from "./dateValues.ts";
import {
  calendarLength,
  clock,
  dateClass,
  datetimeClass,
  deltaMethods,
  fieldsFrom,
  plainFields,
  fixedZone,
  makeDatetime,
  timedeltaClass,
  zoneFromName,
  zoneClass,
  zoneName,
} from "./datetimeModule.ts";
import { parseIso, strptime } from "./strftime.ts";
import { ownOf } from "../../ownOf.ts";
import { withMore } from "../../withMore.ts";

const unitSizes: Readonly<Record<string, number>> = {
  weeks: 604_800_000_000,
  days: 86_400_000_000,
  hours: 3_600_000_000,
  minutes: 60_000_000,
  seconds: 1_000_000,
  microseconds: 1,
};

function moved(call: NativeCall, sign: 1 | -1): Value {
  let value = own(call);
  const positional = [
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "microseconds",
  ];
  const amounts = new Map<string, number>();
  call.positional.forEach((given, index) => {
    amounts.set(positional[index] ?? "", numeric(given.value) ?? 0);
  });
  for (const [name, given] of call.keywords) amounts.set(name, numeric(given.value) ?? 0);
  value = addMonths(
    value,
    sign * ((amounts.get("years") ?? 0) * 12 + (amounts.get("months") ?? 0)),
  );
  let total = 0;
  for (const [name, amount] of amounts) total += amount * (ownOf(unitSizes, name) ?? 0);
  return make(
    fromMicroseconds(wallMicroseconds(value) + BigInt(Math.round(total * sign)), value.zone),
  );
}

function own(call: NativeCall): DatetimePayload {
  return datetimeOf(call.self) ?? fromMicroseconds(0n, "UTC");
}

function make(payload: DatetimePayload): Value {
  return makeDatetime(payload, pendulumClass);
}

const midnight = { hour: 0, minute: 0, second: 0, microsecond: 0 } as const;

function startOf(call: NativeCall): Value {
  const unit = textOf(call, need(call, 0));
  const value = withMore(own(call), midnight);
  if (unit === "day") return make(value);
  if (unit === "month") return make({ ...value, day: 1 });
  if (unit === "year") return make({ ...value, month: 1, day: 1 });
  if (unit === "hour") return make({ ...value, hour: own(call).hour });
  if (unit === "week")
    return make(
      fromMicroseconds(
        wallMicroseconds(value) - BigInt(weekday(value)) * 86_400_000_000n,
        value.zone,
      ),
    );
  return call.interpreter.unknown(`start_of("${unit}") is not followed`, call.span);
}

/** `pendulum.datetime(…)`: in UTC unless a zone is given. */
const pendulumClass: ClassValue = nativeClass({
  name: "DateTime",
  module: "pendulum.datetime",
  bases: [datetimeClass],
  attributes: [
    pure("__new__", (call) => make(plainFields(call, "datetime"))),
    pure("add", (call) => moved(call, 1)),
    pure("subtract", (call) => moved(call, -1)),
    pure("start_of", startOf),
    pure("in_timezone", (call) =>
      call.interpreter.call(call.interpreter.attribute(call.self ?? none, "astimezone") ?? none, {
        positional: [need(call, 0)],
      }),
    ),
    pure("in_tz", (call) =>
      call.interpreter.call(call.interpreter.attribute(call.self ?? none, "astimezone") ?? none, {
        positional: [need(call, 0)],
      }),
    ),
    pure("set", (call) =>
      call.interpreter.call(call.interpreter.attribute(call.self ?? none, "replace") ?? none, {
        keywords: call.keywords,
      }),
    ),
    pure("at", (call) =>
      make({
        ...own(call),
        hour: numeric(arg(call, 0)) ?? 0,
        minute: numeric(arg(call, 1)) ?? 0,
        second: numeric(arg(call, 2)) ?? 0,
      }),
    ),
    pure("to_date_string", (call) =>
      call.interpreter.text(makeDatetime({ ...own(call), form: "date" }, dateClass)),
    ),
    pure("to_iso8601_string", (call) => {
      const text = call.interpreter.text(makeDatetime(own(call), datetimeClass));
      return text.kind === "str" ? str(text.value.replace(" ", "T").replace("+00:00", "Z")) : text;
    }),
    pure("to_datetime_string", (call) =>
      call.interpreter.text(makeDatetime({ ...own(call), zone: undefined }, datetimeClass)),
    ),
  ],
});

const durationClass = nativeClass({
  name: "Duration",
  module: "pendulum",
  bases: [timedeltaClass],
  attributes: [
    native("__new__", (call) => calendarLength(call, durationClass_())),
    ...deltaMethods,
  ],
});

function durationClass_(): ClassValue {
  return durationClass;
}

const relativedeltaClass: ClassValue = nativeClass({
  name: "relativedelta",
  module: "dateutil.relativedelta",
  attributes: [
    pure("__new__", (call) => {
      const day = call.keywords.get("weekday")?.value;
      // Between two dates, or to the next Monday.
      if (call.positional.length > 0 || (day && day.kind !== "none"))
        return call.interpreter.unknown("this relativedelta is not followed", call.span);
      return calendarLength(call, relativedeltaClass);
    }),
    ...deltaMethods,
  ],
});

function parse(call: NativeCall): Value {
  const text = textOf(call, need(call, 0));
  const zone = zoneName(call, arg(call, 1, "tz")) ?? "UTC";
  const value = parseIso(text);
  return value
    ? make({ ...value, form: "datetime", zone: value.zone ?? zone })
    : call.interpreter.unknown(`the date "${text}" is not followed`, call.span);
}

const tokens: ReadonlyMap<string, string> = new Map([
  ["YYYY", "%Y"],
  ["MM", "%m"],
  ["DD", "%d"],
  ["HH", "%H"],
  ["mm", "%M"],
  ["ss", "%S"],
]);

/** `from_format("2024-01-31", "YYYY-MM-DD")`. */
function fromFormat(call: NativeCall): Value {
  const text = textOf(call, need(call, 0));
  const format = textOf(call, need(call, 1));
  const zone = zoneName(call, arg(call, 2, "tz")) ?? "UTC";
  const unfolded = format.replace(
    /([A-Za-z])\1*|\[[^\]]*\]/g,
    (part) => tokens.get(part) ?? `%${part}`,
  );
  const value = strptime(text, unfolded);
  if (value) return make({ ...value, form: "datetime", zone });
  const unknown = call.interpreter.unknown(`the date "${text}" is not followed`, call.span);
  return /[zZ]/.test(format) ? unknown : withMore(unknown, { zone });
}

const units = "year month day hour minute second microsecond".split(" ");
/** The version for Airflow 2 and the one for Airflow 3 together. */
const ofDatetime = [...units, "tz", "fold", "dst_rule", "raise_on_unknown_times"];

/** What makes a date from parts, under the names that it takes. */
function maker(
  name: string,
  known: readonly string[],
  make: (call: NativeCall) => Value,
): ReturnType<typeof pure> {
  return pure(name, (call) => {
    const other = [...call.keywords.keys()].find((each) => !known.includes(each));
    if (other !== undefined)
      call.interpreter.raise(
        "TypeError",
        `${name}() got an unexpected keyword argument '${other}'`,
      );
    return make(call);
  });
}

/** `pendulum`. */
export const pendulumNames = once((): readonly (readonly [string, Value])[] => [
  maker("datetime", ofDatetime, (call) => make(fieldsFrom(call, "datetime", "UTC"))),
  maker("naive", [...units, "fold"], (call) => make(fieldsFrom(call, "datetime"))),
  maker("local", units, (call) => make(fieldsFrom(call, "datetime"))),
  maker("date", units.slice(0, 3), (call) => makeDatetime(fieldsFrom(call, "date"))),
  maker("time", units.slice(3), (call) => makeDatetime(fieldsFrom(call, "time"))),
  pure("duration", (call) => calendarLength(call, durationClass)),
  pure("parse", parse),
  pure("from_format", fromFormat),
  pure("instance", (call) => {
    const value = datetimeOf(need(call, 0));
    return value
      ? make({ ...value, zone: value.zone ?? zoneName(call, arg(call, 1, "tz")) ?? "UTC" })
      : none;
  }),
  pure("timezone", zoneFromName),
  pure("from_timestamp", (call) => {
    const seconds = numeric(need(call, 0)) ?? 0;
    return make(fromMicroseconds(BigInt(Math.round(seconds * 1e6)), "UTC"));
  }),
  clock("now", machineZone),
  clock("today", machineZone),
  clock("yesterday", machineZone),
  clock("tomorrow", machineZone),
  ["DateTime", pendulumClass],
  ["Date", dateClass],
  ["Duration", durationClass],
  ["Timezone", zoneClass],
  pure("FixedTimezone", fixedZone),
  ["UTC", zoneClass.attributes.get("utc") ?? none],
]);

/** `pendulum.tz.timezone`. */
export const pendulumZoneNames = once((): readonly (readonly [string, Value])[] => [
  pure("Timezone", zoneFromName),
  pure("FixedTimezone", fixedZone),
  ["UTC", zoneClass.attributes.get("utc") ?? none],
]);

/** `dateutil.relativedelta`. */
export const relativedeltaNames = once((): readonly (readonly [string, Value])[] => [
  ["relativedelta", relativedeltaClass],
  ...["MO", "TU", "WE", "TH", "FR", "SA", "SU"].map(
    (name) =>
      [
        name,
        native(name, (call) => call.interpreter.unknown("which day is meant is not followed"))[1],
      ] as const,
  ),
]);

/** `dateutil.parser`. */
export const dateutilParserNames = once((): readonly (readonly [string, Value])[] => [
  pure("parse", (call) => {
    const text = textOf(call, need(call, 0));
    const value = parseIso(text);
    return value
      ? makeDatetime({ ...value, form: "datetime" })
      : call.interpreter.unknown(`the date "${text}" is not followed`, call.span);
  }),
]);

/** `dateutil.tz`. */
export const dateutilTzNames = once((): readonly (readonly [string, Value])[] => [
  pure("gettz", zoneFromName),
  pure("tzutc", () => zoneClass.attributes.get("utc") ?? none),
  ["UTC", zoneClass.attributes.get("utc") ?? none],
]);
