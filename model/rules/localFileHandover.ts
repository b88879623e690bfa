import type { Expression, FunctionDef, Statement } from "../python/syntax.ts";
import { forEachChild } from "../python/children.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule, RuleInput } from "./rule.ts";

const tasks = `
@task
def extract():
    with open("/tmp/orders.csv", "w") as file:
        file.write("1")

@task
def load():
    with open("/tmp/orders.csv") as file:
        return file.read()
`;

/** The same local file in two tasks. Airflow: Best Practices, "Communication". */
export const localFileHandover: Rule = {
  code: "local-file-handover",
  summary: "A local file is handed from one task to another.",
  why: "Tasks may run on different machines, where the file is not there. Pass small values as outputs, large ones through remote storage.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `${tasks.replace(`open("/tmp/orders.csv") as`, `open(<|"/tmp/orders.csv"|>) as`)}\nextract() >> load()`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `${tasks.replace(`"/tmp/orders.csv") as`, `"/data/other.csv") as`)}\nextract() >> load()`,
        ),
      },
    ],
  }),
  *check(input) {
    const first = new Map<string, string>();
    for (const { owner, path, node } of pathsIn(input)) {
      const before = first.get(path);
      if (before === undefined) first.set(path, owner);
      else if (before !== owner) {
        yield {
          span: { file: input.file, start: node.start, end: node.end },
          message: `"${path}" is used by "${before}" too: on another machine the file is not there.`,
        };
      }
    }
  },
};

interface LocalPath {
  readonly owner: string;
  readonly path: string;
  readonly node: Expression;
}

/** Paths below /tmp in the functions and commands of tasks, with the task's id. */
function* pathsIn(input: RuleInput): Generator<LocalPath> {
  const seen = new Set<number>();
  for (const { task } of writtenTasks(input)) {
    const { callable } = task;
    if (callable?.span.file !== input.file || seen.has(callable.span.start)) continue;
    seen.add(callable.span.start);
    const found = input.code.functions.find(({ node }) => holds(node, callable.span));
    if (found) yield* pathsOf(found.node, task.taskId);
  }
}

function holds(node: FunctionDef, span: { readonly start: number; readonly end: number }): boolean {
  return node.start <= span.start && span.end <= node.end && node.name.start >= span.start;
}

function pathsOf(owner: FunctionDef, id: string): readonly LocalPath[] {
  const found: LocalPath[] = [];
  const look = (node: Statement | Expression): void => {
    if (node.kind === "StringLiteral" && /^\/(tmp|var\/tmp)\/\S+\.\w+$/.test(node.value)) {
      found.push({ owner: id, path: node.value, node });
    }
    forEachChild(node, look);
  };
  owner.body.forEach(look);
  return found;
}
