import { tasksOf } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** BranchDateTimeOperator without a bound. Airflow: Both target_upper and target_lower are None. */
export const branchWithoutBounds: Rule = {
  code: "branch-without-bounds",
  summary: "A branch by time has neither a lower nor an upper bound.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
<|BranchDateTimeOperator(
    task_id="choose",
    follow_task_ids_if_true="a",
    follow_task_ids_if_false="b",
    target_lower=None,
    target_upper=None,
)|>
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
BranchDateTimeOperator(
    task_id="choose",
    follow_task_ids_if_true="a",
    follow_task_ids_if_false="b",
    target_lower=None,
    target_upper=datetime(2024, 1, 1),
)
`),
      },
    ],
  }),
  *check(input) {
    for (const { task } of tasksOf(input, "BranchDateTimeOperator")) {
      const bounds = ["target_lower", "target_upper"].map(
        (name) => task.args.get(name)?.value.kind,
      );
      if (bounds.every((kind) => kind === "none")) {
        yield {
          span: task.span,
          message:
            "Give target_lower, target_upper or both: without a bound there is nothing to branch by.",
        };
      }
    }
  },
};
