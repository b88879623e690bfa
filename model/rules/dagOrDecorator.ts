import type { Call, Expression } from "../python/syntax.ts";
import { boundNames } from "./code/boundNames.ts";
import { statementsOf } from "./code/lookups.ts";
import { exampleFile } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const load = `    EmptyOperator(task_id="load")`;

/** `with dag(…)` and `@DAG(…)`: the decorator and the class taken for each other. */
export const dagOrDecorator: Rule = {
  code: "dag-or-decorator",
  summary: "The class DAG and the decorator @dag are taken for each other.",
  why: "A with block needs the class, a function the decorator; Python stops at the other one, and the file does not load.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: `from airflow.sdk import DAG, dag\n${exampleFile(`\nwith <|dag|>("etl", schedule=None):\n${load}\n`)}`.replace(
          "from airflow.sdk import dag\n",
          "",
        ),
        fixed:
          `from airflow.sdk import DAG, dag\n${exampleFile(`\nwith DAG("etl", schedule=None):\n${load}\n`)}`.replace(
            "from airflow.sdk import DAG\n",
            "",
          ),
      },
      { text: exampleFile(`\nwith <|dag|>("etl", schedule=None):\n${load}\n`) },
      { text: exampleFile(`\n@<|DAG|>("etl", schedule=None)\ndef etl():\n${load}\n\netl()\n`) },
    ],
    clean: [
      { text: exampleFile(`\nwith DAG("etl", schedule=None):\n${load}\n`) },
      { text: exampleFile(`\n@dag("etl", schedule=None)\ndef etl():\n${load}\n\netl()\n`) },
    ],
  }),
  *check(input) {
    const { code } = input;
    for (const { node, place } of statementsOf(code, "With")) {
      if (!place.runsOnLoad || place.guarded) continue;
      for (const { context } of node.items) {
        if (isCallOf(context, /^airflow\.(sdk|decorators)\.dag$/, input))
          yield finding(
            context,
            "DAG",
            "A with block takes the class DAG: dag is the decorator of a function.",
            input,
          );
      }
    }
    for (const { node, place } of statementsOf(code, "FunctionDef")) {
      if (!place.runsOnLoad || place.guarded) continue;
      for (const decorator of node.decorators) {
        if (isCallOf(decorator, /^airflow\.(sdk\.|models\.|models\.dag\.)?DAG$/, input))
          yield finding(
            decorator,
            "dag",
            "A function is decorated with @dag: DAG is the class of a with block.",
            input,
          );
      }
    }
  },
};

/** A call of what is imported under such a path, by a name that is bound nowhere else. */
function isCallOf(node: Expression, path: RegExp, { code, module }: RuleInput): node is Call {
  if (node.kind !== "Call" || node.callee.kind !== "Name") return false;
  const { name } = node.callee;
  if (!path.test(code.pathOf(node.callee) ?? "")) return false;
  const others = module.body.filter(({ kind }) => kind !== "Import" && kind !== "ImportFrom");
  return !boundNames(others).has(name);
}

function finding(
  { callee: { start, end } }: Call,
  meant: string,
  message: string,
  { module, file }: RuleInput,
): RawFinding {
  const span = { file, start, end };
  const edits = [{ span, newText: meant }];
  const fixes = boundNames(module.body).has(meant)
    ? [{ title: `Change to ${meant}`, edits, preferred: true }]
    : [];
  return { span, message, fixes };
}
