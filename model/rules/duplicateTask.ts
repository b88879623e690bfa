import type { Fault } from "../dag/fault.ts";
import { loopFix } from "./code/loops.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** Two tasks of one DAG with the same id. Airflow: DuplicateTaskIdFound. */
export const duplicateTask: Rule = {
  code: "duplicate-task",
  summary: "Two tasks of one DAG have the same id.",
  why: "Airflow refuses the file: an id names one task. Ids count with the prefixes of their groups.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
EmptyOperator(task_id="load")
EmptyOperator(task_id="<|load|>")
`),
      },
      {
        text: exampleDag(`
for table in ["users", "orders"]:
    BashOperator(task_id="<|copy_table|>", bash_command=f"echo {table}")
`),
        fixed: exampleDag(`
for table in ["users", "orders"]:
    BashOperator(task_id=f"copy_table_{table}", bash_command=f"echo {table}")
`),
      },
      {
        text: exampleDag(`
EmptyOperator(task_id="clean")
with TaskGroup("raw", prefix_group_id=False):
    EmptyOperator(task_id="<|clean|>")
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
EmptyOperator(task_id="clean")
with TaskGroup("raw"):
    EmptyOperator(task_id="clean")
`),
      },
    ],
  }),
  *check(input) {
    const groups = faultsOf(input, "N7").map((fault) => `${fact(fault, "id")}.`);
    for (const fault of faultsOf(input, "N5", "N6")) {
      // What stands in a group that is there twice is said of the group.
      const id = fact(fault, "id");
      if (!groups.some((group) => id.startsWith(group))) yield findingFor(fault, input);
    }
    for (const fault of faultsOf(input, "simple-duplicate-task")) {
      const id = fact(fault, "id");
      const related = fault.related.map(({ span }) => ({
        span,
        message: `"${id}" is first used here`,
      }));
      const message = `The workflow has a task "${id}" already: this one takes its place.`;
      yield { span: fault.span, severity: "warning", message, related };
    }
  },
};

function findingFor(fault: Fault, input: RuleInput): RawFinding {
  const { span, related, dagId } = fault;
  const id = fact(fault, "id");
  const where = dagId === undefined ? "" : ` in DAG "${dagId}"`;
  const first = related.find(
    (place) => place.span.start !== span.start || place.span.file !== span.file,
  );
  if (first) {
    return {
      span,
      message: `There is already a task or group "${id}"${where}.`,
      related: [{ span: first.span, message: `"${id}" is first used here` }],
    };
  }
  const fix = loopFix(input, span);
  const advice = fix ? "Put the loop's variable into it." : "Give each its own.";
  return {
    span,
    message: `Every round makes a task or group "${id}" again${where}. ${advice}`,
    fixes: fix ? [fix] : [],
  };
}
