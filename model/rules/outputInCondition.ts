import type { Dag } from "../dag/dag.ts";
import type { Expression, Name } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const count = `
@task
def count():
    return 0

rows = count()
`;

/** `if rows:` with the output of a task, which is always true while the file loads. */
export const outputInCondition: Rule = {
  code: "output-in-condition",
  summary: "The output of a task is tested while the file is loaded.",
  why: "It is a placeholder there, and always true. To decide by a value when the DAG runs, use a branching or short-circuiting task.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`${count}if <|rows|>:\n    EmptyOperator(task_id="load")`) }],
    clean: [
      { text: exampleDag(`${count}total = 3\nif total:\n    EmptyOperator(task_id="load")`) },
    ],
  }),
  *check({ reading, code, file }) {
    for (const { node, place } of statementsOf(code, "If")) {
      if (!place.runsOnLoad) continue;
      for (const { test } of node.branches) {
        for (const name of namesIn(test)) {
          if (!reading.dags.some((dag) => isOutput(dag, name))) continue;
          yield {
            span: { file, start: name.start, end: name.end },
            message: `"${name.name}" is the output of a task: while the file loads it is always true. Decide in a task, with @task.branch or @task.short_circuit.`,
          };
        }
      }
    }
  },
};

/** Names that are tested themselves, or compared with something other than None. */
function namesIn(test: Expression): readonly Name[] {
  switch (test.kind) {
    case "Name":
      return [test];
    case "UnaryOperation":
      return test.operator === "not" ? namesIn(test.operand) : [];
    case "BooleanOperation":
      return test.values.flatMap(namesIn);
    case "Comparison":
      return test.rest.some(
        ({ operator, right }) => operator.startsWith("is") || right.kind === "NoneLiteral",
      )
        ? []
        : [test.left, ...test.rest.map(({ right }) => right)].flatMap((side) =>
            side.kind === "Name" ? [side] : [],
          );
    default:
      return [];
  }
}

function isOutput(dag: Dag, { name, start }: Name): boolean {
  let last: { readonly kind: string; readonly at: number } | undefined;
  for (const { variable, kind } of dag.tasks.values()) {
    if (variable?.name !== name || variable.span.start > start) continue;
    if (!last || variable.span.start >= last.at) last = { kind, at: variable.span.start };
  }
  const inBody = dag.bodySpan.start <= start && start < dag.bodySpan.end;
  return inBody && last?.kind === "taskflow";
}
