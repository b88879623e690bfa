import type { FunctionValue, Scope, Value } from "../value.ts";
import type { Run } from "./run.ts";

/** `super()` without arguments: the class whose body holds the function, and the function's first argument. */
export function superOf(run: Run, scope: Scope): Value | undefined {
  for (let at = run.frames.length - 1; at >= 0; at--) {
    const frame = run.frames[at];
    const callee = frame?.callee;
    if (callee?.kind !== "function" || !isWithin(scope, frame?.scope)) continue;
    const owner = callee.owner ?? run.classOfBody.get(callee.scope);
    if (!owner) continue;
    const first = firstArgument(callee, frame?.scope);
    return first && { kind: "super", owner, self: first };
  }
  return undefined;
}

function isWithin(scope: Scope, outer: Scope | undefined): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at === outer) return true;
  return false;
}

function firstArgument(callee: FunctionValue, scope: Scope | undefined): Value | undefined {
  const name = callee.node.parameters[0]?.name.name;
  const value = name === undefined ? undefined : scope?.variables.get(name);
  return value?.kind === "tuple" ? value.items[0] : value;
}
