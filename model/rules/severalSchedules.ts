import { datetimeOf } from "../python/stdlib/dateValues.ts";
import type { Value } from "../python/value.ts";
import { listed } from "../text/words.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

function isEmpty(value: Value): boolean {
  return value.kind === "none" || (value.kind === "str" && value.value === "");
}

/** More than one of schedule, schedule_interval and timetable. */
export const severalSchedules: Rule = {
  code: "several-schedules",
  summary: "A DAG is given its schedule twice.",
  why: "Airflow 2 takes at most one of `schedule`, `schedule_interval` and `timetable`, and refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        airflow: 2,
        text: exampleDag(load, '"etl", schedule="@daily", <|schedule_interval="@daily"|>'),
      },
    ],
    clean: [
      { airflow: 2, text: exampleDag(load, '"etl", schedule="@daily"') },
      { airflow: 2, text: exampleDag(load, '"etl", schedule=None, timetable=None') },
      {
        airflow: 2,
        text: exampleDag(
          load,
          '"etl", schedule_interval=None, schedule="@once", start_date=datetime(2024, 1, 1)',
        ),
      },
    ],
  }),
  *check({ reading, airflow }) {
    // In Airflow 3 the old names do not exist at all, which is said of each.
    if (airflow === 3) return;
    for (const dag of reading.dags) {
      // A date by position is meant for the start: that is said there.
      const given = ["schedule", "schedule_interval", "timetable"].filter((name) => {
        const argument = dag.args.get(name);
        // What is None or empty does not count.
        if (!argument || isEmpty(argument.value)) return false;
        return argument.keywordSpan !== undefined || !datetimeOf(argument.value);
      });
      if (given.length < 2) continue;
      // The old names are listed last: one of them is the one too many.
      yield {
        span: dag.args.get(given.at(-1) ?? "")?.keywordSpan ?? placeOf(dag),
        message: `DAG "${dag.dagId}" has ${listed(given)}: Airflow takes only one of them.`,
      };
    }
  },
};
