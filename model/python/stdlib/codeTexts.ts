import { arg, native, need } from "../builtins/pure.ts";
import { valueOf } from "../hashing.ts";
import { once } from "../once.ts";
import { DictNames } from "../builtins/dictNames.ts";
import { moduleBehind } from "../builtins/namespace.ts";
import { setName } from "../interpreter/context.ts";
import { runOf, type Run } from "../interpreter/run.ts";
import { innerScope, moduleScope } from "../interpreter/scopes.ts";
import type { Span } from "../../text/span.ts";
import type { NativeCall } from "../native.ts";
import { parsePython } from "../parse.ts";
import type { Expression, Module } from "../syntax.ts";
import type { ModuleValue, Scope, UnknownValue, Value } from "../value.ts";
import { none, str, unknownFrom } from "../values.ts";
import { withMore } from "../../withMore.ts";

// Code that comes as a text. Its parts lie nowhere in a file: all of them are taken to lie where it is handed over.

/** `eval(text)`. */
export const evalFunction = native("eval", (call) => {
  const text = textOf(call);
  if (typeof text !== "string")
    return text.kind === "unknown" ? withMore(text, { path: "eval()" }) : text;
  const node = expressionOf(call, parsed(call, text.trim()));
  const value = runOf(call).evaluate(node, scopeFor(call));
  addBuiltins(call);
  return value;
});

/** `exec(text)`; one that is not known may bind any name. */
export const execFunction = native("exec", (call) => {
  const run = runOf(call);
  const text = textOf(call);
  const scope = scopeFor(call);
  if (typeof text !== "string") {
    const unknown = text.kind === "unknown" ? text : call.interpreter.unknown("exec()");
    const names = localsOf(call) ?? namespaceOf(call);
    if (names?.kind === "dict") names.uncertain ??= unknown;
    else bindAnything(run, unknown);
    run.host.onUnknownCall?.(withMore(unknown, { path: "exec()" }), call);
    return unknownFrom(unknown);
  }
  const module = parsed(call, text);
  const [wrong] = module.syntaxErrors;
  if (wrong) return call.interpreter.raise("SyntaxError", wrong.message);
  run.runBlock(module.body, scope);
  addBuiltins(call);
  return none;
});

/** Code that is not known may bind the names of the module anew, those that hold data. */
function bindAnything(run: Run, unknown: UnknownValue): void {
  const { module, scope } = run.frame;
  module.uncertain ??= unknown;
  if (scope.kind !== "module") return;
  for (const [name, { kind }] of scope.variables)
    if (/^(?:none|bool|int|float|str|bytes|list|tuple|dict|set|range)$/.test(kind))
      setName(run, scope.variables, name, unknownFrom(unknown, `{${name}}`));
}

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

/** The globals that are given. */
function namespaceOf(call: NativeCall): Value | undefined {
  const given = arg(call, 1, "globals");
  return given?.kind === "none" ? undefined : given;
}

/** The locals that are given besides. */
function localsOf(call: NativeCall): Value | undefined {
  const given = arg(call, 2, "locals");
  return given?.kind === "none" || given === namespaceOf(call) ? undefined : given;
}

/** Where the code finds and binds names: where it is handed over, or in a dict that is given, and nowhere else then. */
function scopeFor(call: NativeCall): Scope {
  const locals = localsOf(call);
  const around = globalScope(call);
  if (!locals) return around;
  const within = around.kind === "module" ? around : moduleScope(around.module);
  if (locals.kind === "dict" && !locals.uncertain)
    return { ...innerScope("class", within), variables: new DictNames(runOf(call), locals) };
  return moduleScope(moduleOver(call, within.module, locals));
}

function globalScope(call: NativeCall): Scope {
  const run = runOf(call);
  const names = namespaceOf(call);
  if (!names) return run.frame.scope;
  const module = names.kind === "dict" ? moduleBehind(names) : undefined;
  return moduleScope(module ?? moduleOver(call, run.frame.module, names));
}

function moduleOver(call: NativeCall, around: ModuleValue, names: Value): ModuleValue {
  const bindings = new Map<string, Span>();
  if (names.kind !== "dict") {
    const uncertain = call.interpreter.unknown("the names given to the code are not known");
    return { ...around, globals: new Map(), bindings, uncertain };
  }
  const globals = new DictNames(runOf(call), names);
  return { ...around, globals, bindings, uncertain: names.uncertain };
}

/** Python puts its builtins into a dict of globals that has none. */
function addBuiltins(call: NativeCall): void {
  const names = namespaceOf(call);
  if (names?.kind !== "dict" || moduleBehind(names)) return;
  const builtins = call.interpreter.unknown("__builtins__ is known only when it runs");
  if (!valueOf(names, "__builtins__")) runOf(call).setItem(names, str("__builtins__"), builtins);
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
