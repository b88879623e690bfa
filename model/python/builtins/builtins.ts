import { asciiOf } from "./numberText.ts";
import { budgets } from "../budgets.ts";
import { iterateTogether } from "./iterateTogether.ts";
import { lengthOf } from "./chars.ts";
import { sorted } from "./listMethods.ts";
import { evalFunction, execFunction } from "../stdlib/codeTexts.ts";
import { namespaceOf, setUnknownName } from "./namespace.ts";
import { fixedText } from "./numberText.ts";
import { exceptionClasses } from "./exceptions.ts";
import { builtinClasses } from "./types.ts";
import { arg, native, need, numeric, pure, textOf, typeName, unwrapped } from "./pure.ts";
import { floorDivide, isNumber } from "../interpreter/arithmetic.ts";
import { deleteAttribute } from "../interpreter/attributes.ts";
import { compare, sortValues } from "../interpreter/compare.ts";
import { driveEach, isAskable, isDrivable, start } from "../interpreter/drive.ts";
import { isInstance } from "../interpreter/interpreterOf.ts";
import { rangeLength } from "../interpreter/items.ts";
import { makeList, raise } from "../interpreter/raise.ts";
import { footingOf, runOf, siteHere, standOn } from "../interpreter/run.ts";
import { PythonError } from "../interpreter/signals.ts";
import { formatValue } from "../interpreter/text.ts";
import type { Iteration, NativeCall } from "../native.ts";
import type { ClassValue, UnknownValue, Value } from "../value.ts";
import {
  bool,
  float,
  inferredFrom,
  int,
  iterator,
  none,
  str,
  tuple,
  unknownFrom,
  lazyIterator,
  settled,
} from "../values.ts";
import { openFile } from "../stdlib/openFile.ts";
import { someModule } from "./someModule.ts";
import { withMore } from "../../withMore.ts";

/** A builtin name; undefined when Python has none. */
export function builtinOf(name: string): Value | undefined {
  return table.get(name);
}

function values(call: NativeCall): Value[] {
  return call.positional.map((given) => given.value);
}

/** One list of items for functions that take an iterable. */
function listed(call: NativeCall, items: Value[], uncertain: UnknownValue | undefined): Value {
  const made = makeList(runOf(call), items, call.span);
  if (made.kind === "list") made.uncertain = uncertain;
  return made;
}

function len(call: NativeCall): Value {
  const given = need(call, 0);
  const value = unwrapped(given);
  switch (value.kind) {
    case "unknown":
      return unknownFrom(value);
    case "str":
      return inferredFrom(int(lengthOf(value.value)), value);
    case "bytes":
      return int(value.value.length);
    case "list":
    case "tuple":
      return value.uncertain ? unknownFrom(value.uncertain) : int(value.items.length);
    case "dict":
      return value.uncertain ? unknownFrom(value.uncertain) : int(value.entries.size);
    case "set":
      return value.uncertain ? unknownFrom(value.uncertain) : int(value.items.size);
    case "range":
      return int(rangeLength(value));
    case "instance": {
      const own = call.interpreter.attribute(value, "__len__");
      if (own) return call.interpreter.call(own, {});
      break;
    }
    case "class": {
      const own = value.metaclass && call.interpreter.attribute(value, "__len__");
      if (own?.kind === "method") return call.interpreter.call(own, {});
      return int(call.interpreter.iterate(value).items.length);
    }
    default:
      break;
  }
  return call.interpreter.raise("TypeError", `object of type '${typeName(given)}' has no len()`);
}

/** Runs when the first item is asked for. */
function enumerate(call: NativeCall): Value {
  const source = need(call, 0, "iterable");
  if (!isDrivable(source)) return lazyIterator(() => enumerateItems(call));
  let index = startOf(call);
  return lazyIterator(
    () => enumerateItems(call),
    (each) => {
      start(source)((item) => {
        each(tuple([int(index++), item]));
      });
    },
  );
}

function startOf(call: NativeCall): bigint {
  const given = arg(call, 1, "start");
  return given?.kind === "int" ? given.value : 0n;
}

function enumerateItems(call: NativeCall): Iteration {
  const { items, uncertain } = call.interpreter.iterate(need(call, 0, "iterable"));
  const from = startOf(call);
  return {
    items: items.map((item, index) => tuple([int(from + BigInt(index)), item])),
    uncertain,
  };
}

/** Runs when the first item is asked for. */
function zip(call: NativeCall): Value {
  return lazyIterator(() => zipItems(call));
}

function zipItems(call: NativeCall): Iteration {
  const all = iterateTogether(call, values(call));
  const length = shortest(all);
  const items: Value[] = [];
  for (let index = 0; index < length; index++)
    items.push(tuple(all.flatMap((one) => one.items.slice(index, index + 1))));
  return { items, uncertain: uncertainTogether(all, length) };
}

function shortest(all: readonly Iteration[]): number {
  return all.length === 0 ? 0 : Math.min(...all.map((one) => one.items.length));
}

/** Why the rounds over several iterables are not known; those that never end need not be when another one does. */
function uncertainTogether(all: readonly Iteration[], length: number): UnknownValue | undefined {
  const ends = all.some((one) => one.endless !== true && one.items.length === length);
  return all.find((one) => one.uncertain && !(ends && one.endless === true))?.uncertain;
}

/** `iter(callable, end)`. */
function callUntil(call: NativeCall, source: Value, end: Value): Iteration {
  const items: Value[] = [];
  for (;;) {
    const item = call.interpreter.call(source, {});
    const isEnd = call.interpreter.equals(item, end);
    if (isEnd === true) return { items, uncertain: undefined };
    if (isEnd === undefined || items.length >= budgets.rounds) {
      const reason = "where the calls end is not known";
      return { items, uncertain: call.interpreter.unknown(reason, call.span) };
    }
    items.push(item);
  }
}

/** Runs when the first item is asked for. */
function map(call: NativeCall): Value {
  return lazyIterator(() => mapItems(call));
}

function mapItems(call: NativeCall): Iteration {
  const [callee, ...sources] = values(call);
  if (!callee) return { items: [], uncertain: undefined };
  const all = iterateTogether(call, sources);
  const length = shortest(all);
  const items: Value[] = [];
  for (let index = 0; index < length; index++)
    items.push(
      call.interpreter.call(callee, {
        positional: all.flatMap((one) => one.items.slice(index, index + 1)),
      }),
    );
  return { items, uncertain: uncertainTogether(all, length) };
}

/** Runs when the first item is asked for. */
function filter(call: NativeCall): Value {
  return lazyIterator(() => filterItems(call));
}

function filterItems(call: NativeCall): Iteration {
  const test = need(call, 0);
  const { items, uncertain } = call.interpreter.iterate(need(call, 1));
  let open = uncertain;
  const kept = items.filter((item) => {
    const result =
      test.kind === "none" ? item : call.interpreter.call(test, { positional: [item] });
    const known = call.interpreter.truth(result);
    if (known === undefined)
      open ??=
        result.kind === "unknown" ? result : call.interpreter.unknown("a filter is not known");
    return known !== false;
  });
  return { items: kept, uncertain: open };
}

function sum(call: NativeCall): Value {
  const run = runOf(call);
  const { items, uncertain } = run.iterate(need(call, 0));
  if (uncertain) return unknownFrom(uncertain);
  let total = arg(call, 1, "start") ?? int(0);
  for (const item of items) total = run.binary("+", total, item, siteHere(run));
  return total;
}

function extreme(call: NativeCall, name: "min" | "max"): Value {
  const run = runOf(call);
  const given = values(call);
  const source =
    given.length === 1 && given[0] ? run.iterate(given[0]) : { items: given, uncertain: undefined };
  if (source.uncertain) return unknownFrom(source.uncertain);
  const key = call.keywords.get("key")?.value;
  const [first] = source.items;
  if (!first)
    return (
      call.keywords.get("default")?.value ??
      raise(run, "ValueError", `${name}() arg is an empty sequence`)
    );
  const keyOf = (value: Value): Value =>
    key && key.kind !== "none" ? call.interpreter.call(key, { positional: [value] }) : value;
  let best = first;
  let bestKey = keyOf(first);
  for (const item of source.items.slice(1)) {
    const itemKey = keyOf(item);
    const better = run.truth(
      compare(run, name === "min" ? "<" : ">", itemKey, bestKey, siteHere(run)),
    );
    if (better === undefined)
      return call.interpreter.unknown(`${name}() of what is not known`, call.span);
    if (better) [best, bestKey] = [item, itemKey];
  }
  return best;
}

/** `any` and `all`: they ask for no more items than they need. */
function quantifier(call: NativeCall, name: "any" | "all"): Value {
  const source = need(call, 0);
  let open: UnknownValue | undefined;
  const decides = (item: Value): { readonly value: Value } | undefined => {
    const known = call.interpreter.truth(item);
    if (known === (name === "any")) return { value: bool(name === "any") };
    if (known === undefined)
      open ??= item.kind === "unknown" ? item : call.interpreter.unknown("not known");
    return undefined;
  };
  if (isAskable(source)) {
    const run = runOf(call);
    const { branch } = run.context;
    const decided = driveEach(run, source, (item) => {
      const found = decides(item);
      if (run.context.branch === branch) return found;
      // It is given only perhaps.
      if (found) open ??= run.context.unknown;
      return undefined;
    });
    if (decided) return decided.value;
  } else {
    const { items, uncertain } = call.interpreter.iterate(source);
    open = uncertain;
    for (const item of items) {
      const decided = decides(item);
      if (decided) return decided.value;
    }
  }
  return open ? unknownFrom(open) : bool(name === "all");
}

function isInstanceOf(call: NativeCall): Value {
  const run = runOf(call);
  const value = need(call, 0);
  const check = (of: Value): boolean | undefined => {
    if (of.kind === "tuple") {
      const all = of.items.map(check);
      return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
    }
    if (of.kind === "none") return value.kind === "none";
    return of.kind === "class" ? isInstance(run, value, of) : undefined;
  };
  const known = check(need(call, 1));
  return known === undefined ? causeIn(value, need(call, 1)) : bool(known);
}

/** The hash of a whole number is the number; those of texts differ from process to process. */
function hash(call: NativeCall): Value {
  const value = need(call, 0);
  const own = value.kind === "instance" ? call.interpreter.attribute(value, "__hash__") : undefined;
  if (own?.kind === "method" && own.callee.kind === "function")
    return call.interpreter.call(own, {});
  if (value.kind === "bool") return int(value.value ? 1 : 0);
  const size = value.kind === "int" && value.value < 0n ? -value.value : undefined;
  if (value.kind === "int" && (size ?? value.value) < 2n ** 61n - 1n && value.value !== -1n)
    return int(value.value);
  if (/^(?:list|dict)$/.test(value.kind) || (value.kind === "set" && !value.frozen))
    return call.interpreter.raise("TypeError", `unhashable type: '${typeName(value)}'`);
  return call.interpreter.unknown("a hash is known only when it runs", call.span);
}

function causeIn(...candidates: readonly Value[]): UnknownValue {
  for (const value of candidates) if (value.kind === "unknown") return unknownFrom(value);
  return { kind: "unknown", reason: "the class of a value is not known" };
}

function isSubclass(call: NativeCall): Value {
  const of = need(call, 0);
  const bases = need(call, 1);
  if (of.kind !== "class") return causeIn(of);
  const all = bases.kind === "tuple" ? bases.items : [bases];
  if (all.some((base) => base.kind === "class" && of.mro.includes(base))) return bool(true);
  if (all.some((base) => base.kind === "class" && base.name === "object")) return bool(true);
  return of.uncertain ? unknownFrom(of.uncertain) : bool(false);
}

function getattr(call: NativeCall): Value {
  const [object, name, otherwise] = values(call);
  if (!object || !name)
    return call.interpreter.raise("TypeError", "getattr expected at least 2 arguments");
  if (name.kind === "unknown") return withMore(unknownFrom(name), { path: "getattr()" });
  if (object.kind === "unknown" && otherwise) return unknownFrom(object);
  const found = otherwise
    ? attributeIfAny(call, object, textOf(call, name))
    : call.interpreter.attribute(object, textOf(call, name));
  return (
    found ??
    otherwise ??
    call.interpreter.raise(
      "AttributeError",
      `'${typeName(object)}' object has no attribute '${textOf(call, name)}'`,
    )
  );
}

/** An attribute; undefined also where code of the object's own says that there is none. */
function attributeIfAny(call: NativeCall, object: Value, name: string): Value | undefined {
  try {
    return call.interpreter.attribute(object, name);
  } catch (error) {
    if (error instanceof PythonError && error.value.class.name === "AttributeError")
      return undefined;
    throw error;
  }
}

function hasattr(call: NativeCall): Value {
  const object = need(call, 0);
  const name = need(call, 1);
  if (object.kind === "unknown") return unknownFrom(object);
  if (name.kind === "unknown") return unknownFrom(name);
  const found = attributeIfAny(call, object, textOf(call, name));
  if (
    found?.kind === "unknown" &&
    object.kind !== "module" &&
    !(object.kind === "instance" && object.attributes.has(textOf(call, name)))
  )
    return unknownFrom(found);
  return bool(found !== undefined);
}

function setattr(call: NativeCall): Value {
  const [object, name, value] = [need(call, 0), need(call, 1), need(call, 2)];
  if (name.kind === "str") call.interpreter.setAttribute(object, name.value, value);
  else if (name.kind === "unknown" && object.kind === "module") setUnknownName(object, name, value);
  else if (name.kind === "unknown" && object.kind === "instance")
    object.uncertain ??= unknownFrom(name);
  return none;
}

function globalsOf(call: NativeCall): Value {
  const run = runOf(call);
  if (run.frame.module === run.main) run.globalsAt ??= call.span;
  return namespaceOf(run, run.frame.module);
}

function next(call: NativeCall): Value {
  const source = need(call, 0);
  const otherwise = call.positional[1]?.value;
  if (source.kind === "unknown") return unknownFrom(source);
  if (source.kind === "iterator") {
    const item = settled(source).items[source.position];
    if (source.uncertain && !(item && source.endless)) return unknownFrom(source.uncertain);
    if (item) {
      source.position += 1;
      return item;
    }
    return otherwise ?? call.interpreter.raise("StopIteration", "");
  }
  const own = call.interpreter.attribute(source, "__next__");
  if (own && otherwise) return unlessStopped(call, own) ?? otherwise;
  if (own) return call.interpreter.call(own, {});
  return call.interpreter.raise("TypeError", `'${typeName(source)}' object is not an iterator`);
}

/** What `__next__` gives; undefined when it stops. */
function unlessStopped(call: NativeCall, own: Value): Value | undefined {
  const run = runOf(call);
  const footing = footingOf(run);
  run.catchers += 1;
  try {
    return call.interpreter.call(own, {});
  } catch (error) {
    if (!(error instanceof PythonError) || error.value.class.name !== "StopIteration") throw error;
    standOn(run, footing);
    return undefined;
  } finally {
    run.catchers -= 1;
  }
}

function round(call: NativeCall): Value {
  const value = unwrapped(need(call, 0, "number"));
  const digits = arg(call, 1, "ndigits");
  const places = digits?.kind === "int" ? Number(digits.value) : undefined;
  if (value.kind === "int" || value.kind === "bool") {
    if (places === undefined || places >= 0) return int(BigInt(value.value));
    const unit = 10n ** BigInt(Math.min(1000, -places));
    const plain = BigInt(value.value);
    const [low, rest] = floorDivide(plain, unit);
    const up = rest * 2n > unit || (rest * 2n === unit && low % 2n !== 0n);
    return int((low + (up ? 1n : 0n)) * unit);
  }
  if (value.kind !== "float")
    return call.interpreter.raise("TypeError", "type has no __round__ method");
  if (places === undefined) return int(BigInt(roundEven(value.value)));
  const text = exactRound(value.value, places);
  return float(text);
}

function roundEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

function exactRound(value: number, places: number): number {
  if (places < 0) {
    const unit = 10 ** -places;
    return roundEven(value / unit) * unit;
  }
  // toFixed is exact for the digits a float really has, as Python's rounding is.
  return places > 20 ? value : Math.sign(value) * Number(fixedText(Math.abs(value), places));
}

function abs(call: NativeCall): Value {
  const value = unwrapped(need(call, 0));
  if (value.kind === "int") return int(value.value < 0n ? -value.value : value.value);
  if (value.kind === "float") return float(Math.abs(value.value));
  const own = call.interpreter.attribute(value, "__abs__");
  if (own) return call.interpreter.call(own, {});
  const plain = numeric(value);
  return plain === undefined
    ? call.interpreter.raise("TypeError", `bad operand type for abs(): '${typeName(value)}'`)
    : int(plain);
}

function divmod(call: NativeCall): Value {
  const run = runOf(call);
  const [a, b] = [need(call, 0), need(call, 1)];
  const site = siteHere(run);
  return tuple([run.binary("//", a, b, site), run.binary("%", a, b, site)]);
}

function pow(call: NativeCall): Value {
  const run = runOf(call);
  const [base, exponent] = [need(call, 0, "base"), need(call, 1, "exp")];
  const modulus = arg(call, 2, "mod");
  const isPlain = !modulus || modulus.kind === "none";
  if (
    modulus?.kind === "int" &&
    base.kind === "int" &&
    exponent.kind === "int" &&
    exponent.value >= 0n
  ) {
    let result = 1n;
    let factor = base.value % modulus.value;
    for (let rest = exponent.value; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = (result * factor) % modulus.value;
      factor = (factor * factor) % modulus.value;
    }
    return int(floorDivide(result, modulus.value)[1]);
  }
  return isPlain
    ? run.binary("**", base, exponent, siteHere(run))
    : call.interpreter.unknown("this pow() is not followed", call.span);
}

function inBase(prefix: string, radix: number): (call: NativeCall) => Value {
  return (call) => {
    const value = unwrapped(need(call, 0));
    if (!isNumber(value) || value.kind === "float")
      return call.interpreter.raise("TypeError", "an integer is required");
    const plain = BigInt(value.value);
    const size = plain < 0n ? -plain : plain;
    return str(`${plain < 0n ? "-" : ""}${prefix}${size.toString(radix)}`);
  };
}

function dir(call: NativeCall): Value {
  const run = runOf(call);
  const object = call.positional[0]?.value;
  const found = object ? namesIn(object) : { names: [...run.frame.scope.variables.keys()] };
  if (!found)
    return object?.kind === "unknown"
      ? unknownFrom(object, "dir()")
      : call.interpreter.unknown("dir() is not followed", call.span);
  const sites = sortValues(
    run,
    [...new Set(found.names)].map((name) => str(name)),
    siteHere(run),
  );
  const list = call.interpreter.list(sites ?? []);
  if (list.kind === "list") list.uncertain ??= found.uncertain;
  return list;
}

function namesIn(
  object: Value,
):
  { readonly names: readonly string[]; readonly uncertain?: UnknownValue | undefined } | undefined {
  const ofClass = (of: ClassValue): string[] =>
    of.mro.flatMap((ancestor) => [...ancestor.attributes.keys()]);
  switch (object.kind) {
    case "instance":
      return {
        names: [...object.attributes.keys(), ...ofClass(object.class)],
        uncertain: object.uncertain ?? object.class.uncertain,
      };
    case "class":
      return { names: ofClass(object), uncertain: object.uncertain };
    case "module":
      if (object.file === undefined) return undefined;
      return { names: [...object.globals.keys()], uncertain: object.uncertain };
    default:
      return undefined;
  }
}

function vars(call: NativeCall): Value {
  const object = call.positional[0]?.value;
  return object ? (call.interpreter.attribute(object, "__dict__") ?? none) : globalsOf(call);
}

function importByName(call: NativeCall): Value {
  const name = need(call, 0);
  if (name.kind !== "str") return someModule(call, name);
  const module = call.interpreter.importModule(name.value);
  // Without names that are wanted of it, the package at the top is answered.
  const wanted = arg(call, 3, "fromlist");
  if (module.kind === "unknown" || (wanted && runOf(call).truth(wanted) !== false)) return module;
  return call.interpreter.importModule(name.value.split(".")[0] ?? name.value);
}

function unfollowed(name: string): readonly [string, Value] {
  return native(name, (call) =>
    call.interpreter.unknown(`${name}() is known only when it runs`, call.span),
  );
}

const functions: readonly (readonly [string, Value])[] = [
  native("print", () => none),
  native("len", len),
  native("enumerate", enumerate),
  native("zip", zip),
  native("map", map),
  native("filter", filter),
  native("sum", sum),
  native("min", (call) => extreme(call, "min")),
  native("max", (call) => extreme(call, "max")),
  native("any", (call) => quantifier(call, "any")),
  native("all", (call) => quantifier(call, "all")),
  native("sorted", (call) => {
    const { items, uncertain } = call.interpreter.iterate(need(call, 0));
    const result = sorted(call, items);
    const open = result
      ? uncertain
      : call.interpreter.unknown("the order of the items is not known", call.span);
    return listed(call, result ?? [...items], open);
  }),
  native("reversed", (call) => {
    const { items, uncertain } = call.interpreter.iterate(need(call, 0));
    return iterator([...items].reverse(), uncertain);
  }),
  native("iter", (call) => {
    const source = need(call, 0);
    const end = call.positional[1]?.value;
    if (end) return lazyIterator(() => callUntil(call, source, end));
    if (source.kind === "iterator") return source;
    const { items, uncertain } = call.interpreter.iterate(source);
    return iterator(items, uncertain);
  }),
  native("next", next),
  native("isinstance", isInstanceOf),
  native("issubclass", isSubclass),
  native("getattr", getattr),
  native("hasattr", hasattr),
  native("setattr", setattr),
  native("delattr", (call) => {
    const [object, name] = [need(call, 0), need(call, 1)];
    if (name.kind === "str") deleteAttribute(runOf(call), object, name.value);
    return none;
  }),
  native("callable", (call) => {
    const value = need(call, 0);
    if (value.kind === "unknown") return unknownFrom(value);
    if (value.kind === "instance")
      return bool(call.interpreter.attribute(value, "__call__") !== undefined);
    return bool(/^(?:function|nativeFunction|method|class|wrapped)$/.test(value.kind));
  }),
  native("globals", globalsOf),
  native("vars", vars),
  native("dir", dir),
  native("id", (call) =>
    call.interpreter.unknown("the identity of an object is known only when it runs", call.span),
  ),
  native("hash", hash),
  pure("round", round),
  pure("abs", abs),
  native("divmod", divmod),
  native("pow", pow),
  pure("ord", (call) => {
    const value = need(call, 0);
    const text = value.kind === "bytes" ? value.value : textOf(call, value);
    const [only, more] = text;
    return only === undefined || more !== undefined
      ? call.interpreter.raise("TypeError", "ord() expected a character")
      : int(only.codePointAt(0) ?? 0);
  }),
  pure("chr", (call) => {
    const value = need(call, 0);
    const code = value.kind === "int" ? Number(value.value) : -1;
    return code >= 0 && code <= 0x10ffff
      ? str(String.fromCodePoint(code))
      : call.interpreter.raise("ValueError", "chr() arg not in range(0x110000)");
  }),
  pure("bin", inBase("0b", 2)),
  pure("oct", inBase("0o", 8)),
  pure("hex", inBase("0x", 16)),
  native("repr", (call) => call.interpreter.repr(need(call, 0))),
  native("ascii", (call) => asciiOf(call.interpreter.repr(need(call, 0)))),
  native("format", (call) => {
    const spec = call.positional[1]?.value;
    return formatValue(runOf(call), need(call, 0), spec?.kind === "str" ? spec.value : "");
  }),
  native("open", openFile),
  native("__import__", importByName),
  native("exit", (call) => call.interpreter.raise("SystemExit", "")),
  native("quit", (call) => call.interpreter.raise("SystemExit", "")),
  unfollowed("input"),
  execFunction,
  evalFunction,
  unfollowed("compile"),
  native("breakpoint", () => none),
];

const table: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.entries(builtinClasses()),
  ...exceptionClasses(),
  ...functions,
  ["NotImplemented", { kind: "notImplemented" }],
  ["Ellipsis", { kind: "ellipsis" }],
  ["__debug__", bool(true)],
]);
