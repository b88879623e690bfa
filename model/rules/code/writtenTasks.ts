import type { Argument, Dag, Task } from "../../dag/dag.ts";
import type { CheckInput, RuleInput } from "../rule.ts";
import { classFactsOf, type ClassFacts } from "./classFacts.ts";
import { templateStrings, type TemplateString } from "./templateStrings.ts";

/** A task that this file itself makes, its DAG, and what several rules ask of it. */
export interface WrittenTask {
  readonly task: Task;
  readonly dag: Dag;
  /** Undefined for a class that is not in the catalogue. */
  readonly facts: ClassFacts | undefined;
  /** The strings with a template in them that it was given in this file. */
  readonly templates: readonly TemplateString[];
}

/** The tasks that this file itself makes: not those of imported DAGs, and none that stands for something unknown. */
export function writtenTasks({ tasks }: Pick<RuleInput, "tasks">): readonly WrittenTask[] {
  return tasks;
}

/** Gathers them, once for all rules. */
export function gatherTasks(input: CheckInput): readonly WrittenTask[] {
  const { reading, file } = input;
  const known = new Map<string, ClassFacts | undefined>();
  const factsFor = (task: Task): ClassFacts | undefined => {
    const key = `${task.operator} ${task.operatorPath ?? ""}`;
    if (!known.has(key)) known.set(key, classFactsOf(task));
    return known.get(key);
  };
  const found: WrittenTask[] = [];
  for (const dag of reading.dags) {
    for (const task of dag.tasks.values()) {
      if (task.kind === "placeholder" || task.span.file !== file) continue;
      found.push({ task, dag, facts: factsFor(task), templates: templateStrings(task, input) });
    }
  }
  return found;
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
