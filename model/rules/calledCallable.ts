import { callsGiving, statementsOf } from "./code/lookups.ts";
import { exampleDag } from "./exampleDag.ts";
import { tasksGiven } from "./code/writtenTasks.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const load = `
def load():
    print("loading")

`;

/** `python_callable=load()`, which calls the function while the file loads. Airflow: `python_callable` param must be callable. */
export const calledCallable: Rule = {
  code: "called-callable",
  summary:
    "python_callable is given the result of a call, or a name in quotes, instead of the function.",
  why: "The function runs each time the file is loaded, and Airflow refuses what it returns, unless that is a function.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`${load}PythonOperator(task_id="load", python_callable=<|load()|>)`),
        fixed: exampleDag(`${load}PythonOperator(task_id="load", python_callable=load)`),
      },
      {
        text: exampleDag(`${load}PythonOperator(task_id="load", python_callable=<|"load"|>)`),
        fixed: exampleDag(`${load}PythonOperator(task_id="load", python_callable=load)`),
      },
    ],
    clean: [
      { text: exampleDag(`${load}PythonOperator(task_id="load", python_callable=load)`) },
      {
        text: exampleDag(`
def make(table):
    def load():
        print(table)
    return load

PythonOperator(task_id="load", python_callable=make("users"))
`),
      },
    ],
  }),
  *check(input) {
    const { code, file, text } = input;
    for (const { node } of callsGiving(code, "python_callable")) {
      const given = node.args.find(({ name }) => name?.name === "python_callable")?.value;
      if (given?.kind !== "Call" || given.callee.kind !== "Name") continue;
      const { name } = given.callee;
      const owner = code.functions.filter(({ node: defined }) => defined.name.name === name);
      const [only] = owner;
      // Only a function that surely returns nothing is surely no maker of functions.
      if (
        owner.length !== 1 ||
        !only ||
        only.node.decorators.length > 0 ||
        returnsSomething(only.node, code)
      )
        continue;
      const span = { file, start: given.start, end: given.end };
      const isBare = given.args.length === 0;
      const fix = {
        title: `Give ${name} itself`,
        edits: [{ span, newText: text.slice(given.callee.start, given.callee.end) }],
        preferred: true,
      };
      yield {
        span,
        message: `This calls ${name}() while the file is loaded and hands over what it returns: give the function itself${isBare ? "" : ", and its arguments in op_kwargs"}.`,
        fixes: isBare ? [fix] : [],
      };
    }
    yield* textsIn(input);
  },
};

/** A name in quotes is no function. */
function* textsIn(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "python_callable")) {
    const given = task.args.get("python_callable");
    if (!given || given.origin === "expand") continue;
    if (!/^(Branch)?Python(Virtualenv)?Operator$|^ShortCircuitOperator$/.test(task.operator))
      continue;
    if (given.value.kind !== "str") {
      const message =
        "python_callable takes the function itself, not what it returns or another value.";
      if (noFunctions.has(given.value.kind)) yield { span: given.span, message };
      continue;
    }
    const name = given.value.value;
    const isKnown = input.code.functions.some(({ node }) => node.name.name === name);
    const edits = [{ span: given.span, newText: name }];
    yield {
      span: given.span,
      message: `python_callable takes the function itself, not its name in quotes.`,
      fixes:
        isKnown && given.span.file === input.file
          ? [{ title: `Give ${name} itself`, edits, preferred: true }]
          : [],
    };
  }
}

/** What surely cannot be called. */
const noFunctions: ReadonlySet<string> = new Set([
  "none",
  "int",
  "float",
  "bool",
  "list",
  "dict",
  "tuple",
  "set",
]);

function returnsSomething(
  owner: { readonly start: number; readonly end: number },
  code: Parameters<Rule["check"]>[0]["code"],
): boolean {
  return statementsOf(code, "Return").some(
    ({ node, place }) =>
      node.value !== undefined &&
      node.value.kind !== "NoneLiteral" &&
      place.functions.at(-1)?.start === owner.start,
  );
}
