import type { Dag, Task } from "../../dag/dag.ts";
import type { Call, Expression, Name } from "../../python/syntax.ts";
import type { CodeIndex } from "./codeIndex.ts";
import { statementsOf } from "./lookups.ts";

/** The id of the TaskFlow task whose output a name or call is; undefined for anything else. */
export function outputTask(
  output: Name | Call,
  dags: readonly Dag[],
  code: CodeIndex,
): string | undefined {
  for (const dag of dags) {
    const { start, end } = dag.bodySpan;
    if (output.start < start || output.start >= end) continue;
    const task = output.kind === "Name" ? heldBy(output, dag, code) : madeBy(output, dag);
    if (task?.kind === "taskflow") return task.taskId;
  }
  return undefined;
}

/** The task that a name is bound to last before it stands there. */
function heldBy({ name, start }: Name, dag: Dag, code: CodeIndex): Task | undefined {
  let last: { readonly task: Task; readonly at: number } | undefined;
  for (const task of dag.tasks.values()) {
    const { variable } = task;
    if (variable?.name !== name || variable.span.start > start) continue;
    if (!last || variable.span.start >= last.at) last = { task, at: variable.span.start };
  }
  if (!last || isBoundBetween(name, last.at + 1, start, code)) return undefined;
  return last.task;
}

function madeBy({ start, end }: Call, dag: Dag): Task | undefined {
  return [...dag.tasks.values()].find(
    ({ span, kind }) => kind !== "placeholder" && span.start === start && span.end === end,
  );
}

/** Whether a name gets something else between two places of the text. */
function isBoundBetween(name: string, from: number, to: number, code: CodeIndex): boolean {
  const targets = [
    ...statementsOf(code, "Assign").flatMap(({ node }) => node.targets),
    ...statementsOf(code, "AugmentedAssign").map(({ node }) => node.target),
    ...statementsOf(code, "AnnotatedAssign").map(({ node }) => node.target),
    ...statementsOf(code, "For").map(({ node }) => node.target),
  ];
  return targets.some(
    (target) => target.start >= from && target.start < to && bindsName(target, name),
  );
}

function bindsName(target: Expression, name: string): boolean {
  if (target.kind === "Name") return target.name === name;
  if (target.kind === "Starred") return bindsName(target.value, name);
  if (target.kind !== "TupleLiteral" && target.kind !== "ListLiteral") return false;
  return target.items.some((item) => bindsName(item, name));
}
