import type { Dag } from "../dag/dag.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const alerts = ["on_failure_callback", "email", "email_on_failure", "deadline"];

/** A scheduled DAG whose failures tell nobody. */
export const noFailureAlert: Rule = {
  code: "no-failure-alert",
  summary: "Nobody is told when a scheduled DAG fails.",
  why: "A run at night that fails is seen only when its data is missed. `on_failure_callback` on the DAG or in `default_args` tells someone.",
  severity: "hint",
  preset: "strict",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, '"<|etl|>", schedule="@daily", start_date=datetime(2024, 1, 1)') },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule="@daily", on_failure_callback=print') },
      { text: exampleDag(load, '"etl", schedule=None') },
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
      if (hasAlert(dag) || dag.certainty === "dynamic") continue;
      yield {
        span: placeOf(dag),
        message: `Nobody is told when DAG "${dag.dagId}" fails: add an on_failure_callback.`,
      };
    }
  },
};

function hasAlert({ args, tasks }: Dag): boolean {
  if (alerts.some((name) => args.has(name))) return true;
  if (args.get("default_args")?.value.kind === "unknown") return true;
  return [...tasks.values()].some((task) => alerts.some((name) => task.args.has(name)));
}
