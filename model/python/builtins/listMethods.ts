import { budgets } from "../budgets.ts";
import { sortValues } from "../interpreter/compare.ts";
import { noteChange } from "../interpreter/context.ts";
import { deleteItem } from "../interpreter/items.ts";
import { makeList, tooLarge } from "../interpreter/raise.ts";
import { runOf, type Run } from "../interpreter/run.ts";
import type { NativeCall } from "../native.ts";
import type { ListValue, NativeFunctionValue, TupleValue, Value } from "../value.ts";
import { bool, int, none, unknownFrom } from "../values.ts";
import { arg, native, need, numberOf, unwrapped } from "./pure.ts";

function on(
  name: string,
  method: (list: ListValue, call: NativeCall, run: Run) => Value | undefined,
): readonly [string, NativeFunctionValue] {
  return native(name, (call) => {
    const bound = call.self ? call : { ...call, positional: call.positional.slice(1) };
    const self = unwrapped(call.self ?? need(call, 0));
    if (self.kind === "unknown") return unknownFrom(self);
    if (self.kind !== "list")
      return call.interpreter.raise("TypeError", `descriptor '${name}' requires a 'list' object`);
    return method(self, bound, runOf(call)) ?? none;
  });
}

/** Keeps a deque at its length, and a list within the budget. */
function trim(run: Run, list: ListValue, fromLeft: boolean): void {
  if (list.maximum !== undefined)
    while (list.items.length > list.maximum) {
      if (fromLeft) list.items.shift();
      else list.items.pop();
    }
  if (list.items.length > budgets.items) {
    list.uncertain ??= tooLarge(run);
    list.items.length = budgets.items;
  }
}

function extend(list: ListValue, call: NativeCall, run: Run): undefined {
  const { items, uncertain } = run.iterate(need(call, 0));
  noteChange(run, list);
  list.items.push(...items);
  if (uncertain) list.uncertain ??= uncertain;
  trim(run, list, true);
  return undefined;
}

function indexOf(list: ListValue | TupleValue, call: NativeCall, run: Run): Value {
  const wanted = need(call, 0);
  const from = call.positional[1] ? numberOf(call, call.positional[1].value) : 0;
  for (const [index, item] of list.items.entries()) {
    if (index < from) continue;
    const same = item === wanted ? true : run.equals(item, wanted);
    if (same === undefined) return { kind: "unknown", reason: "the place of an item is not known" };
    if (same) return int(index);
  }
  if (list.uncertain) return unknownFrom(list.uncertain);
  return call.interpreter.raise("ValueError", "item is not in the sequence");
}

function count(list: ListValue | TupleValue, call: NativeCall, run: Run): Value {
  const wanted = need(call, 0);
  if (list.uncertain) return unknownFrom(list.uncertain);
  let found = 0;
  for (const item of list.items) {
    const same = run.equals(item, wanted);
    if (same === undefined) return { kind: "unknown", reason: "the count of an item is not known" };
    if (same) found += 1;
  }
  return int(found);
}

function remove(list: ListValue, call: NativeCall, run: Run): undefined {
  const at = indexOf(list, call, run);
  noteChange(run, list);
  if (at.kind === "int") list.items.splice(Number(at.value), 1);
  else list.uncertain ??= { kind: "unknown", reason: "what was removed is not known" };
  return undefined;
}

function pop(list: ListValue, call: NativeCall, run: Run): Value {
  const given = call.positional[0]?.value;
  if (given?.kind === "unknown") {
    list.uncertain ??= given;
    return unknownFrom(given);
  }
  const index = given ? numberOf(call, given) : -1;
  const at = index < 0 ? index + list.items.length : index;
  const item = list.items[at];
  if (!item) {
    if (list.uncertain) return unknownFrom(list.uncertain);
    return call.interpreter.raise(
      "IndexError",
      list.items.length === 0 ? "pop from empty list" : "pop index out of range",
    );
  }
  noteChange(run, list);
  list.items.splice(at, 1);
  return list.uncertain ? unknownFrom(list.uncertain) : item;
}

/** `sorted` and `list.sort` share this: values by key, stable, undefined when the order is not known. */
export function sorted(call: NativeCall, values: readonly Value[]): Value[] | undefined {
  const run = runOf(call);
  const key = call.keywords.get("key")?.value;
  const reverse = call.keywords.get("reverse")?.value;
  const backwards = reverse !== undefined && run.truth(reverse) === true;
  const site = { span: call.span, node: undefined, selfSpan: undefined };
  const order = backwards ? [...values].reverse() : [...values];
  if (!key || key.kind === "none") {
    const result = sortValues(run, order, site);
    return backwards ? result?.reverse() : result;
  }
  const pairs = order.map((value) => ({
    value,
    key: call.interpreter.call(key, { positional: [value] }),
  }));
  if (pairs.some((pair) => pair.key.kind === "unknown")) return undefined;
  const byKey = new Map<Value, Value>();
  // Each key object is its own, so that equal keys keep their places.
  const keys = pairs.map((pair) => {
    const own = { ...pair.key };
    byKey.set(own, pair.value);
    return own;
  });
  const result = sortValues(run, keys, site)?.flatMap((one) => {
    const value = byKey.get(one);
    return value ? [value] : [];
  });
  return backwards ? result?.reverse() : result;
}

function sort(list: ListValue, call: NativeCall, run: Run): undefined {
  noteChange(run, list);
  const result = sorted(call, list.items);
  if (result) list.items = result;
  else list.uncertain ??= { kind: "unknown", reason: "the order of the items is not known" };
  return undefined;
}

/** Methods of `list` and `deque`. */
export const listMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  on("append", (list, call, run) => {
    noteChange(run, list);
    list.items.push(need(call, 0));
    trim(run, list, true);
    return undefined;
  }),
  on("extend", extend),
  on("insert", (list, call, run) => {
    const at = need(call, 0);
    noteChange(run, list);
    if (at.kind === "unknown") list.uncertain ??= at;
    list.items.splice(at.kind === "unknown" ? 0 : numberOf(call, at), 0, need(call, 1));
    trim(run, list, true);
    return undefined;
  }),
  on("remove", remove),
  on("pop", pop),
  on("clear", (list, _call, run) => {
    noteChange(run, list);
    list.items.length = 0;
    return undefined;
  }),
  on("index", indexOf),
  on("count", count),
  on("sort", sort),
  on("reverse", (list, _call, run) => {
    noteChange(run, list);
    list.items.reverse();
    return undefined;
  }),
  on("copy", (list, _call, run) => {
    const made = makeList(run, [...list.items]);
    if (made.kind === "list") made.uncertain = list.uncertain;
    return made;
  }),
  on("appendleft", (list, call, run) => {
    noteChange(run, list);
    list.items.unshift(need(call, 0));
    trim(run, list, false);
    return undefined;
  }),
  on("extendleft", (list, call, run) => {
    const { items } = run.iterate(need(call, 0));
    noteChange(run, list);
    list.items.unshift(...[...items].reverse());
    trim(run, list, false);
    return undefined;
  }),
  on("popleft", (list, call, run) => {
    const item = list.items[0];
    if (!item) return call.interpreter.raise("IndexError", "pop from an empty deque");
    noteChange(run, list);
    list.items.shift();
    return item;
  }),
  on("rotate", (list, call, run) => {
    const value = arg(call, 0, "n");
    const by = value ? numberOf(call, value) : 1;
    noteChange(run, list);
    const length = list.items.length;
    if (length === 0) return undefined;
    const shift = ((by % length) + length) % length;
    list.items = [...list.items.slice(length - shift), ...list.items.slice(0, length - shift)];
    return undefined;
  }),
  on("__len__", (list) => (list.uncertain ? unknownFrom(list.uncertain) : int(list.items.length))),
  on("__getitem__", (list, call) => call.interpreter.item(list, need(call, 0))),
  on("__setitem__", (list, call, run) => {
    run.setItem(list, need(call, 0), need(call, 1));
    return undefined;
  }),
  on("__delitem__", (list, call, run) => {
    deleteItem(run, list, need(call, 0));
    return undefined;
  }),
  on("__init__", (list, call, run) => {
    if (call.positional.length > 0 && list.items.length === 0) extend(list, call, run);
    return undefined;
  }),
];

function onTuple(
  name: string,
  method: (tuple: TupleValue, call: NativeCall, run: Run) => Value,
): readonly [string, NativeFunctionValue] {
  return native(name, (call) => {
    const self = unwrapped(call.self ?? need(call, 0));
    if (self.kind !== "tuple") return unknownFrom(call.interpreter.unknown("no tuple"));
    return method(self, call, runOf(call));
  });
}

/** Methods of `tuple`. */
export const tupleMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  onTuple("index", indexOf),
  onTuple("count", count),
  onTuple("__len__", (tuple) =>
    tuple.uncertain ? unknownFrom(tuple.uncertain) : int(tuple.items.length),
  ),
  onTuple("__contains__", (tuple, call, run) => {
    const wanted = need(call, 0);
    const all = tuple.items.map((item) => run.equals(item, wanted));
    if (all.includes(true)) return bool(true);
    return all.includes(undefined) ? call.interpreter.unknown("not known") : bool(false);
  }),
];
