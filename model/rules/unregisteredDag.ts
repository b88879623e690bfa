import type { FunctionDef } from "../python/syntax.ts";
import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import { exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const dagClasses = /^airflow(\.sdk|\.models|\.models\.dag)?\.DAG$/;
const dagDecorators = /^airflow\.(sdk|decorators)\.dag$/;

/** A DAG that the file makes and Airflow never sees. */
export const unregisteredDag: Rule = {
  code: "unregistered-dag",
  summary: "A DAG is defined that Airflow never sees.",
  why: "Airflow finds DAGs that are left at module level, or made with a with block or by calling a @dag function. No error is raised for others: they just do not appear.",
  severity: "warning",
  preset: "recommended",
  examples: {
    flagged: [
      {
        text: exampleFile(`
@dag(schedule=None)
def <|etl|>():
    EmptyOperator(task_id="load")
`),
        fixed: exampleFile(`
@dag(schedule=None)
def etl():
    EmptyOperator(task_id="load")


etl()
`),
      },
      {
        text: exampleFile(`
def build():
    local = DAG(<|"etl"|>, schedule=None)
    EmptyOperator(task_id="load", dag=local)


build()
`),
      },
    ],
    clean: [
      {
        text: exampleFile(`
@dag(schedule=None)
def etl():
    EmptyOperator(task_id="load")


etl()
`),
      },
      {
        text: exampleFile(`
def build():
    made = DAG("etl", schedule=None)
    EmptyOperator(task_id="load", dag=made)
    return made


etl = build()
`),
      },
    ],
  },
  *check(input) {
    if (input.reading.format !== "airflow") return;
    const found = [...uncalledFunctions(input), ...localDags(input)];
    yield* found;
    for (const fault of faultsOf(input, "N10")) {
      const { start, end } = fault.span;
      if (found.some(({ span }) => span.start <= start && end <= span.end)) continue;
      const name = fact(fault, "dagId") || fact(fault, "name");
      yield {
        span: fault.span,
        message: `DAG "${name}" is made, but not kept where Airflow looks for it.`,
      };
    }
  },
};

/** `@dag` functions whose name is used nowhere else in the file, so that nobody can have called them. */
function* uncalledFunctions(input: RuleInput): Generator<RawFinding> {
  const { module, code, file, text } = input;
  const decorated = code.functions.filter(
    ({ node, place }) => place.functions.length === 0 && isDagFunction(node, input),
  );
  if (decorated.length === 0) return;
  const used = namesUsed(module.body);
  for (const { node } of decorated) {
    const { name, start, end } = node.name;
    if (used.has(name) || node.name.name.startsWith("_")) continue;
    const at = { file, start: node.end, end: node.end };
    const isLast = text.slice(node.end).trim() === "";
    yield {
      span: { file, start, end },
      message: `The @dag function "${name}" is never called, so its DAG does not exist: write ${name}() below it.`,
      fixes: [
        {
          title: `Call ${name}()`,
          edits: [{ span: at, newText: `\n\n\n${name}()${isLast ? "" : ""}` }],
          preferred: true,
        },
      ],
    };
  }
}

function isDagFunction(node: FunctionDef, { code }: RuleInput): boolean {
  return node.decorators.some((decorator) => {
    const path = code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator);
    return path !== undefined && dagDecorators.test(path);
  });
}

function namesUsed(body: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name") names.add(node.name);
    if (node.kind === "StringLiteral") names.add(node.value);
    forEachChild(node, look);
  };
  body.forEach(look);
  return names;
}

/** `DAG(…)` bound to a name inside a function that neither returns it nor hands it on. */
function* localDags({ code, file, reading }: RuleInput): Generator<RawFinding> {
  for (const { node, place } of code.statements) {
    const owner = place.functions.at(-1);
    if (node.kind !== "Assign" || owner?.kind !== "FunctionDef") continue;
    const { value, targets } = node;
    const [target] = targets;
    if (value.kind !== "Call" || target?.kind !== "Name" || targets.length > 1) continue;
    const path = code.pathOf(value.callee);
    if (path === undefined || !dagClasses.test(path) || escapes(owner, target.name)) continue;
    // A reading that found it knows better.
    if (reading.dags.some(({ span }) => span.start === value.start)) continue;
    const id = value.args.find(({ name }) => name?.name === "dag_id") ?? value.args[0];
    const shown = id?.value.kind === "StringLiteral" ? ` "${id.value.value}"` : "";
    yield {
      span: { file, start: (id ?? value).start, end: (id ?? value).end },
      message: `DAG${shown} stays inside the function: return it and keep it at module level, or use a with block.`,
    };
  }
}

/** Whether a local name leaves its function: returned, yielded, stored, used in `with`, or handed to a call other than as `dag=`. */
function escapes(owner: FunctionDef, name: string): boolean {
  let found = false;
  const isIt = (node: Expression | undefined): boolean =>
    node?.kind === "Name" && node.name === name;
  const look = (node: Statement | Expression): void => {
    switch (node.kind) {
      case "Return":
      case "Yield":
        if (node.value && mentions(node.value, name)) found = true;
        break;
      case "Global":
      case "Nonlocal":
        if (node.names.some((each) => each.name === name)) found = true;
        break;
      case "With":
        if (node.items.some(({ context }) => isIt(context))) found = true;
        break;
      case "Assign":
        if (mentions(node.value, name) && node.value.kind !== "Call") found = true;
        break;
      case "Call":
        for (const { value, name: keyword } of node.args) {
          if (isIt(value) && keyword?.name !== "dag") found = true;
        }
        break;
      default:
        break;
    }
    forEachChild(node, look);
  };
  owner.body.forEach(look);
  return found;
}

function mentions(node: Expression, name: string): boolean {
  let found = false;
  const look = (each: Statement | Expression): void => {
    if (each.kind === "Name" && each.name === name) found = true;
    forEachChild(each, look);
  };
  look(node);
  return found;
}
