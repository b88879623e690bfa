import { listed } from "../text/words.ts";
import { exampleFile } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** An arrow between tasks of which none has a DAG yet. */
export const tasksWithoutDag: Rule = {
  code: "tasks-without-dag",
  summary: "A dependency joins tasks that belong to no DAG.",
  why: "Airflow refuses the file: one of the two must have a DAG, which the other then joins.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
dag = DAG("etl")
first = EmptyOperator(task_id="first")
second = EmptyOperator(task_id="second")
<|first >> second|>
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
dag = DAG("etl")
first = EmptyOperator(task_id="first", dag=dag)
second = EmptyOperator(task_id="second")
first >> second
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R3")) {
      const ids = fault.facts["taskIds"];
      const names = listed(Array.isArray(ids) ? ids.map(String) : []);
      yield {
        span: fault.span,
        message: `Neither of the tasks ${names} belongs to a DAG. Make them in its with block, or give them dag=.`,
      };
    }
  },
};
