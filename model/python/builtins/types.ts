import { nativeClass } from "../native.ts";
import type { ClassValue, Value } from "../value.ts";
import { iteratorMethods } from "./iteratorMethods.ts";
import { bytesMethods } from "./bytesMethods.ts";
import { dictMethods } from "./dictMethods.ts";
import { listMethods, tupleMethods } from "./listMethods.ts";
import { makers } from "./makers.ts";
import { floatMethods, intMethods } from "./numberMethods.ts";
import { objectMethods, typeMethods } from "./objectMethods.ts";
import { setMethods } from "./setMethods.ts";
import { strMethods } from "./strMethods.ts";

type Methods = readonly (readonly [string, Value])[];

const shared = { type: "shared" } as const;

const object = nativeClass({
  name: "object",
  module: "builtins",
  attributes: objectMethods,
  payload: shared,
});

function type(name: string, methods: Methods = [], base: ClassValue = object): ClassValue {
  const maker = makers.get(name);
  return nativeClass({
    name,
    module: "builtins",
    bases: [base],
    attributes: maker ? [["__new__", maker] as const, ...methods] : methods,
    payload: shared,
  });
}

const int = type("int", intMethods);
const iterator = type("generator", iteratorMethods);

const classes = {
  object,
  type: type("type", typeMethods),
  int,
  bool: type("bool", [], int),
  float: type("float", floatMethods),
  complex: type("complex"),
  str: type("str", strMethods),
  bytes: type("bytes", bytesMethods),
  bytearray: type("bytearray"),
  memoryview: type("memoryview"),
  list: type("list", listMethods),
  tuple: type("tuple", tupleMethods),
  dict: type("dict", dictMethods),
  set: type("set", setMethods),
  frozenset: type("frozenset", setMethods),
  range: type("range"),
  slice: type("slice"),
  property: type("property"),
  staticmethod: type("staticmethod"),
  classmethod: type("classmethod"),
  super: type("super"),
} as const;

const hidden = {
  NoneType: type("NoneType"),
  ellipsis: type("ellipsis"),
  NotImplementedType: type("NotImplementedType"),
  function: type("function"),
  builtin_function_or_method: type("builtin_function_or_method"),
  method: type("method"),
  module: type("module"),
  generator: iterator,
  unknown: type("object"),
} as const;

/** The builtin classes that code can name. */
export function builtinClasses(): Readonly<Record<string, ClassValue>> {
  return classes;
}

/** The class of any value. */
export function builtinClassOf(value: Value): ClassValue {
  switch (value.kind) {
    case "instance":
      return value.class;
    case "none":
      return hidden.NoneType;
    case "bool":
      return classes.bool;
    case "int":
      return classes.int;
    case "float":
      return classes.float;
    case "str":
      return classes.str;
    case "bytes":
      return classes.bytes;
    case "ellipsis":
      return hidden.ellipsis;
    case "notImplemented":
      return hidden.NotImplementedType;
    case "list":
      return classes.list;
    case "tuple":
      return classes.tuple;
    case "dict":
      return classes.dict;
    case "set":
      return value.frozen ? classes.frozenset : classes.set;
    case "range":
      return classes.range;
    case "slice":
      return classes.slice;
    case "iterator":
      return hidden.generator;
    case "function":
      return hidden.function;
    case "nativeFunction":
      return hidden.builtin_function_or_method;
    case "method":
      return hidden.method;
    case "class":
      return value.metaclass ?? classes.type;
    case "property":
      return classes.property;
    case "wrapped":
      return value.form === "static" ? classes.staticmethod : classes.classmethod;
    case "module":
      return hidden.module;
    case "super":
      return classes.super;
    case "unknown":
      return hidden.unknown;
  }
}
