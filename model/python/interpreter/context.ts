import type { Certainty } from "../../dag/certainty.ts";
import { budgets } from "../budgets.ts";
import type { Choice } from "../native.ts";
import type { DictValue, ListValue, SetValue, UnknownValue, Value } from "../value.ts";
import { none } from "../values.ts";
import { footingOf, standOn, type Journal, type Run, type RunContext } from "./run.ts";
import { PythonError } from "./signals.ts";

/** Runs something that is at most this certain. */
export function within<T>(
  run: Run,
  certainty: Certainty,
  unknown: UnknownValue | undefined,
  action: () => T,
  loopVariable?: string,
  choice?: Choice,
): T {
  const before = run.context;
  if (certainty === "certain" || (certainty === before.certainty && certainty === "inferred"))
    return action();
  run.context = inside(run, certainty, unknown, loopVariable, choice);
  try {
    return action();
  } finally {
    run.context = before;
  }
}

/** Does something with each of the values of which one is the real one. */
export function withEach<T>(
  run: Run,
  options: readonly Value[],
  unknown: UnknownValue,
  action: (option: Value) => T,
): T[] {
  return onEachWay(
    run,
    unknown,
    options.map((option) => () => action(option)),
  );
}

/** Goes ways of which one will be taken. One that ends in an exception was not taken, or the file does not load; where all do, so does this. */
export function onEachWay<T>(
  run: Run,
  unknown: UnknownValue,
  ways: readonly (() => T)[],
  decision: Choice["decision"] = { ways: new Set(ways.keys()) },
): T[] {
  const footing = footingOf(run);
  const results: T[] = [];
  let failure: PythonError | undefined;
  ways.forEach((way, index) => {
    try {
      results.push(within(run, "dynamic", unknown, way, undefined, { decision, index }));
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      standOn(run, footing);
      // What may catch it goes on from there.
      if (run.catchers === 0) decision.ways?.delete(index);
      failure ??= error;
    }
  });
  if (results.length === 0 && failure) throw failure;
  return results;
}

/** The context of code that is reached from the present one only perhaps. */
export function inside(
  run: Run,
  certainty: Certainty,
  unknown: UnknownValue | undefined,
  loopVariable?: string,
  choice?: Choice,
): RunContext {
  const before = run.context;
  const dynamic = certainty === "dynamic";
  if (dynamic) run.lastBranch += 1;
  return {
    certainty: before.certainty === "dynamic" || dynamic ? "dynamic" : "inferred",
    unknown: before.unknown ?? unknown,
    loopVariables:
      loopVariable === undefined ? before.loopVariables : [...before.loopVariables, loopVariable],
    choices: dynamic
      ? [...before.choices, choice ?? { decision: { ways: undefined }, index: 0 }]
      : before.choices,
    branch: dynamic ? run.lastBranch : before.branch,
  };
}

/** Sets a name, remembering what it was if a branch that may not be taken runs. */
export function setName(run: Run, names: Map<string, Value>, name: string, value: Value): void {
  const journal = run.journals[run.journals.length - 1];
  if (journal) {
    let before = journal.get(names);
    if (!before) {
      before = new Map<string, Value | undefined>();
      journal.set(names, before);
    }
    if (!before.has(name)) before.set(name, names.get(name));
  }
  names.set(name, value);
}

/** Forgets a name. */
export function deleteName(run: Run, names: Map<string, Value>, name: string): void {
  const value = names.get(name);
  if (value !== undefined) setName(run, names, name, value);
  names.delete(name);
}

/** What one path through the code did to names. */
type Changes = Map<Map<string, Value>, Map<string, Value | undefined>>;

/** Runs a path on its own: afterwards every name is as before, and the changes are told. */
export function tryPath<T>(run: Run, action: () => T): { result: T; changes: Changes } {
  const journal: Journal = new Map();
  run.journals.push(journal);
  try {
    const result = action();
    return { result, changes: takeBack(journal) };
  } catch (error) {
    takeBack(journal);
    throw error;
  } finally {
    run.journals.pop();
  }
}

function takeBack(journal: Journal): Changes {
  const changes: Changes = new Map();
  for (const [names, before] of journal) {
    const after = new Map<string, Value | undefined>();
    for (const [name, old] of before) {
      after.set(name, names.get(name));
      if (old === undefined) names.delete(name);
      else names.set(name, old);
    }
    changes.set(names, after);
  }
  return changes;
}

/** Lets the names be what any of the paths made them; a path that changed nothing is an empty map. */
export function mergePaths(
  run: Run,
  paths: readonly Changes[],
  unknown: UnknownValue,
  form: "branch" | "loop" = "branch",
): void {
  const touched = new Map<Map<string, Value>, Set<string>>();
  for (const path of paths)
    for (const [names, after] of path) {
      const all = touched.get(names) ?? new Set<string>();
      for (const name of after.keys()) all.add(name);
      touched.set(names, all);
    }
  for (const [names, all] of touched)
    for (const name of all) {
      const old = names.get(name);
      const values = paths.map((path) => {
        const after = path.get(names);
        return after?.has(name) === true ? after.get(name) : old;
      });
      const merged = mergeValues(values, unknown, form, name);
      // What conditions told of it on each path says nothing after them.
      if (merged !== undefined && !hasOptionsOf(merged, old)) setName(run, names, name, merged);
    }
}

function hasOptionsOf(value: Value, old: Value | undefined): boolean {
  if (value.kind !== "unknown" || old?.kind !== "unknown") return false;
  const { alternatives } = value;
  return (
    alternatives !== undefined &&
    alternatives.length === old.alternatives?.length &&
    old.alternatives.every((option) => alternatives.includes(option))
  );
}

/** The value of something that is one of several: the same if they agree, else unknown with its alternatives. */
export function mergeValues(
  values: readonly (Value | undefined)[],
  unknown: UnknownValue,
  form: "branch" | "loop" = "branch",
  name?: string,
): Value | undefined {
  const distinct: Value[] = [];
  let open = false;
  for (const value of values) {
    if (value === undefined) continue;
    for (const option of value.kind === "unknown" && value.alternatives
      ? value.alternatives
      : [value]) {
      if (option.kind === "unknown") open = true;
      if (!distinct.some((other) => sameValue(other, option))) distinct.push(option);
    }
  }
  const [first] = distinct;
  if (distinct.length <= 1 || first === undefined) return first;
  const keep =
    !open &&
    distinct.length <= budgets.alternatives &&
    (form === "branch" || distinct.every(isObject));
  const pattern = name === undefined ? undefined : `{${name}}`;
  return {
    kind: "unknown",
    reason: unknown.reason,
    span: unknown.span,
    pattern,
    alternatives: keep ? distinct : undefined,
  };
}

function isObject(value: Value): boolean {
  return value.kind === "instance" || value.kind === "none" || value.kind === "list";
}

/** Cheap sameness: one object, or two equal plain values. */
function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.kind === "none") return right.kind === "none";
  if (left.kind === "str") return right.kind === "str" && left.value === right.value;
  if (left.kind === "int") return right.kind === "int" && left.value === right.value;
  if (left.kind === "bool") return right.kind === "bool" && left.value === right.value;
  if (left.kind === "float") return right.kind === "float" && left.value === right.value;
  if (left.kind === "tuple")
    return (
      right.kind === "tuple" &&
      left.items.length === right.items.length &&
      left.items.every((item, index) => sameValue(item, right.items[index] ?? none))
    );
  return false;
}

/** Marks a collection that code changes which may not run, or which may run any number of times. */
export function noteChange(run: Run, collection: ListValue | DictValue | SetValue): void {
  if (run.context.branch !== 0 && collection.branch !== run.context.branch)
    collection.uncertain ??= run.context.unknown ?? {
      kind: "unknown",
      reason: "it is changed where that may not happen",
    };
}
