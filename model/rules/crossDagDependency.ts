import { listed } from "../text/words.ts";
import { exampleFile } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** An arrow between tasks of two DAGs. */
export const crossDagDependency: Rule = {
  code: "cross-dag-dependency",
  summary: "A dependency joins tasks of two DAGs.",
  why: "Airflow refuses the file. To wait for another DAG, use a sensor, an asset, or TriggerDagRunOperator.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
with DAG("one"):
    a = EmptyOperator(task_id="a")

with DAG("two"):
    b = EmptyOperator(task_id="b")
    <|a >> b|>
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
with DAG("one"):
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    a >> b
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R2")) {
      const dagIds = fault.facts["dagIds"];
      const names = listed(Array.isArray(dagIds) ? [...new Set(dagIds.map(String))] : []);
      yield {
        span: fault.span,
        message: `These tasks belong to different DAGs: ${names}. Wait for a task of another DAG with an ExternalTaskSensor.`,
      };
    }
  },
};
