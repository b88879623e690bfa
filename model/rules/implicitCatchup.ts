import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const dated = '"etl", schedule="@daily", start_date=datetime(2024, 1, 1)';

/** A scheduled DAG without catchup=. Its default changed from Airflow 2 to 3. */
export const implicitCatchup: Rule = {
  code: "implicit-catchup",
  summary: "A scheduled DAG does not say whether it catches up.",
  why: "In Airflow 2 a new DAG runs once for each interval since its start date, in Airflow 3 only from now on. Saying it avoids a surprise.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(load, dated.replace("etl", "<|etl|>")) }],
    clean: [
      { text: exampleDag(load, `${dated}, catchup=False`) },
      { text: exampleDag(load, '"etl", schedule=None') },
    ],
  }),
  *check({ reading, file, airflow }) {
    for (const dag of reading.dags) {
      const { kind } = dag.timing.schedule;
      const isTimed = kind === "cron" || kind === "preset" || kind === "delta";
      if (!isTimed || dag.args.has("catchup") || dag.format !== "airflow") continue;
      if (dag.span.file !== file || dag.certainty === "dynamic") continue;
      if (dag.timing.startDate === null) continue;
      const means =
        airflow === 3
          ? "skips the intervals before now"
          : "runs for every interval since its start date";
      yield {
        span: placeOf(dag),
        message: `DAG "${dag.dagId}" ${means}, as Airflow ${airflow} does without catchup=.`,
      };
    }
  },
};
