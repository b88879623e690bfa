import { once } from "../once.ts";
import { builtinClass } from "./collectionsModule.ts";
import { native, need, unwrapped } from "../builtins/pure.ts";
import type { ClassHook } from "../interpreter/classes.ts";
import { nativeClass, type Interpreter, type NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, UnknownValue, Value } from "../value.ts";
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
  ],
});

function autoClass_(): ClassValue {
  return autoClass;
}

function isAuto(value: Value): boolean {
  return value.kind === "instance" && value.payload?.type === "auto";
}

/** Turns the plain attributes of a class derived from an enum into members. */
function finish(interpreter: Interpreter, made: ClassValue): Value {
  let count = 0;
  const byValue: [Value, InstanceValue][] = [];
  const isText = made.mro.some((ancestor) => ancestor.name === "StrEnum");
  const isFlag = made.mro.some(
    (ancestor) => ancestor.name === "Flag" || ancestor.name === "IntFlag",
  );
  const mixin = made.mro.find(
    (ancestor) => /^(?:str|int|float|bytes)$/.test(ancestor.name) && ancestor.module === "builtins",
  );
  for (const [name, given] of [...made.attributes]) {
    if (name.startsWith("_") || !isMemberValue(given)) continue;
    count += 1;
    const last = byValue[byValue.length - 1]?.[0];
    const value = isAuto(given) ? automatic(name, count, last, { isText, isFlag }) : given;
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
  }
  return made;
}

function automatic(
  name: string,
  count: number,
  last: Value | undefined,
  { isText, isFlag }: { readonly isText: boolean; readonly isFlag: boolean },
): Value {
  if (isText) return str(name.toLowerCase());
  if (isFlag) return int(1n << BigInt(count - 1));
  return int(last?.kind === "int" ? last.value + 1n : count);
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

function members(call: NativeCall): Value {
  const of = call.self?.kind === "class" ? call.self : undefined;
  const all = of ? call.interpreter.iterate(of).items : [];
  return call.interpreter.dict(
    all.map((member) => {
      const name = member.kind === "instance" ? member.attributes.get("_name_") : undefined;
      return [name?.kind === "str" ? name.value : "", member] as const;
    }),
  );
}

const hook: ClassHook = { type: "enum", finish };

const enumClass = nativeClass({
  name: "Enum",
  module: "enum",
  attributes: [
    property("name", "_name_"),
    property("value", "_value_"),
    ["__members__", { kind: "wrapped", form: "class", callee: native("__members__", members)[1] }],
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
    native("__or__", (call) => combineFlags(call)),
  ],
  payload: hook,
  construct: (call) => byValue(call),
});

function combineFlags(call: NativeCall): Value {
  return call.interpreter.unknown("flags put together are not followed", call.span);
}

/** `__members__` is read without a call. */
function membersProperty(): void {
  enumClass.attributes.delete("__members__");
}
membersProperty();

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

const textOfValue = native("__str__", (call) => call.interpreter.text(attribute("_value_")(call)));

/** `enum`. */
export const enumNames = once((): readonly (readonly [string, Value])[] => [
  ["Enum", enumClass],
  ["IntEnum", derived("IntEnum", "int", [textOfValue])],
  ["StrEnum", derived("StrEnum", "str", [textOfValue])],
  ["Flag", derived("Flag", undefined)],
  ["IntFlag", derived("IntFlag", "int")],
  ["EnumMeta", nativeClass({ name: "EnumMeta", module: "enum" })],
  ["EnumType", nativeClass({ name: "EnumType", module: "enum" })],
  ["auto", autoClass],
  native("unique", (call) => need(call, 0)),
]);
