import { nextRuns } from "../schedule/nextRuns.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** So many runs at once are hardly ever meant; a daily DAG of three years has as many. */
const many = 1000;

/** `catchup=True` from a start date long ago. */
export const manyCatchupRuns: Rule = {
  code: "many-catchup-runs",
  summary: "Switching this DAG on creates a great many runs at once.",
  why: "With catchup=True Airflow creates one run for each interval since the start date, all of them when the DAG is switched on for the first time.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@hourly", start_date=datetime(2020, 1, 1), catchup=<|True|>',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@hourly", start_date=datetime(2020, 1, 1), catchup=False',
        ),
      },
      {
        text: exampleDag(
          load,
          '"etl", schedule="@monthly", start_date=datetime(2020, 1, 1), catchup=True',
        ),
      },
    ],
  }),
  *check({ reading, file, airflow, now }) {
    if (now === undefined) return;
    for (const { timing, args, format } of reading.dags) {
      const catchup = args.get("catchup");
      if (format !== "airflow" || catchup?.span.file !== file || timing.catchup !== true) continue;
      const { startDate, schedule } = timing;
      if (startDate === null || startDate === "unknown" || schedule.certainty === "dynamic")
        continue;
      const found = nextRuns(timing, { after: now, count: 0, airflow, mostDue: many });
      if (!found.dueIsMore) continue;
      yield {
        span: catchup.span,
        message: `Switched on today, this DAG starts with more than ${many.toLocaleString("en")} runs, one for each interval since its start date.`,
      };
    }
  },
};
