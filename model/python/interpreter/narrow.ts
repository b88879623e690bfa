import { withMore } from "../../withMore.ts";
import type { Expression } from "../syntax.ts";
import type { Scope, UnknownValue, Value } from "../value.ts";
import { compare } from "./compare.ts";
import { setName } from "./context.ts";
import { truth } from "./operators.ts";
import { siteOf, type Run } from "./run.ts";

/** What the names of a condition are while it holds, or does not. */
export interface Given {
  readonly test: Expression;
  readonly holds: boolean;
}

/**
 * Does something where a condition that is not known holds, or does not: `"_" + name if name else ""` adds no None.
 * A name with several possible values has only those that fit, for as long as it is not set to something else.
 * `guards`: what the condition told of names of this scope stays, for the code behind `if name is None: return`.
 */
export function narrowed<T>(
  run: Run,
  given: readonly Given[],
  scope: Scope,
  action: () => T,
  guards = false,
): T {
  const before: { names: Map<string, Value>; name: string; old: Value; now: Value }[] = [];
  for (const { name, options } of given.flatMap((one) => toldBy(run, one, scope))) {
    const names = holderOf(scope, name);
    const old = names?.get(name);
    if (!names || old?.kind !== "unknown") continue;
    const now = only(old, options);
    if (now === old) continue;
    setName(run, names, name, now);
    if (!guards || names !== scope.variables) before.push({ names, name, old, now });
  }
  try {
    return action();
  } finally {
    for (const { names, name, old, now } of before.reverse())
      if (names.get(name) === now) setName(run, names, name, old);
  }
}

/** The value where only some of its possible values fit. */
export function fitting(run: Run, value: Value, holds: boolean): Value {
  if (value.kind !== "unknown" || !value.alternatives) return value;
  return only(
    value,
    value.alternatives.filter((option) => truth(run, option) !== !holds),
  );
}

function only(value: UnknownValue, options: readonly Value[]): Value {
  const [first] = options;
  if (first === undefined || options.length === value.alternatives?.length) return value;
  return options.length === 1 ? first : withMore(value, { alternatives: options });
}

interface Told {
  readonly name: string;
  readonly options: readonly Value[];
}

function toldBy(run: Run, { test, holds }: Given, scope: Scope): readonly Told[] {
  switch (test.kind) {
    case "Name":
      return optionsFor(test, scope, (option) => truth(run, option) !== !holds);
    case "NamedExpression":
      return toldBy(run, { test: test.target, holds }, scope);
    case "UnaryOperation":
      return test.operator === "not"
        ? toldBy(run, { test: test.operand, holds: !holds }, scope)
        : [];
    case "BooleanOperation":
      // Of `a and b` that does not hold, either may be the cause.
      return holds === (test.operator === "and")
        ? test.values.flatMap((part) => toldBy(run, { test: part, holds }, scope))
        : [];
    case "Comparison": {
      const [step, ...more] = test.rest;
      if (!step || more.length > 0 || !isPlain(step.right)) return [];
      if (!/^(?:is|is not|==|!=)$/.test(step.operator)) return [];
      const right = run.evaluate(step.right, scope);
      return optionsFor(test.left, scope, (option) => {
        const result = compare(run, step.operator, option, right, siteOf(run, test));
        return truth(run, result) !== !holds;
      });
    }
    default:
      return [];
  }
}

function optionsFor(
  node: Expression,
  scope: Scope,
  fits: (option: Value) => boolean,
): readonly Told[] {
  if (node.kind !== "Name") return [];
  const value = holderOf(scope, node.name)?.get(node.name);
  if (value?.kind !== "unknown" || !value.alternatives) return [];
  return [{ name: node.name, options: value.alternatives.filter(fits) }];
}

/** Where a name that can be read here has its value. */
function holderOf(scope: Scope, name: string): Map<string, Value> | undefined {
  if (scope.variables.has(name) && !scope.globals.has(name)) return scope.variables;
  if (scope.locals?.has(name) === true) return undefined;
  if (!scope.globals.has(name))
    for (let outer = scope.parent; outer; outer = outer.parent)
      if (outer.kind !== "class" && outer.variables.has(name)) return outer.variables;
  return scope.module.globals.has(name) ? scope.module.globals : undefined;
}

/** Whether reading it again does nothing. */
function isPlain(node: Expression): boolean {
  return /^(?:None|Boolean|Integer|Float|String)Literal$/.test(node.kind);
}
