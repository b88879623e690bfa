import type { Expression, FunctionDef } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** multiple_outputs on a function that surely returns no dict. */
export const multipleOutputs: Rule = {
  code: "multiple-outputs",
  summary: "A task with multiple_outputs does not return a dict.",
  why: "The task fails when it runs: with multiple_outputs each key of the returned dict becomes an output of its own.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `@task(multiple_outputs=True)\ndef split():\n    return <|[1, 2]|>\n\nsplit()`,
        ),
      },
      { text: exampleDag(`@task\ndef split() -> dict:\n    return <|[1, 2]|>\n\nsplit()`) },
    ],
    clean: [
      {
        text: exampleDag(
          `@task(multiple_outputs=True)\ndef split():\n    return {"a": 1}\n\nsplit()`,
        ),
      },
    ],
  }),
  *check({ code, file }) {
    for (const { node } of code.functions) {
      if (!node.decorators.some((decorator) => isMultiple(decorator, node, code))) continue;
      for (const { node: statement, place } of statementsOf(code, "Return")) {
        if (place.functions.at(-1)?.start !== node.start || !statement.value) continue;
        const what = notADict(statement.value);
        if (what === undefined) continue;
        const { start, end } = statement.value;
        yield {
          span: { file, start, end },
          message: `With multiple_outputs a task returns a dict, not ${what}.`,
        };
      }
    }
  },
};

/** Asked for, or taken from the function's annotation. */
function isMultiple(decorator: Expression, { returns }: FunctionDef, code: CodeIndex): boolean {
  const callee = decorator.kind === "Call" ? decorator.callee : decorator;
  const isTask = /^airflow\.(sdk|decorators)\.task(\.(python|virtualenv|external_python))?$/.test(
    code.pathOf(callee) ?? "",
  );
  if (!isTask) return false;
  const args = decorator.kind === "Call" ? decorator.args : [];
  const given = args.find(({ name }) => name?.name === "multiple_outputs")?.value;
  if (given) return given.kind === "BooleanLiteral" && given.value;
  const type = returns?.kind === "Subscript" ? returns.object : returns;
  return type?.kind === "Name" && /^(dict|Dict|Mapping)$/.test(type.name);
}

function notADict(value: Expression): string | undefined {
  switch (value.kind) {
    case "ListLiteral":
      return "a list";
    case "TupleLiteral":
      return "a tuple";
    case "SetLiteral":
      return "a set";
    case "StringLiteral":
    case "FormatString":
      return "a text";
    case "IntegerLiteral":
    case "FloatLiteral":
      return "a number";
    case "BooleanLiteral":
      return "True or False";
    case "DictLiteral":
      return value.items.some(({ key }) => key?.kind === "IntegerLiteral")
        ? "one whose keys are not texts"
        : undefined;
    default:
      return undefined;
  }
}
