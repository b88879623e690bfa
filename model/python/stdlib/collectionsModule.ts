import { chainMap } from "./chainMap.ts";
import { once } from "../once.ts";
import { builtinClasses } from "../builtins/types.ts";
import { arg, native, need, numberOf, pure, textOf } from "../builtins/pure.ts";
import { entryOf } from "../hashing.ts";
import { makeClass } from "../interpreter/classes.ts";
import { setDictItem } from "../interpreter/items.ts";
import { runOf, siteHere } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, DictValue, ListValue, Value } from "../value.ts";
import { int, none, str, tuple } from "../values.ts";
import { fill } from "../builtins/dictMethods.ts";
import { withMore } from "../../withMore.ts";

/** A builtin class that is there for sure. */
export function builtinClass(name: string): ClassValue {
  const found = builtinClasses()[name];
  if (!found) throw new Error(`${name} is a builtin class`);
  return found;
}

const dict = builtinClass("dict");

function emptyDict(call: NativeCall, factory?: Value): DictValue {
  return {
    kind: "dict",
    entries: new Map(),
    uncertain: call.uncertain,
    branch: runOf(call).context.branch,
    factory,
    span: call.span,
  };
}

function fillFrom(call: NativeCall, made: DictValue, source: Value | undefined): DictValue {
  const run = runOf(call);
  if (source)
    made.uncertain ??= fill(run, source, (entry) =>
      setDictItem(run, made, entry.key, entry.value, entry),
    );
  for (const [name, given] of call.keywords)
    setDictItem(run, made, str(name), given.value, {
      keySpan: given.keywordSpan,
      valueSpan: given.span,
    });
  return made;
}

/** A subclass of `dict` whose instances are plain dicts to the evaluator. */
function dictClass(name: string, make: (call: NativeCall) => Value): ClassValue {
  return nativeClass({
    name,
    module: "collections",
    bases: [dict],
    attributes: [native("__new__", make), native("__init__", () => none)],
    payload: { type: "shared" },
  });
}

const defaultdict = dictClass("defaultdict", (call) =>
  fillFrom(call, emptyDict(call, call.positional[0]?.value), call.positional[1]?.value),
);

const ordered = dictClass("OrderedDict", (call) =>
  fillFrom(call, emptyDict(call), call.positional[0]?.value),
);

const counter = dictClass("Counter", (call) => {
  const run = runOf(call);
  const made: DictValue = withMore(emptyDict(call), { missing: int(0) });
  const source = call.positional[0]?.value;
  if (!source || source.kind === "dict") return fillFrom(call, made, source);
  const { items, uncertain } = run.iterate(source);
  made.uncertain ??= uncertain;
  for (const item of items) {
    const old = entryOf(made, item)?.value ?? int(0);
    setDictItem(run, made, item, run.binary("+", old, int(1), siteHere(run)));
  }
  return made;
});

const deque = nativeClass({
  name: "deque",
  module: "collections",
  bases: [builtinClass("list")],
  attributes: [
    native("__new__", (call) => {
      const run = runOf(call);
      const source = arg(call, 0, "iterable");
      const limit = arg(call, 1, "maxlen");
      const { items, uncertain } = source
        ? run.iterate(source)
        : { items: [], uncertain: undefined };
      const maximum = limit && limit.kind !== "none" ? numberOf(call, limit) : undefined;
      const kept = maximum === undefined ? items : items.slice(Math.max(0, items.length - maximum));
      const made: ListValue = {
        kind: "list",
        items: [...kept],
        uncertain,
        branch: run.context.branch,
        maximum,
        span: call.span,
      };
      return made;
    }),
    native("__init__", () => none),
  ],
  payload: { type: "shared" },
});

/** `namedtuple("Point", "x y")` and `class Point(NamedTuple)`. */
export function makeNamedTuple(
  call: NativeCall,
  name: string,
  names: readonly string[],
  defaults: ReadonlyMap<string, Value>,
  extra: ReadonlyMap<string, Value> = new Map(),
): ClassValue {
  const run = runOf(call);
  const make = pureConstructor(name, names, defaults);
  const attributes = new Map<string, Value>([
    ...extra,
    ["__new__", native("__new__", make)[1]],
    ["__init__", native("__init__", () => none)[1]],
    ["_fields", tuple(names.map((one) => str(one)))],
    ["__match_args__", tuple(names.map((one) => str(one)))],
    ...namedTupleMethods(names),
  ]);
  for (const [index, one] of names.entries()) attributes.set(one, part(one, index));
  const made = makeClass(run, {
    name,
    module: run.frame.module.name,
    bases: [builtinClass("tuple")],
    attributes,
    uncertain: undefined,
  });
  return made;
}

/** A tuple of the library whose parts have names, `date.isocalendar()`. */
export function recordClass(name: string, module: string, names: readonly string[]): ClassValue {
  return nativeClass({
    name,
    module,
    bases: [builtinClass("tuple")],
    attributes: [
      ...namedTupleMethods(names),
      ...names.map((one, index) => [one, part(one, index)] as const),
    ],
  });
}

function part(name: string, index: number): Value {
  const getter = native(name, (inner) => itemAt(inner.positional[0]?.value, index))[1];
  return { kind: "property", getter, setter: undefined };
}

function itemAt(value: Value | undefined, index: number): Value {
  const items = tupleItems(value);
  return items[index] ?? none;
}

function tupleItems(value: Value | undefined): readonly Value[] {
  if (value?.kind === "tuple") return value.items;
  if (value?.kind !== "instance" || value.payload?.type !== "wrapped") return [];
  const held = (value.payload as unknown as { readonly value: Value }).value;
  return held.kind === "tuple" ? held.items : [];
}

function pureConstructor(
  name: string,
  names: readonly string[],
  defaults: ReadonlyMap<string, Value>,
): (call: NativeCall) => Value {
  return (call) => {
    const of = call.self;
    if (call.positional.length > names.length)
      call.interpreter.raise(
        "TypeError",
        `${name}() takes ${names.length} positional arguments but ${call.positional.length} were given`,
      );
    for (const keyword of call.keywords.keys())
      if (!names.includes(keyword))
        call.interpreter.raise(
          "TypeError",
          `${name}() got an unexpected keyword argument '${keyword}'`,
        );
    const items = names.map((one, index): Value => {
      const value =
        call.positional[index]?.value ?? call.keywords.get(one)?.value ?? defaults.get(one);
      if (value) return value;
      if (call.uncertain) return withMore(call.uncertain, { pattern: `{${one}}` });
      return call.interpreter.raise(
        "TypeError",
        `${name}() missing 1 required positional argument: '${one}'`,
      );
    });
    return wrappedTuple(of?.kind === "class" ? of : builtinClass("tuple"), items);
  };
}

/** An instance of a class that is a tuple. */
export function wrappedTuple(of: ClassValue, items: readonly Value[]): Value {
  return {
    kind: "instance",
    class: of,
    attributes: new Map(),
    payload: { type: "wrapped", value: tuple(items) } as { readonly type: string },
  };
}

function namedTupleMethods(names: readonly string[]): readonly (readonly [string, Value])[] {
  return [
    native("_asdict", (call) => {
      const items = tupleItems(call.self);
      return call.interpreter.dict(
        names.map((name, index) => [name, items[index] ?? none] as const),
      );
    }),
    native("_replace", (call) => {
      const items = tupleItems(call.self).map(
        (item, index) => call.keywords.get(names[index] ?? "")?.value ?? item,
      );
      return wrappedTuple(
        call.self?.kind === "instance" ? call.self.class : builtinClass("tuple"),
        items,
      );
    }),
    [
      "_make",
      {
        kind: "wrapped",
        form: "class",
        callee: native("_make", (call) => {
          const of = call.self?.kind === "class" ? call.self : builtinClass("tuple");
          return wrappedTuple(of, call.interpreter.iterate(need(call, 0)).items);
        })[1],
      },
    ],
    native("__repr__", (call) => {
      const items = tupleItems(call.self);
      const of = call.self?.kind === "instance" ? call.self.class.name : "";
      const parts = names.map((name, index) => {
        const text = call.interpreter.repr(items[index] ?? none);
        return `${name}=${text.kind === "str" ? text.value : "…"}`;
      });
      return str(`${of}(${parts.join(", ")})`);
    }),
  ];
}

function namedtuple(call: NativeCall): Value {
  const name = textOf(call, need(call, 0, "typename"));
  const given = need(call, 1, "field_names");
  const names =
    given.kind === "str"
      ? given.value.split(/[\s,]+/).filter((one) => one !== "")
      : call.interpreter.iterate(given).items.map((item) => textOf(call, item));
  const defaults = new Map<string, Value>();
  const values = call.keywords.get("defaults")?.value;
  if (values && values.kind !== "none") {
    const { items } = call.interpreter.iterate(values);
    items.forEach((item, index) =>
      defaults.set(names[names.length - items.length + index] ?? "", item),
    );
  }
  return makeNamedTuple(call, name, names, defaults);
}

/** Abstract classes of `collections.abc`: `isinstance` knows which builtin values belong to them. */
export const abstractNames = once((): readonly (readonly [string, ClassValue])[] =>
  [
    "Iterable",
    "Iterator",
    "Generator",
    "Sequence",
    "MutableSequence",
    "Mapping",
    "MutableMapping",
    "Set",
    "MutableSet",
    "Callable",
    "Hashable",
    "Sized",
    "Container",
    "Collection",
    "Awaitable",
    "Coroutine",
    "AsyncIterator",
    "AsyncIterable",
    "KeysView",
    "ItemsView",
    "ValuesView",
    "Reversible",
    "ByteString",
    "Buffer",
  ].map((name) => [
    name,
    nativeClass({ name, module: "collections.abc", payload: { type: "abstract" } }),
  ]),
);

/** `collections`. */
export const collectionsNames = once((): readonly (readonly [string, Value])[] => [
  ["defaultdict", defaultdict],
  ["OrderedDict", ordered],
  ["Counter", counter],
  ["ChainMap", chainMap],
  ["deque", deque],
  ["UserDict", dict],
  ["UserList", builtinClass("list")],
  ["UserString", builtinClass("str")],
  pure("namedtuple", namedtuple),
]);
