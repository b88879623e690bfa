import { exampleDag } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** A label that stands beside something other than a task or group. */
export const misplacedLabel: Rule = {
  code: "misplaced-label",
  summary: "An edge label stands beside something other than a task or a group.",
  why: "Airflow refuses the file: a label belongs between two tasks.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
a = EmptyOperator(task_id="a")
b = EmptyOperator(task_id="b")
a >> <|Label("x") >> Label("y")|> >> b
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
a = EmptyOperator(task_id="a")
b = EmptyOperator(task_id="b")
a >> Label("x") >> b
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "R5")) {
      yield {
        span: fault.span,
        message: "A label stands between two tasks or groups, not beside another label.",
      };
    }
  },
};
