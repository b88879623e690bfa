import { forEachChild } from "../python/children.ts";
import type { Expression, FunctionDef, Statement } from "../python/syntax.ts";
import { callsGiving, statementsOf } from "./code/lookups.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** What makes an object that belongs to one process, or that is large. */
const heavy =
  /(^|\.)(open|connect|Session|session|client|resource|create_engine|Lock|Thread|Pool|read_(csv|parquet|json|excel|sql\w*))$/;

/** A lambda as callable, or a task that uses an object of the module. */
export const unserialisableTask: Rule = {
  code: "unserialisable-task",
  summary: "A task relies on an object that cannot be handed to another process.",
  why: "Tasks run in processes of their own. A lambda has no name there, and a connection or a table that the module makes is made anew by every task, even by those that do not use it.",
  severity: "hint",
  preset: "off",
  examples: () => ({
    flagged: [
      { text: exampleDag(`PythonOperator(task_id="load", python_callable=<|lambda table: 1|>)`) },
      {
        text: exampleFile(`
import pandas as pd

orders = pd.read_csv("orders.csv")

with DAG("etl", schedule=None):
    @task
    def count():
        return len(<|orders|>)

    count()
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
def load():
    return 1

PythonOperator(task_id="load", python_callable=load)
`),
      },
    ],
  }),
  *check(input) {
    for (const { node } of callsGiving(input.code, "python_callable")) {
      const given = node.args.find(({ name }) => name?.name === "python_callable")?.value;
      if (given?.kind !== "Lambda") continue;
      yield {
        span: { file: input.file, start: given.start, end: given.end },
        message: "Give a function with a name: a lambda cannot be handed to another process.",
      };
    }
    yield* usesOfObjects(input);
  },
};

function* usesOfObjects({ code, file }: RuleInput): Generator<RawFinding> {
  if (!code.functions.some(({ node }) => node.decorators.length > 0)) return;
  const objects = new Map<string, string>();
  for (const { node, place } of statementsOf(code, "Assign")) {
    if (place.functions.length > 0) continue;
    const [target] = node.targets;
    const path = node.value.kind === "Call" ? code.pathOf(node.value.callee) : undefined;
    if (target?.kind === "Name" && path !== undefined && heavy.test(path))
      objects.set(target.name, path);
  }
  if (objects.size === 0) return;
  for (const { node } of code.functions) {
    if (!node.decorators.some((decorator) => isTask(code.pathOf(calleeOf(decorator))))) continue;
    for (const use of namesIn(node)) {
      const path = objects.get(use.name);
      if (path === undefined) continue;
      yield {
        span: { file, start: use.start, end: use.end },
        message: `${use.name} is made with ${path.split(".").at(-1) ?? path}() whenever the file is loaded: make it inside the task.`,
      };
    }
  }
}

function calleeOf(decorator: Expression): Expression {
  return decorator.kind === "Call" ? decorator.callee : decorator;
}

function isTask(path: string | undefined): boolean {
  return path !== undefined && /^airflow\.(sdk|decorators)\.task(\.\w+)?$/.test(path);
}

interface Use {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The first use of each name in the body of a function. */
function namesIn(owner: FunctionDef): readonly Use[] {
  const found = new Map<string, Use>();
  const visit = (node: Statement | Expression): void => {
    if (node.kind === "Name" && !found.has(node.name)) {
      found.set(node.name, { name: node.name, start: node.start, end: node.end });
    }
    forEachChild(node, visit);
  };
  for (const statement of owner.body) visit(statement);
  return [...found.values()];
}
