import { noteChange } from "../interpreter/context.ts";
import { keyOf } from "../interpreter/operators.ts";
import { raiseKeyError } from "../interpreter/raise.ts";
import { runOf, type Run } from "../interpreter/run.ts";
import type { NativeCall } from "../native.ts";
import type { NativeFunctionValue, SetValue, Value } from "../value.ts";
import { bool, none, unknownFrom } from "../values.ts";
import { native, need, unwrapped } from "./pure.ts";

function on(
  name: string,
  method: (set: SetValue, call: NativeCall, run: Run) => Value | undefined,
): readonly [string, NativeFunctionValue] {
  return native(name, (call) => {
    const bound = call.self ? call : { ...call, positional: call.positional.slice(1) };
    const self = unwrapped(call.self ?? need(call, 0));
    if (self.kind === "unknown") return unknownFrom(self);
    if (self.kind !== "set")
      return call.interpreter.raise("TypeError", `descriptor '${name}' requires a 'set' object`);
    return method(self, bound, runOf(call)) ?? none;
  });
}

/** All given iterables as one set of keys. */
function others(call: NativeCall, run: Run): SetValue[] {
  return call.positional.map((given) => setOf(run, given.value));
}

/** A set of what an iterable gives. */
export function setOf(run: Run, value: Value, frozen = false): SetValue {
  const { items, uncertain } = run.iterate(value);
  const known = new Map<string, Value>();
  let open = uncertain;
  for (const item of items)
    if (item.kind === "unknown") open ??= item;
    else {
      const key = keyOf(run, item);
      if (!known.has(key)) known.set(key, item);
    }
  return { kind: "set", items: known, frozen, uncertain: open, branch: run.context.branch };
}

function copyOf(run: Run, set: SetValue): SetValue {
  return { ...set, items: new Map(set.items), branch: run.context.branch };
}

function combined(
  set: SetValue,
  call: NativeCall,
  run: Run,
  how: "union" | "difference" | "intersection",
): SetValue {
  const made = copyOf(run, set);
  for (const other of others(call, run)) {
    made.uncertain ??= other.uncertain;
    if (how === "union") for (const [key, value] of other.items) made.items.set(key, value);
    else
      for (const key of [...made.items.keys()])
        if (other.items.has(key) === (how === "difference")) made.items.delete(key);
  }
  return made;
}

function become(run: Run, set: SetValue, made: SetValue): undefined {
  noteChange(run, set);
  set.items.clear();
  for (const [key, value] of made.items) set.items.set(key, value);
  set.uncertain ??= made.uncertain;
  return undefined;
}

function symmetric(set: SetValue, call: NativeCall, run: Run): SetValue {
  const made = copyOf(run, set);
  for (const other of others(call, run))
    for (const [key, value] of other.items)
      if (set.items.has(key)) made.items.delete(key);
      else made.items.set(key, value);
  return made;
}

function subset(left: SetValue, right: SetValue): Value {
  const open = left.uncertain ?? right.uncertain;
  if (open) return unknownFrom(open);
  return bool([...left.items.keys()].every((key) => right.items.has(key)));
}

function remove(set: SetValue, call: NativeCall, run: Run, mustBe: boolean): undefined {
  const item = need(call, 0);
  noteChange(run, set);
  if (item.kind === "unknown") set.uncertain ??= item;
  else if (!set.items.delete(keyOf(run, item)) && mustBe && !set.uncertain)
    raiseKeyError(run, item);
  return undefined;
}

/** Methods of `set` and `frozenset`. */
export const setMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  on("add", (set, call, run) => {
    const item = need(call, 0);
    noteChange(run, set);
    if (item.kind === "unknown") set.uncertain ??= item;
    else if (!set.items.has(keyOf(run, item))) set.items.set(keyOf(run, item), item);
    return undefined;
  }),
  on("remove", (set, call, run) => remove(set, call, run, true)),
  on("discard", (set, call, run) => remove(set, call, run, false)),
  on("pop", (set, call, run) => {
    if (set.items.size === 0) return call.interpreter.raise("KeyError", "pop from an empty set");
    const [first] = set.items;
    if (first && set.items.size === 1) {
      noteChange(run, set);
      set.items.delete(first[0]);
      return first[1];
    }
    set.uncertain ??= { kind: "unknown", reason: "which item a set gives is not known" };
    return unknownFrom(set.uncertain);
  }),
  on("clear", (set, _call, run) => {
    noteChange(run, set);
    set.items.clear();
    return undefined;
  }),
  on("copy", (set, _call, run) => copyOf(run, set)),
  on("union", (set, call, run) => combined(set, call, run, "union")),
  on("intersection", (set, call, run) => combined(set, call, run, "intersection")),
  on("difference", (set, call, run) => combined(set, call, run, "difference")),
  on("symmetric_difference", symmetric),
  on("update", (set, call, run) => become(run, set, combined(set, call, run, "union"))),
  on("intersection_update", (set, call, run) =>
    become(run, set, combined(set, call, run, "intersection")),
  ),
  on("difference_update", (set, call, run) =>
    become(run, set, combined(set, call, run, "difference")),
  ),
  on("symmetric_difference_update", (set, call, run) =>
    become(run, set, symmetric(set, call, run)),
  ),
  on("issubset", (set, call, run) => subset(set, setOf(run, need(call, 0)))),
  on("issuperset", (set, call, run) => subset(setOf(run, need(call, 0)), set)),
  on("isdisjoint", (set, call, run) => {
    const other = setOf(run, need(call, 0));
    return bool(![...set.items.keys()].some((key) => other.items.has(key)));
  }),
  on("__len__", (set) =>
    set.uncertain ? unknownFrom(set.uncertain) : { kind: "int", value: BigInt(set.items.size) },
  ),
  on("__contains__", (set, call, run) => {
    const item = need(call, 0);
    if (item.kind === "unknown") return unknownFrom(item);
    if (set.items.has(keyOf(run, item))) return bool(true);
    return set.uncertain ? unknownFrom(set.uncertain) : bool(false);
  }),
];
