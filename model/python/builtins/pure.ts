import { nativeFunction, type NativeCall } from "../native.ts";
import type { NativeFunctionValue, UnknownValue, Value } from "../value.ts";
import { inferredFrom, unknownFrom } from "../values.ts";

/** A named native function, as an entry for a module or class. */
export function native(
  name: string,
  call: (call: NativeCall) => Value,
): readonly [string, NativeFunctionValue] {
  return [
    name,
    nativeFunction(name, (given) => {
      if (given.keywords.size === 0) return call(given);
      try {
        return call(given);
      } catch (error) {
        if (!(error instanceof GivenByName)) throw error;
        const names = [...given.keywords.keys()].join("=…, ");
        return given.interpreter.unknown(`${name}(${names}=…) is not followed`, given.span);
      }
    }),
  ];
}

/** Thrown where an argument is missing by position and others are given by name: it may be one of them. */
class GivenByName extends Error {}

/** A native function that sees known arguments only: with an unknown one its result is unknown. */
export function pure(
  name: string,
  call: (call: NativeCall) => Value,
): readonly [string, NativeFunctionValue] {
  return native(name, (given) => {
    const missing = unknownArgument(given);
    if (missing) return unknownFrom(missing);
    return withInferred(given, call(given));
  });
}

/** The first unknown among self and the arguments. */
export function unknownArgument(call: NativeCall): UnknownValue | undefined {
  if (call.uncertain) return call.uncertain;
  if (call.self?.kind === "unknown") return call.self;
  for (const { value } of call.positional) if (value.kind === "unknown") return value;
  for (const { value } of call.keywords.values()) if (value.kind === "unknown") return value;
  return undefined;
}

/** The result, marked as inferred when an argument is. */
export function withInferred(call: NativeCall, result: Value): Value {
  if (call.self?.inferred !== undefined) return inferredFrom(result, call.self);
  for (const { value } of call.positional)
    if (value.inferred !== undefined) return inferredFrom(result, value);
  for (const { value } of call.keywords.values())
    if (value.inferred !== undefined) return inferredFrom(result, value);
  return result;
}

/** An argument by position or keyword. */
export function arg(call: NativeCall, index: number, name?: string): Value | undefined {
  const given = call.positional[index];
  if (given) return given.value;
  return name === undefined ? undefined : call.keywords.get(name)?.value;
}

/** An argument that must be there; raises TypeError. */
export function need(call: NativeCall, index: number, name?: string): Value {
  const value = arg(call, index, name);
  if (value) return value;
  if (call.keywords.size > 0) throw new GivenByName();
  return call.interpreter.raise(
    "TypeError",
    `missing required argument ${name === undefined ? `(pos ${index + 1})` : `'${name}'`}`,
  );
}

/** A text argument; raises TypeError for anything else. */
export function textOf(call: NativeCall, value: Value): string {
  const plain = unwrapped(value);
  if (plain.kind === "str") return plain.value;
  return call.interpreter.raise("TypeError", `expected str, got ${typeName(plain)}`);
}

/** An integer argument as a number; raises TypeError for anything else. */
export function numberOf(call: NativeCall, value: Value): number {
  const plain = unwrapped(value);
  if (plain.kind === "int") return Number(plain.value);
  if (plain.kind === "bool") return plain.value ? 1 : 0;
  return call.interpreter.raise(
    "TypeError",
    `'${typeName(plain)}' object cannot be interpreted as an integer`,
  );
}

/** A boolean or number as a number; undefined for anything else. */
export function numeric(value: Value | undefined): number | undefined {
  if (value?.kind === "int") return Number(value.value);
  if (value?.kind === "float") return value.value;
  if (value?.kind === "bool") return value.value ? 1 : 0;
  return undefined;
}

/** The builtin value that an instance of a subclass (`class Name(str)`) stands for; else the value itself. */
export function unwrapped(value: Value): Value {
  if (value.kind !== "instance" || value.payload?.type !== "wrapped") return value;
  // Only this type of payload is made with a value.
  return (value.payload as unknown as { readonly value: Value }).value;
}

/** The name of a value's class, for messages. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case "none":
      return "NoneType";
    case "instance":
      return value.class.name;
    case "class":
      return "type";
    case "nativeFunction":
      return "builtin_function_or_method";
    case "iterator":
      return "generator";
    case "notImplemented":
      return "NotImplementedType";
    case "wrapped":
      return value.form === "static" ? "staticmethod" : "classmethod";
    case "bool":
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "ellipsis":
    case "list":
    case "tuple":
    case "dict":
    case "set":
    case "range":
    case "slice":
    case "function":
    case "method":
    case "property":
    case "module":
    case "super":
    case "unknown":
      return value.kind;
  }
}
