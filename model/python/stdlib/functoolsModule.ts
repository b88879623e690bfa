import { once } from "../once.ts";
import { native, need } from "../builtins/pure.ts";
import { hashKey } from "../hashing.ts";
import { runOf, siteHere } from "../interpreter/run.ts";
import { nativeClass, type GivenArgument, type NativeCall } from "../native.ts";
import type { FunctionValue, InstanceValue, Payload, Value } from "../value.ts";
import { bool, none, str, tuple, unknownFrom } from "../values.ts";
import { singleDispatch } from "./singleDispatch.ts";

/** What `functools.partial(f, …)` holds. */
export interface PartialFunctionPayload extends Payload {
  readonly type: "partial";
  readonly callee: Value;
  readonly positional: readonly GivenArgument[];
  readonly keywords: ReadonlyMap<string, GivenArgument>;
}

/** The function that a `functools.partial` will call, with what it was given; undefined for anything else. */
export function partialOf(value: Value): PartialFunctionPayload | undefined {
  if (value.kind !== "instance" || value.payload?.type !== "partial") return undefined;
  return value.payload as PartialFunctionPayload;
}

const partialClass = nativeClass({
  name: "partial",
  module: "functools",
  attributes: [
    native("__new__", (call) => {
      const [first, ...rest] = call.positional;
      if (!first)
        return call.interpreter.raise("TypeError", "partial expected at least 1 argument");
      const payload: PartialFunctionPayload = {
        type: "partial",
        callee: first.value,
        positional: rest,
        keywords: call.keywords,
      };
      const made: InstanceValue = {
        kind: "instance",
        class: call.self?.kind === "class" ? call.self : partialClass_(),
        attributes: new Map<string, Value>([
          ["func", first.value],
          ["args", tuple(rest.map(({ value }) => value))],
          [
            "keywords",
            call.interpreter.dict(
              [...call.keywords].map(([name, { value }]) => [name, value] as const),
            ),
          ],
        ]),
        payload,
        span: call.span,
      };
      return made;
    }),
    native("__call__", (call) => {
      const held = call.self && partialOf(call.self);
      if (!held) return none;
      return runOf(call).call(
        held.callee,
        {
          positional: [...held.positional, ...call.positional],
          keywords: new Map([...held.keywords, ...call.keywords]),
          uncertain: call.uncertain,
        },
        { span: call.span, node: call.node, selfSpan: call.selfSpan },
      );
    }),
  ],
});

function partialClass_(): typeof partialClass {
  return partialClass;
}

/** `partialmethod(f, …)`: on a class, `f` with `self` before what is given already. */
function partialMethod(call: NativeCall): Value {
  const [first, ...rest] = call.positional;
  if (!first)
    return call.interpreter.raise("TypeError", "partialmethod expected at least 1 argument");
  const held = call.keywords;
  return native("partialmethod", (inner) => {
    const { self, positional, keywords, uncertain, span, node, selfSpan } = inner;
    const before = self ? [{ value: self, span: selfSpan, keywordSpan: undefined }] : [];
    return runOf(inner).call(
      first.value,
      {
        positional: [...before, ...rest, ...positional],
        keywords: new Map([...held, ...keywords]),
        uncertain,
      },
      { span, node, selfSpan },
    );
  })[1];
}

const orders = ["__lt__", "__gt__", "__le__", "__ge__"] as const;

/** `total_ordering`: the comparisons that a class has not are made of the one that it has, and `==`. */
function totalOrdering(call: NativeCall): Value {
  const of = need(call, 0);
  if (of.kind !== "class") return of;
  const root = orders.find((name) => of.attributes.has(name));
  if (!root) return of;
  const isStrict = root === "__lt__" || root === "__gt__";
  const answer = (inner: NativeCall, name: string): Value => {
    const run = runOf(inner);
    const self = inner.self ?? none;
    const other = need(inner, 0);
    const has = inner.interpreter.attribute(self, root);
    const given = has && inner.interpreter.call(has, { positional: [other] });
    const holds = given && given.kind !== "unknown" ? run.truth(given) : undefined;
    const same = run.equals(self, other);
    if (holds === undefined || same === undefined)
      return inner.interpreter.unknown("an order is not known", inner.span);
    // Before, the same or after, as far as the root tells.
    const isRoot = isStrict ? holds : holds && !same;
    const isLess = root === "__lt__" || root === "__le__" ? isRoot : !isRoot && !same;
    if (name === "__lt__") return bool(isLess);
    if (name === "__le__") return bool(isLess || same);
    return bool(name === "__gt__" ? !isLess && !same : !isLess);
  };
  for (const name of orders)
    if (!of.attributes.has(name))
      of.attributes.set(name, native(name, (inner) => answer(inner, name))[1]);
  return of;
}

function reduce(call: NativeCall): Value {
  const run = runOf(call);
  const callee = need(call, 0);
  const { items, uncertain } = run.iterate(need(call, 1));
  if (uncertain && items.length === 0) return unknownFrom(uncertain);
  const initial = call.positional[2]?.value;
  const rest = initial ? items : items.slice(1);
  let total =
    initial ??
    items[0] ??
    call.interpreter.raise("TypeError", "reduce() of empty iterable with no initial value");
  for (const item of rest) total = call.interpreter.call(callee, { positional: [total, item] });
  return uncertain ? unknownFrom(uncertain) : total;
}

/** `wraps(f)`: the wrapper takes the name and text of what it wraps. */
function wraps(call: NativeCall): Value {
  const wrapped = need(call, 0);
  return native("wraps", (inner) => {
    const wrapper = need(inner, 0);
    copyNames(inner, wrapped, wrapper);
    return wrapper;
  })[1];
}

function copyNames(call: NativeCall, from: Value, to: Value): void {
  if (to.kind !== "function") return;
  for (const name of ["__name__", "__qualname__", "__doc__", "__module__"]) {
    const value = call.interpreter.attribute(from, name);
    if (value) to.attributes.set(name, value);
  }
  if (from.kind === "function")
    for (const [name, value] of from.attributes) to.attributes.set(name, value);
  to.attributes.set("__wrapped__", from);
}

/** `cache`, `lru_cache`: the same arguments give the same object. */
function cached(call: NativeCall): Value {
  const [first] = call.positional;
  if (first && isCallable(first.value)) return remembering(first.value);
  return native("cache", (inner) => remembering(need(inner, 0)))[1];
}

function remembering(callee: Value): Value {
  const results = new Map<string, Value>();
  const name =
    callee.kind === "function" || callee.kind === "nativeFunction" ? callee.name : "cached";
  const [, made] = native(name, (call) => {
    const positional = call.self
      ? [{ value: call.self, span: call.selfSpan, keywordSpan: undefined }, ...call.positional]
      : call.positional;
    const parts = [...positional, ...call.keywords.values()].map(({ value }) => hashKey(value));
    const key = parts.includes(undefined)
      ? undefined
      : [...call.keywords.keys(), "|", ...parts].join("\u0000");
    const known = key === undefined ? undefined : results.get(key);
    if (known) return known;
    const { keywords, uncertain, span, node, selfSpan } = call;
    const result = runOf(call).call(
      callee,
      { positional, keywords, uncertain },
      { span, node, selfSpan },
    );
    if (key !== undefined) results.set(key, result);
    return result;
  });
  made.attributes?.set("__wrapped__", callee);
  made.attributes?.set("cache_clear", native("cache_clear", () => none)[1]);
  return made;
}

function isCallable(value: Value): value is FunctionValue {
  return (
    value.kind === "function" ||
    value.kind === "nativeFunction" ||
    value.kind === "class" ||
    value.kind === "wrapped"
  );
}

function cmpToKey(call: NativeCall): Value {
  const compare = need(call, 0);
  const key = nativeClass({
    name: "K",
    module: "functools",
    attributes: [
      native("__init__", (inner) => {
        if (inner.self?.kind === "instance") inner.self.attributes.set("obj", need(inner, 0));
        return none;
      }),
      native("__lt__", (inner) => {
        const run = runOf(inner);
        const of = (value: Value): Value =>
          (value.kind === "instance" ? value.attributes.get("obj") : undefined) ?? none;
        const result = inner.interpreter.call(compare, {
          positional: [of(inner.self ?? none), of(need(inner, 0))],
        });
        return run.binary("-", result, { kind: "int", value: 0n }, siteHere(run)).kind === "int" &&
          result.kind === "int"
          ? { kind: "bool", value: result.value < 0n }
          : unknownFrom(inner.interpreter.unknown("an order is not known"));
      }),
    ],
  });
  return key;
}

/** `functools`. */
export const functoolsNames = once((): readonly (readonly [string, Value])[] => [
  ["partial", partialClass],
  native("reduce", reduce),
  native("wraps", wraps),
  native("update_wrapper", (call) => {
    copyNames(call, need(call, 1), need(call, 0));
    return need(call, 0);
  }),
  native("cache", cached),
  native("lru_cache", cached),
  native("cached_property", (call) => ({
    kind: "property",
    getter: need(call, 0),
    setter: undefined,
    cached: true,
  })),
  native("total_ordering", totalOrdering),
  native("singledispatch", singleDispatch),
  native("singledispatchmethod", singleDispatch),
  native("partialmethod", partialMethod),
  native("cmp_to_key", cmpToKey),
  ["WRAPPER_ASSIGNMENTS", { kind: "tuple", items: [str("__name__"), str("__doc__")] }],
]);
