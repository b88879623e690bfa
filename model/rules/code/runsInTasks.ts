import type { Expression, FunctionDef } from "../../python/syntax.ts";
import type { CodeIndex, Place } from "./codeIndex.ts";
import { callsGiving } from "./lookups.ts";

/** Whether one of these decorators makes a function a task: `@task`, `@task.bash(…)`, `@setup`, `@teardown`. */
export function makesTask(decorators: readonly Expression[], code: CodeIndex): boolean {
  return decorators.some((decorator) =>
    /^airflow\.(sdk|decorators)\.(task|setup|teardown)(\.|$)/.test(
      code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator) ?? "",
    ),
  );
}

/** Functions that operators call when they run, and that nothing calls while the file is loaded. */
export function calledByOperators(code: CodeIndex): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node } of callsGiving(code, "python_callable")) {
    const given = node.args.find(({ name }) => name?.name === "python_callable")?.value;
    if (given?.kind === "Name") names.add(given.name);
  }
  if (names.size > 0) {
    for (const { node, place } of code.calls)
      if (node.callee.kind === "Name" && place.runsOnLoad) names.delete(node.callee.name);
  }
  return names;
}

/** The function at a place whose body runs only when a task does; `called` are those that operators call. */
export function taskAround(
  { functions }: Place,
  called: ReadonlySet<string>,
  code: CodeIndex,
): FunctionDef | undefined {
  for (const owner of functions) {
    if (owner.kind !== "FunctionDef") continue;
    if (makesTask(owner.decorators, code) || called.has(owner.name.name)) return owner;
  }
  return undefined;
}
