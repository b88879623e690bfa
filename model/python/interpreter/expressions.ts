// One switch over all expressions, and what belongs to a single kind.
import { asciiOf } from "../builtins/numberText.ts";
import { namespaceOf } from "../builtins/namespace.ts";
import { budgets } from "../budgets.ts";
import { hashKey } from "../hashing.ts";
import type {
  Attribute,
  BinaryOperation,
  BooleanOperation,
  Call,
  Comparison,
  Conditional,
  DictLiteral,
  Expression,
  FormatPart,
  FormatString,
  Lambda,
  Parameter,
  StringLiteral,
} from "../syntax.ts";
import type { Span } from "../../text/span.ts";
import type { DictEntry, FunctionValue, Scope, UnknownValue, Value } from "../value.ts";
import { bool, inferredFrom, none, unknownFrom } from "../values.ts";
import { assignTo } from "./assign.ts";
import { evaluateArguments } from "./calls.ts";
import { compare } from "./compare.ts";
import { comprehension } from "./comprehensions.ts";
import { mergePaths, mergeValues, onEachWay, tryPath, within } from "./context.ts";
import { driveEach, isDrivable } from "./drive.ts";
import { fitting, narrowed, type Given } from "./narrow.ts";
import { keyOf, toBool, truth, unary } from "./operators.ts";
import { makeList, raise, tooLarge, unknownHere } from "./raise.ts";
import { siteOf, spanOf, type Run } from "./run.ts";
import { lookUp } from "./scopes.ts";
import { superOf } from "./superOf.ts";
import { formatValue, Parts } from "./text.ts";
import { TooLarge } from "./signals.ts";
import { withMore } from "../../withMore.ts";

/** The value of an expression. */
export function evaluate(run: Run, node: Expression, scope: Scope): Value {
  if (--run.stepsLeft < 0) throw new TooLarge("too large to follow", spanOf(run, node));
  if (run.nesting > budgets.nesting) return tooLarge(run, spanOf(run, node));
  // Nothing is inside of these, and they are half of all.
  if (node.kind === "Name") return lookUp(run, node.name, scope, node);
  if (node.kind === "StringLiteral") return stringOf(run, node);
  run.nesting += 1;
  try {
    return valueOf(run, node, scope);
  } finally {
    run.nesting -= 1;
  }
}

function valueOf(run: Run, node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case "Call":
      return callExpression(run, node, scope);
    case "Name":
      return lookUp(run, node.name, scope, node);
    case "NoneLiteral":
      return { kind: "none", span: spanOf(run, node) };
    case "BooleanLiteral":
      return { kind: "bool", value: node.value, span: spanOf(run, node) };
    case "EllipsisLiteral":
      return { kind: "ellipsis", span: spanOf(run, node) };
    case "IntegerLiteral":
      return { kind: "int", value: node.value, span: spanOf(run, node) };
    case "FloatLiteral":
      return { kind: "float", value: node.value, span: spanOf(run, node) };
    case "ImaginaryLiteral":
      return unknownHere(run, "complex numbers are not followed", spanOf(run, node));
    case "StringLiteral":
      return stringOf(run, node);
    case "BytesLiteral":
      return { kind: "bytes", value: node.value, span: spanOf(run, node) };
    case "FormatString":
      return formatString(run, node, scope);
    case "BinaryOperation":
      return binaryOperation(run, node, scope);
    case "BooleanOperation":
      return booleanOperation(run, node, scope);
    case "UnaryOperation": {
      const operand = evaluate(run, node.operand, scope);
      if (node.operator !== "not")
        return placed(unary(run, node.operator, operand, siteOf(run, node)), run, node);
      const truthValue = toBool(run, operand);
      return truthValue.kind === "bool"
        ? inferredFrom(bool(!truthValue.value), truthValue)
        : truthValue;
    }
    case "Comparison":
      return comparison(run, node, scope);
    case "Conditional":
      return conditional(run, node, scope);
    case "Lambda":
      return lambda(run, node, scope);
    case "Attribute":
      return attribute(run, node, scope);
    case "Subscript": {
      const object = evaluate(run, node.object, scope);
      const key = evaluate(run, node.index, scope);
      const value = run.item(
        object,
        key,
        withMore(siteOf(run, node, node.object), { argSpan: spanOf(run, node.index) }),
      );
      return value.kind === "unknown" && value.pattern === undefined
        ? withMore(value, { pattern: sourceName(run, node) })
        : value;
    }
    case "Slice":
      return {
        kind: "slice",
        lower: node.lower ? evaluate(run, node.lower, scope) : none,
        upper: node.upper ? evaluate(run, node.upper, scope) : none,
        step: node.step ? evaluate(run, node.step, scope) : none,
      };
    case "Starred":
      return evaluate(run, node.value, scope);
    case "ListLiteral": {
      const { items, uncertain } = elements(run, node.items, scope);
      const made = makeList(run, items, spanOf(run, node));
      if (made.kind === "list") made.uncertain = uncertain;
      return made;
    }
    case "TupleLiteral": {
      const { items, uncertain } = elements(run, node.items, scope);
      return { kind: "tuple", items, uncertain, span: spanOf(run, node) };
    }
    case "SetLiteral": {
      const { items, uncertain } = elements(run, node.items, scope);
      const known = new Map<string, Value>();
      let open = uncertain;
      for (const item of items) {
        if (item.kind === "unknown") open ??= item;
        else if (!known.has(keyOf(run, item))) known.set(keyOf(run, item), item);
      }
      return {
        kind: "set",
        items: known,
        frozen: false,
        uncertain: open,
        branch: run.context.branch,
        span: spanOf(run, node),
      };
    }
    case "DictLiteral":
      return dictLiteral(run, node, scope);
    case "Comprehension":
    case "DictComprehension":
      return comprehension(run, node, scope);
    case "NamedExpression": {
      const value = evaluate(run, node.value, scope);
      assignTo(run, node.target, value, scope, "walrus");
      return value;
    }
    case "Await":
      evaluate(run, node.value, scope);
      return unknownHere(run, "what is awaited is known when it runs", spanOf(run, node));
    case "Yield": {
      const value = node.value ? evaluate(run, node.value, scope) : none;
      return run.frame.onYield?.(value, spanOf(run, node)) ?? none;
    }
    case "YieldFrom": {
      const source = evaluate(run, node.value, scope);
      yieldAll(run, source, spanOf(run, node));
      return (source.kind === "iterator" ? source.returned : undefined) ?? none;
    }
    case "ErrorExpression":
      return unknownHere(run, "there is no expression", spanOf(run, node));
  }
}

/** A text; of one that is written in one piece, the place is inside its quotes. */
function stringOf(run: Run, node: StringLiteral): Value {
  const piece = node.pieces.length === 1 ? node.pieces[0] : undefined;
  const file = run.frame.module.file ?? "";
  const span = piece
    ? { file, start: piece.contentStart, end: piece.contentEnd }
    : { file, start: node.start, end: node.end };
  return { kind: "str", value: node.value, span };
}

/** `yield from`: what another iterable gives, each where it is given. */
function yieldAll(run: Run, source: Value, span: Span): void {
  const { onYield } = run.frame;
  const hand = (item: Value): undefined => void onYield?.(item, span);
  if (isDrivable(source)) {
    driveEach(run, source, hand);
    return;
  }
  const { items, uncertain } = run.iterate(source);
  const all = (): void => {
    for (const item of items) hand(item);
    if (uncertain && items.length === 0) hand(unknownFrom(uncertain));
  };
  if (uncertain) within(run, "dynamic", uncertain, all);
  else all();
}

/** A fresh plain value with the place that it comes from. */
function placed(value: Value, run: Run, node: Expression): Value {
  return value.span === undefined && (value.kind === "int" || value.kind === "float")
    ? withMore(value, { span: spanOf(run, node) })
    : value;
}

/** The text of a short expression, as a name for what it stands for. */
export function sourceName(run: Run, node: Expression): string | undefined {
  const file = run.frame.module.file;
  const text = file === undefined ? undefined : sourceOf(run, file)?.slice(node.start, node.end);
  return text !== undefined && text.length <= 60 && !/[{}\n]/.test(text) ? `{${text}}` : undefined;
}

function sourceOf(run: Run, file: string): string | undefined {
  return run.sources.get(file);
}

function elements(
  run: Run,
  nodes: readonly Expression[],
  scope: Scope,
): { items: Value[]; uncertain: UnknownValue | undefined } {
  const items: Value[] = [];
  let uncertain: UnknownValue | undefined;
  for (const node of nodes) {
    if (node.kind !== "Starred") {
      items.push(evaluate(run, node, scope));
      continue;
    }
    const more = run.iterate(evaluate(run, node.value, scope));
    items.push(...more.items);
    uncertain ??= more.uncertain;
  }
  return { items, uncertain };
}

function dictLiteral(run: Run, node: DictLiteral, scope: Scope): Value {
  const entries = new Map<string, DictEntry>();
  let uncertain: UnknownValue | undefined;
  for (const item of node.items) {
    if (!item.key) {
      const spreadValue = evaluate(run, item.value, scope);
      const source = spreadValue.kind === "instance" ? mappingOf(run, spreadValue) : spreadValue;
      if (source.kind === "dict") {
        for (const [hash, entry] of source.entries) addEntry(entries, hash, entry);
        uncertain ??= source.uncertain;
      } else if (source.kind === "unknown") uncertain ??= source;
      else raise(run, "TypeError", "object is not a mapping", spanOf(run, item));
      continue;
    }
    const key = evaluate(run, item.key, scope);
    const value = evaluate(run, item.value, scope);
    if (key.kind === "unknown") {
      uncertain ??= key;
      continue;
    }
    const entry: DictEntry = {
      key,
      value,
      keySpan: spanOf(run, item.key),
      valueSpan: spanOf(run, item.value),
    };
    addEntry(entries, hashKey(key) ?? keyOf(run, key), entry);
  }
  return { kind: "dict", entries, uncertain, branch: run.context.branch, span: spanOf(run, node) };
}

/** Of keys that are equal (`1` and `True`) the first stays, with the last value. */
function addEntry(entries: Map<string, DictEntry>, hash: string, entry: DictEntry): void {
  const first = entries.get(hash);
  entries.set(hash, first ? { ...entry, key: first.key } : entry);
}

function mappingOf(run: Run, value: Value): Value {
  const of = run.builtin("dict");
  if (!of) return value;
  return run.call(
    of,
    {
      positional: [{ value, span: undefined, keywordSpan: undefined }],
      keywords: new Map(),
      uncertain: undefined,
    },
    { span: { file: "", start: 0, end: 0 }, node: undefined, selfSpan: undefined },
  );
}

/** `a + b + c + …` leans to the left: taken apart without recursion. */
function binaryOperation(run: Run, node: BinaryOperation, scope: Scope): Value {
  if (node.left.kind !== "BinaryOperation")
    return binaryStep(run, node, evaluate(run, node.left, scope), scope);
  const chain: BinaryOperation[] = [];
  let first: Expression = node;
  while (first.kind === "BinaryOperation") {
    chain.push(first);
    first = first.left;
  }
  let value = evaluate(run, first, scope);
  for (let at = chain.length - 1; at >= 0; at--) {
    const step = chain[at];
    if (!step) break;
    value = binaryStep(run, step, value, scope);
  }
  return value;
}

function binaryStep(run: Run, step: BinaryOperation, before: Value, scope: Scope): Value {
  const left = named(run, before, step.left);
  const right = named(run, evaluate(run, step.right, scope), step.right);
  return placed(run.binary(step.operator, left, right, siteOf(run, step)), run, step);
}

/** An unknown without a name of its own gets the text of its expression, for patterns. */
function named(run: Run, value: Value, node: Expression): Value {
  if (value.kind !== "unknown" || value.pattern !== undefined || value.alternatives) return value;
  if (node.kind === "StringLiteral" || node.kind === "BinaryOperation") return value;
  return withMore(value, { pattern: sourceName(run, node) });
}

function booleanOperation(run: Run, node: BooleanOperation, scope: Scope): Value {
  const stopsAt = node.operator === "or";
  const possible: Value[] = [];
  let cause: UnknownValue | undefined;
  const [first, ...rest] = node.values;
  if (!first) return none;
  let value = evaluate(run, first, scope);
  const given: Given[] = [{ test: first, holds: !stopsAt }];
  for (const next of rest) {
    const known = truth(run, value);
    if (known === stopsAt) break;
    if (known === undefined) {
      cause ??=
        value.kind === "unknown" ? value : { kind: "unknown", reason: "a condition is not known" };
      possible.push(fitting(run, value, stopsAt));
      const way = (): Value => narrowed(run, given, scope, () => evaluate(run, next, scope));
      // Where the next cannot be worked out, it was not asked for.
      const [reached] = onEachWay(run, cause, [way, () => undefined]);
      if (!reached) break;
      value = reached;
    } else {
      const inferred = value.inferred;
      value = evaluate(run, next, scope);
      if (inferred !== undefined) value = inferredFrom(value, withMore(none, { inferred }));
    }
    given.push({ test: next, holds: !stopsAt });
  }
  if (!cause) return value;
  return mergeValues([...possible, value], cause) ?? value;
}

function comparison(run: Run, node: Comparison, scope: Scope): Value {
  let left = evaluate(run, node.left, scope);
  let leftNode: Expression = node.left;
  let result: Value = bool(true);
  for (const { operator, right: rightNode } of node.rest) {
    const right = evaluate(run, rightNode, scope);
    const site = withMore(siteOf(run, node, leftNode), { argSpan: spanOf(run, rightNode) });
    const next = inferredFrom(compare(run, operator, left, right, site), left, right);
    result = inferredFrom(next, result);
    const known = truth(run, result);
    if (known === false || node.rest.length === 1) return result;
    if (known === undefined) return result;
    left = right;
    leftNode = rightNode;
  }
  return result;
}

function conditional(run: Run, node: Conditional, scope: Scope): Value {
  const test = evaluate(run, node.test, scope);
  const known = truth(run, test);
  if (known !== undefined) {
    const value = evaluate(run, known ? node.then : node.otherwise, scope);
    return inferredFrom(value, test);
  }
  const cause = causeOf(run, test, node.test);
  run.host.onUnknownCondition?.(cause, spanOf(run, node));
  const paths = onEachWay(
    run,
    cause,
    [node.then, node.otherwise].map((path, index) => {
      const given = [{ test: node.test, holds: index === 0 }];
      const value = (): Value => narrowed(run, given, scope, () => evaluate(run, path, scope));
      return () => tryPath(run, value);
    }),
  );
  mergePaths(
    run,
    paths.map((path) => path.changes),
    cause,
  );
  return (
    mergeValues(
      paths.map((path) => path.result),
      cause,
    ) ?? unknownFrom(cause)
  );
}

/** Why a condition cannot be decided. */
export function causeOf(run: Run, test: Value, node: Expression): UnknownValue {
  if (test.kind === "unknown")
    return test.span ? test : withMore(test, { span: spanOf(run, node) });
  if ("uncertain" in test && test.uncertain) return test.uncertain;
  return unknownHere(run, "a condition is not known", spanOf(run, node));
}

function lambda(run: Run, node: Lambda, scope: Scope): Value {
  const made: FunctionValue = {
    kind: "function",
    name: "<lambda>",
    node,
    module: scope.module,
    scope: functionScope(scope),
    defaults: defaultsOf(run, node.parameters, scope),
    attributes: new Map(),
    owner: undefined,
    span: spanOf(run, node),
  };
  return made;
}

/** Where a function's free names are looked up: never in the class body that holds it (lookups skip that). */
function functionScope(scope: Scope): Scope {
  return scope;
}

/** The default of each parameter that has one. */
export function defaultsOf(
  run: Run,
  parameters: readonly Parameter[],
  scope: Scope,
): Map<string, Value> {
  const defaults = new Map<string, Value>();
  for (const parameter of parameters)
    if (parameter.default)
      defaults.set(parameter.name.name, evaluate(run, parameter.default, scope));
  return defaults;
}

function callExpression(run: Run, node: Call, scope: Scope): Value {
  const { callee: calleeNode } = node;
  if (calleeNode.kind === "Name" && node.args.length === 0) {
    if (calleeNode.name === "super") return superOf(run, scope) ?? none;
    if (calleeNode.name === "locals") return localsOf(run, scope);
  }
  const callee = evaluate(run, calleeNode, scope);
  const args = evaluateArguments(run, node, scope);
  const self = calleeNode.kind === "Attribute" ? calleeNode.object : undefined;
  const site = siteOf(run, node, self);
  const { frame } = run;
  const before = frame.at;
  let value: Value;
  // As `at` does it, without a function of its own for each call.
  frame.at = site.span;
  try {
    value = run.call(callee, args, site);
  } finally {
    frame.at = before;
  }
  if (value.kind === "unknown" && value.pattern === undefined && !value.alternatives)
    return withMore(value, { pattern: sourceName(run, node) });
  return value;
}

/** What raises without a place of its own meanwhile does so here. */
function at<T>(run: Run, span: Span, action: () => T): T {
  const { frame } = run;
  const before = frame.at;
  frame.at = span;
  try {
    return action();
  } finally {
    frame.at = before;
  }
}

function localsOf(run: Run, scope: Scope): Value {
  if (scope.kind === "module") return namespaceOf(run, scope.module);
  return run.interpreter.dict([...scope.variables]);
}

function attribute(run: Run, node: Attribute, scope: Scope): Value {
  const object = evaluate(run, node.object, scope);
  const value =
    object.kind === "instance"
      ? at(run, spanOf(run, node), () => run.attribute(object, node.name.name))
      : run.attribute(object, node.name.name);
  if (value === undefined) {
    const name =
      object.kind === "module"
        ? `module '${object.name}'`
        : object.kind === "class"
          ? `type object '${object.name}'`
          : `'${run.classOf(object).name}' object`;
    return raise(
      run,
      "AttributeError",
      `${name} has no attribute '${node.name.name}'`,
      spanOf(run, node),
    );
  }
  if (value.kind === "unknown" && value.pattern === undefined && !value.alternatives)
    return withMore(value, { pattern: sourceName(run, node) });
  return value;
}

function formatString(run: Run, node: FormatString, scope: Scope): Value {
  const parts = new Parts(run);
  addParts(run, parts, node.parts, scope);
  const value = parts.result();
  return value.kind === "str" ? withMore(value, { span: spanOf(run, node) }) : value;
}

function addParts(run: Run, parts: Parts, nodes: readonly FormatPart[], scope: Scope): void {
  for (let at = 0, part = nodes[0]; part; part = nodes[++at]) {
    if (part.kind === "FormatText") {
      parts.literal(part.value);
      continue;
    }
    if (part.debug !== undefined) parts.literal(part.debug);
    let value = evaluate(run, part.value, scope);
    const inner = sourceName(run, part.value)?.slice(1, -1);
    if (value.kind === "unknown") {
      // What is wholly unknown is called by what is written here.
      const bare = value.pattern === undefined || /^\{[^{}]*\}$/.test(value.pattern);
      parts.value(bare ? withMore(value, { pattern: undefined }) : value, inner);
      continue;
    }
    if (part.conversion === "a") value = asciiOf(run.repr(value));
    else if (part.conversion === "r") value = run.repr(value);
    else if (part.conversion === "s" || (part.debug === undefined ? false : part.spec.length === 0))
      value = part.conversion === "s" ? run.text(value) : run.repr(value);
    const spec = specOf(run, part.spec, scope);
    parts.value(inferredFrom(formatValue(run, value, spec), value), inner);
  }
}

function specOf(run: Run, nodes: readonly FormatPart[], scope: Scope): string {
  if (nodes.length === 0) return "";
  const parts = new Parts(run);
  addParts(run, parts, nodes, scope);
  const value = parts.result();
  return value.kind === "str" ? value.value : "";
}
