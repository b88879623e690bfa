import type { FunctionDef } from "../python/syntax.ts";
import type { Fault } from "../dag/fault.ts";
import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import { statementsOf } from "./code/lookups.ts";
import { indentAt } from "./code/statements.ts";
import { exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const dagClasses = /^airflow(\.sdk|\.models|\.models\.dag)?\.DAG$/;

/** A DAG that the file makes and Airflow never sees. */
export const unregisteredDag: Rule = {
  code: "unregistered-dag",
  summary: "A DAG is defined that Airflow never sees.",
  why: "Airflow finds DAGs that are left at module level, or made with a with block or by calling a @dag function. No error is raised for others: they just do not appear.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
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
    local = DAG("<|etl|>", schedule=None)
    EmptyOperator(task_id="load", dag=local)


build()
`),
      },
      {
        text: exampleFile(`
def build():
    with DAG(<|"etl"|>, schedule=None):
        EmptyOperator(task_id="load")
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
  }),
  *check(input) {
    if (input.reading.format !== "airflow") return;
    for (const fault of faultsOf(input, "N10")) {
      if (fault.span.file === input.file) yield notFound(fault, input);
    }
    yield* localDags(input);
    yield* uncalledBlocks(input);
  },
};

/** A `with DAG(…)` in a function that this file never mentions again and that gives nothing back. */
function* uncalledBlocks({ code, file, module, reading }: RuleInput): Generator<RawFinding> {
  for (const { node, place } of statementsOf(code, "With")) {
    const [owner, ...others] = place.functions;
    if (owner?.kind !== "FunctionDef" || others.length > 0) continue;
    // Methods and decorated functions are called by others.
    if (!module.body.includes(owner) || owner.decorators.length > 0) continue;
    const made = node.items.find(({ context }) => isDagCall(context, code))?.context;
    if (made?.kind !== "Call" || isMentioned(owner.name.name, module) || givesBack(owner)) continue;
    if (reading.dags.some(({ span }) => span.start === made.start)) continue;
    const id = made.args.find(({ name }) => name?.name === "dag_id") ?? made.args[0];
    const { start, end } = id ?? made;
    yield {
      span: { file, start, end },
      severity: "info",
      message: `This DAG exists only once ${owner.name.name}() is called, which this file does not do.`,
    };
  }
}

function isDagCall(context: Expression, code: RuleInput["code"]): boolean {
  return context.kind === "Call" && dagClasses.test(code.pathOf(context.callee) ?? "");
}

function isMentioned(name: string, module: RuleInput["module"]): boolean {
  let found = false;
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name" && node.name === name) found = true;
    if (node.kind === "StringLiteral" && node.value === name) found = true;
    forEachChild(node, look);
  };
  module.body.forEach(look);
  return found;
}

function givesBack(owner: FunctionDef): boolean {
  let found = false;
  const look = (node: Statement | Expression): void => {
    if ((node.kind === "Return" || node.kind === "Yield") && node.value) found = true;
    if (node.kind === "Global") found = true;
    forEachChild(node, look);
  };
  owner.body.forEach(look);
  return found;
}

/** What the reader saw made, or decorated and not called, and Airflow does not find. */
function notFound(fault: Fault, input: RuleInput): RawFinding {
  const { code, file, text } = input;
  const name = fact(fault, "name");
  if (name !== "") {
    const node = code.functions.find(
      ({ node: each }) => each.name.name === name && holds(each, fault.span),
    )?.node;
    const at = { file, start: node?.end ?? 0, end: node?.end ?? 0 };
    const title = `Call ${name}()`;
    const indent = node && indentAt(text, node.start);
    return {
      span: node ? { file, start: node.name.start, end: node.name.end } : fault.span,
      message: `The @dag function "${name}" is never called, so its DAG does not exist: write ${name}() below it.`,
      fixes: node
        ? [
            {
              title,
              edits: [{ span: at, newText: `\n\n\n${indent ?? ""}${name}()` }],
              preferred: true,
            },
          ]
        : [],
    };
  }
  return {
    span: fault.span,
    message: `DAG "${fact(fault, "dagId")}" is not kept where Airflow looks: return it and keep it at module level, or use a with block.`,
  };
}

function holds(node: FunctionDef, span: Fault["span"]): boolean {
  return node.start <= span.start && span.start <= node.end;
}

/** `DAG(…)` bound to a name inside a function that neither returns it nor hands it on. */
function* localDags({ code, file, reading }: RuleInput): Generator<RawFinding> {
  // Tests make DAGs for themselves.
  if (/(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/.test(file)) return;
  for (const { node, place } of statementsOf(code, "Assign")) {
    const owner = place.functions.at(-1);
    if (owner?.kind !== "FunctionDef") continue;
    const { value, targets } = node;
    const [target] = targets;
    if (value.kind !== "Call" || target?.kind !== "Name" || targets.length > 1) continue;
    const path = code.pathOf(value.callee);
    if (path === undefined || !dagClasses.test(path) || escapes(owner, target.name)) continue;
    // A reading that followed the function knows better.
    if (reading.dags.some(({ span }) => span.start === value.start)) continue;
    if (
      reading.faults.some(
        ({ condition, span }) =>
          condition === "N10" && value.start <= span.start && span.end <= value.end,
      )
    )
      continue;
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
