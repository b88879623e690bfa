import type { Dag, Task } from "../dag/dag.ts";
import type { Span } from "../text/span.ts";

/** A DAG with the text that it was read from. */
export interface DagText {
  readonly dag: Dag;
  readonly file: string;
  readonly text: string;
}

/**
 * Tasks whose own text changed: their call, or the function that they run. Undefined when something changed that may matter
 * to any task: an import, a constant, a helper, the DAG's arguments, the dependencies.
 */
export function changedTasks(before: DagText, after: DagText): readonly string[] | undefined {
  if (restOf(before) !== restOf(after)) return undefined;
  const texts = textsOf(before);
  return [...after.dag.tasks.values()]
    .filter((task) => texts.get(task.taskId) !== textOf(task, after))
    .map(({ taskId }) => taskId);
}

function textsOf(given: DagText): ReadonlyMap<string, string> {
  return new Map(
    Array.from(given.dag.tasks.values(), (task) => [task.taskId, textOf(task, given)] as const),
  );
}

function textOf(task: Task, { file, text }: DagText): string {
  return spansOf(task)
    .filter((span) => span.file === file)
    .map((span) => text.slice(span.start, span.end))
    .join("\n");
}

/** Everything that is not a task's own. */
function restOf({ dag, file, text }: DagText): string {
  const own = [...dag.tasks.values()]
    .flatMap(spansOf)
    .filter((span) => span.file === file)
    .sort((a, b) => a.start - b.start);
  let rest = "";
  let at = 0;
  for (const { start, end } of own) {
    if (start > at) rest += `${text.slice(at, start)}…`;
    at = Math.max(at, end);
  }
  return rest + text.slice(at);
}

function spansOf({ span, callable }: Task): Span[] {
  return callable ? [span, callable.span] : [span];
}
