import { notes } from "../../memo.ts";
import { once } from "../once.ts";
import { builtinClass } from "./collectionsModule.ts";
import { native, need, unwrapped } from "../builtins/pure.ts";
import type { ClassHook } from "../interpreter/classes.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type Interpreter, type NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, Payload, UnknownValue, Value } from "../value.ts";
import type { Span } from "../../text/span.ts";
import { bool, int, none, str } from "../values.ts";

const autoClass = nativeClass({
  name: "auto",
  module: "enum",
  attributes: [
    native("__new__", () => ({
      kind: "instance",
      class: autoClass_(),
      attributes: new Map(),
      payload: { type: "auto" },
    })),
    native("__or__", (call) => pairOfAutos(call, "|")),
    native("__and__", (call) => pairOfAutos(call, "&")),
  ],
});

/** `A = auto()`, `B = auto()`, `AB = A | B` in the body of a flag: worked out when the members get their values. */
interface AutoPair extends Payload {
  readonly type: "autoPair";
  readonly left: Value;
  readonly right: Value;
  readonly operator: "|" | "&";
}

function pairOfAutos(call: NativeCall, operator: "|" | "&"): Value {
  const payload: AutoPair = {
    type: "autoPair",
    left: call.self ?? none,
    right: need(call, 0),
    operator,
  };
  return { kind: "instance", class: autoClass_(), attributes: new Map(), payload };
}

function autoClass_(): ClassValue {
  return autoClass;
}

function isAuto(value: Value): boolean {
  return value.kind === "instance" && value.payload?.type === "auto";
}

/** The number that an `auto()`, or what was put together from some, has become. */
function settledNumber(value: Value, known: ReadonlyMap<Value, Value>): Value | undefined {
  if (value.kind !== "instance" || value.payload?.type !== "autoPair") return known.get(value);
  const { left, right, operator } = value.payload as AutoPair;
  const [a, b] = [left, right].map((side) => settledNumber(side, known) ?? side);
  if (a?.kind !== "int" || b?.kind !== "int") return undefined;
  return int(operator === "|" ? a.value | b.value : a.value & b.value);
}

/** Turns the plain attributes of a class derived from an enum into members. */
function finish(interpreter: Interpreter, made: ClassValue): Value {
  let count = 0;
  const byValue: [Value, InstanceValue][] = [];
  const isText = made.mro.some((ancestor) => ancestor.name === "StrEnum");
  const isFlag = isFlagClass(made);
  const numbers = new Map<Value, Value>();
  const named: (readonly [string, Value])[] = [];
  const nextValue = made.mro
    .map((ancestor) => ancestor.attributes.get("_generate_next_value_"))
    .find((found) => found !== undefined);
  const mixin = made.mro.find(
    (ancestor) => /^(?:str|int|float|bytes)$/.test(ancestor.name) && ancestor.module === "builtins",
  );
  for (const [name, given] of [...made.attributes]) {
    if (name.startsWith("_") || !isMemberValue(given)) continue;
    count += 1;
    const last = byValue[byValue.length - 1]?.[0];
    const values = byValue.map(([one]) => one);
    const value = isAuto(given)
      ? nextValue
        ? interpreter.call(plainFunction(nextValue), {
            positional: [str(name), int(1), int(count - 1), interpreter.list(values)],
          })
        : automatic(name, count, isFlag ? highest(values) : last, { isText, isFlag })
      : (settledNumber(given, numbers) ?? given);
    numbers.set(given, value);
    const member = newMember(interpreter, made, mixin, value);
    if (member.kind !== "instance") {
      made.attributes.set(name, member);
      continue;
    }
    const own = member.attributes.get("_value_") ?? value;
    const alias = byValue.find(([other]) => interpreter.equals(other, own) === true);
    if (!alias) {
      member.attributes.set("_name_", str(name));
      member.attributes.set("_value_", own);
      initialize(interpreter, made, member, value);
      byValue.push([own, member]);
    }
    made.attributes.set(name, alias?.[1] ?? member);
    named.push([name, alias?.[1] ?? member]);
  }
  if (named.length > 0) made.attributes.set("__members__", interpreter.dict(named));
  return made;
}

function automatic(
  name: string,
  count: number,
  last: Value | undefined,
  { isText, isFlag }: { readonly isText: boolean; readonly isFlag: boolean },
): Value {
  if (isText) return str(name.toLowerCase());
  if (isFlag) return int(last?.kind === "int" ? 1n << BigInt(last.value.toString(2).length) : 1n);
  return int(last?.kind === "int" ? last.value + 1n : count);
}

function isFlagClass(of: ClassValue): boolean {
  return of.mro.some((ancestor) => ancestor.name === "Flag" && ancestor.module === "enum");
}

function highest(values: readonly Value[]): Value | undefined {
  const numbers = values.flatMap((value) => (value.kind === "int" ? [value] : []));
  return numbers.sort((a, b) => (a.value < b.value ? 1 : -1))[0];
}

/** `_generate_next_value_` is called without an object, decorated as a static method or not. */
function plainFunction(value: Value): Value {
  return value.kind === "wrapped" ? value.callee : value;
}

/** Functions, properties and the like stay what they are. */
function isMemberValue(value: Value): boolean {
  return !/^(?:function|nativeFunction|property|wrapped|class)$/.test(value.kind);
}

/**
 * A member as `EnumType` makes it (Lib/enum.py): by the `__new__` that was written for it, else by its mixed-in type, from the
 * value's parts. Anything but an instance of the class is not known.
 */
function newMember(
  interpreter: Interpreter,
  of: ClassValue,
  mixin: ClassValue | undefined,
  value: Value,
): InstanceValue | UnknownValue {
  const positional = partsOf(value);
  const make = of.mro.map((ancestor) => ancestor.attributes.get("__new__")).find((found) => found);
  if (make?.kind === "function") {
    const made = interpreter.call(make, { positional: [of, ...positional] });
    if (made.kind !== "instance" || made.class !== of)
      return interpreter.unknown(`the members of ${of.name} are known only when it runs`);
    if (mixin && !made.attributes.has("_value_") && unwrapped(made) !== made)
      made.attributes.set("_value_", unwrapped(made));
    return made;
  }
  if (!mixin) return plainMember(of, undefined, value.span);
  const plain = value.kind === "tuple" ? interpreter.call(mixin, { positional }) : unwrapped(value);
  if (plain.kind === "unknown") return plain;
  const member = plainMember(of, plain, value.span);
  if (value.kind === "tuple") member.attributes.set("_value_", plain);
  return member;
}

function plainMember(
  of: ClassValue,
  plain: Value | undefined,
  span: Span | undefined,
): InstanceValue {
  const payload = plain && ({ type: "wrapped", value: plain } as { readonly type: string });
  return { kind: "instance", class: of, attributes: new Map(), payload, span };
}

function partsOf(value: Value): readonly Value[] {
  return value.kind === "tuple" ? value.items : [value];
}

/** An enum may have an `__init__` that takes a member's value apart. */
function initialize(
  interpreter: Interpreter,
  of: ClassValue,
  member: InstanceValue,
  value: Value,
): void {
  const init = of.mro.map((ancestor) => ancestor.attributes.get("__init__")).find((found) => found);
  if (init?.kind !== "function") return;
  interpreter.call({ kind: "method", self: member, callee: init }, { positional: partsOf(value) });
}

/** `Color(1)`: the member with the value. */
function byValue(call: NativeCall): Value {
  const of = call.self;
  if (of?.kind !== "class") return none;
  const wanted = need(call, 0);
  if (call.positional.length > 1)
    return call.interpreter.unknown("an enum made from parts is not followed", call.span);
  if (wanted.kind === "unknown") return wanted;
  for (const member of call.interpreter.iterate(of).items) {
    if (member === wanted) return member;
    const value = member.kind === "instance" ? member.attributes.get("_value_") : undefined;
    if (value && call.interpreter.equals(value, wanted) === true) return member;
  }
  if (wanted.kind === "int" && isFlagClass(of)) {
    const made = composite(of, wanted.value);
    if (made) return made;
  }
  const text = call.interpreter.repr(wanted);
  return call.interpreter.raise(
    "ValueError",
    `${text.kind === "str" ? text.value : "?"} is not a valid ${of.name}`,
  );
}

function attribute(name: string): (call: NativeCall) => Value {
  return (call) => {
    const self = call.self ?? call.positional[0]?.value;
    return (self?.kind === "instance" ? self.attributes.get(name) : undefined) ?? none;
  };
}

function property(name: string, from: string): readonly [string, Value] {
  return [name, { kind: "property", getter: native(name, attribute(from))[1], setter: undefined }];
}

function memberName(call: NativeCall): string {
  const { self } = call;
  const name = self?.kind === "instance" ? self.attributes.get("_name_") : undefined;
  return name?.kind === "str" ? name.value : "";
}

const hook: ClassHook = { type: "enum", finish };

const enumClass = nativeClass({
  name: "Enum",
  module: "enum",
  attributes: [
    property("name", "_name_"),
    property("value", "_value_"),
    native("__str__", (call) =>
      str(`${call.self?.kind === "instance" ? call.self.class.name : ""}.${memberName(call)}`),
    ),
    native("__repr__", (call) => {
      const value = call.interpreter.repr(attribute("_value_")(call));
      const of = call.self?.kind === "instance" ? call.self.class.name : "";
      return value.kind === "str" ? str(`<${of}.${memberName(call)}: ${value.value}>`) : value;
    }),
    native("__eq__", (call) => {
      const other = need(call, 0);
      if (
        other.kind === "instance" &&
        other.class === (call.self?.kind === "instance" ? call.self.class : undefined)
      )
        return bool(other === call.self);
      const plain = call.self ? unwrapped(call.self) : none;
      return plain === call.self
        ? { kind: "notImplemented" }
        : bool(call.interpreter.equals(plain, unwrapped(other)) === true);
    }),
  ],
  payload: hook,
  construct: (call) => byValue(call),
});

function derived(
  name: string,
  mixin: string | undefined,
  attributes: readonly (readonly [string, Value])[] = [],
): ClassValue {
  return nativeClass({
    name,
    module: "enum",
    bases: mixin === undefined ? [enumClass] : [builtinClass(mixin), enumClass],
    attributes,
    payload: hook,
    construct: (call) => byValue(call),
  });
}

/** The flags that were put together so far, by their numbers: each is one object. */
const composites = notes<ClassValue, Map<bigint, InstanceValue>>();

function numberOfFlag(value: Value | undefined): bigint | undefined {
  const own = value?.kind === "instance" ? value.attributes.get("_value_") : value;
  return own?.kind === "int" ? own.value : undefined;
}

/** The members of a flag that are one bit each. */
function bitsOf(of: ClassValue): InstanceValue[] {
  return [...of.attributes.values()].flatMap((value) => {
    const number =
      value.kind === "instance" && value.class === of ? numberOfFlag(value) : undefined;
    const isBit = number !== undefined && number > 0n && (number & (number - 1n)) === 0n;
    return isBit && value.kind === "instance" ? [value] : [];
  });
}

/** The flag of a number: a member, or several put together; undefined if a bit has no name. */
function composite(of: ClassValue, number: bigint): InstanceValue | undefined {
  for (const value of of.attributes.values())
    if (value.kind === "instance" && value.class === of && numberOfFlag(value) === number)
      return value;
  const known = composites.get(of) ?? new Map<bigint, InstanceValue>();
  composites.set(of, known);
  const before = known.get(number);
  if (before) return before;
  const bits = bitsOf(of).filter((bit) => ((numberOfFlag(bit) ?? 0n) & number) !== 0n);
  const all = bits.reduce((sum, bit) => sum | (numberOfFlag(bit) ?? 0n), 0n);
  const isInt = of.mro.some((ancestor) => ancestor.name === "IntFlag");
  if (number < 0n || (all !== number && !isInt)) return undefined;
  const made = plainMember(of, isInt ? int(number) : undefined, undefined);
  const names = bits.map((bit) => bit.attributes.get("_name_"));
  const rest = all === number ? [] : [String(number & ~all)];
  const text = [...names.map((name) => (name?.kind === "str" ? name.value : "")), ...rest].join(
    "|",
  );
  made.attributes.set("_name_", text === "" || bits.length === 0 ? none : str(text));
  made.attributes.set("_value_", int(number));
  known.set(number, made);
  return made;
}

function combined(name: string, work: (a: bigint, b: bigint) => bigint): readonly [string, Value] {
  return native(name, (call) => {
    const of = call.self?.kind === "instance" ? call.self.class : undefined;
    const other = need(call, 0);
    const isSame = other.kind === "instance" && other.class === of;
    const isInt = of?.mro.some((ancestor) => ancestor.name === "IntFlag") === true;
    if (other.kind === "unknown") return other;
    const [a, b] = [numberOfFlag(call.self), isSame || isInt ? numberOfFlag(other) : undefined];
    if (!of || a === undefined || b === undefined) return { kind: "notImplemented" };
    return composite(of, work(a, b)) ?? call.interpreter.unknown("a flag is not known", call.span);
  });
}

const flagMethods: readonly (readonly [string, Value])[] = [
  combined("__or__", (a, b) => a | b),
  combined("__ror__", (a, b) => a | b),
  combined("__and__", (a, b) => a & b),
  combined("__rand__", (a, b) => a & b),
  combined("__xor__", (a, b) => a ^ b),
  combined("__rxor__", (a, b) => a ^ b),
  native("__invert__", (call) => {
    const of = call.self?.kind === "instance" ? call.self.class : undefined;
    const number = numberOfFlag(call.self) ?? 0n;
    const all = of ? bitsOf(of).reduce((sum, bit) => sum | (numberOfFlag(bit) ?? 0n), 0n) : 0n;
    return (of && composite(of, all & ~number)) ?? call.interpreter.unknown("a flag is not known");
  }),
  native("__contains__", (call) => {
    const [all, part] = [numberOfFlag(call.self) ?? 0n, numberOfFlag(need(call, 0)) ?? 0n];
    return bool((all & part) === part);
  }),
  native("__bool__", (call) => bool(numberOfFlag(call.self) !== 0n)),
  native("__len__", (call) => int(partsOfFlag(call).length)),
  native("__iter__", (call) => {
    const run = runOf(call);
    const iter = run.builtin("iter");
    const parts = call.interpreter.list(partsOfFlag(call));
    return iter ? call.interpreter.call(iter, { positional: [parts] }) : parts;
  }),
];

function partsOfFlag(call: NativeCall): InstanceValue[] {
  const number = numberOfFlag(call.self) ?? 0n;
  const of = call.self?.kind === "instance" ? call.self.class : undefined;
  return of ? bitsOf(of).filter((bit) => ((numberOfFlag(bit) ?? 0n) & number) !== 0n) : [];
}

const textOfValue = native("__str__", (call) => call.interpreter.text(attribute("_value_")(call)));

const flagClass = derived("Flag", undefined, flagMethods);
const intFlagClass = nativeClass({
  name: "IntFlag",
  module: "enum",
  bases: [builtinClass("int"), flagClass],
  attributes: [...flagMethods, textOfValue],
  payload: hook,
  construct: (call) => byValue(call),
});

/** `enum`. */
export const enumNames = once((): readonly (readonly [string, Value])[] => [
  ["Enum", enumClass],
  ["IntEnum", derived("IntEnum", "int", [textOfValue])],
  ["StrEnum", derived("StrEnum", "str", [textOfValue])],
  ["Flag", flagClass],
  ["IntFlag", intFlagClass],
  ["EnumMeta", nativeClass({ name: "EnumMeta", module: "enum" })],
  ["EnumType", nativeClass({ name: "EnumType", module: "enum" })],
  ["auto", autoClass],
  native("unique", (call) => need(call, 0)),
]);
