import type { Value } from "../python/value.ts";
import { tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import { parametersOf } from "./code/parametersOf.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A positional argument of a callable that has the name of a context key. Airflow: "reserved". */
export const reservedArgument: Rule = {
  code: "reserved-argument",
  summary: "A callable gets a value for a name that Airflow fills in itself.",
  why: "The task fails when it runs: the key in op_args is reserved.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
def load(ds, table):
    ...

PythonOperator(task_id="load", python_callable=load, op_args=<|["today", "users"]|>)
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
def load(table, ds):
    ...

PythonOperator(task_id="load", python_callable=load, op_args=["users"])
`),
      },
    ],
  }),
  check: allFindings,
};

const context = new Set(
  "dag ds ds_nodash ts ts_nodash ti task task_instance dag_run run_id params logical_date data_interval_start data_interval_end macros var conn".split(
    " ",
  ),
);

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "op_args")) {
    if (!/^(Branch)?PythonOperator$|^ShortCircuitOperator$/.test(task.operator)) continue;
    const given = task.args.get("op_args");
    const count = lengthOf(given?.value);
    if (!given || count === undefined || given.span.file !== input.file) continue;
    const names = parametersOf(task.callable, input)?.slice(0, count) ?? [];
    const taken = names.find((name) => context.has(name));
    if (taken === undefined) continue;
    yield {
      span: given.span,
      message: `The parameter "${taken}" is filled in by Airflow, so op_args cannot give it: rename it, or leave it to Airflow.`,
    };
  }
}

function lengthOf(value: Value | undefined): number | undefined {
  return (value?.kind === "list" && !value.uncertain) || value?.kind === "tuple"
    ? value.items.length
    : undefined;
}
