import type { Argument } from "../../dag/dag.ts";
import type { Known, Schedule, Timing, ZonedInstant } from "../../dag/schedule.ts";
import type { NativeCall } from "../../python/native.ts";
import { machineZone } from "../../python/stdlib/dateValues.ts";
import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { assetText, assetTreeOf, elementsOf } from "./assets.ts";
import { argumentsOfDict, booleanOf, payloadOf, stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import { durationOf, instantOf, isoDuration } from "./times.ts";
import { readTimetable, timetableText } from "./timetables.ts";
import { withMore } from "../../withMore.ts";

/** Everything that decides when a DAG runs, from its arguments. */
export function timingOf(
  session: Session,
  call: NativeCall,
  args: ReadonlyMap<string, Argument>,
): Timing {
  const start = args.get("start_date")?.value ?? defaultOf(args, "start_date", call.span);
  const startDate = instant(start);
  const zone = isInstant(startDate) ? startDate.zone : zoneOfUnknown(start);
  const timezone = zone === undefined || zone === machineZone ? "UTC" : zone;
  const isZoneKnown = startDate !== "unknown" || zone !== undefined;
  const schedule = scheduleOf(session, call, args, isZoneKnown ? timezone : null);
  const catchup = args.get("catchup")?.value;
  return {
    // Of the machine that will run it we know only that servers and containers are set to UTC.
    schedule: zone === machineZone ? inferred(schedule) : schedule,
    startDate,
    endDate: instant(args.get("end_date")?.value ?? defaultOf(args, "end_date", call.span)),
    catchup: catchup === undefined ? null : (booleanOf(catchup) ?? "unknown"),
    timezone,
  };
}

function defaultOf(
  args: ReadonlyMap<string, Argument>,
  name: string,
  span: Span,
): Value | undefined {
  const defaults = args.get("default_args")?.value;
  if (defaults?.kind === "unknown") return defaults;
  return argumentsOfDict(defaults, "default_args", span).get(name)?.value;
}

/** A schedule with the certainty that is left where its time zone is only what is usual. */
function inferred(schedule: Schedule): Schedule {
  const isZoned = schedule.kind === "cron" || schedule.kind === "preset";
  return isZoned && schedule.certainty === "certain"
    ? { ...schedule, certainty: "inferred" }
    : schedule;
}

function instant(value: Value | undefined): Known<ZonedInstant> {
  if (value === undefined || value.kind === "none") return null;
  return instantOf(value, "UTC") ?? "unknown";
}

/** The zone of a date of which nothing else is known. */
function zoneOfUnknown(value: Value | undefined): string | undefined {
  return value?.kind === "unknown" ? value.zone : undefined;
}

function isInstant(value: Known<ZonedInstant>): value is ZonedInstant {
  return value !== null && value !== "unknown";
}

/** The three names that Airflow 2 takes a schedule by; Airflow 3 has only the first. */
const names = ["schedule", "schedule_interval", "timetable"];

function scheduleOf(
  session: Session,
  call: NativeCall,
  args: ReadonlyMap<string, Argument>,
  timezone: string | null,
): Schedule {
  const given = names
    .map((name) => args.get(name))
    .find(
      (argument) => argument && (argument.name === "schedule" || argument.value.kind !== "none"),
    );
  if (!given) {
    if (call.uncertain) return { kind: "dynamic", certainty: "dynamic", span: undefined };
    const span = args.get("schedule_interval")?.span ?? args.get("timetable")?.span;
    if (session.airflow === 3 || span) return { kind: "none", certainty: "certain", span };
    const day = { expression: "P1D", seconds: 86_400, months: 0 };
    return { kind: "delta", ...day, certainty: "certain", span: undefined };
  }
  return readSchedule(session, given, timezone);
}

/** What the value of `schedule=` means. */
function readSchedule(session: Session, given: Argument, timezone: string | null): Schedule {
  const { value, span } = given;
  const certainty = value.inferred === undefined ? ("certain" as const) : ("inferred" as const);
  const common = { certainty, span };
  const dynamic: Schedule = { kind: "dynamic", certainty: "dynamic", span };
  const text = stringOf(value);
  if (text !== undefined) return textSchedule(text, timezone, common);
  if (value.kind === "none") return { kind: "none", ...common };
  if (value.kind === "unknown") return dynamic;
  const timetable = payloadOf(value, "airflow.timetable");
  if (timetable) {
    const read = readTimetable(session, timetable, timezone);
    if (read.kind !== "timetable") return withMore(common, { kind: read.kind });
    return { expression: timetableText(session, timetable, timezone), ...common, ...read };
  }
  const duration = durationOf(value);
  if (duration) {
    if (duration.seconds <= 0 && duration.months <= 0) {
      report(session.building, "S3", span, { given: isoDuration(duration) });
    }
    return { kind: "delta", expression: isoDuration(duration), ...duration, ...common };
  }
  return assetSchedule(session, value, common) ?? otherSchedule(session, given, dynamic);
}

function textSchedule(
  text: string,
  timezone: string | null,
  common: Pick<Schedule, "certainty" | "span">,
): Schedule {
  if (text === "@once") return { kind: "once", ...common };
  if (text === "@continuous") return { kind: "continuous", ...common };
  const kind = text.startsWith("@") ? "preset" : "cron";
  // The hour that a cron text names is one of a zone: in another zone it is another schedule.
  const certainty = timezone === null ? "dynamic" : common.certainty;
  return { kind, expression: text, timezone, span: common.span, certainty };
}

function assetSchedule(
  session: Session,
  value: Value,
  common: Pick<Schedule, "certainty" | "span">,
): Schedule | undefined {
  const tree = assetTreeOf(value);
  const expression = tree && assetText(tree, session.airflow);
  if (expression != null) return { kind: "assets", expression, ...common };
  const elements = elementsOf(value);
  if (tree || elements?.some((element) => element.kind === "unknown")) {
    return { kind: "dynamic", certainty: "dynamic", span: common.span };
  }
  return undefined;
}

/** A value of a type that Airflow refuses; of other objects nothing is known. */
function otherSchedule(session: Session, given: Argument, dynamic: Schedule): Schedule {
  const { value, span } = given;
  if (elementsOf(value)) report(session.building, "S5", span, { given: value.kind });
  else if (value.kind === "int" || value.kind === "float" || value.kind === "bool") {
    report(session.building, "S4", span, { given: value.kind });
  }
  return dynamic;
}
