import type { Argument, Dag, Task } from "../../dag/dag.ts";
import type { RuleInput } from "../rule.ts";

/** A task of the file and its DAG. */
export interface WrittenTask {
  readonly task: Task;
  readonly dag: Dag;
}

/** The tasks that this file itself makes for sure: not those of imported DAGs, and none that stands for something unknown. */
export function* writtenTasks({
  reading,
  file,
}: Pick<RuleInput, "reading" | "file">): Generator<WrittenTask> {
  for (const dag of reading.dags) {
    for (const task of dag.tasks.values()) {
      if (task.kind !== "placeholder" && task.span.file === file) yield { task, dag };
    }
  }
}

/** An argument's text, when its value is known to be one. */
export function textOf(argument: Argument | undefined): string | undefined {
  return argument?.value.kind === "str" ? argument.value.value : undefined;
}

/** Whether an argument is known to be True. */
export function isTrue(argument: Argument | undefined): boolean {
  return argument?.value.kind === "bool" && argument.value.value;
}

/** An argument's number, when its value is known to be one; seconds for a timedelta are not read here. */
export function numberOf(argument: Argument | undefined): number | undefined {
  const value = argument?.value;
  if (value?.kind === "int") return Number(value.value);
  return value?.kind === "float" ? value.value : undefined;
}

/** Findings in a loop come once for each round: keeps the first at each place. */
export function* eachPlaceOnce<
  T extends {
    readonly span: { readonly file: string; readonly start: number; readonly end: number };
  },
>(found: Iterable<T>): Generator<T> {
  const seen = new Set<string>();
  for (const each of found) {
    const place = `${each.span.file} ${each.span.start} ${each.span.end}`;
    if (seen.has(place)) continue;
    seen.add(place);
    yield each;
  }
}
