import type { Value } from "../python/value.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A schedule of a type that Airflow does not take, or an interval that does not go forward. */
export const invalidSchedule: Rule = {
  code: "invalid-schedule",
  summary: "A schedule is of a kind that Airflow does not take.",
  why: "Airflow refuses the file: a schedule is a cron text, a preset, a positive timedelta, a timetable, assets or None.",
  severity: "error",
  preset: "errors",
  examples: {
    flagged: [
      { text: exampleDag(load, '"etl", schedule=<|5|>') },
      { text: exampleDag(load, '"etl", schedule=<|["@daily"]|>') },
      { text: exampleDag(load, '"etl", schedule=<|timedelta(0)|>') },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule=timedelta(days=1)') },
      { text: exampleDag(load, '"etl", schedule=[Asset("orders")]') },
    ],
  },
  *check({ reading }) {
    for (const dag of reading.dags) {
      if (dag.format !== "airflow") continue;
      for (const name of ["schedule", "schedule_interval"]) {
        const given = dag.args.get(name);
        const what = given && problemOf(given.value);
        if (given && what !== undefined) yield { span: given.span, message: what };
      }
      const { schedule } = dag.timing;
      if (
        schedule.kind === "delta" &&
        schedule.seconds <= 0 &&
        schedule.months === 0 &&
        schedule.span
      ) {
        yield {
          span: schedule.span,
          message: "An interval between runs must be longer than nothing.",
        };
      }
    }
  },
};

function problemOf(value: Value): string | undefined {
  switch (value.kind) {
    case "bool":
    case "int":
    case "float":
      return 'A number is not a schedule: write a cron text, a preset such as "@daily", or a timedelta.';
    case "list":
    case "tuple":
      return value.items.some(({ kind }) => kind === "str" || kind === "int" || kind === "none")
        ? "A list of schedules holds assets only: one cron text stands alone, several need MultipleCronTriggerTimetable."
        : undefined;
    default:
      return undefined;
  }
}
