import { completeClass, makeClass, runMetaclass } from "../interpreter/classes.ts";
import { isNumber, floatOf } from "../interpreter/arithmetic.ts";
import { setDictItem } from "../interpreter/items.ts";
import { toBool } from "../interpreter/operators.ts";
import { makeList } from "../interpreter/raise.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeFunction, type NativeCall } from "../native.ts";
import type { DictValue, InstanceValue, NativeFunctionValue, Value } from "../value.ts";
import { bool, float, inferredFrom, int, none, str, tuple, unknownFrom } from "../values.ts";
import { fill } from "./dictMethods.ts";
import { arg, need, numberOf, typeName, unwrapped } from "./pure.ts";
import { setOf } from "./setMethods.ts";
import { withMore } from "../../withMore.ts";

function makeInt(call: NativeCall): Value {
  const given = call.positional[0]?.value;
  if (!given) return int(0);
  const value = unwrapped(given);
  const base = arg(call, 1, "base");
  if (value.kind === "unknown") return unknownFrom(value, value.pattern);
  if (value.kind === "int" || value.kind === "bool")
    return inferredFrom(int(BigInt(value.value)), value);
  if (value.kind === "float") {
    if (!Number.isFinite(value.value))
      return call.interpreter.raise("ValueError", "cannot convert float to integer");
    return int(BigInt(Math.trunc(value.value)));
  }
  if (value.kind === "str") {
    const radix = base ? numberOf(call, base) : 10;
    const parsed = parseInteger(value.value, radix);
    if (parsed !== undefined) return inferredFrom(int(parsed), value);
    return call.interpreter.raise(
      "ValueError",
      `invalid literal for int() with base ${radix}: '${value.value}'`,
    );
  }
  const own = value.kind === "instance" ? call.interpreter.attribute(value, "__int__") : undefined;
  if (own) return call.interpreter.call(own, {});
  return call.interpreter.raise(
    "TypeError",
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

function parseInteger(text: string, radix: number): bigint | undefined {
  const plain = text.trim().replace(/(?<=[0-9a-zA-Z])_(?=[0-9a-zA-Z])/g, "");
  const match = /^([+-]?)(0[xX]|0[oO]|0[bB])?([0-9a-zA-Z]+)$/.exec(plain);
  if (!match) return undefined;
  const [, sign, prefix, digits = ""] = match;
  if (radix === 0) {
    const own = prefix === undefined ? 10 : radixOf(prefix);
    // `010` is neither ten nor eight.
    return own === 10 && /^0+[1-9]/.test(digits) ? undefined : parseInteger(text, own);
  }
  if (radix === 10) {
    if (prefix !== undefined || !/^[0-9]{1,5000}$/.test(digits)) return undefined;
    return BigInt(digits) * (sign === "-" ? -1n : 1n);
  }
  let total = 0n;
  for (const digit of (prefix !== undefined && radix < 20
    ? digits
    : `${prefix ?? ""}${digits}`
  ).toLowerCase()) {
    const weight = parseInt(digit, 36);
    if (Number.isNaN(weight) || weight >= radix) return undefined;
    total = total * BigInt(radix) + BigInt(weight);
  }
  return sign === "-" ? -total : total;
}

function radixOf(prefix: string): number {
  return /x/i.test(prefix) ? 16 : /o/i.test(prefix) ? 8 : 2;
}

function makeFloat(call: NativeCall): Value {
  const given = call.positional[0]?.value;
  if (!given) return float(0);
  const value = unwrapped(given);
  if (value.kind === "unknown") return unknownFrom(value);
  if (isNumber(value)) return float(floatOf(value));
  if (value.kind === "str") {
    const text = value.value
      .trim()
      .toLowerCase()
      .replace(/(?<=\d)_(?=\d)/g, "");
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text)) return float(Number(text));
    if (/^[+-]?inf(?:inity)?$/.test(text))
      return float(text.startsWith("-") ? -Infinity : Infinity);
    if (/^[+-]?nan$/.test(text)) return float(NaN);
    return call.interpreter.raise(
      "ValueError",
      `could not convert string to float: '${value.value}'`,
    );
  }
  for (const name of ["__float__", "__index__"]) {
    const own = value.kind === "instance" ? call.interpreter.attribute(value, name) : undefined;
    if (own) return call.interpreter.call(own, {});
  }
  return call.interpreter.raise("TypeError", "float() argument must be a string or a real number");
}

function makeStr(call: NativeCall): Value {
  const value = arg(call, 0, "object");
  if (!value) return str("");
  if (value.kind === "bytes" && call.positional.length + call.keywords.size > 1) {
    const codes = Uint8Array.from(value.value, (char) => char.charCodeAt(0));
    return str(new TextDecoder().decode(codes));
  }
  const text = call.interpreter.text(value);
  return text.kind === "unknown" && value.kind === "unknown"
    ? unknownFrom(value, value.pattern)
    : text;
}

function makeBytes(call: NativeCall): Value {
  const value = call.positional[0]?.value;
  if (!value) return { kind: "bytes", value: "" };
  if (value.kind === "bytes") return value;
  if (value.kind === "int")
    return { kind: "bytes", value: "\0".repeat(Math.min(10_000, Number(value.value))) };
  if (value.kind === "str") {
    let text = "";
    for (const byte of new TextEncoder().encode(value.value)) text += String.fromCharCode(byte);
    return { kind: "bytes", value: text };
  }
  const { items, uncertain } = call.interpreter.iterate(value);
  if (uncertain) return unknownFrom(uncertain);
  return {
    kind: "bytes",
    value: items.map((item) => String.fromCharCode(numberOf(call, item))).join(""),
  };
}

function makeSequence(call: NativeCall): {
  items: Value[];
  uncertain: ReturnType<typeof call.interpreter.unknown> | undefined;
} {
  const source = call.positional[0]?.value;
  if (!source) return { items: [], uncertain: undefined };
  const { items, uncertain } = call.interpreter.iterate(source);
  return { items: [...items], uncertain };
}

function makeDict(call: NativeCall): Value {
  const run = runOf(call);
  const made: DictValue = {
    kind: "dict",
    entries: new Map(),
    uncertain: call.uncertain,
    branch: run.context.branch,
    span: call.span,
  };
  const source = call.positional[0]?.value;
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

function makeRange(call: NativeCall): Value {
  const unknown = call.positional.find((given) => given.value.kind === "unknown")?.value;
  if (unknown?.kind === "unknown") return unknownFrom(unknown);
  const numbers = call.positional.map((given) => BigInt(numberOf(call, given.value)));
  const [first = 0n, second, step = 1n] = numbers;
  if (step === 0n) return call.interpreter.raise("ValueError", "range() arg 3 must not be zero");
  if (numbers.length === 0)
    return call.interpreter.raise("TypeError", "range expected at least 1 argument, got 0");
  return second === undefined
    ? { kind: "range", start: 0n, stop: first, step: 1n }
    : { kind: "range", start: first, stop: second, step };
}

function makeSlice(call: NativeCall): Value {
  const [first = none, second, step = none] = call.positional.map((given) => given.value);
  return second === undefined
    ? { kind: "slice", lower: none, upper: first, step: none }
    : { kind: "slice", lower: first, upper: second, step };
}

/** `type(x)`, or a class made from parts. */
function makeType(call: NativeCall): Value {
  const given = call.positional.map(({ value }) => value);
  // `super().__new__(mcs, name, bases, namespace)` of a metaclass.
  const { making } = runOf(call);
  if (making && given[0]?.kind === "class" && given[2]) return making;
  const caller = given[0]?.kind === "class" && given[1]?.kind === "str" ? given.shift() : call.self;
  const metaclass = caller?.kind === "class" && caller.node ? caller : undefined;
  const [first, bases, namespace] = given;
  if (first && !bases)
    return first.kind === "unknown" ? unknownFrom(first) : call.interpreter.classOf(first);
  if (first?.kind !== "str" || bases?.kind !== "tuple" || namespace?.kind !== "dict")
    return call.interpreter.unknown("a class made from what is not known", call.span);
  const attributes = new Map<string, Value>();
  for (const entry of namespace.entries.values())
    if (entry.key.kind === "str") attributes.set(entry.key.value, entry.value);
  const run = runOf(call);
  const unknown = bases.items.find((base) => base.kind === "unknown");
  const made = makeClass(run, {
    name: first.value,
    module: run.frame.module.name,
    bases: bases.items,
    attributes,
    uncertain: namespace.uncertain ?? (unknown?.kind === "unknown" ? unknown : undefined),
    metaclass:
      metaclass ??
      bases.items.flatMap((base) => (base.kind === "class" ? [base.metaclass] : []))[0],
    span: call.span,
  });
  completeClass(run, made, call.keywords);
  // A metaclass that is called itself has begun already.
  if (made.metaclass?.node && metaclass === undefined)
    runMetaclass(run, made, made.metaclass, call.keywords);
  return made;
}

function makeSuper(call: NativeCall): Value {
  const [owner, self] = call.positional.map((given) => given.value);
  if (owner?.kind !== "class" || !self)
    return call.interpreter.unknown("super() outside a method", call.span);
  return { kind: "super", owner, self };
}

function wrap(form: "static" | "class"): (call: NativeCall) => Value {
  return (call) => ({ kind: "wrapped", form, callee: need(call, 0) });
}

const all: readonly (readonly [string, (call: NativeCall) => Value])[] = [
  ["int", makeInt],
  [
    "bool",
    (call) => (call.positional[0] ? toBool(runOf(call), call.positional[0].value) : bool(false)),
  ],
  ["float", makeFloat],
  ["complex", (call) => call.interpreter.unknown("complex numbers are not followed", call.span)],
  ["str", makeStr],
  ["bytes", makeBytes],
  ["bytearray", makeBytes],
  [
    "list",
    (call) => {
      const { items, uncertain } = makeSequence(call);
      const made = makeList(runOf(call), items, call.span);
      if (made.kind === "list") made.uncertain = uncertain;
      return made;
    },
  ],
  [
    "tuple",
    (call) => {
      const { items, uncertain } = makeSequence(call);
      return withMore(tuple(items, call.span), { uncertain });
    },
  ],
  ["dict", makeDict],
  [
    "set",
    (call) =>
      call.positional[0]
        ? setOf(runOf(call), call.positional[0].value)
        : setOf(runOf(call), tuple([])),
  ],
  ["frozenset", (call) => setOf(runOf(call), call.positional[0]?.value ?? tuple([]), true)],
  ["range", makeRange],
  ["slice", makeSlice],
  ["type", makeType],
  ["super", makeSuper],
  [
    "property",
    (call) => ({
      kind: "property",
      getter: arg(call, 0, "fget") ?? none,
      setter: arg(call, 1, "fset"),
    }),
  ],
  ["staticmethod", wrap("static")],
  ["classmethod", wrap("class")],
];

/** What calling each builtin class makes: its `__new__`. `object` itself has none, so that any class can be made plainly. */
export const makers: ReadonlyMap<string, NativeFunctionValue> = new Map(
  all.map(([name, make]) => [
    name,
    nativeFunction("__new__", name === "type" ? make : (call) => makeFor(call, make)),
  ]),
);

/** `int.__new__(cls, 5)` says for which class; `int(5)` is bound to one. */
function makeFor(call: NativeCall, make: (call: NativeCall) => Value): Value {
  const of = call.positional[0]?.value;
  if (call.self !== undefined || of?.kind !== "class") return make(call);
  const value = make({ ...call, self: of, positional: call.positional.slice(1) });
  if (of.node === undefined || value.kind === "unknown" || value.kind === "instance") return value;
  const payload = { type: "wrapped", value } as InstanceValue["payload"];
  return { kind: "instance", class: of, attributes: new Map(), payload, span: call.span };
}
