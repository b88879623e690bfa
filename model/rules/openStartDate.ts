import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A scheduled DAG of Airflow 3 without a start date. */
export const openStartDate: Rule = {
  code: "open-start-date",
  summary: "A scheduled DAG does not say from when on it runs.",
  why: "Airflow 3 takes it, and counts from when it first sees the DAG: that is another day in each environment.",
  severity: "info",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(load, '"<|etl|>", schedule="@daily"') }],
    clean: [
      { text: exampleDag(load, '"etl", schedule="@daily", start_date=datetime(2024, 1, 1)') },
      { text: exampleDag(load, '"etl", schedule=None') },
    ],
  }),
  *check({ reading, file, airflow }) {
    if (airflow === 2) return;
    for (const dag of reading.dags) {
      const isTimed = ["cron", "preset", "delta"].includes(dag.timing.schedule.kind);
      if (!isTimed || dag.format !== "airflow" || dag.span.file !== file) continue;
      if (dag.timing.startDate !== null || dag.certainty === "dynamic") continue;
      const defaults = dag.args.get("default_args")?.value;
      if (defaults && (defaults.kind !== "dict" || defaults.uncertain)) continue;
      yield {
        span: placeOf(dag),
        message: `DAG "${dag.dagId}" has no start_date: its runs begin when Airflow first sees it.`,
      };
    }
  },
};
