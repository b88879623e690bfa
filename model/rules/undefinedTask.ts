import type { Fault } from "../dag/fault.ts";
import type { Expression, Name } from "../python/syntax.ts";
import { nearest } from "../text/nearest.ts";
import { statementsOf } from "./code/lookups.ts";
import { boundNames } from "./code/boundNames.ts";
import { exampleDag } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const tasks = `
extract = EmptyOperator(task_id="extract")
transform = EmptyOperator(task_id="transform")
`;

/** A dependency on a name or an id that nothing has. */
export const undefinedTask: Rule = {
  code: "undefined-task",
  summary: "A dependency names a task that is not defined.",
  why: "Python stops at a name that it does not know, and the whole file does not load; an id that no task has is an error as well, or silently ignored.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`${tasks}\nextract >> <|trasnform|>`),
        fixed: exampleDag(`${tasks}\nextract >> transform`),
      },
      {
        text: exampleDag(`${tasks}\nchain(extract, <|load|>)`),
      },
      {
        text: exampleDag(`EmptyOperator(task_id="load")\ndag.get_task(<|"laod"|>)`),
        fixed: exampleDag(`EmptyOperator(task_id="load")\ndag.get_task("load")`),
      },
      {
        text: exampleDag(
          `EmptyOperator(task_id="load")\ndag.set_dependency("load", <|"mail"|>)\nEmptyOperator(task_id="mail")`,
        ),
      },
      {
        text: exampleDag(
          `with TaskGroup("part") as part:\n    EmptyOperator(task_id="load")\npart.get_child_by_label(<|"laod"|>) >> EmptyOperator(task_id="mail")`,
        ),
        fixed: exampleDag(
          `with TaskGroup("part") as part:\n    EmptyOperator(task_id="load")\npart.get_child_by_label("load") >> EmptyOperator(task_id="mail")`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `with TaskGroup("part") as part:\n    EmptyOperator(task_id="load")\npart.get_child_by_label("load") >> EmptyOperator(task_id="mail")`,
        ),
      },
      { text: exampleDag(`${tasks}\nextract >> transform`) },
      { text: `from company.tasks import *\n${exampleDag(`${tasks}\nextract >> load`)}` },
    ],
  }),
  *check(input) {
    if (input.reading.format === "none") return;
    yield* undefinedNames(input);
    for (const fault of faultsOf(input, "task-not-found")) yield notFound(fault, input);
    for (const fault of faultsOf(input, "simple-unknown-upstream", "simple-unknown-downstream")) {
      const id = fact(fault, "id");
      const known = fault.facts["known"];
      const meant = nearest(id, Array.isArray(known) ? known.map(String) : []);
      const end = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      const isDropped = fault.condition === "simple-unknown-downstream";
      const outcome = isDropped
        ? "the dependency is dropped without a word"
        : "run() waits for ever";
      yield {
        span: fault.span,
        // A dropped dependency still lets the workflow run.
        severity: isDropped ? "warning" : "error",
        message:
          fault.facts["late"] === true
            ? `Task "${id}" is added only below, so ${outcome}.`
            : `The workflow has no task "${id}", so ${outcome}.${end}`,
        related: fault.related.map(({ span }) => ({
          span,
          message: `"${id}" is made here, but not added`,
        })),
        fixes: fixFor(fault.span, input, id, meant),
      };
    }
  },
};

function* undefinedNames(input: RuleInput): Generator<RawFinding> {
  const { module, file, code } = input;
  if (code.imports.some(({ node }) => node.kind === "ImportFrom" && node.star)) return;
  if (statementsOf(code, "ImportFrom").some(({ node }) => node.star)) return;
  // Most names are bound by plain assignments and `with`: only for others the whole file is searched.
  const plain = plainNames(code);
  const operands = operandsIn(code).filter(({ name }) => !plain.has(name));
  if (operands.length === 0) return;
  const bound = boundNames(module.body);
  if (bound.has("*")) return;
  for (const { name, start, end } of operands) {
    if (bound.has(name) || builtins.has(name)) continue;
    const meant = nearest(name, taskVariables(input));
    const span = { file, start, end };
    const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    yield {
      span,
      message: `"${name}" is not defined.${hint}`,
      fixes: fixFor(span, input, name, meant),
    };
  }
}

/** `dag.get_task("…")` with an id that no task has. */
function notFound(fault: Fault, input: RuleInput): RawFinding {
  const id = fact(fault, "id");
  const known = fault.facts["known"];
  const meant = nearest(id, Array.isArray(known) ? known.map(String) : []);
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const group = fact(fault, "group");
  const owner = group === "" ? "the DAG" : `the group "${group}"`;
  return {
    span: fault.span,
    message: `At this point ${owner} has no task "${id}".${hint}`,
    fixes: fixFor(fault.span, input, id, meant),
  };
}

function fixFor(
  span: RawFinding["span"],
  { text }: RuleInput,
  written: string,
  meant: string | undefined,
): readonly Fix[] {
  if (meant === undefined) return [];
  const inside = text.slice(span.start, span.end);
  const at = inside.indexOf(written);
  if (at === -1) return [];
  const start = span.start + at;
  const place = { file: span.file, start, end: start + written.length };
  return [
    { title: `Change to ${meant}`, edits: [{ span: place, newText: meant }], preferred: true },
  ];
}

/** Names that stand beside an arrow, in a list there, or in a call that joins tasks. */
function operandsIn(code: CodeIndex): readonly Name[] {
  const names: Name[] = [];
  const add = (node: Expression): void => {
    if (node.kind === "Name") names.push(node);
    if (node.kind === "ListLiteral" || node.kind === "TupleLiteral") node.items.forEach(add);
  };
  for (const { left, right } of code.arrows) {
    add(left);
    add(right);
  }
  for (const { node } of code.calls) {
    if (!joins(node.callee)) continue;
    for (const { value, form } of node.args) if (form === "positional") add(value);
    if (node.callee.kind === "Attribute") add(node.callee.object);
  }
  return names;
}

function joins(callee: Expression): boolean {
  if (callee.kind === "Name") return joiningFunctions.has(callee.name);
  return callee.kind === "Attribute" && joiningMethods.has(callee.name.name);
}

const joiningFunctions = new Set(["chain", "chain_linear", "cross_downstream"]);
const joiningMethods = new Set(["set_upstream", "set_downstream"]);

function taskVariables({ reading, code }: RuleInput): readonly string[] {
  const names = reading.dags.flatMap(({ tasks: all, groups }) =>
    [...all.values(), ...groups.values()].flatMap(({ variable }) => variable?.name ?? []),
  );
  const assigned = statementsOf(code, "Assign").flatMap(({ node }) =>
    node.targets.flatMap((target) => (target.kind === "Name" ? target.name : [])),
  );
  return [...new Set([...names, ...assigned])];
}

function plainNames(code: CodeIndex): ReadonlySet<string> {
  const names = new Set(code.imports.map(({ local }) => local));
  const add = (target: Expression | undefined): void => {
    if (target?.kind === "Name") names.add(target.name);
  };
  for (const { node } of statementsOf(code, "Assign")) node.targets.forEach(add);
  for (const { node } of statementsOf(code, "With"))
    for (const { target } of node.items) add(target);
  return names;
}

/** Builtins that could stand beside an arrow without being a slip for a task. */
const builtins: ReadonlySet<string> = new Set([
  ..."abs all any bool bytes dict dir enumerate filter float frozenset hash id input int iter len list map max min next object open ord pow print range repr reversed round set slice sorted str sum super tuple type zip".split(
    " ",
  ),
  ..."True False None NotImplemented Ellipsis __name__ __file__ __doc__".split(" "),
]);
