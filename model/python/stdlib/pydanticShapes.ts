import { unwrapped } from "../builtins/pure.ts";
import { runOf } from "../interpreter/run.ts";
import { PythonError } from "../interpreter/signals.ts";
import type { NativeCall } from "../native.ts";
import { parsePython } from "../parse.ts";
import type { Expression } from "../syntax.ts";
import type { ClassValue, Scope, Value } from "../value.ts";
import { bool, float, inferredFrom, int, str, tuple } from "../values.ts";

/** What an annotation of a pydantic model asks for, as far as it is understood. */
export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "none" }
  | { readonly kind: "class"; readonly of: ClassValue }
  | { readonly kind: "list" | "set"; readonly item: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[]; readonly repeats: boolean }
  | { readonly kind: "dict"; readonly key: Shape; readonly value: Shape }
  | { readonly kind: "union"; readonly members: readonly Shape[] }
  | { readonly kind: "literal"; readonly values: readonly Value[] }
  | { readonly kind: "classVariable" }
  | { readonly kind: "unfollowed"; readonly what: string };

const any: Shape = { kind: "any" };

/** The shape that an annotation asks for; `extras` gets what stands behind the type in `Annotated[…]`. */
export function shapeOf(
  call: NativeCall,
  node: Expression,
  scope: Scope,
  extras: Value[] = [],
): Shape {
  const inner = (part: Expression | undefined): Shape =>
    part ? shapeOf(call, part, scope, extras) : any;
  switch (node.kind) {
    case "NoneLiteral":
      return { kind: "none" };
    case "StringLiteral": {
      const statement = parsePython("", node.value.trim()).body[0];
      return statement?.kind === "ExpressionStatement" ? inner(statement.value) : unfollowed(node);
    }
    case "BinaryOperation":
      return node.operator === "|"
        ? unionOf([inner(node.left), inner(node.right)])
        : unfollowed(node);
    case "Subscript": {
      const base = namedClass(call, node.object, scope);
      const parts = node.index.kind === "TupleLiteral" ? node.index.items : [node.index];
      return base ? genericShape(call, base.name, parts, scope, extras) : unfollowed(node);
    }
    case "Name":
    case "Attribute": {
      const of = namedClass(call, node, scope);
      return of ? plainShape(of, lastName(node)) : unfollowed(node);
    }
    default:
      return unfollowed(node);
  }
}

function unfollowed(node: Expression): Shape {
  return { kind: "unfollowed", what: lastName(node) };
}

function lastName(node: Expression): string {
  if (node.kind === "Name") return node.name;
  if (node.kind === "Attribute") return node.name.name;
  return node.kind === "Subscript" ? lastName(node.object) : "its type";
}

function namedClass(call: NativeCall, node: Expression, scope: Scope): ClassValue | undefined {
  if (node.kind !== "Name" && node.kind !== "Attribute") return undefined;
  try {
    const value = runOf(call).evaluate(node, scope);
    return value.kind === "class" ? value : undefined;
  } catch (error) {
    if (error instanceof PythonError) return undefined;
    throw error;
  }
}

const bare: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ["Any", any],
  ["object", any],
  ["Callable", any],
  ["Type", any],
  ["type", any],
  ["list", { kind: "list", item: any }],
  ["set", { kind: "set", item: any }],
  ["tuple", { kind: "tuple", items: [any], repeats: true }],
  ["dict", { kind: "dict", key: any, value: any }],
]);

/** A class by its bare name. An alias of a generic (`Tables = list[Table]`) does not say what is in it. */
function plainShape(of: ClassValue, written: string): Shape {
  if (of.node) return { kind: "class", of };
  const known = bare.get(of.name);
  if (known) return of.name === written.toLowerCase() || known === any ? known : aliasOf(written);
  return of.module === "typing" || of.module === "collections.abc" || of.uncertain
    ? aliasOf(written)
    : { kind: "class", of };
}

function aliasOf(written: string): Shape {
  return { kind: "unfollowed", what: written };
}

function genericShape(
  call: NativeCall,
  name: string,
  parts: readonly Expression[],
  scope: Scope,
  extras: Value[],
): Shape {
  const inner = (at: number): Shape => {
    const part = parts[at];
    return part ? shapeOf(call, part, scope, extras) : any;
  };
  switch (name) {
    case "Optional":
      return unionOf([inner(0), { kind: "none" }]);
    case "Union":
      return unionOf(parts.map((_, at) => inner(at)));
    case "Annotated":
      extras.push(...parts.slice(1).map((part) => runOf(call).evaluate(part, scope)));
      return inner(0);
    case "Final":
      return inner(0);
    case "Literal":
      return { kind: "literal", values: parts.map((part) => runOf(call).evaluate(part, scope)) };
    case "list":
    case "Sequence":
    case "MutableSequence":
      return { kind: "list", item: inner(0) };
    case "set":
      return { kind: "set", item: inner(0) };
    case "dict":
    case "Mapping":
    case "MutableMapping":
      return { kind: "dict", key: inner(0), value: inner(1) };
    case "tuple": {
      const repeats = parts[1]?.kind === "EllipsisLiteral";
      return {
        kind: "tuple",
        items: repeats ? [inner(0)] : parts.map((_, at) => inner(at)),
        repeats,
      };
    }
    case "type":
    case "Type":
    case "Callable":
      return any;
    case "ClassVar":
      return { kind: "classVariable" };
    default:
      return { kind: "unfollowed", what: name };
  }
}

function unionOf(members: readonly Shape[]): Shape {
  return {
    kind: "union",
    members: members.flatMap((member) => (member.kind === "union" ? member.members : [member])),
  };
}

/** Makes a model of a dict; undefined where pydantic refuses it. */
export type MakeModel = (of: ClassValue, data: Value) => Value | undefined;

/** The value as pydantic keeps it in a field of this shape; undefined where it refuses it. */
export function convert(
  call: NativeCall,
  shape: Shape,
  given: Value,
  model: MakeModel,
): Value | undefined {
  if (given.kind === "unknown") return given;
  call.interpreter.spend(1);
  const made = convertKnown(call, shape, given, model);
  return made && inferredFrom(made, given);
}

function convertKnown(
  call: NativeCall,
  shape: Shape,
  given: Value,
  model: MakeModel,
): Value | undefined {
  const { interpreter } = call;
  const inner = (part: Shape, value: Value): Value | undefined => convert(call, part, value, model);
  switch (shape.kind) {
    case "any":
    case "classVariable":
      return given;
    case "unfollowed":
      return interpreter.unknown(`what pydantic makes of ${shape.what} is known when it runs`);
    case "none":
      return given.kind === "none" ? given : undefined;
    case "literal":
      return shape.values.find((value) => isExactly(call, value, given));
    case "union":
      return convertUnion(call, shape.members, given, model);
    case "class":
      return convertToClass(call, shape.of, given, model);
    case "list":
    case "set":
    case "tuple": {
      const items = itemsOf(call, given, shape.kind);
      if (!items || "kind" in items) return items;
      if (shape.kind === "tuple" && !shape.repeats && items.length !== shape.items.length)
        return undefined;
      const made: Value[] = [];
      for (const [index, item] of items.entries()) {
        const part =
          shape.kind === "tuple" ? (shape.items[shape.repeats ? 0 : index] ?? any) : shape.item;
        const one = inner(part, item);
        if (!one) return undefined;
        made.push(one);
      }
      if (shape.kind === "tuple") return tuple(made);
      const list = interpreter.list(made);
      const set = shape.kind === "set" ? runOf(call).builtin("set") : undefined;
      return set ? interpreter.call(set, { positional: [list] }) : list;
    }
    case "dict": {
      if (given.kind !== "dict")
        return given.kind === "instance"
          ? interpreter.unknown("what pydantic makes of a mapping is known when it runs")
          : undefined;
      if (given.uncertain) return given.uncertain;
      const made = interpreter.dict([]);
      for (const entry of given.entries.values()) {
        const key = inner(shape.key, entry.key);
        const value = inner(shape.value, entry.value);
        if (!key || !value) return undefined;
        runOf(call).setItem(made, key, value, entry);
      }
      return made;
    }
  }
}

/** What a list-like field takes; undefined: refused; a value: not known. */
function itemsOf(
  call: NativeCall,
  given: Value,
  kind: "list" | "set" | "tuple",
): readonly Value[] | Value | undefined {
  if (!/^(?:list|tuple|set|iterator|range)$/.test(given.kind))
    return given.kind === "instance"
      ? call.interpreter.unknown(`what pydantic makes of a ${kind} is known when it runs`)
      : undefined;
  const { items, uncertain } = call.interpreter.iterate(given);
  return uncertain ?? items;
}

/** Equal, and of the same type. */
function isExactly(call: NativeCall, value: Value, given: Value): boolean {
  const [left, right] = [value, unwrapped(given)];
  return (
    (left.kind === right.kind || value === given) && call.interpreter.equals(value, given) === true
  );
}

/** pydantic's "smart" way: a member that fits as it is, before one that would have to be converted. */
function convertUnion(
  call: NativeCall,
  members: readonly Shape[],
  given: Value,
  model: MakeModel,
): Value | undefined {
  for (const member of members)
    if (fits(call, member, given)) return convert(call, member, given, model);
  const made = members.flatMap((member) => convert(call, member, given, model) ?? []);
  return made.length > 1
    ? call.interpreter.unknown("which part of a union pydantic takes is known when it runs")
    : made[0];
}

/** Whether a value needs no conversion; only what is surely so. */
function fits(call: NativeCall, shape: Shape, given: Value): boolean {
  switch (shape.kind) {
    case "none":
      return given.kind === "none";
    case "literal":
      return shape.values.some((value) => isExactly(call, value, given));
    case "list":
      return (
        given.kind === "list" &&
        !given.uncertain &&
        given.items.every((item) => shape.item.kind === "any" || fits(call, shape.item, item))
      );
    case "dict":
      return (
        given.kind === "dict" &&
        !given.uncertain &&
        [...given.entries.values()].every(
          ({ key, value }) =>
            (shape.key.kind === "any" || fits(call, shape.key, key)) &&
            (shape.value.kind === "any" || fits(call, shape.value, value)),
        )
      );
    case "class":
      return given.kind === "instance"
        ? given.class === shape.of
        : given.kind === shape.of.name && shape.of.module === "builtins";
    case "any":
    case "set":
    case "tuple":
    case "union":
    case "classVariable":
    case "unfollowed":
      return false;
  }
}

function convertToClass(
  call: NativeCall,
  of: ClassValue,
  given: Value,
  model: MakeModel,
): Value | undefined {
  const plain = unwrapped(given);
  if (of.module === "builtins") {
    switch (of.name) {
      case "str":
        return textFrom(plain);
      case "int":
        return wholeFrom(plain);
      case "float":
        return decimalFrom(plain);
      case "bool":
        return truthFrom(plain);
    }
  }
  const isOne = call.interpreter.isInstance(given, of);
  if (isOne) return given;
  if (isOne === false && isEnum(of))
    return attempt(() => call.interpreter.call(of, { positional: [given] }));
  const made = model(of, given);
  if (made || isModel(of)) return made;
  if (plain.kind === "str" && /^(?:datetime|date|time)$/.test(of.name) && of.module === "datetime")
    return dateFrom(call, of, plain.value);
  if (plain.kind === "str" && of.name === "Path" && of.module === "pathlib")
    return call.interpreter.call(of, { positional: [plain] });
  return call.interpreter.unknown(`what pydantic makes of ${of.name} is known when it runs`);
}

/** What is called; undefined when it raises. */
export function attempt(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PythonError) return undefined;
    throw error;
  }
}

function isEnum(of: ClassValue): boolean {
  return of.mro.some((ancestor) => ancestor.name === "Enum" && ancestor.module === "enum");
}

/** Whether a class is derived from pydantic's. */
export function isModel(of: ClassValue): boolean {
  return of.mro.some((ancestor) => ancestor.name === "BaseModel" && ancestor.module === "pydantic");
}

function dateFrom(call: NativeCall, of: ClassValue, text: string): Value | undefined {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  if (
    of.name === "date" ? !isDay : !isDay && !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/.test(text)
  )
    return call.interpreter.unknown("what pydantic makes of a date is known when it runs");
  const read = call.interpreter.attribute(of, "fromisoformat");
  return read && attempt(() => call.interpreter.call(read, { positional: [str(text)] }));
}

function textFrom(value: Value): Value | undefined {
  return value.kind === "str" ? value : undefined;
}

function wholeFrom(value: Value): Value | undefined {
  if (value.kind === "int") return value;
  if (value.kind === "bool") return int(value.value ? 1 : 0);
  if (value.kind === "float") return Number.isInteger(value.value) ? int(value.value) : undefined;
  if (value.kind !== "str") return undefined;
  const digits = /^\s*([+-]?\d+)(?:\.0+)?\s*$/.exec(value.value)?.[1];
  return digits === undefined ? undefined : int(BigInt(digits));
}

function decimalFrom(value: Value): Value | undefined {
  if (value.kind === "float") return value;
  if (value.kind === "int") return float(Number(value.value));
  if (value.kind === "bool") return float(value.value ? 1 : 0);
  if (value.kind !== "str") return undefined;
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value.value)
    ? float(Number(value.value))
    : undefined;
}

function truthFrom(value: Value): Value | undefined {
  if (value.kind === "bool") return value;
  if (value.kind === "int")
    return value.value === 0n || value.value === 1n ? bool(value.value === 1n) : undefined;
  if (value.kind === "float")
    return value.value === 0 || value.value === 1 ? bool(value.value === 1) : undefined;
  if (value.kind !== "str") return undefined;
  const text = value.value.toLowerCase();
  if (/^(?:1|on|t|true|y|yes)$/.test(text)) return bool(true);
  return /^(?:0|off|f|false|n|no)$/.test(text) ? bool(false) : undefined;
}
