import type { Fault } from "../dag/fault.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** A setup or teardown that Airflow refuses. */
export const setupTeardown: Rule = {
  code: "setup-teardown",
  summary: "A setup or teardown is used in a way that Airflow refuses.",
  why: "Airflow refuses the file, or the DAG: setups and teardowns have fixed trigger rules and fixed places.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
make = EmptyOperator(task_id="make").as_setup()
use = EmptyOperator(task_id="use", trigger_rule=<|"all_done"|>)
make >> use
`),
      },
      { text: exampleDag(`<|EmptyOperator(task_id="make").as_setup().as_teardown()|>`) },
      {
        text: exampleDag(`
make = EmptyOperator(task_id="make")
clean = EmptyOperator(task_id="clean").as_teardown(setups="<|make|>")
make >> clean
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
make = EmptyOperator(task_id="make").as_setup()
use = EmptyOperator(task_id="use")
clean = EmptyOperator(task_id="clean").as_teardown(setups=make)
make >> use >> clean
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8")) {
      yield { span: fault.span, message: messageFor(fault) };
    }
  },
};

function messageFor(fault: Fault): string {
  const task = fact(fault, "taskId");
  switch (fault.condition) {
    case "T2":
      return `Task "${task}" is already a ${fact(fault, "already")}: it cannot be both setup and teardown.`;
    case "T3":
      return `The trigger rule of a teardown cannot be chosen.`;
    case "T4":
      return `on_failure_fail_dagrun belongs to teardowns, and "${task}" is none.`;
    case "T5":
      return `Only setups and teardowns can open a with block, and "${task}" is neither.`;
    case "T6":
      return "All tasks that open a with block together must be setups or teardowns.";
    case "T7":
      return `A task group cannot be a ${fact(fault, "form") || "setup or teardown"}.`;
    case "T8": {
      const given = fact(fault, "given");
      const what = given === "" ? "another value" : `its id "${given}"`;
      return `setups takes the setup task itself, not ${what}.`;
    }
    default:
      return 'A task after a setup keeps the trigger rule "all_success".';
  }
}
