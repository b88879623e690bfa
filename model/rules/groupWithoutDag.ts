import { exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** A task group outside every DAG. */
export const groupWithoutDag: Rule = {
  code: "group-without-dag",
  summary: "A task group is made outside a DAG.",
  why: "Airflow refuses the file: a group belongs to the DAG whose with block it is made in.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
with DAG("etl"):
    EmptyOperator(task_id="a")

with <|TaskGroup("stage")|>:
    EmptyOperator(task_id="b")
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
with DAG("etl"):
    with TaskGroup("stage"):
        EmptyOperator(task_id="a")
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R11")) {
      yield {
        span: fault.span,
        message: `Group "${fact(fault, "groupId")}" is made outside a DAG: put it into the with block of one.`,
      };
    }
  },
};
