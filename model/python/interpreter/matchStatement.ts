import { entryOf } from "../hashing.ts";
import type { ClassPattern, Identifier, Match, Pattern, Statement } from "../syntax.ts";
import type { Scope, UnknownValue, Value } from "../value.ts";
import { unknownFrom } from "../values.ts";
import { causeOf } from "./expressions.ts";
import { truth } from "./operators.ts";
import { makeList } from "./raise.ts";
import { spanOf, type Run } from "./run.ts";
import { assignName } from "./scopes.ts";
import { withMore } from "../../withMore.ts";

type RunStatements<E> = (run: Run, body: readonly Statement[], scope: Scope) => E;
type JoinPaths<E> = (run: Run, cause: UnknownValue, paths: readonly (() => E)[]) => E;

/** `match`: the first case that surely matches; where that is not known, each case that may. */
export function runMatch<E>(
  run: Run,
  statement: Match,
  scope: Scope,
  runStatements: RunStatements<E>,
  joinPaths: JoinPaths<E>,
): E | undefined {
  const subject = run.evaluate(statement.subject, scope);
  const from = (at: number): E | undefined => {
    const node = statement.cases[at];
    if (!node) return undefined;
    const matched = matches(run, node.pattern, subject, scope);
    if (matched === false) return from(at + 1);
    const guard = node.guard && run.evaluate(node.guard, scope);
    const guarded = guard ? truth(run, guard) : true;
    if (guarded === false) return from(at + 1);
    if (matched === true && guarded === true) return runStatements(run, node.body, scope);
    const cause =
      matched === undefined
        ? causeOf(run, subject, statement.subject)
        : causeOf(run, guard ?? subject, node.guard ?? statement.subject);
    return joinPaths(run, cause, [
      () => runStatements(run, node.body, scope),
      // A path with no case left simply goes on.
      () => from(at + 1) as E,
    ]);
  };
  return from(0);
}

/** Whether a value fits, binding names on the way; undefined when it cannot be known. */
function matches(run: Run, pattern: Pattern, value: Value, scope: Scope): boolean | undefined {
  switch (pattern.kind) {
    case "CapturePattern":
      capture(run, pattern.name, value, scope);
      return true;
    case "StarPattern":
    case "ErrorPattern":
      return undefined;
    case "ValuePattern":
      return run.equals(run.evaluate(pattern.value, scope), value);
    case "AsPattern": {
      const fits = matches(run, pattern.pattern, value, scope);
      if (fits !== false) capture(run, pattern.name, value, scope);
      return fits;
    }
    case "OrPattern": {
      let open = false;
      for (const option of pattern.options) {
        const fits = matches(run, option, value, scope);
        if (fits === true) return true;
        if (fits === undefined) open = true;
      }
      return open ? undefined : false;
    }
    case "SequencePattern":
      return matchesSequence(run, pattern.items, value, scope);
    case "MappingPattern":
      return matchesMapping(run, pattern, value, scope);
    case "ClassPattern":
      return matchesClass(run, pattern, value, scope);
  }
}

function capture(run: Run, name: Identifier | undefined, value: Value, scope: Scope): void {
  if (!name) return;
  const named = value.kind === "unknown" ? withMore(value, { pattern: `{${name.name}}` }) : value;
  assignName(run, scope, name.name, named, spanOf(run, name), "assign");
}

/** Several tests of which all must hold. */
function all(results: Iterable<boolean | undefined>): boolean | undefined {
  let known = true;
  for (const result of results) {
    if (result === false) return false;
    if (result === undefined) known = false;
  }
  return known ? true : undefined;
}

function matchesSequence(
  run: Run,
  patterns: readonly Pattern[],
  value: Value,
  scope: Scope,
): boolean | undefined {
  if (value.kind === "unknown") {
    for (const pattern of patterns) bindUnknown(run, pattern, value, scope);
    return undefined;
  }
  if (value.kind !== "list" && value.kind !== "tuple") return false;
  if (value.uncertain) return undefined;
  const { items } = value;
  const star = patterns.findIndex((pattern) => pattern.kind === "StarPattern");
  if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1)
    return false;
  const results: (boolean | undefined)[] = [];
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.kind === "StarPattern") {
      const end = items.length - (patterns.length - index - 1);
      capture(run, pattern.name, makeList(run, items.slice(index, end)), scope);
      continue;
    }
    const at = star >= 0 && index > star ? items.length - (patterns.length - index) : index;
    const item = items[at];
    results.push(item ? matches(run, pattern, item, scope) : false);
    if (results[results.length - 1] === false) return false;
  }
  return all(results);
}

function bindUnknown(run: Run, pattern: Pattern, value: UnknownValue, scope: Scope): void {
  if (pattern.kind === "CapturePattern" || pattern.kind === "StarPattern")
    capture(run, pattern.name, unknownFrom(value), scope);
}

function matchesMapping(
  run: Run,
  pattern: Pattern & { kind: "MappingPattern" },
  value: Value,
  scope: Scope,
): boolean | undefined {
  if (value.kind === "unknown") {
    for (const item of pattern.items) bindUnknown(run, item.pattern, value, scope);
    return undefined;
  }
  if (value.kind !== "dict") return false;
  const used = new Set<unknown>();
  const results: (boolean | undefined)[] = [];
  for (const { key, pattern: inner } of pattern.items) {
    const entry = entryOf(value, run.evaluate(key, scope));
    if (!entry) return value.uncertain ? undefined : false;
    used.add(entry);
    results.push(matches(run, inner, entry.value, scope));
  }
  if (pattern.rest) {
    const rest = [...value.entries].filter(([, entry]) => !used.has(entry));
    capture(
      run,
      pattern.rest,
      { ...value, entries: new Map(rest), branch: run.context.branch },
      scope,
    );
  }
  return all(results);
}

function matchesClass(
  run: Run,
  pattern: ClassPattern,
  value: Value,
  scope: Scope,
): boolean | undefined {
  const of = run.evaluate(pattern.class, scope);
  if (of.kind !== "class" || value.kind === "unknown") {
    for (const inner of pattern.positional)
      if (value.kind === "unknown") bindUnknown(run, inner, value, scope);
    return undefined;
  }
  const isOne = run.interpreter.isInstance(value, of);
  if (isOne !== true) return isOne;
  const results: (boolean | undefined)[] = [];
  const [only] = pattern.positional;
  if (only && of.module === "builtins") results.push(matches(run, only, value, scope));
  else {
    const names = run.attribute(of, "__match_args__");
    for (const [index, inner] of pattern.positional.entries()) {
      const name = names?.kind === "tuple" ? names.items[index] : undefined;
      const part = name?.kind === "str" ? run.attribute(value, name.value) : undefined;
      results.push(part ? matches(run, inner, part, scope) : undefined);
    }
  }
  for (const { name, pattern: inner } of pattern.keywords) {
    const part = run.attribute(value, name.name);
    results.push(part ? matches(run, inner, part, scope) : false);
  }
  return all(results);
}
