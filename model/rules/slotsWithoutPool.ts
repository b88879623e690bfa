import { numberOf, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** Several slots of the default pool. */
export const slotsWithoutPool: Rule = {
  code: "slots-without-pool",
  summary: "A task takes several slots, but names no pool.",
  why: "It then takes them from the default pool, which all other tasks share. A pool of its own limits just what needs a limit.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`EmptyOperator(task_id="load", pool_slots=<|4|>)`) }],
    clean: [{ text: exampleDag(`EmptyOperator(task_id="load", pool="warehouse", pool_slots=4)`) }],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "pool_slots")) {
    const slots = task.args.get("pool_slots");
    if (
      !slots ||
      (numberOf(slots) ?? 1) <= 1 ||
      task.args.has("pool") ||
      slots.span.file !== input.file
    )
      continue;
    yield {
      span: slots.span,
      message: "These slots are taken from the default pool, which all tasks share: name a pool.",
    };
  }
}
