import { numeric } from "../builtins/pure.ts";
import type { ReturnedString } from "../native.ts";
import type { Expression, Statement } from "../syntax.ts";
import type { ClassValue, DictEntry, FunctionValue, Value } from "../value.ts";
import { str } from "../values.ts";
import { argumentsOf } from "./construct.ts";
import { within } from "./context.ts";
import { makeList, raise, spend, unknownHere } from "./raise.ts";
import { siteHere, spanOf, statementSpan, type Run, type RunInterpreter } from "./run.ts";

/** The evaluation as native functions see it. */
export function interpreterOf(run: Run): RunInterpreter {
  const interpreter: RunInterpreter = {
    run,
    host: run.host,
    main: run.main,
    frames: run.frames,
    dependsOn: run.dependsOn,
    context: () => run.context,
    mayBeCaught: () => run.catchers > 0,
    statementSpan: () => statementSpan(run),
    call: (callee, input, options) => {
      const args = argumentsOf(input);
      const site = options?.span
        ? { span: options.span, node: undefined, selfSpan: undefined }
        : siteHere(run);
      const target = plainFunction(callee);
      if ((options?.sameCertainty === true || options?.recover === true) && target) {
        const positional = target.self
          ? [{ value: target.self, span: undefined, keywordSpan: undefined }, ...args.positional]
          : args.positional;
        return run.callFunction(target.callee, { ...args, positional }, site, {
          sameCertainty: options.sameCertainty,
          recover: options.recover,
        });
      }
      return run.call(callee, args, site);
    },
    within: (certainty, unknown, action) => within(run, certainty, unknown, action),
    attribute: (value, name) => run.attribute(value, name),
    setAttribute: (value, name, to) => run.setAttribute(value, name, to),
    isInstance: (value, of) => isInstance(run, value, of),
    classOf: (value) => run.classOf(value),
    truth: (value) => run.truth(value),
    equals: (left, right) => run.equals(left, right),
    text: (value) => run.text(value),
    repr: (value) => run.repr(value),
    iterate: (value) => run.iterate(value),
    item: (object, key) => run.item(object, key, siteHere(run)),
    raise: (of, message, span) => raise(run, of, message, span),
    unknown: (reason, span) => unknownHere(run, reason, span),
    list: (items, span) => makeList(run, [...items], span),
    dict: (entries, span) => ({
      kind: "dict",
      entries: new Map(
        [...entries].map(([key, value]): [string, DictEntry] => [
          `s${key}`,
          { key: str(key), value, keySpan: undefined, valueSpan: value.span },
        ]),
      ),
      uncertain: undefined,
      branch: run.context.branch,
      span,
    }),
    importModule: (name) => run.importModule(name, statementSpan(run)),
    spend: (steps) => spend(run, steps),
    spanOf: (node) => spanOf(run, node),
    returnedStrings: (callee) => returnedStrings(callee),
  };
  return interpreter;
}

function plainFunction(callee: Value): { callee: FunctionValue; self?: Value } | undefined {
  if (callee.kind === "function") return { callee };
  if (callee.kind === "method" && callee.callee.kind === "function")
    return { callee: callee.callee, self: callee.self };
  return undefined;
}

/** As `isinstance`; undefined when it cannot be known. */
export function isInstance(run: Run, value: Value, of: ClassValue): boolean | undefined {
  if (value.kind === "unknown") {
    const all = value.alternatives?.map((option) => isInstance(run, option, of));
    return all?.every((one) => one === all[0]) === true ? all[0] : undefined;
  }
  if (of.name === "object" && of.module === "builtins") return true;
  const actual = run.classOf(value);
  if (actual.mro.includes(of)) return true;
  if (abstract(value, of)) return true;
  return actual.uncertain || of.uncertain ? undefined : false;
}

/** The abstract classes of `collections.abc` and `numbers` that builtin values belong to. */
function abstract(value: Value, of: ClassValue): boolean {
  if (of.payload?.type !== "abstract") return false;
  const { kind } = value;
  switch (of.name) {
    case "Iterable":
    case "Collection":
    case "Container":
    case "Sized":
      return (
        /^(?:list|tuple|dict|set|str|bytes|range)$/.test(kind) ||
        (of.name === "Iterable" && kind === "iterator")
      );
    case "Sequence":
      return /^(?:list|tuple|str|bytes|range)$/.test(kind);
    case "MutableSequence":
      return kind === "list";
    case "Mapping":
    case "MutableMapping":
      return kind === "dict";
    case "Set":
    case "MutableSet":
      return kind === "set";
    case "Callable":
      return /^(?:function|nativeFunction|method|class)$/.test(kind);
    case "Hashable":
      return !/^(?:list|dict|set)$/.test(kind);
    case "Iterator":
    case "Generator":
      return kind === "iterator";
    case "Number":
    case "Real":
    case "Complex":
      return numeric(value) !== undefined;
    case "Integral":
    case "Rational":
      return kind === "int" || kind === "bool";
    default:
      return false;
  }
}

/** The strings that a function may return, read from its text; undefined when it may return something else. */
function returnedStrings(callee: Value): readonly ReturnedString[] | undefined {
  const target = plainFunction(callee)?.callee;
  if (!target) return undefined;
  const { node, module } = target;
  const file = module.file ?? "";
  const found: ReturnedString[] = [];
  const assigned = new Map<string, Expression[]>();
  const unreadableParts: Expression[] = [];
  const add = (value: Expression | undefined, depth: number): void => {
    if (!value || value.kind === "NoneLiteral") return;
    if (depth > 20) unreadableParts.push(value);
    else if (value.kind === "StringLiteral") {
      const [piece] = value.pieces;
      const start = value.pieces.length === 1 && piece ? piece.contentStart : value.start;
      const end = value.pieces.length === 1 && piece ? piece.contentEnd : value.end;
      found.push({ value: value.value, span: { file, start, end } });
    } else if (
      value.kind === "ListLiteral" ||
      value.kind === "TupleLiteral" ||
      value.kind === "SetLiteral"
    )
      for (const item of value.items) add(item, depth + 1);
    else if (value.kind === "Conditional") {
      add(value.then, depth + 1);
      add(value.otherwise, depth + 1);
    } else if (value.kind === "BooleanOperation")
      for (const item of value.values) add(item, depth + 1);
    else if (value.kind === "Name") {
      const options = assigned.get(value.name);
      if (!options) {
        const outer = target.scope.variables.get(value.name) ?? module.globals.get(value.name);
        if (!constantStrings(outer, found)) unreadableParts.push(value);
      } else for (const option of options) add(option, depth + 1);
    } else unreadableParts.push(value);
  };
  if (node.kind === "Lambda") add(node.body, 0);
  else {
    collectAssigned(node.body, assigned);
    for (const value of returnsOf(node.body)) add(value, 0);
  }
  return unreadableParts.length === 0 ? found : undefined;
}

function constantStrings(value: Value | undefined, found: ReturnedString[]): boolean {
  if (value?.kind === "str" && value.span) {
    found.push({ value: value.value, span: value.span });
    return true;
  }
  if ((value?.kind !== "list" && value?.kind !== "tuple") || value.uncertain) return false;
  return value.items.every((item) => constantStrings(item, found));
}

/** What each `return` of a body gives, functions inside it left out. */
function returnsOf(body: readonly Statement[]): Expression[] {
  const found: Expression[] = [];
  for (const statement of body) {
    if (statement.kind === "Return" && statement.value) found.push(statement.value);
    else for (const block of blocksOf(statement)) found.push(...returnsOf(block));
  }
  return found;
}

function collectAssigned(body: readonly Statement[], assigned: Map<string, Expression[]>): void {
  for (const statement of body) {
    if (statement.kind === "Assign")
      for (const target of statement.targets)
        if (target.kind === "Name") note(assigned, target.name, statement.value);
    if (statement.kind === "AugmentedAssign" || statement.kind === "For")
      if (statement.target.kind === "Name") note(assigned, statement.target.name, unreadable);
    if (statement.kind === "ExpressionStatement") noteMethod(assigned, statement.value);
    for (const block of blocksOf(statement)) collectAssigned(block, assigned);
  }
}

const unreadable: Expression = { kind: "ErrorExpression", start: 0, end: 0 };

function note(assigned: Map<string, Expression[]>, name: string, value: Expression): void {
  assigned.set(name, [...(assigned.get(name) ?? []), value]);
}

/** `names.append("a")` is one more value; any other method may do anything. */
function noteMethod(assigned: Map<string, Expression[]>, call: Expression): void {
  if (call.kind !== "Call" || call.callee.kind !== "Attribute") return;
  const { object, name } = call.callee;
  if (object.kind !== "Name" || !assigned.has(object.name)) return;
  const [only] = call.args;
  const adds = /^(?:append|add|extend)$/.test(name.name) && only?.form === "positional";
  note(assigned, object.name, adds ? only.value : unreadable);
}

function blocksOf(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case "If":
      return [...statement.branches.map((branch) => branch.body), statement.orelse];
    case "While":
    case "For":
      return [statement.body, statement.orelse];
    case "Try":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orelse,
        statement.finalbody,
      ];
    case "With":
      return [statement.body];
    case "Match":
      return statement.cases.map((one) => one.body);
    default:
      return [];
  }
}
