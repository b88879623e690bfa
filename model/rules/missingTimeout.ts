import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A scheduled DAG that may run for ever. */
export const missingTimeout: Rule = {
  code: "missing-timeout",
  summary: "A scheduled DAG has no limit on how long it runs.",
  why: "A run that hangs keeps its place among the active runs, and the next ones wait behind it.",
  severity: "hint",
  preset: "off",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, '"<|etl|>", schedule="@daily", start_date=datetime(2024, 1, 1)') },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule="@daily", dagrun_timeout=timedelta(hours=2)') },
    ],
  }),
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      const { kind } = dag.timing.schedule;
      if (
        kind === "none" ||
        kind === "dynamic" ||
        dag.format !== "airflow" ||
        dag.span.file !== file
      )
        continue;
      const limited =
        dag.args.has("dagrun_timeout") ||
        [...dag.tasks.values()].some(({ args }) => args.has("execution_timeout"));
      if (limited || dag.certainty === "dynamic") continue;
      yield {
        span: placeOf(dag),
        message: `DAG "${dag.dagId}" may run for ever: set dagrun_timeout, or execution_timeout for its tasks.`,
      };
    }
  },
};
