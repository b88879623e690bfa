import { isTrue, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** wait_for_downstream switches depends_on_past on. */
export const waitForDownstream: Rule = {
  code: "wait-for-downstream",
  summary: "wait_for_downstream makes a task depend on its past as well.",
  why: "Airflow sets `depends_on_past=True` with it without a word: a failed run stops all later ones.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`EmptyOperator(task_id="load", wait_for_downstream=<|True|>)`) }],
    clean: [
      {
        text: exampleDag(
          `EmptyOperator(task_id="load", wait_for_downstream=True, depends_on_past=True)`,
        ),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "wait_for_downstream")) {
    const given = task.args.get("wait_for_downstream");
    if (!given || !isTrue(given) || isTrue(task.args.get("depends_on_past"))) continue;
    if (given.span.file !== input.file) continue;
    yield {
      span: given.span,
      message: "This also sets depends_on_past=True: a run that fails stops all later ones.",
    };
  }
}
