import { native, need } from "../builtins/pure.ts";
import { once } from "../once.ts";
import { runOf, type Run } from "../interpreter/run.ts";
import { innerScope, moduleScope } from "../interpreter/scopes.ts";
import type { NativeCall } from "../native.ts";
import { parsePython } from "../parse.ts";
import type { Expression, Module } from "../syntax.ts";
import type { Scope, Value } from "../value.ts";
import { none, str, unknownFrom } from "../values.ts";

// Code that comes as a text. Its parts lie nowhere in a file: all of them are taken to lie where it is handed over.

/** `eval(text)`. */
export const evalFunction = native("eval", (call) => {
  const text = textOf(call);
  if (typeof text !== "string") return text;
  const node = expressionOf(call, parsed(call, text.trim()));
  return runOf(call).evaluate(node, scopeFor(call));
});

/** `exec(text)`; one that is not known may bind any name. */
export const execFunction = native("exec", (call) => {
  const run = runOf(call);
  const text = textOf(call);
  const scope = scopeFor(call);
  if (typeof text !== "string") {
    const unknown = text.kind === "unknown" ? text : call.interpreter.unknown("exec()");
    const names = namespaceOf(call);
    if (names?.kind === "dict") names.uncertain ??= unknown;
    else run.frame.module.uncertain ??= unknown;
    return unknownFrom(unknown);
  }
  const module = parsed(call, text);
  const [wrong] = module.syntaxErrors;
  if (wrong) return call.interpreter.raise("SyntaxError", wrong.message);
  run.runBlock(module.body, scope);
  const names = namespaceOf(call);
  if (names?.kind === "dict" && scope.variables !== run.frame.module.globals)
    for (const [name, value] of scope.variables) run.setItem(names, str(name), value);
  return none;
});

const literalEval = (call: NativeCall): Value => {
  const text = textOf(call);
  if (typeof text !== "string") return text;
  const node = expressionOf(call, parsed(call, text.replace(/^[ \t]+/, "")));
  if (!isLiteral(node)) return call.interpreter.raise("ValueError", "malformed node or string");
  return runOf(call).evaluate(node, scopeFor(call));
};

/** `ast`, as far as data goes. */
export const astNames = once(() => [native("literal_eval", literalEval)]);

function textOf(call: NativeCall): string | Value {
  const value = need(call, 0);
  if (value.kind === "str" && value.value.length < 100_000) return value.value;
  if (value.kind === "unknown") return unknownFrom(value);
  return call.interpreter.unknown("the code is known only when it runs", call.span);
}

function parsed(call: NativeCall, text: string): Module {
  call.interpreter.spend(text.length >> 3);
  const module = parsePython("", text);
  moveTo(module, call.span);
  return module;
}

/** Gives every node of a tree one place. */
function moveTo(node: object, place: { readonly start: number; readonly end: number }): void {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (typeof value === "number" && /^(?:start|contentStart)$/.test(key))
      Object.assign(node, { [key]: place.start });
    else if (typeof value === "number" && /^(?:end|contentEnd)$/.test(key))
      Object.assign(node, { [key]: place.end });
    else if (typeof value === "object" && value !== null) moveTo(value, place);
  }
}

function expressionOf(call: NativeCall, { body, syntaxErrors }: Module): Expression {
  const [only, ...more] = body;
  if (only?.kind === "ExpressionStatement" && more.length === 0 && syntaxErrors.length === 0)
    return only.value;
  return call.interpreter.raise("SyntaxError", "invalid syntax");
}

function namespaceOf(call: NativeCall): Value | undefined {
  const given = call.positional[1]?.value;
  return given?.kind === "none" ? undefined : given;
}

/** Where the code finds and binds names: where it is handed over, or in a dict that is given. */
function scopeFor(call: NativeCall): Scope {
  const run = runOf(call);
  const names = namespaceOf(call);
  if (!names) return run.frame.scope;
  return scopeOver(run, names);
}

function scopeOver(run: Run, names: Value): Scope {
  const outer = moduleScope(run.frame.module);
  const scope = innerScope("class", outer);
  if (names.kind === "dict")
    for (const { key, value } of names.entries.values())
      if (key.kind === "str") scope.variables.set(key.value, value);
  return scope;
}

function isLiteral(node: Expression): boolean {
  switch (node.kind) {
    case "NoneLiteral":
    case "BooleanLiteral":
    case "EllipsisLiteral":
    case "IntegerLiteral":
    case "FloatLiteral":
    case "StringLiteral":
    case "BytesLiteral":
      return true;
    case "UnaryOperation":
      return /^[-+]$/.test(node.operator) && isLiteral(node.operand);
    case "ListLiteral":
    case "TupleLiteral":
    case "SetLiteral":
      return node.items.every(isLiteral);
    case "DictLiteral":
      return node.items.every(
        ({ key, value }) => key !== undefined && isLiteral(key) && isLiteral(value),
      );
    default:
      return false;
  }
}
