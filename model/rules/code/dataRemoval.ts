import { forEachChild } from "../../python/children.ts";
import type {
  Argument,
  Call,
  Expression,
  FunctionDef,
  Parameter,
  Statement,
} from "../../python/syntax.ts";
import { removeArgument } from "./argumentEdits.ts";
import {
  cannot,
  isPlain,
  itemFor,
  removeItem,
  textOf,
  type Removal,
  type Removed,
} from "./removal.ts";

/** Takes away the data that one task hands to another: only where the other can do without. */
export function removeData(removal: Removal): Removed {
  const { module, edge, dag, alike } = removal;
  const found = argumentAt(removal);
  if (!found) return cannot("its data is not handed over in one argument");
  const { call, argument } = found;
  const callable = functionOf(removal);
  if (!callable || isMethod(call, ["expand", "expand_kwargs", "partial"])) {
    return cannot(`${edge.to} needs the data`);
  }
  const given = textOf(module, argument.value);
  const title = `Remove ${edge.from} → ${edge.to}: do not hand over ${given}`;
  const list = itemFor(removal, argument.value);
  if (list && alike.length > 1) {
    const edits = [removeItem(module, argument.value, list)];
    return { kind: "edits", title: `Remove ${edge.from} → ${edge.to}`, edits };
  }
  if (alike.length > 1) return cannot(`${given} says other edges too`);
  if (!isPlain(argument.value)) return cannot(`${given} is made in the call itself`);
  if (isGivenTwice(removal, dag.tasks.get(edge.to)?.span.start)) {
    return cannot(`the call of ${callable.name.name} makes other tasks too`);
  }
  const parameter = parameterFor(callable, call, argument);
  if (!parameter) return cannot(`${edge.to} needs the data`);
  if (!parameter.default) {
    return cannot(`${callable.name.name}() needs a value for ${parameter.name.name}`);
  }
  return {
    kind: "edits",
    title,
    edits: [removeArgument(module.file, module.text, call, argument)],
  };
}

/** Several tasks come from the same call, as in a loop. */
function isGivenTwice({ dag, edge }: Removal, start: number | undefined): boolean {
  const own = dag.tasks.get(edge.to);
  return [...dag.tasks.values()].some(
    (other) => other !== own && other.span.start === start && other.span.file === own?.span.file,
  );
}

/** The call with the argument that is, or holds, the data. */
function argumentAt({
  stated,
  standing,
}: Removal): { readonly call: Call; readonly argument: Argument } | undefined {
  const { start, end } = stated.span;
  let found: { readonly call: Call; readonly argument: Argument } | undefined;
  const look = (node: Statement | Expression): void => {
    if (node.start > start || node.end < end) return;
    if (node.kind === "Call") {
      const argument = node.args.find(({ value }) => value.start === start && value.end === end);
      if (argument) found = { call: node, argument };
    }
    forEachChild(node, look);
  };
  look(standing.statement);
  return found;
}

/** The `@task` function that the data goes to, if this file has it. */
function functionOf({ module, dag, edge }: Removal): FunctionDef | undefined {
  const task = dag.tasks.get(edge.to);
  const place = task?.kind === "taskflow" ? task.callable?.nameSpan : undefined;
  if (place?.file !== module.file) return undefined;
  let found: FunctionDef | undefined;
  const look = (node: Statement | Expression): void => {
    if (node.start > place.start || node.end < place.end) return;
    if (node.kind === "FunctionDef" && node.name.start === place.start) found = node;
    forEachChild(node, look);
  };
  module.body.forEach(look);
  return found;
}

/** The parameter that an argument fills; undefined where leaving it out would move others. */
function parameterFor(
  { parameters }: FunctionDef,
  call: Call,
  argument: Argument,
): Parameter | undefined {
  if (argument.form === "keyword") {
    return parameters.find(
      ({ name, form }) => name.name === argument.name?.name && !/star/i.test(form),
    );
  }
  const at = call.args.indexOf(argument);
  const isLast = call.args.slice(at + 1).every(({ form }) => form === "keyword");
  const isPositional = call.args.slice(0, at + 1).every(({ form }) => form === "positional");
  const parameter = isLast && isPositional ? parameters[at] : undefined;
  return parameter && !/star/i.test(parameter.form) ? parameter : undefined;
}

function isMethod({ callee }: Call, names: readonly string[]): boolean {
  return callee.kind === "Attribute" && names.includes(callee.name.name);
}
