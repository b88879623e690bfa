import { hashKey, holdsUnknown } from "../hashing.ts";
import { noteChange } from "../interpreter/context.ts";
import { keepView, refreshViews } from "../interpreter/dictViews.ts";
import { deleteItem, dictItem, setDictItem } from "../interpreter/items.ts";
import { keyOf } from "../interpreter/operators.ts";
import { makeList, raise, raiseKeyError } from "../interpreter/raise.ts";
import { runOf, siteHere, type Run } from "../interpreter/run.ts";
import type { NativeCall } from "../native.ts";
import type { DictEntry, DictValue, NativeFunctionValue, UnknownValue, Value } from "../value.ts";
import { none, str, tuple, unknownFrom } from "../values.ts";
import { arg, native, need, unwrapped } from "./pure.ts";

function on(
  name: string,
  method: (dict: DictValue, call: NativeCall, run: Run) => Value | undefined,
): readonly [string, NativeFunctionValue] {
  return native(name, (call) => {
    const bound = call.self ? call : { ...call, positional: call.positional.slice(1) };
    const self = unwrapped(call.self ?? need(call, 0));
    if (self.kind === "unknown") return unknownFrom(self);
    if (self.kind !== "dict")
      return call.interpreter.raise("TypeError", `descriptor '${name}' requires a 'dict' object`);
    return method(self, bound, runOf(call)) ?? none;
  });
}

/** The value of a key, for `get`, `pop` and `setdefault`: undefined when it is not there. */
function lookUp(dict: DictValue, key: Value, run: Run): Value | undefined {
  if (key.kind === "unknown") return unknownFrom(key);
  const found = dict.entries.get(keyOf(run, key))?.value;
  if (found) return found;
  if (holdsUnknown(key)) return { kind: "unknown", reason: "which item is meant is not known" };
  return (
    dict.uncertain && unknownFrom(dict.uncertain, key.kind === "str" ? `{${key.value}}` : undefined)
  );
}

function pop(dict: DictValue, call: NativeCall, run: Run): Value {
  const key = need(call, 0);
  const found = lookUp(dict, key, run);
  if (found) {
    deleteItem(run, dict, key);
    return found;
  }
  return call.positional[1]?.value ?? raiseKeyError(run, key);
}

function setDefault(dict: DictValue, call: NativeCall, run: Run): Value {
  const key = need(call, 0);
  const found = lookUp(dict, key, run);
  if (found) return found;
  const value = call.positional[1]?.value ?? none;
  setDictItem(run, dict, key, value);
  return value;
}

/** `update` and `subtract` of a `Counter`: what is given is counted. */
function addCounts(run: Run, dict: DictValue, call: NativeCall, sign: "+" | "-"): undefined {
  const add = (key: Value, by: Value): void => {
    const old = dict.entries.get(keyOf(run, key))?.value ?? dict.missing ?? none;
    setDictItem(run, dict, key, run.binary(sign, old, by, siteHere(run)));
  };
  const source = call.positional[0]?.value;
  const plain = source && unwrapped(source);
  if (plain?.kind === "dict") {
    for (const { key, value } of plain.entries.values()) add(key, value);
    dict.uncertain ??= plain.uncertain;
  } else if (plain) {
    const { items, uncertain } = run.iterate(plain);
    for (const item of items) add(item, { kind: "int", value: 1n });
    dict.uncertain ??= uncertain;
  }
  for (const [name, given] of call.keywords) add(str(name), given.value);
  dict.uncertain ??= call.uncertain;
  return undefined;
}

function update(dict: DictValue, call: NativeCall, run: Run): undefined {
  if (dict.missing) {
    addCounts(run, dict, call, "+");
    return undefined;
  }
  const source = call.positional[0]?.value;
  if (source) {
    const uncertain = fill(run, source, (entry) =>
      setDictItem(run, dict, entry.key, entry.value, entry),
    );
    if (uncertain) dict.uncertain ??= uncertain;
  }
  for (const [name, given] of call.keywords)
    setDictItem(run, dict, str(name), given.value, {
      keySpan: given.keywordSpan,
      valueSpan: given.span,
    });
  if (call.uncertain) dict.uncertain ??= call.uncertain;
  return undefined;
}

/** Tells each entry of a mapping or of an iterable of pairs; answers why there may be more. */
export function fill(
  run: Run,
  source: Value,
  add: (entry: DictEntry) => void,
): UnknownValue | undefined {
  const plain = unwrapped(source);
  if (plain.kind === "unknown") return plain;
  if (plain.kind === "dict") {
    for (const entry of plain.entries.values()) add(entry);
    return plain.uncertain;
  }
  const keys = plain.kind === "instance" ? run.attribute(plain, "keys") : undefined;
  if (keys) {
    const none_ = { positional: [], keywords: new Map(), uncertain: undefined };
    const { items, uncertain } = run.iterate(run.call(keys, none_, siteHere(run)));
    for (const key of items)
      add({
        key,
        value: run.item(plain, key, siteHere(run)),
        keySpan: undefined,
        valueSpan: undefined,
      });
    return uncertain;
  }
  const { items, uncertain } = run.iterate(plain);
  let open = uncertain;
  for (const item of items) {
    if (item.kind === "unknown") {
      open ??= item;
      continue;
    }
    const pair = run.iterate(item).items;
    const [key, value] = pair;
    if (!key || !value || pair.length !== 2)
      return raise(
        run,
        "ValueError",
        "dictionary update sequence element has the wrong length; 2 is required",
      );
    add({ key, value, keySpan: key.span, valueSpan: value.span });
  }
  return open;
}

function uncertainList(run: Run, items: Value[], uncertain: UnknownValue | undefined): Value {
  const made = makeList(run, items);
  if (made.kind === "list") made.uncertain = uncertain;
  return made;
}

/** A dict like another, that views of the other do not follow. */
export function copyOfDict(
  { uncertain, factory, missing, span, inferred }: DictValue,
  entries: Map<string, DictEntry>,
  run: Run,
): DictValue {
  const { branch } = run.context;
  return { kind: "dict", entries, uncertain, branch, factory, missing, span, inferred };
}

function pairOf(entry: DictEntry): Value {
  return tuple([entry.key, entry.value]);
}

/** Methods of `dict`. */
export const dictMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  on(
    "get",
    (dict, call, run) => lookUp(dict, need(call, 0), run) ?? arg(call, 1, "default") ?? none,
  ),
  on("items", (dict, call, run) => {
    const pairs = [...dict.entries.values()].map(pairOf);
    return keepView(run, call, dict, uncertainList(run, pairs, dict.uncertain), pairOf);
  }),
  on("values", (dict, call, run) => {
    const values = [...dict.entries.values()].map((entry) => entry.value);
    const list = uncertainList(run, values, dict.uncertain);
    return keepView(run, call, dict, list, (entry) => entry.value);
  }),
  on("keys", (dict, call, run) => {
    const keys: Value = {
      kind: "set",
      items: new Map([...dict.entries].map(([key, entry]) => [key, entry.key])),
      frozen: false,
      uncertain: dict.uncertain,
      branch: run.context.branch,
    };
    return keepView(run, call, dict, keys, (entry) => entry.key);
  }),
  on("pop", pop),
  on("popitem", (dict, call, run) => {
    // `OrderedDict` takes the first if it is told to.
    const end = arg(call, 0, "last");
    const isFirst = end !== undefined && run.truth(end) === false;
    const last = isFirst ? [...dict.entries.values()][0] : [...dict.entries.values()].pop();
    if (dict.uncertain) return unknownFrom(dict.uncertain);
    if (!last) return call.interpreter.raise("KeyError", "popitem(): dictionary is empty");
    deleteItem(run, dict, last.key);
    return tuple([last.key, last.value]);
  }),
  on("setdefault", setDefault),
  on("update", update),
  on("__init__", update),
  on("clear", (dict, _call, run) => {
    noteChange(run, dict);
    dict.entries.clear();
    refreshViews(run, dict);
    return undefined;
  }),
  on("copy", (dict, _call, run) => copyOfDict(dict, new Map(dict.entries), run)),
  on("__len__", (dict) =>
    dict.uncertain
      ? unknownFrom(dict.uncertain)
      : { kind: "int", value: BigInt(dict.entries.size) },
  ),
  on("__contains__", (dict, call) => {
    const key = hashKey(need(call, 0));
    if (key !== undefined && dict.entries.has(key)) return { kind: "bool", value: true };
    return dict.uncertain ? unknownFrom(dict.uncertain) : { kind: "bool", value: false };
  }),
  on("__getitem__", (dict, call, run) =>
    dictItem(run, dict, need(call, 0), siteHere(run), call.self ?? dict),
  ),
  on("__setitem__", (dict, call, run) => {
    setDictItem(run, dict, need(call, 0), need(call, 1));
    return undefined;
  }),
  on("__delitem__", (dict, call, run) => {
    deleteItem(run, dict, need(call, 0));
    return undefined;
  }),
  on("move_to_end", (dict, call, run) => {
    const key = hashKey(need(call, 0));
    const entry = key === undefined ? undefined : dict.entries.get(key);
    if (key === undefined || !entry) return undefined;
    const end = arg(call, 1, "last");
    const others = [...dict.entries].filter(([other]) => other !== key);
    dict.entries.clear();
    const isFirst = end !== undefined && run.truth(end) === false;
    if (isFirst) dict.entries.set(key, entry);
    for (const [other, kept] of others) dict.entries.set(other, kept);
    if (!isFirst) dict.entries.set(key, entry);
    refreshViews(run, dict);
    return undefined;
  }),
  // Counter.
  on("subtract", (dict, call, run) => addCounts(run, dict, call, "-")),
  on("total", (dict, _call, run) =>
    dict.uncertain
      ? unknownFrom(dict.uncertain)
      : [...dict.entries.values()].reduce<Value>(
          (total, { value }) => run.binary("+", total, value, siteHere(run)),
          { kind: "int", value: 0n },
        ),
  ),
  on("most_common", (dict, call, run) => {
    const count = call.positional[0]?.value;
    const pairs = [...dict.entries.values()].sort((a, b) => weight(b.value) - weight(a.value));
    const some = count?.kind === "int" ? pairs.slice(0, Number(count.value)) : pairs;
    return uncertainList(
      run,
      some.map((entry) => tuple([entry.key, entry.value])),
      dict.uncertain,
    );
  }),
  on("elements", (dict, _call, run) =>
    uncertainList(
      run,
      [...dict.entries.values()].flatMap((entry) =>
        Array.from<Value>({ length: Math.min(10_000, Math.max(0, weight(entry.value))) }).fill(
          entry.key,
        ),
      ),
      dict.uncertain,
    ),
  ),
  native("fromkeys", (call) => {
    const run = runOf(call);
    const value = call.positional[1]?.value ?? none;
    const { items, uncertain } = run.iterate(need(call, 0));
    const made: DictValue = {
      kind: "dict",
      entries: new Map(),
      uncertain,
      branch: run.context.branch,
    };
    for (const key of items) setDictItem(run, made, key, value);
    return made;
  }),
];

function weight(value: Value): number {
  return value.kind === "int" || value.kind === "float" ? Number(value.value) : 0;
}
