import { memo } from "../../memo.ts";
import type { Span } from "../../text/span.ts";
import type { Binding } from "../native.ts";
import type { Expression, FunctionDef, Lambda, Pattern, Placed, Statement } from "../syntax.ts";
import { statementKinds } from "../statementKinds.ts";
import type { ModuleValue, Scope, Value } from "../value.ts";
import { setName } from "./context.ts";
import { raise } from "./raise.ts";
import { moduleName } from "./moduleNames.ts";
import { bound, spanOf, type Run } from "./run.ts";
import { withMore } from "../../withMore.ts";

const nothing: ReadonlySet<string> = new Set();

/** The scope of a module. */
export function moduleScope(module: ModuleValue): Scope {
  return {
    kind: "module",
    variables: module.globals,
    parent: undefined,
    module,
    globals: nothing,
    nonlocals: nothing,
    locals: undefined,
  };
}

/** A scope within another one. */
export function innerScope(kind: Scope["kind"], parent: Scope, names?: FunctionNames): Scope {
  return {
    kind,
    variables: new Map(),
    parent,
    module: parent.module,
    globals: names?.globals ?? nothing,
    nonlocals: names?.nonlocals ?? nothing,
    locals: names?.locals,
  };
}

/** What a name stands for; raises NameError. */
export function lookUp(run: Run, name: string, scope: Scope, at: Placed): Value {
  const own = scope.variables.get(name);
  if (own !== undefined && !scope.globals.has(name)) return own;
  if (scope.locals?.has(name) === true)
    raise(
      run,
      "UnboundLocalError",
      `cannot access local variable '${name}' where it is not associated with a value`,
      spanOf(run, at),
    );
  if (!scope.globals.has(name))
    for (let outer = scope.parent; outer; outer = outer.parent) {
      if (outer.kind === "class") continue;
      const value = outer.variables.get(name);
      if (value !== undefined) return value;
    }
  const { module } = scope;
  const value = module.globals.get(name) ?? run.builtin(name) ?? moduleName(run, module, name);
  if (value !== undefined) return value;
  for (const source of run.starImports.get(module) ?? []) {
    const starred = source.attribute?.(name);
    if (starred !== undefined) return starred;
  }
  if (module.uncertain) return withMore(module.uncertain, { pattern: `{${name}}`, path: name });
  return raise(run, "NameError", `name '${name}' is not defined`, spanOf(run, at));
}

/** Binds a name as an assignment in this scope does. */
export function assignName(
  run: Run,
  scope: Scope,
  name: string,
  value: Value,
  span: Span,
  form: Binding["form"],
): void {
  const target = scopeOf(scope, name);
  setName(run, target.variables, name, value);
  if (target.kind === "module") target.module.bindings.set(name, span);
  bound(run, { name, span, value, form, scope: target });
}

/** The scope that an assignment to a name binds in. */
export function scopeOf(scope: Scope, name: string): Scope {
  if (scope.kind === "comprehension" && scope.parent && !scope.variables.has(name))
    return scopeOf(scope.parent, name);
  if (scope.globals.has(name)) return moduleScope(scope.module);
  if (scope.nonlocals.has(name))
    for (let outer = scope.parent; outer; outer = outer.parent)
      if (outer.kind === "function" && outer.variables.has(name)) return outer;
  return scope;
}

/** What a function's text says of its names. */
export interface FunctionNames {
  readonly locals: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  readonly isGenerator: boolean;
  /** It is a generator that looks at what is sent to it. */
  readonly receives: boolean;
}

/** The names a function binds, and whether it yields; read from its text once. */
export const namesOf = memo((node: FunctionDef | Lambda): FunctionNames => {
  const found: Found = {
    locals: new Set(node.parameters.map((parameter) => parameter.name.name)),
    globals: new Set(),
    nonlocals: new Set(),
    isGenerator: false,
    receives: false,
  };
  if (node.kind === "Lambda") inExpression(node.body, found);
  else for (const statement of node.body) inStatement(statement, found);
  for (const name of [...found.globals, ...found.nonlocals]) found.locals.delete(name);
  return found;
});

/** The names that one statement binds, those inside it too. */
export function namesBoundBy(statement: Statement): ReadonlySet<string> {
  const found: Found = {
    locals: new Set(),
    globals: new Set(),
    nonlocals: new Set(),
    isGenerator: false,
    receives: false,
  };
  inStatement(statement, found);
  return found.locals;
}

interface Found {
  readonly locals: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  isGenerator: boolean;
  receives: boolean;
}

type Child = Statement | Expression | Pattern;

function inStatement(statement: Statement, found: Found): void {
  switch (statement.kind) {
    case "ExpressionStatement":
      // What is sent to this `yield` is dropped.
      inExpression(statement.value, found, statement.value);
      return;
    case "FunctionDef":
      found.locals.add(statement.name.name);
      statement.decorators.forEach((decorator) => inExpression(decorator, found));
      for (const parameter of statement.parameters)
        if (parameter.default) inExpression(parameter.default, found);
      return;
    case "ClassDef":
      found.locals.add(statement.name.name);
      return;
    case "TypeAlias":
      found.locals.add(statement.name.name);
      return;
    case "Global":
      for (const name of statement.names) found.globals.add(name.name);
      return;
    case "Nonlocal":
      for (const name of statement.names) found.nonlocals.add(name.name);
      return;
    case "Import":
      for (const { name, alias } of statement.names)
        found.locals.add(alias?.name ?? name.name.split(".")[0] ?? "");
      return;
    case "ImportFrom":
      for (const { name, alias } of statement.names) found.locals.add(alias?.name ?? name.name);
      return;
    case "Assign":
      for (const target of statement.targets) inTarget(target, found);
      inExpression(statement.value, found);
      return;
    case "AnnotatedAssign":
      inTarget(statement.target, found);
      if (statement.value) inExpression(statement.value, found);
      return;
    case "AugmentedAssign":
      inTarget(statement.target, found);
      inExpression(statement.value, found);
      return;
    case "Delete":
      for (const target of statement.targets) inTarget(target, found);
      return;
    case "For":
      inTarget(statement.target, found);
      break;
    case "With":
      for (const { target } of statement.items) if (target) inTarget(target, found);
      break;
    case "Try":
      for (const { name } of statement.handlers) if (name) found.locals.add(name.name);
      break;
    case "Match":
      for (const { pattern } of statement.cases) inPattern(pattern, found);
      break;
    case "Return":
    case "Raise":
    case "Pass":
    case "Break":
    case "Continue":
    case "Assert":
    case "If":
    case "While":
    case "ErrorStatement":
      break;
  }
  inChildren(statement, found);
}

function inTarget(target: Expression, found: Found): void {
  if (target.kind === "Name") found.locals.add(target.name);
  else if (target.kind === "Starred") inTarget(target.value, found);
  else if (target.kind === "TupleLiteral" || target.kind === "ListLiteral")
    for (const item of target.items) inTarget(item, found);
  else inExpression(target, found);
}

function inPattern(pattern: Pattern, found: Found): void {
  if (
    pattern.kind === "CapturePattern" ||
    pattern.kind === "StarPattern" ||
    pattern.kind === "AsPattern"
  ) {
    if (pattern.name) found.locals.add(pattern.name.name);
  } else if (pattern.kind === "MappingPattern" && pattern.rest) found.locals.add(pattern.rest.name);
  if (pattern.kind === "AsPattern") inPattern(pattern.pattern, found);
  else if (pattern.kind === "OrPattern") pattern.options.forEach((p) => inPattern(p, found));
  else if (pattern.kind === "SequencePattern") pattern.items.forEach((p) => inPattern(p, found));
  else if (pattern.kind === "MappingPattern")
    pattern.items.forEach((item) => inPattern(item.pattern, found));
  else if (pattern.kind === "ClassPattern") {
    pattern.positional.forEach((p) => inPattern(p, found));
    pattern.keywords.forEach((item) => inPattern(item.pattern, found));
  }
}

/** Walrus targets and yields; left-deep chains are walked without recursion. */
function inExpression(expression: Expression, found: Found, plain?: Expression): void {
  const stack: Expression[] = [expression];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.kind === "NamedExpression") found.locals.add(node.target.name);
    else if (node.kind === "Yield" || node.kind === "YieldFrom") found.isGenerator = true;
    if (node.kind === "Yield" && node !== plain) found.receives = true;
    if (node.kind === "Lambda") continue;
    pushChildren(node, stack);
  }
}

function pushChildren(node: object, stack: Expression[]): void {
  for (const child of Object.values(node)) {
    if (typeof child !== "object" || child === null) continue;
    if (Array.isArray(child)) {
      for (const item of child as readonly unknown[])
        if (typeof item === "object" && item !== null) pushPart(item, stack);
    } else pushPart(child as object, stack);
  }
}

function pushPart(part: object, stack: Expression[]): void {
  // Parts of expressions without a kind of their own (arguments, clauses) hold expressions.
  if ("kind" in part && part.kind !== "FormatReplacement") stack.push(part as Expression);
  else pushChildren(part, stack);
}

function inChildren(statement: Statement, found: Found): void {
  for (const child of Object.values(statement) as readonly unknown[]) visit(child, found);
}

function visit(child: unknown, found: Found): void {
  if (typeof child !== "object" || child === null) return;
  if (Array.isArray(child)) {
    for (const item of child as readonly unknown[]) visit(item, found);
    return;
  }
  if (!("kind" in child)) {
    for (const part of Object.values(child) as readonly unknown[]) visit(part, found);
    return;
  }
  const node = child as Child;
  if (isStatement(node)) inStatement(node, found);
  else if (!/Pattern$|^Identifier$/.test(node.kind)) inExpression(node as Expression, found);
}

function isStatement(node: Child): node is Statement {
  return statementKinds.has(node.kind);
}
