import type { Timetable } from "../../dag/schedule.ts";
import { nativeClass, nativeFunction, type NativeCall } from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import { assetText, assetTreeOf, elementsOf } from "./assets.ts";
import { classFor } from "./classFor.ts";
import { payloadOf, stringOf, type AirflowPayload, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import { durationOf, instantOf, isoDuration, zoneOf } from "./times.ts";
import { ownOf } from "../../ownOf.ts";

/** A timetable that code made. */
export type TimetablePayload = Extract<AirflowPayload, { type: "airflow.timetable" }>;

/** What a timetable means for a schedule. */
export type ReadTimetable =
  | { readonly kind: "none" | "once" | "continuous" }
  | { readonly kind: "timetable"; readonly timezone: string | null; readonly timetable: Timetable };

/** The class of a timetable by its name; workspace classes may inherit from `Timetable`. */
export function timetableClass(session: Session, name: string): ClassValue {
  return classFor(session, `timetable ${name}`, () =>
    nativeClass({
      name,
      module: "airflow.timetables",
      bases: name === "Timetable" ? [] : [timetableClass(session, "Timetable")],
      construct: (call, make) => {
        const made = make(call);
        const className = call.self?.kind === "class" ? call.self.name : name;
        if (made.kind !== "instance") return made;
        const payload = { type: "airflow.timetable", className, call };
        made.payload ??= payload;
        return made;
      },
      classAttribute: (attribute) => ({
        kind: "unknown",
        reason: `${attribute} of a timetable is known only to Airflow`,
        path: `airflow.timetables.${name}.${attribute}`,
      }),
      attributes: [
        ["__init__", nativeFunction("__init__", (call) => initialise(session, name, call))],
      ],
    }),
  );
}

/** What the timetables of Airflow take: what they need first, and how many of all may be given by position. */
const signatures: Readonly<Record<string, readonly [string, string, number]>> = {
  CronTriggerTimetable: ["cron", "expression timezone interval run_immediately", 2],
  CronDataIntervalTimetable: ["cron", "expression timezone", 2],
  MultipleCronTriggerTimetable: ["", "timezone interval run_immediately", Infinity],
  DeltaTriggerTimetable: ["delta", "interval", 1],
  DeltaDataIntervalTimetable: ["delta", "", 1],
  EventsTimetable: ["event_dates", "restrict_to_events presorted description", 4],
  AssetOrTimeSchedule: ["timetable", "assets", 0],
  DatasetOrTimeSchedule: ["timetable", "datasets", 0],
};

/** Notes what a timetable is not given, and what it does not take; its time zone has a rule of its own. */
function checkCall(session: Session, name: string, call: NativeCall): void {
  const signature = ownOf(signatures, name);
  if (!signature) return;
  const [needed, others, most] = signature;
  const known = [needed, ...others.split(" ")].filter((each) => each !== "");
  for (const [given, { keywordSpan }] of call.keywords) {
    if (known.includes(given) || !keywordSpan) continue;
    const facts = { name: given, operator: name, known };
    report(session.building, "A3", keywordSpan, facts);
  }
  if (call.uncertain) return;
  const has = (each: string): boolean =>
    call.keywords.has(each) || (each === "cron" && call.keywords.has("expression"));
  const isSecond = most === 0 && !has(others);
  const missing = [
    ...(needed !== "" && !has(needed) && (most === 0 || call.positional.length === 0)
      ? [needed]
      : []),
    ...(isSecond ? [others] : []),
  ];
  if (missing.length > 0)
    report(session.building, "A2", call.span, { operator: name, missing, name: null });
}

/** Numbers and texts where a timetable computes with dates or lengths of time. */
function checkValues(session: Session, name: string, call: NativeCall): void {
  const [needed = ""] = ownOf(signatures, name) ?? [];
  const first = call.keywords.get(needed) ?? call.positional[0];
  if (!first || call.uncertain) return;
  const say = (expected: string, { kind }: Value, span = first.span): void => {
    // Airflow 2 reads these dates only when it stores the DAG.
    const late = name === "EventsTimetable" && session.airflow === 2;
    const facts = { name: needed, expected, given: kind, late };
    report(session.building, "group-argument", span ?? call.span, facts);
  };
  if (needed === "delta" && isPlain(first.value)) say("a timedelta", first.value);
  if (needed === "cron" && isPlain(first.value) && first.value.kind !== "str")
    say("a cron text", first.value);
  if (needed !== "event_dates") return;
  const dates = elementsOf(first.value);
  if (!dates && isPlain(first.value)) say("a list of datetimes", first.value);
  const wrong = dates?.find(isPlain);
  if (wrong) say("datetimes", wrong, wrong.span ?? first.span);
}

/** A number, a text or a collection. */
function isPlain({ kind }: Value): boolean {
  return ["str", "int", "float", "bool", "list", "tuple", "dict"].includes(kind);
}

function initialise(session: Session, name: string, call: NativeCall): Value {
  checkCall(session, name, call);
  checkValues(session, name, call);
  if (call.self?.kind === "instance") {
    for (const [name, { value }] of call.keywords) call.self.attributes.set(name, value);
  }
  return { kind: "none" };
}

const plainKinds: ReadonlyMap<string, "none" | "once" | "continuous"> = new Map([
  ["NullTimetable", "none"],
  ["OnceTimetable", "once"],
  ["ContinuousTimetable", "continuous"],
]);

/** Reads a timetable. */
export function readTimetable(
  session: Session,
  payload: TimetablePayload,
  dagZone: string | null,
): ReadTimetable {
  const { className, call } = payload;
  const plain = plainKinds.get(className);
  if (plain) return { kind: plain };
  const timezone = zoneOf(argument(call, 1, "timezone")) ?? null;
  return {
    kind: "timetable",
    timezone: timezone ?? dagZone,
    timetable: computed(session, payload, dagZone) ?? { kind: "custom", className },
  };
}

/** The timetable as data, if its firings can be computed. */
function computed(
  session: Session,
  { className, call }: TimetablePayload,
  dagZone: string | null,
): Timetable | undefined {
  const timezone =
    zoneOf(call.keywords.get("timezone")?.value ?? call.positional[1]?.value) ?? "UTC";
  const interval = durationOf(call.keywords.get("interval")?.value);
  const intervalSeconds = interval?.seconds ?? 0;
  const cron = stringOf(argument(call, 0, "cron"));
  switch (className) {
    case "CronTriggerTimetable":
      return cron === undefined
        ? undefined
        : { kind: "cronTrigger", crons: [cron], timezone, intervalSeconds };
    case "CronDataIntervalTimetable":
      return cron === undefined
        ? undefined
        : { kind: "cronInterval", crons: [cron], timezone, intervalSeconds };
    case "MultipleCronTriggerTimetable": {
      const crons = call.positional.map(({ value }) => stringOf(value));
      const zone = zoneOf(call.keywords.get("timezone")?.value) ?? "UTC";
      return crons.includes(undefined)
        ? undefined
        : {
            kind: "cronTrigger",
            crons: crons.filter((c) => c !== undefined),
            timezone: zone,
            intervalSeconds,
          };
    }
    case "DeltaTriggerTimetable":
    case "DeltaDataIntervalTimetable": {
      const delta = durationOf(argument(call, 0, "delta"));
      const kind = className === "DeltaTriggerTimetable" ? "deltaTrigger" : "deltaInterval";
      return delta && { kind, ...delta, intervalSeconds };
    }
    case "EventsTimetable": {
      const dates = elementsOf(argument(call, 0, "event_dates") ?? { kind: "none" });
      const instants = dates?.map((date) => instantOf(date, "UTC")?.epochMs);
      return !instants || instants.includes(undefined)
        ? undefined
        : { kind: "events", instants: instants.filter((at) => at !== undefined) };
    }
    case "AssetOrTimeSchedule":
    case "DatasetOrTimeSchedule": {
      const inner = payloadOf(argument(call, 0, "timetable"), "airflow.timetable");
      const time = inner && computed(session, inner, dagZone);
      const assets = assetsOf(session, call);
      return time && assets !== null ? { kind: "assetOrTime", time, assets } : undefined;
    }
    default:
      return undefined;
  }
}

/** `Class(…)` as it is shown. */
export function timetableText(
  session: Session,
  { className, call }: TimetablePayload,
  dagZone: string | null,
): string {
  const parts: string[] = [];
  const zone = zoneOf(argument(call, 1, "timezone")) ?? dagZone ?? "UTC";
  const interval = durationOf(call.keywords.get("interval")?.value);
  if (className === "MultipleCronTriggerTimetable") {
    for (const { value } of call.positional) parts.push(JSON.stringify(stringOf(value) ?? "…"));
    const own = zoneOf(call.keywords.get("timezone")?.value) ?? "UTC";
    parts.push(`timezone=${JSON.stringify(own)}`);
  } else if (className.startsWith("Cron")) {
    parts.push(JSON.stringify(stringOf(argument(call, 0, "cron")) ?? "…"));
    parts.push(`timezone=${JSON.stringify(zone)}`);
  } else if (className.startsWith("Delta")) {
    const delta = durationOf(argument(call, 0, "delta"));
    parts.push(delta ? isoDuration(delta) : "…");
  } else if (className === "EventsTimetable") {
    const dates = elementsOf(argument(call, 0, "event_dates") ?? { kind: "none" });
    parts.push(dates ? `${dates.length} events` : "… events");
  } else if (className.endsWith("OrTimeSchedule")) {
    const inner = payloadOf(argument(call, 0, "timetable"), "airflow.timetable");
    parts.push(inner ? timetableText(session, inner, dagZone) : "…");
    parts.push(assetsOf(session, call) ?? "…");
  }
  if (interval) parts.push(`interval=${isoDuration(interval)}`);
  return `${className}(${parts.join(", ")})`;
}

function assetsOf(session: Session, call: NativeCall): string | null {
  const given = call.keywords.get("assets") ?? call.keywords.get("datasets") ?? call.positional[1];
  const tree = assetTreeOf(given?.value);
  return tree ? assetText(tree, session.airflow) : null;
}

function argument(call: NativeCall, at: number, name: string): Value | undefined {
  return call.keywords.get(name)?.value ?? call.positional[at]?.value;
}
