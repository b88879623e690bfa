import type { Fault } from "../dag/fault.ts";
import { exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** A task or group that is moved to where it cannot go. Airflow: "can not be changed", TaskAlreadyInTaskGroup. */
export const movedTask: Rule = {
  code: "moved-task",
  summary: "A task or group is moved to another DAG or group.",
  why: "A task stays in the DAG and the group that it was made in, so Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
daily = DAG("daily", schedule=None)
weekly = DAG("weekly", schedule=None)
load = EmptyOperator(task_id="load", dag=daily)
<|load.dag = weekly|>
`),
      },
      {
        text: exampleFile(`
with DAG("etl", schedule=None):
    with TaskGroup("extract"):
        users = EmptyOperator(task_id="users")
    with TaskGroup("load") as load:
        EmptyOperator(task_id="report")
    <|load.add(users)|>
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
daily = DAG("daily", schedule=None)
load = EmptyOperator(task_id="load")
load.dag = daily
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "A15", "R12", "R13")) {
      yield { span: fault.span, message: messageFor(fault) };
    }
  },
};

function messageFor(fault: Fault): string {
  const [from, to] = [fact(fault, "from"), fact(fault, "to")];
  switch (fault.condition) {
    case "A15":
      return `Task "${fact(fault, "taskId")}" belongs to DAG "${from}" and cannot move to "${to}".`;
    case "R12":
      if (from === "")
        return `Task "${fact(fault, "taskId")}" is made outside "${fact(fault, "groupId")}" and cannot join it: make it inside that group.`;
      return `Task "${fact(fault, "taskId")}" is in group "${from}" already and cannot join "${fact(fault, "groupId")}": make it inside that group.`;
    default:
      return from === to
        ? `Group "${fact(fault, "groupId")}" has tasks already: only an empty group can be added to another.`
        : `Group "${fact(fault, "groupId")}" belongs to DAG "${from}" and cannot join one of "${to}".`;
  }
}
