import type { Fault } from "../dag/fault.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Rule, RuleInput } from "./rule.ts";

const load = `@task\ndef load(table):\n    ...\n`;

/** A call of a task function that its parameters do not take. */
export const taskflowCall: Rule = {
  code: "taskflow-call",
  summary: "A task function is called with arguments that it does not take.",
  why: "The call happens while the file is loaded, so Python refuses the whole file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`${load}\n<|load()|>`) },
      { text: exampleDag(`${load}\nload("users", <|mode="full"|>)`) },
      {
        text: exampleFile(`
@dag(schedule=None)
def etl(table):
    EmptyOperator(task_id="load")

<|etl()|>
`),
      },
    ],
    clean: [
      { text: exampleDag(`${load}\nload("users")`) },
      { text: exampleDag(`@task\ndef load(table, ti):\n    ...\n\nload("users")`) },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "A32", "A33", "A34", "A35", "dag-call")) {
      if (fault.condition === "A33" && fillsIn(fault, input)) continue;
      yield { span: fault.span, message: messageFor(fault) };
    }
  },
};

function messageFor(fault: Fault): string {
  const name = fact(fault, "name");
  const callee = fact(fault, "function") || "The function";
  switch (fault.condition) {
    case "A32":
      return `${name} is filled in by Airflow when the task runs: its default can only be None.`;
    case "A34":
      return `${fact(fault, "decorator") || "@task"} does not work on methods: make it a function.`;
    case "A35":
      return `${fact(fault, "decorator")} belongs above @task, not below it.`;
    default:
      return callMessage(fact(fault, "problem") || fact(fault, "kind"), callee, name);
  }
}

function callMessage(problem: string, callee: string, name: string): string {
  switch (problem) {
    case "missing":
      return `${callee}() misses its argument "${name}".`;
    case "unexpected":
      return `${callee}() has no argument "${name}".`;
    case "twice":
      return `${callee}() is given "${name}" twice.`;
    case "tooMany":
      return `${callee}() is given too many arguments.`;
    default:
      return `${callee}() does not take these arguments.`;
  }
}

/** Decorators of other packages may fill in arguments themselves, as `@task.snowpark` does with its session. */
function fillsIn(fault: Fault, { code }: RuleInput): boolean {
  const name = fact(fault, "function");
  const found = code.functions.filter(({ node }) => node.name.name === name);
  return found.some(({ node }) =>
    node.decorators.some((decorator) => {
      const path = code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator) ?? "";
      const kind = /^airflow\.(?:sdk|decorators)\.task\.(\w+)$/.exec(path)?.[1];
      return kind !== undefined && !standard.test(kind);
    }),
  );
}

const standard =
  /^(python|virtualenv|external_python|branch|branch_\w+|short_circuit|sensor|bash|run_if|skip_if)$/;
