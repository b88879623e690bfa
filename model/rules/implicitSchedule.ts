import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A DAG without a schedule argument. Its meaning changed from Airflow 2 to 3. */
export const implicitSchedule: Rule = {
  code: "implicit-schedule",
  summary: "A DAG does not say when it runs.",
  why: "Without `schedule`, Airflow 2 runs the DAG every day and Airflow 3 never. Saying it makes it the same in both.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(load, '"<|etl|>"') }],
    clean: [{ text: exampleDag(load, '"etl", schedule=None') }],
  }),
  *check({ reading, file, airflow }) {
    for (const dag of reading.dags) {
      const given = ["schedule", "schedule_interval", "timetable"].some((name) =>
        dag.args.has(name),
      );
      if (
        given ||
        dag.format !== "airflow" ||
        dag.span.file !== file ||
        dag.certainty === "dynamic"
      )
        continue;
      const means = airflow === 3 ? "never runs by itself" : "runs every day";
      yield {
        span: placeOf(dag),
        message: `DAG "${dag.dagId}" has no schedule, so it ${means} in Airflow ${airflow}. Say it with schedule=.`,
      };
    }
  },
};
