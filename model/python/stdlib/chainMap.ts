import { fill } from "../builtins/dictMethods.ts";
import { native, need } from "../builtins/pure.ts";
import { deleteItem, setDictItem } from "../interpreter/items.ts";
import { makeList } from "../interpreter/raise.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, DictValue, Value } from "../value.ts";
import { none } from "../values.ts";

function mapsOf(call: NativeCall): readonly Value[] {
  const self = call.self ?? call.positional[0]?.value;
  const maps = self?.kind === "instance" ? self.attributes.get("maps") : undefined;
  return maps?.kind === "list" ? maps.items : [];
}

/** All maps as one dict: the first that has a key answers for it. */
function merged(call: NativeCall): DictValue {
  const run = runOf(call);
  const { branch } = run.context;
  const made: DictValue = { kind: "dict", entries: new Map(), uncertain: undefined, branch };
  for (const map of [...mapsOf(call)].reverse())
    made.uncertain ??= fill(run, map, ({ key, value }) => {
      setDictItem(run, made, key, value);
    });
  return made;
}

/** A method that the merged dict answers. */
function asked(name: string): readonly [string, Value] {
  return native(name, (call) => {
    const { positional, keywords, interpreter } = call;
    const method = interpreter.attribute(merged(call), name);
    if (!method) return interpreter.unknown(`ChainMap.${name}() is not followed`, call.span);
    const values = [...keywords].map(([key, { value }]) => [key, value] as const);
    return interpreter.call(method, {
      positional: positional.map(({ value }) => value),
      keywords: new Map(values),
    });
  });
}

function make(call: NativeCall, maps: readonly Value[]): Value {
  const of = call.interpreter.list(maps);
  return {
    kind: "instance",
    class: chainMap,
    attributes: new Map([["maps", of]]),
    payload: undefined,
  };
}

const empty = (call: NativeCall): Value => call.interpreter.dict([]);

/** `collections.ChainMap`: several dicts seen as one; what is written goes to the first. */
export const chainMap: ClassValue = nativeClass({
  name: "ChainMap",
  module: "collections",
  attributes: [
    native("__init__", (call) => {
      const maps = call.positional.map(({ value }) => value);
      if (call.self?.kind === "instance")
        call.self.attributes.set(
          "maps",
          makeList(runOf(call), maps.length > 0 ? maps : [empty(call)]),
        );
      return none;
    }),
    ...["__getitem__", "__contains__", "__len__", "get", "keys", "values", "items"].map(asked),
    native("__iter__", (call) => {
      const iter = runOf(call).builtin("iter");
      const keys = merged(call);
      return iter ? call.interpreter.call(iter, { positional: [keys] }) : keys;
    }),
    native("copy", (call) => make(call, mapsOf(call))),
    native("__setitem__", (call) => {
      const [first] = mapsOf(call);
      if (first) runOf(call).setItem(first, need(call, 0), need(call, 1));
      return none;
    }),
    native("__delitem__", (call) => {
      const [first] = mapsOf(call);
      if (first) deleteItem(runOf(call), first, need(call, 0));
      return none;
    }),
    native("new_child", (call) => {
      const child = call.positional[0]?.value ?? call.keywords.get("m")?.value;
      const map = child && child.kind !== "none" ? child : empty(call);
      const more = [...call.keywords].filter(([name]) => name !== "m");
      for (const [name, { value }] of more)
        runOf(call).setItem(map, { kind: "str", value: name }, value);
      return make(call, [map, ...mapsOf(call)]);
    }),
    [
      "parents",
      {
        kind: "property",
        getter: native("parents", (call) => make(call, mapsOf(call).slice(1)))[1],
        setter: undefined,
      },
    ],
    ...["pop", "popitem", "update", "setdefault", "clear"].map((name) =>
      native(name, (call) => {
        const [first] = mapsOf(call);
        const method = first && call.interpreter.attribute(first, name);
        if (!method) return call.interpreter.unknown(`ChainMap.${name}() is not followed`);
        return call.interpreter.call(method, {
          positional: call.positional.map(({ value }) => value),
          keywords: new Map([...call.keywords].map(([key, { value }]) => [key, value] as const)),
        });
      }),
    ),
  ],
});
