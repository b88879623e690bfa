import type { Call, Expression, Name } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import { outputTask } from "./code/outputTask.ts";
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
    flagged: [
      { text: exampleDag(`${count}if <|rows|>:\n    EmptyOperator(task_id="load")`) },
      { text: exampleDag(`${count}if <|rows|> == 0:\n    EmptyOperator(task_id="load")`) },
      { text: exampleDag(`${count}if not <|count()|>:\n    EmptyOperator(task_id="load")`) },
    ],
    clean: [
      { text: exampleDag(`${count}rows = 3\nif rows:\n    EmptyOperator(task_id="load")`) },
      { text: exampleDag(`${count}if rows is not None:\n    EmptyOperator(task_id="load")`) },
      { text: exampleDag(`${count}total = 3\nif total:\n    EmptyOperator(task_id="load")`) },
    ],
  }),
  *check({ reading, code, file }) {
    for (const { node, place } of statementsOf(code, "If")) {
      if (!place.runsOnLoad) continue;
      for (const { test } of node.branches) {
        for (const { output, is } of tested(test)) {
          const task = outputTask(output, reading.dags, code);
          if (task === undefined) continue;
          yield {
            span: { file, start: output.start, end: output.end },
            message: `This is the output of task "${task}": while the file loads ${is}. Decide in a task, with @task.branch or @task.short_circuit.`,
          };
        }
      }
    }
  },
};

/** A name or call that is tested, with what comes of the test when it is the output of a task. */
interface Tested {
  readonly output: Name | Call;
  readonly is: string;
}

/** What is tested itself, or compared with something other than None. What `<` compares stops the file, which is said there. */
function tested(test: Expression): readonly Tested[] {
  switch (test.kind) {
    case "Name":
    case "Call":
      return [{ output: test, is: "it is always true" }];
    case "UnaryOperation":
      return test.operator === "not" ? tested(test.operand) : [];
    case "BooleanOperation":
      return test.values.flatMap(tested);
    case "Comparison": {
      const [first, ...more] = test.rest;
      if (!first || more.length > 0 || first.right.kind === "NoneLiteral") return [];
      const is = comparisons[first.operator];
      if (is === undefined) return [];
      const sides = first.operator.endsWith("in") ? [test.left] : [test.left, first.right];
      return sides.flatMap((output) =>
        output.kind === "Name" || output.kind === "Call" ? [{ output, is }] : [],
      );
    }
    default:
      return [];
  }
}

const comparisons: Readonly<Record<string, string>> = {
  "==": "it is equal to nothing",
  "!=": "it differs from everything",
  in: "it is in nothing",
  "not in": "it is in nothing",
};
