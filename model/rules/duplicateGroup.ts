import { loopFix } from "./code/loops.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule } from "./rule.ts";

/** Two groups with the same id. Airflow: DuplicateTaskIdFound from TaskGroup. */
export const duplicateGroup: Rule = {
  code: "duplicate-group",
  summary: "Two task groups of one DAG have the same id.",
  why: "Airflow refuses the file. A `@task_group` function called twice gets a suffix; `TaskGroup(…)` does not.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
with TaskGroup("stage"):
    EmptyOperator(task_id="a")
with TaskGroup("<|stage|>"):
    EmptyOperator(task_id="b")
`),
      },
      {
        text: exampleDag(`
for table in ["users", "orders"]:
    with TaskGroup("<|stage|>"):
        EmptyOperator(task_id="a")
`),
        fixed: exampleDag(`
for table in ["users", "orders"]:
    with TaskGroup(f"stage_{table}"):
        EmptyOperator(task_id="a")
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
@task_group
def stage():
    EmptyOperator(task_id="a")

stage()
stage()
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "N7")) {
      const id = fact(fault, "id");
      const where = fault.dagId === undefined ? "" : ` in DAG "${fault.dagId}"`;
      const others = fault.related.filter(({ span }) => span.start !== fault.span.start);
      const fix = others.length > 0 ? undefined : loopFix(input, fault.span);
      yield {
        span: fault.span,
        message: fix
          ? `Every round makes a group "${id}" again${where}. Put the loop's variable into it.`
          : `There is already a group "${id}"${where}.`,
        related: others.map(({ span }) => ({ span, message: `"${id}" is first used here` })),
        fixes: fix ? [fix] : [],
      };
    }
  },
};
