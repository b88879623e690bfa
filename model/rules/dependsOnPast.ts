import { isTrue, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** depends_on_past: one failed run holds up all later ones. */
export const dependsOnPast: Rule = {
  code: "depends-on-past",
  summary: "A task waits for its own success in the run before.",
  why: "One failure stops every later run until someone clears it. It is right where each run builds on the last, and a surprise elsewhere.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`EmptyOperator(task_id="load", depends_on_past=<|True|>)`) }],
    clean: [{ text: exampleDag(`EmptyOperator(task_id="load", depends_on_past=False)`) }],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "depends_on_past")) {
    const given = task.args.get("depends_on_past");
    if (!given || !isTrue(given) || given.span.file !== input.file) continue;
    yield {
      span: given.span,
      message: "A failure stops this task in every later run, until someone clears it.",
    };
  }
}
