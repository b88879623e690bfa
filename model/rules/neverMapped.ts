import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

const group = `@task_group
def part(size, name="b"):
    EmptyOperator(task_id="a")
`;

/** A partial operator that is never expanded. Airflow: "Task x was never mapped!" */
export const neverMapped: Rule = {
  code: "never-mapped",
  summary: "partial() is used, but the task is never mapped.",
  why: "Without expand() there is no task. Airflow only warns, and the task is missing.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: exampleDag(`EmptyOperator(task_id="a")\n<|BashOperator.partial(task_id="load")|>`) },
      { text: exampleDag(`${group}\n<|part.partial(size=2)|>`) },
    ],
    clean: [
      {
        text: exampleDag(`${group}\npart.override(tooltip="x").partial(size=2).expand(name=["a"])`),
      },
      { text: exampleDag(`BashOperator.partial(task_id="load").expand(bash_command=["a", "b"])`) },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "M13")) {
      const task = fact(fault, "taskId");
      yield {
        span: fault.span,
        message: `${task === "" ? "This" : `"${task}"`} is never mapped, so there is no task: add .expand(…).`,
      };
    }
  },
};
