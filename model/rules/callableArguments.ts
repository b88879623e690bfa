import type { Argument, Task } from "../dag/dag.ts";
import type { Parameter } from "../python/syntax.ts";
import { bindProblem, parametersOf } from "../readers/airflow/signature.ts";
import type { Span } from "../text/span.ts";
import { nearest } from "../text/nearest.ts";
import { tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";

const load = `
def load(table, day="today"):
    ...

`;

/** `op_args` and `op_kwargs` that the parameters of the function do not take. */
export const callableArguments: Rule = {
  code: "callable-arguments",
  summary: "op_args and op_kwargs do not fit the function that they are for.",
  why: "The file loads, and the task fails with a TypeError when it runs; a name that the function has no parameter for is left out without a word.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`${load}PythonOperator(task_id="load", python_callable=<|load|>)`),
      },
      {
        text: exampleDag(
          `${load}PythonOperator(task_id="load", python_callable=load, op_args=["users"], op_kwargs={<|"dya"|>: "2024"})`,
        ),
        fixed: exampleDag(
          `${load}PythonOperator(task_id="load", python_callable=load, op_args=["users"], op_kwargs={"day": "2024"})`,
        ),
      },
      {
        text: exampleDag(
          `${load}PythonOperator(task_id="load", python_callable=load, op_args=<|["users", "2024", 3]|>)`,
        ),
      },
    ],
    clean: [
      {
        airflow: 2,
        text: `from airflow.utils.session import provide_session\n${exampleDag(`
@provide_session
def load(session, **context):
    ...

PythonOperator(task_id="load", python_callable=load)
`)}`,
      },
      {
        text: exampleDag(
          `${load}PythonOperator(task_id="load", python_callable=load, op_kwargs={"table": "users"})`,
        ),
      },
      {
        text: exampleDag(`
def load(ds, ti, table="users"):
    ...

PythonOperator(task_id="load", python_callable=load)
`),
      },
    ],
  }),
  *check(input) {
    for (const { task } of tasksGiven(input, "python_callable")) {
      if (task.mapped || !callers.test(task.operator)) continue;
      const callee = task.args.get("python_callable");
      const parameters = callee && parametersOf(callee.value);
      if (callee && parameters) yield* problemsOf(task, callee, parameters);
    }
  },
};

const callers =
  /^((Branch)?Python(Virtualenv)?Operator|(Branch)?ExternalPythonOperator|ShortCircuitOperator|PythonSensor)$/;

function* problemsOf(
  { args }: Task,
  callee: Argument,
  parameters: readonly Parameter[],
): Generator<RawFinding> {
  const [given, named] = [args.get("op_args"), args.get("op_kwargs")];
  const positional = countOf(given);
  const keywords = keysOf(named);
  if (positional === undefined || keywords === undefined) return;
  const name = "name" in callee.value ? callee.value.name : "The function";
  const { taken, left } = sorted(parameters, keywords);
  for (const [key, span] of left) yield leftOut(key, span ?? callee.span, name, parameters);
  const problem = bindProblem(parameters, { positional, keywords: new Set(taken) });
  const span = (problem?.kind === "missing" ? named : given)?.span ?? callee.span;
  switch (problem?.kind) {
    case "missing":
      // A decorator of Airflow's brings it.
      if (problem.name === "session") return;
      // What was meant for it is told already.
      if (left.length === 0)
        yield { span, message: `${name}() misses its argument "${problem.name}".` };
      return;
    case "tooMany":
      yield { span, message: `${name}() does not take that many arguments.` };
      return;
    case "twice":
      yield { span, message: `${name}() is given "${problem.name}" twice.` };
      return;
    case "unexpected":
    case undefined:
      return;
  }
}

/** Names that a parameter takes, and names that Airflow leaves out. */
function sorted(
  parameters: readonly Parameter[],
  keywords: ReadonlyMap<string, Span | undefined>,
): { readonly taken: readonly string[]; readonly left: readonly [string, Span | undefined][] } {
  const takesAll = parameters.some(({ form }) => form === "doubleStar");
  const names = new Set(parameters.map(({ name }) => name.name));
  const isTaken = (key: string): boolean => takesAll || names.has(key);
  return {
    taken: [...keywords.keys()].filter(isTaken),
    left: [...keywords].filter(([key]) => !isTaken(key)),
  };
}

function leftOut(
  key: string,
  span: Span,
  name: string,
  parameters: readonly Parameter[],
): RawFinding {
  const meant = nearest(
    key,
    parameters.map((parameter) => parameter.name.name),
  );
  const said = `${name}() has no parameter "${key}": Airflow leaves it out.`;
  if (meant === undefined) return { span, message: said };
  const edits = [{ span, newText: JSON.stringify(meant) }];
  return {
    span,
    message: `${said} Did you mean "${meant}"?`,
    fixes: [{ title: `Rename to ${meant}`, edits, preferred: true }],
  };
}

/** How many there are; undefined when that is not known. */
function countOf(argument: Argument | undefined): number | undefined {
  if (!argument || argument.value.kind === "none") return 0;
  const { value } = argument;
  return (value.kind === "list" || value.kind === "tuple") && !value.uncertain
    ? value.items.length
    : undefined;
}

/** The names, with where each is written; undefined when they are not all known. */
function keysOf(argument: Argument | undefined): ReadonlyMap<string, Span | undefined> | undefined {
  const keys = new Map<string, Span | undefined>();
  if (!argument || argument.value.kind === "none") return keys;
  const { value } = argument;
  if (value.kind !== "dict" || value.uncertain) return undefined;
  for (const { key, keySpan } of value.entries.values()) {
    if (key.kind !== "str") return undefined;
    keys.set(key.value, keySpan);
  }
  return keys;
}
