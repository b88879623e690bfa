import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A DAG whose first run is still to come. */
export const futureStartDate: Rule = {
  code: "future-start-date",
  summary: "A DAG starts on a day that is still to come.",
  why: "It is shown and looks healthy, but its schedule starts no run before that day.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=<|datetime(2199, 1, 1)|>, catchup=False',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False',
        ),
      },
      { text: exampleDag(load, '"etl", schedule=None, start_date=datetime(2199, 1, 1)') },
    ],
  }),
  *check({ reading, file, now }) {
    for (const { timing, args, format, dagId } of reading.dags) {
      const { startDate, schedule } = timing;
      const place = args.get("start_date")?.span;
      if (now === undefined || format !== "airflow" || place?.file !== file) continue;
      if (startDate === null || startDate === "unknown" || startDate.epochMs <= now) continue;
      if (schedule.kind === "none" || schedule.certainty === "dynamic") continue;
      yield {
        span: place,
        message: `No scheduled run of DAG "${dagId}" starts before this day.`,
      };
    }
  },
};
