import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import { exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A task that belongs to no DAG, or was not added to its workflow. */
export const unattachedTask: Rule = {
  code: "unattached-task",
  summary: "A task belongs to no DAG.",
  why: "Airflow never sees it. A task joins a DAG by being made in its with block, by `dag=`, or by a dependency on a task that has one.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleFile(`
dag = DAG("etl", schedule=None)
extract = EmptyOperator(task_id="extract", dag=dag)
<|EmptyOperator(task_id="load")|>
`),
      },
      {
        text: exampleFile(`
dag = DAG("etl", schedule=None)
extract = EmptyOperator(task_id="extract", dag=dag)
load = <|EmptyOperator(task_id="load")|>
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
dag = DAG("etl", schedule=None)
extract = EmptyOperator(task_id="extract", dag=dag)
load = EmptyOperator(task_id="load")
extract >> load
`),
      },
      {
        text: exampleFile(`
with DAG("etl", schedule=None):
    EmptyOperator(task_id="load")
`),
      },
    ],
  }),
  *check(input) {
    for (const fault of faultsOf(input, "simple-task-not-added")) {
      yield {
        span: fault.span,
        message: `Task "${fact(fault, "id")}" is not added to the workflow: call add_task() with it.`,
      };
    }
    if (input.reading.format === "airflow") yield* outside(input);
  },
};

/**
 * Operators made at module level, outside every with block, that no DAG of the file has. The name must not be used again, as
 * anything might then attach them.
 */
function* outside({ reading, code, file, module }: RuleInput): Generator<RawFinding> {
  const { dags } = reading;
  if (dags.length === 0 || reading.unknown.length > 0) return;
  const attached = new Set(
    dags.flatMap(({ tasks }) => [...tasks.values()].map(({ span }) => span.start)),
  );
  const bodies = dags.map(({ bodySpan }) => bodySpan).filter((span) => span.file === file);
  const statements = [
    ...statementsOf(code, "ExpressionStatement"),
    ...statementsOf(code, "Assign"),
  ];
  let uses: ReadonlyMap<string, number> | undefined;
  for (const { node, place } of statements) {
    if (!place.runsOnLoad || place.guarded || place.functions.length > 0) continue;
    const call: Expression = node.value;
    if (call.kind !== "Call" || attached.has(call.start)) continue;
    const isInside = bodies.some(({ start, end }) => start <= call.start && call.end <= end);
    const path = code.pathOf(call.callee);
    if (isInside || !path || !/^airflow\..*\.[A-Z]\w*(Operator|Sensor)$/.test(path)) continue;
    const names = call.args.map(({ name }) => name?.name);
    if (!names.includes("task_id") || names.includes("dag") || names.includes("task_group"))
      continue;
    if (call.args.some(({ form }) => form === "doubleStar")) continue;
    if (node.kind === "Assign" && !isNeverUsed(node.targets, (uses ??= usesIn(module.body))))
      continue;
    yield {
      span: { file, start: call.start, end: call.end },
      message: "This task belongs to no DAG: make it inside the with block, or give it dag=.",
    };
  }
}

/** Whether one name is bound, and the file never speaks of it again. */
function isNeverUsed(targets: readonly Expression[], uses: ReadonlyMap<string, number>): boolean {
  const [target, ...more] = targets;
  if (target?.kind !== "Name" || more.length > 0) return false;
  // What looks names up by texts may mean this one too.
  if (["globals", "locals", "vars", "eval"].some((name) => uses.has(name))) return false;
  return uses.get(target.name) === 1;
}

/** How often each name stands in the file. */
function usesIn(body: readonly Statement[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name") uses.set(node.name, (uses.get(node.name) ?? 0) + 1);
    forEachChild(node, look);
  };
  body.forEach(look);
  return uses;
}
