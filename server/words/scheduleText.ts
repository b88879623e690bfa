import type { Dag } from "../../model/dag/dag.ts";
import type { AirflowVersion } from "../../model/readers/reader.ts";
import { cronWarnings } from "../../model/schedule/cronWarnings.ts";
import { describeExpression, describeSchedule } from "../../model/schedule/describeSchedule.ts";
import { nextFirings } from "../../model/schedule/firings.ts";
import { nextRuns } from "../../model/schedule/nextRuns.ts";
import { parseCron } from "../../model/schedule/parseCron.ts";
import { openZone, utc } from "../../model/schedule/timeZone.ts";
import { validateCron } from "../../model/schedule/validateCron.ts";
import { code, plainText } from "./markdown.ts";
import { offsetIn, shortTimeIn, timeIn } from "./times.ts";

/** When something is asked, for which Airflow, and where the reader lives. */
export interface ScheduleScope {
  readonly now: number;
  readonly airflow: AirflowVersion;
  /** IANA name of the reader's own zone. */
  readonly localZone: string;
}

const shownRuns = 5;

/** The schedule of a DAG in words, with its next runs, as Markdown. */
export function dagScheduleText(dag: Dag, scope: ScheduleScope): string {
  const { timing } = dag;
  const { schedule, timezone } = timing;
  const zone = ("timezone" in schedule ? schedule.timezone : null) ?? timezone;
  const { now, airflow } = scope;
  const { runs, reason, notes, due, dueIsMore } = nextRuns(timing, {
    after: now,
    count: shownRuns,
    airflow,
  });
  const [first] = runs;
  const interval =
    first && first.dataInterval[0] < first.dataInterval[1]
      ? `The first is for the data from ${shortTimeIn(zone, first.dataInterval[0])} to ${shortTimeIn(zone, first.dataInterval[1])}; its logical date is ${shortTimeIn(zone, first.logicalDate)}.`
      : undefined;
  const catchup =
    due > 1
      ? `Airflow would create ${dueIsMore ? "more than " : ""}${due} runs at once for the time since the start date (catchup).`
      : undefined;
  const times = runs.map(({ runAfter }) => runAfter);
  return paragraphs([
    `**${describeSchedule(schedule)}**`,
    ...warningsOf("expression" in schedule ? schedule.expression : "", zone, now),
    times.length > 0 ? `Next runs (${zone}):\n\n${list(times, zone, scope.localZone)}` : undefined,
    interval,
    runs.length < shownRuns ? reason : undefined,
    catchup,
    ...notes,
  ]);
}

/** A cron expression or preset in words, with its next firings, as Markdown; what is wrong with it if it is refused. */
export function expressionText(
  expression: string,
  zone: string,
  { now, localZone }: ScheduleScope,
): string {
  const fault = validateCron(expression);
  if (fault) {
    const instead = fault.suggestion === undefined ? "" : ` Write ${code(fault.suggestion)}.`;
    return `Airflow refuses this schedule. ${fault.message}${instead}`;
  }
  const { cron } = parseCron(expression);
  const times = cron
    ? nextFirings(cron, { zone: openZone(zone) ?? utc, after: now, count: shownRuns })
    : [];
  return paragraphs([
    `**${describeExpression(expression) ?? expression}**`,
    ...warningsOf(expression, zone, now),
    times.length > 0 ? `Next (${zone}):\n\n${list(times, zone, localZone)}` : undefined,
  ]);
}

/** When the next run is, in a few words; undefined when none can be told. */
export function nextRunText(
  dag: Pick<Dag, "timing">,
  { now, airflow }: ScheduleScope,
): string | undefined {
  const { schedule, timezone } = dag.timing;
  const zone = ("timezone" in schedule ? schedule.timezone : null) ?? timezone;
  const [first] = nextRuns(dag.timing, { after: now, count: 1, airflow }).runs;
  return first && `${timeIn(zone, first.runAfter)} ${zone}`;
}

function warningsOf(expression: string, zone: string, now: number): string[] {
  const { cron } = parseCron(expression);
  if (!cron) return [];
  return cronWarnings(cron, { zone: openZone(zone) ?? utc, after: now }).map(
    ({ message }) => `_Note:_ ${plainText(message)}`,
  );
}

/** One line for each time; beside it the reader's own clock, where it shows another time. */
function list(times: readonly number[], zone: string, localZone: string): string {
  return times
    .map((time) => {
      const differs = offsetIn(zone, time) !== offsetIn(localZone, time);
      const local = differs ? ` (for you ${shortTimeIn(localZone, time)})` : "";
      return `- ${timeIn(zone, time)}${local}`;
    })
    .join("\n");
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("\n\n");
}
