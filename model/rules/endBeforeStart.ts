import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A DAG that ends before it begins. */
export const endBeforeStart: Rule = {
  code: "end-before-start",
  summary: "A DAG's end date lies before its start date.",
  why: "Airflow accepts it, but the DAG never runs.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=datetime(2024, 2, 1), end_date=<|datetime(2024, 1, 1)|>',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1), end_date=datetime(2024, 2, 1)',
        ),
      },
    ],
  }),
  *check({ reading, file }) {
    for (const { timing, args, span, idSpan, dagId } of reading.dags) {
      const { startDate, endDate } = timing;
      if (startDate === null || startDate === "unknown") continue;
      if (endDate === null || endDate === "unknown" || endDate.epochMs >= startDate.epochMs)
        continue;
      const place = args.get("end_date")?.span ?? placeOf({ idSpan, span });
      if (place.file === file) {
        yield { span: place, message: `DAG "${dagId}" ends before it starts, so it never runs.` };
      }
    }
  },
};
