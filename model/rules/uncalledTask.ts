import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule, RuleInput } from "./rule.ts";

/** A function decorated with @task that is never called, so that its task does not exist. */
export const uncalledTask: Rule = {
  code: "uncalled-task",
  summary: "A @task or @task_group function is never called, so its task or group does not exist.",
  why: "The decorator only prepares the task; calling the function inside the DAG adds it.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `@task\ndef <|load|>():\n    ...\n\n@task\ndef extract():\n    ...\n\nextract()`,
        ),
      },
      {
        text: exampleDag(
          `@task_group\ndef <|part|>():\n    EmptyOperator(task_id="load")\n\nEmptyOperator(task_id="a")`,
        ),
      },
    ],
    clean: [
      { text: exampleDag(`@task\ndef load():\n    ...\n\nload()`) },
      {
        text: `from airflow.sdk import asset, task\n\n@asset(schedule=None)\n@task\ndef load():\n    ...\n`,
      },
    ],
  }),
  *check(input) {
    const { code, file, module } = input;
    // Elsewhere it may be imported and called.
    if (!input.reading.dags.some(({ span }) => span.file === file)) return;
    const isGroup = (decorators: readonly Expression[]): boolean =>
      decorators.some((decorator) => pathOf(decorator, input).endsWith(".task_group"));
    const decorated = code.functions.filter(
      ({ node, place }) =>
        isTask(node.decorators, input) && !isShared(node.name.name, place.functions.length, input),
    );
    // Most are called by their names: only for others the whole file is searched.
    const called = namesCalled(code);
    if (decorated.every(({ node }) => called.has(node.name.name))) return;
    const used = namesUsed(module.body);
    for (const { node } of decorated) {
      const { name, start, end } = node.name;
      if (used.has(name)) continue;
      yield {
        span: { file, start, end },
        message: `The ${isGroup(node.decorators) ? "group" : "task"} "${name}" does not exist until ${name}() is called inside the DAG.`,
      };
    }
  },
};

function pathOf(decorator: Expression, { code }: RuleInput): string {
  return code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator) ?? "";
}

function isTask(decorators: readonly Expression[], input: RuleInput): boolean {
  const paths = decorators.map((decorator) => pathOf(decorator, input));
  // `@asset` calls the task itself.
  if (paths.some((path) => /^airflow\.sdk\.asset(\.multi)?$/.test(path))) return false;
  return paths.some(
    (path) =>
      /^airflow\.(sdk|decorators)\.(task(\.\w+)?|task_group|setup|teardown)$/.test(path) &&
      !/\.(run_if|skip_if)$/.test(path),
  );
}

/** A function at module level may be meant for other files, unless this file makes DAGs with others of its kind. */
function isShared(name: string, depth: number, { reading, file }: RuleInput): boolean {
  return (
    depth === 0 && (name.startsWith("_") || reading.dags.every(({ span }) => span.file !== file))
  );
}

/** The names at the beginning of what is called: `extract` of `extract()` and of `extract.override(…)()`. */
function namesCalled({ calls }: RuleInput["code"]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node } of calls) {
    let callee = node.callee;
    while (callee.kind === "Attribute") callee = callee.object;
    if (callee.kind === "Name") names.add(callee.name);
  }
  return names;
}

function namesUsed(body: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name") names.add(node.name);
    if (node.kind === "StringLiteral") names.add(node.value);
    if (node.kind === "Attribute") names.add(node.name.name);
    forEachChild(node, look);
  };
  body.forEach(look);
  return names;
}
