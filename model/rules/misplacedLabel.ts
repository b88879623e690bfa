import type { Fault } from "../dag/fault.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** A label that stands beside something other than a task or group. */
export const misplacedLabel: Rule = {
  code: "misplaced-label",
  summary: "An edge label has no text, or stands beside something other than a task or a group.",
  why: "Airflow refuses the file: a label has one text and belongs between two tasks.",
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
      {
        text: exampleDag(`
a = EmptyOperator(task_id="a")
b = EmptyOperator(task_id="b")
a >> <|Label()|> >> b
`),
      },
      {
        text: exampleDag(`
a = EmptyOperator(task_id="a")
b = EmptyOperator(task_id="b")
a >> Label(<|text="x"|>) >> b
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
    for (const fault of faultsOf(input, "label-call")) {
      yield { span: fault.span, message: callMessage(fault) };
    }
    for (const fault of faultsOf(input, "R5")) {
      yield {
        span: fault.span,
        message: "A label stands between two tasks or groups, not beside another label.",
      };
    }
  },
};

function callMessage(fault: Fault): string {
  const name = fact(fault, "name");
  const other = fault.facts["other"];
  if (typeof other === "string") return `${name} has no argument "${other}": it takes a text.`;
  return fault.facts["count"] === 0
    ? `A label needs its text: ${name}("…").`
    : `${name} takes one text and nothing else.`;
}
