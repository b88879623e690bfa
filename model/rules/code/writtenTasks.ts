import type { Argument, Dag, Task } from "../../dag/dag.ts";
import type { CheckInput, RuleInput } from "../rule.ts";
import { addTo } from "../../dag/addTo.ts";
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

/** The tasks that this file itself makes, and where to find those that a rule is about: most rules are about few. */
export interface WrittenTasks {
  readonly all: readonly WrittenTask[];
  readonly byArgument: ReadonlyMap<string, readonly WrittenTask[]>;
  readonly byOperator: ReadonlyMap<string, readonly WrittenTask[]>;
  readonly withTemplates: readonly WrittenTask[];
}

/** The tasks that this file itself makes: not those of imported DAGs, and none that stands for something unknown. */
export function writtenTasks({ tasks }: Pick<RuleInput, "tasks">): readonly WrittenTask[] {
  return tasks.all;
}

/** Those of them that have one of these arguments, wherever it comes from. */
export function tasksGiven(
  { tasks }: Pick<RuleInput, "tasks">,
  ...names: readonly string[]
): Iterable<WrittenTask> {
  const found = names.flatMap((name) => tasks.byArgument.get(name) ?? none);
  return names.length > 1 && found.length > 1 ? new Set(found) : found;
}

const none: readonly WrittenTask[] = [];

/** Those of them that are of this class. */
export function tasksOf(
  { tasks }: Pick<RuleInput, "tasks">,
  operator: string,
): readonly WrittenTask[] {
  return tasks.byOperator.get(operator) ?? [];
}

/** Gathers them, once for all rules. */
export function gatherTasks(input: CheckInput): WrittenTasks {
  const { reading, file } = input;
  const known = new Map<string, ClassFacts | undefined>();
  const factsFor = (task: Task): ClassFacts | undefined => {
    const key = task.operatorPath?.endsWith(`.${task.operator}`)
      ? task.operatorPath
      : `${task.operator} ${task.operatorPath ?? ""}`;
    if (!known.has(key)) known.set(key, classFactsOf(task));
    return known.get(key);
  };
  const all: WrittenTask[] = [];
  const withTemplates: WrittenTask[] = [];
  const byArgument = new Map<string, WrittenTask[]>();
  const byOperator = new Map<string, WrittenTask[]>();
  for (const dag of reading.dags) {
    dag.tasks.forEach((task) => {
      if (task.kind === "placeholder" || task.span.file !== file) return;
      const templates = templateStrings(task, input);
      const written = { task, dag, facts: factsFor(task), templates };
      all.push(written);
      if (templates.length > 0) withTemplates.push(written);
      addTo(byOperator, task.operator, written);
      task.args.forEach((_, name) => addTo(byArgument, name, written));
    });
  }
  return { all, byArgument, byOperator, withTemplates };
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
