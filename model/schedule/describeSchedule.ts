import type { Schedule, Timetable, Timing } from "../dag/schedule.ts";
import type { ClockStyle } from "./clockStyle.ts";
import { describeCron } from "./describeCron.ts";
import { describeDelta, lengthText } from "./describeDelta.ts";
import { parseCron } from "./parseCron.ts";
import { continued, counted } from "./words.ts";

/** How a schedule is worded. */
export interface DescribeOptions {
  readonly clock?: ClockStyle;
  /** Named after the sentence: `At 02:00, every day (Europe/Berlin)`. */
  readonly zone?: string;
}

/** A schedule text in words; undefined when Airflow would refuse it (`validateCron` says why). */
export function describeExpression(
  expression: string,
  options: DescribeOptions = {},
): string | undefined {
  if (expression === "@once") return once;
  if (expression === "@continuous") return continuous;
  const { cron } = parseCron(expression);
  if (!cron) return undefined;
  const text = describeCron(cron, options.clock);
  return options.zone === undefined ? text : `${text} (${options.zone})`;
}

/** What starts the runs of a DAG, in one sentence without full stop. Never empty. */
export function describeSchedule(schedule: Schedule, options: DescribeOptions = {}): string {
  switch (schedule.kind) {
    case "cron":
    case "preset":
      return describeExpression(schedule.expression, options) ?? refused(schedule.expression);
    case "delta":
      return describeDelta(schedule.seconds, schedule.months);
    case "timetable":
      return describeTimetable(schedule.timetable, options);
    case "assets":
      return describeAssets(schedule.expression);
    case "once":
      return once;
    case "continuous":
      return continuous;
    case "none":
      return "Not scheduled: started by hand or by another DAG";
    case "dynamic":
      return "Known only when Python runs the file";
  }
}

/** The same for all that decides when a DAG runs: what its picture and its list show. */
export function describeTiming({ schedule }: Timing): string {
  return describeSchedule(schedule);
}

const once = "Once, as soon as the start date has come";
const continuous = "Again and again, as soon as the run before has ended";

function refused(expression: string): string {
  return `Never: Airflow refuses "${expression}"`;
}

function describeTimetable(timetable: Timetable, options: DescribeOptions): string {
  switch (timetable.kind) {
    case "cronTrigger":
    case "cronInterval": {
      const { zone, ...plain } = options;
      const texts = timetable.crons.map((cron) => describeExpression(cron, plain) ?? refused(cron));
      const [first = "Never", ...more] = texts;
      const text = [first, ...more.map((other) => `and ${continued(other)}`)].join("; ");
      const named = zone === undefined ? text : `${text} (${zone})`;
      return `${named}${intervalText(timetable.intervalSeconds)}`;
    }
    case "deltaTrigger":
    case "deltaInterval":
      return `${describeDelta(timetable.seconds, timetable.months)}${intervalText(timetable.intervalSeconds)}`;
    case "events":
      return `At ${counted(timetable.instants.length, "given time")}`;
    case "assetOrTime":
      return `${describeTimetable(timetable.time, options)}; and ${continued(describeAssets(timetable.assets))}`;
    case "custom":
      return `As the timetable ${timetable.className} decides: known to Airflow only`;
  }
}

function intervalText(seconds: number): string {
  return seconds === 0 ? "" : `, for the ${lengthText(seconds)} before`;
}

/** `"a" & ("b" | "c")` as a sentence. */
function describeAssets(expression: string): string {
  if (expression === "") return "When its assets are updated";
  const words = expression.replaceAll(" & ", " and ").replaceAll(" | ", " or ");
  const several = words !== expression;
  return `When ${words} ${several ? "are" : "is"} updated`;
}
