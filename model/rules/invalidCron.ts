import type { Dag } from "../dag/dag.ts";
import type { Timetable } from "../dag/schedule.ts";
import { validateCron } from "../schedule/validateCron.ts";
import type { Span } from "../text/span.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A schedule that croniter refuses. Airflow: AirflowTimetableInvalid. */
export const invalidCron: Rule = {
  code: "invalid-cron",
  summary: "A schedule is not a cron expression that Airflow accepts.",
  why: "Airflow refuses the DAG. Its cron has minute, hour, day, month and weekday, and seconds, if any, come last.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, '"etl", schedule="<|61|> 2 * * *"') },
      {
        text: exampleDag(load, '"etl", schedule="<|@dialy|>"'),
        fixed: exampleDag(load, '"etl", schedule="@daily"'),
      },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule="0 2 * * *"') },
      { text: exampleDag(load, '"etl", schedule="@daily"') },
      { text: exampleDag(load, '"etl", schedule="@once"') },
    ],
  }),
  *check({ reading, text, file }) {
    for (const dag of reading.dags) {
      if (dag.span.file !== file) continue;
      for (const cron of cronsOf(dag)) {
        const finding = findingFor(cron, dag, text);
        if (finding) yield finding;
      }
    }
  },
};

function cronsOf({ timing }: Dag): readonly string[] {
  const { schedule } = timing;
  if (schedule.certainty === "dynamic") return [];
  if (schedule.kind === "cron" || schedule.kind === "preset") return [schedule.expression];
  return schedule.kind === "timetable" ? cronsIn(schedule.timetable) : [];
}

function cronsIn(timetable: Timetable): readonly string[] {
  if (timetable.kind === "cronTrigger" || timetable.kind === "cronInterval") return timetable.crons;
  return timetable.kind === "assetOrTime" ? cronsIn(timetable.time) : [];
}

function findingFor(cron: string, dag: Dag, text: string): RawFinding | undefined {
  const fault = validateCron(cron);
  if (!fault) return undefined;
  const whole = dag.timing.schedule.span ?? placeOf(dag);
  const written = placeInside(cron, whole, text);
  if (!written) return { span: whole, message: fault.message };
  const { file, start } = written;
  const from = start + fault.start;
  const to = start + Math.max(fault.end, fault.start + 1);
  const { suggestion } = fault;
  return {
    span: fault.start < fault.end ? { file, start: from, end: to } : written,
    message: fault.message,
    fixes:
      suggestion === undefined
        ? []
        : [
            {
              title: `Change to "${suggestion}"`,
              edits: [{ span: written, newText: suggestion }],
              preferred: true,
            },
          ],
  };
}

/** Where the expression is written inside a stretch of the text, if it is written just so. */
function placeInside(cron: string, whole: Span, text: string): Span | undefined {
  if (cron === "") return undefined;
  const at = text.slice(whole.start, whole.end).indexOf(cron);
  if (at === -1) return undefined;
  return { file: whole.file, start: whole.start + at, end: whole.start + at + cron.length };
}
