import {
  fieldsOf,
  isRandom,
  joinsDaysByOr,
  type CronExpression,
  type CronField,
} from "./cronExpression.ts";
import { fieldRanges, type FieldName } from "./cronFields.ts";
import { describeDays } from "./describeDays.ts";
import { whyNever } from "./describeCron.ts";
import { dstWarnings } from "./dstWarnings.ts";
import { everFires, firesOnSide } from "./firesOnSide.ts";
import { stepWarnings } from "./stepWarnings.ts";
import type { TimeZone } from "./timeZone.ts";
import { withMore } from "../withMore.ts";

export type CronWarningCode =
  /** No date fits: Airflow takes it and never runs. */
  | "cron-never"
  /** Day of month and day of week are both given: either suffices. */
  | "cron-dom-or-dow"
  /** One of the two day fields has no effect beside `#`, `L5` or `W`. */
  | "cron-day-ignored"
  /** A step that does not divide its field, so that the distance is not kept. */
  | "cron-step-restarts"
  /** A step as large as its field or larger. */
  | "cron-step-too-large"
  /** `R`: drawn at each parse. */
  | "cron-random"
  /** A sixth field, which is the second in Airflow, not the first as in Quartz. */
  | "cron-seconds"
  /** More than one run a minute. */
  | "cron-sub-minute"
  /** A time that does not exist on the day the clocks go forward. */
  | "cron-dst-skipped"
  /** A time that occurs twice on the day the clocks go back. */
  | "cron-dst-repeated"
  /** Means something else to an older croniter that Airflow allows too. */
  | "cron-croniter-version";

/** Something that surprises about an expression that Airflow accepts. */
export interface CronWarning {
  readonly code: CronWarningCode;
  readonly severity: "warning" | "info";
  readonly message: string;
  /** Offsets inside the expression. */
  readonly start: number;
  readonly end: number;
}

/** Where and from when the schedule is looked at: without it nothing is said of daylight saving. */
export interface WarningScope {
  readonly zone: TimeZone;
  readonly after: number;
}

/** Everything that surprises, in the order of the table above. */
export function cronWarnings(cron: CronExpression, scope?: WarningScope): readonly CronWarning[] {
  const whole = { start: 0, end: cron.text.length };
  if (!isRandom(cron) && !everFires(cron)) {
    const message = `This never fires: ${whyNever(cron)}.`;
    return [{ code: "cron-never", severity: "warning", message, ...whole }];
  }
  const found = [
    ...dayWarnings(cron),
    ...stepWarnings(cron),
    ...randomWarnings(cron),
    ...secondWarnings(cron),
    ...versionWarnings(cron),
    ...(scope && !isRandom(cron) ? dstWarnings(cron, scope.zone, scope.after) : []),
  ];
  // The fields of a preset are not in the text.
  return cron.text === cron.expanded ? found : found.map((warning) => withMore(warning, whole));
}

function dayWarnings(cron: CronExpression): readonly CronWarning[] {
  if (!joinsDaysByOr(cron)) return [];
  const { dayOfMonth, dayOfWeek } = cron;
  const fires = describeDays(cron) ?? "every day";
  const hasNth = cron.nthWeekdays.size > 0;
  const isNear = cron.nearestWeekday !== undefined;
  if (hasNth && isNear) return [];
  if (hasNth || (!isNear && !isRandom(cron) && !firesOnSide(cron, "date"))) {
    return [ignored("day-of-month", dayOfMonth, fires)];
  }
  if (isNear) return [ignored("day-of-week", dayOfWeek, fires)];
  const message = `Day of month and day of week are joined by OR: this fires ${fires}.${nthHint(cron)}`;
  const place = { start: dayOfMonth.start, end: dayOfWeek.end };
  return [{ code: "cron-dom-or-dow", severity: "warning", message, ...place }];
}

function ignored(word: string, field: CronField, fires: string): CronWarning {
  const message = `The ${word} field "${field.text}" has no effect: Airflow fires ${fires}.`;
  const { start, end } = field;
  return { code: "cron-day-ignored", severity: "warning", message, start, end };
}

const names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const ordinals = ["first", "second", "third", "fourth"];

/** `1-7` beside one weekday is meant as the first of the month; `8-14` as the second, and so on. */
function nthHint(cron: CronExpression): string {
  const [weekday, second] = cron.dayOfWeek.values;
  const days = cron.dayOfMonth.values;
  const nth = ((days[0] ?? 0) + 6) / 7;
  const isWeek = days.length === 7 && days.at(-1) === (days[0] ?? 0) + 6;
  const ordinal = ordinals[nth - 1];
  if (!isWeek || weekday === undefined || second !== undefined || ordinal === undefined) return "";
  const [minute, hour, , month, , ...rest] = fieldsOf(cron).map((field) => field.text);
  const instead = [minute, hour, "*", month, `${weekday}#${nth}`, ...rest].join(" ");
  return ` The ${ordinal} ${names[weekday] ?? ""} of the month alone is "${instead}".`;
}

function randomWarnings(cron: CronExpression): readonly CronWarning[] {
  return fieldRanges.flatMap(({ name, word }) => {
    const field = cron[name];
    if (!field?.random) return [];
    const message = `"${field.text.toUpperCase()}" draws the ${word} at random whenever Airflow parses the file, so it moves all the time.`;
    return [
      {
        code: "cron-random" as const,
        severity: "warning" as const,
        message,
        start: field.start,
        end: field.end,
      },
    ];
  });
}

function secondWarnings(cron: CronExpression): readonly CronWarning[] {
  if (!cron.second) return [];
  const { start, end } = cron.second;
  const place = { start, end, severity: "warning" as const };
  const often = cron.second.any || cron.second.values.length > 1;
  const last = "The sixth field is the second: Airflow puts it last, not first as Quartz does.";
  return [
    { code: "cron-seconds", message: last, ...place },
    ...(often
      ? [
          {
            code: "cron-sub-minute" as const,
            message:
              "This starts more than one run a minute: Airflow's scheduler is not made for that.",
            ...place,
          },
        ]
      : []),
  ];
}

/** Items whose meaning changed between the releases of croniter that Airflow allows. */
function versionWarnings(cron: CronExpression): readonly CronWarning[] {
  return fieldRanges.flatMap((range) => {
    const field = cron[range.name];
    const item = field?.text.split(",").find((text) => changedMeaning(text, range.name, range.max));
    if (!field || item === undefined) return [];
    const message = `"${item}" means different things to different releases of croniter: said here is what 7.0 does.`;
    return [
      {
        code: "cron-croniter-version" as const,
        severity: "info" as const,
        message,
        start: field.start,
        end: field.end,
      },
    ];
  });
}

function changedMeaning(item: string, name: FieldName, max: number): boolean {
  const [low, high] = item.replace(/\/\d+$/, "").split("-");
  if (high !== undefined && low === high) return true;
  const maxName = name === "month" ? "dec" : name === "dayOfWeek" ? "sat" : "";
  return item.includes("/") && high === undefined && (low === String(max) || low === maxName);
}
