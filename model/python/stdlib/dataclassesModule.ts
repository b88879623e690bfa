import { notes } from "../../memo.ts";
import { once } from "../once.ts";
import { exceptionClass } from "../builtins/exceptions.ts";
import { arg, native, need } from "../builtins/pure.ts";
import { setName } from "../interpreter/context.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { ClassValue, InstanceValue, Payload, Value } from "../value.ts";
import { bool, none, str, tuple } from "../values.ts";
import { equalByValues } from "./equalByValues.ts";
import { withMore } from "../../withMore.ts";

/** What `field(…)` says. */
export interface FieldPayload extends Payload {
  readonly type: "field";
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly init: boolean;
  readonly kwOnly: boolean;
  /** Whether it is shown, and whether it is compared (`repr=`, `compare=`). */
  readonly shown: boolean;
  readonly compared: boolean;
  /** The argument that sets it, where that is not its name (attrs). */
  readonly alias?: string | undefined;
  /** What is made of a value that is given or taken as default (attrs). */
  readonly converter?: Value | undefined;
  /** The method that makes the default (attrs). */
  readonly method?: Value | undefined;
}

interface DataField {
  readonly name: string;
  /** The argument that sets it. */
  readonly argument: string;
  readonly spec: FieldPayload;
  readonly annotation: Value;
  /** `InitVar`: an argument that is handed to `__post_init__` and not kept. */
  readonly passing: boolean;
}

/** What differs between `dataclasses` and `attrs`. */
export interface FieldStyle {
  /** Whether annotated names are fields, and whether names are that hold a field and have no annotation. */
  readonly annotated: boolean;
  readonly unannotated: boolean;
  /** The argument that sets a field. */
  readonly argument: (name: string) => string;
  /** The method that is called last. */
  readonly afterwards: string;
}

const dataStyle: FieldStyle = {
  annotated: true,
  unannotated: false,
  argument: (name) => name,
  afterwards: "__post_init__",
};

const fieldClass = nativeClass({ name: "Field", module: "dataclasses" });

function makeField(call: NativeCall): Value {
  const flag = (name: string): boolean | undefined => {
    const value = call.keywords.get(name)?.value;
    return value?.kind === "bool" ? value.value : undefined;
  };
  const payload: FieldPayload = {
    type: "field",
    default: call.keywords.get("default")?.value,
    factory: (call.keywords.get("default_factory") ?? call.keywords.get("factory"))?.value,
    init: flag("init") ?? true,
    kwOnly: flag("kw_only") ?? false,
    shown: flag("repr") ?? true,
    compared: flag("compare") ?? flag("eq") ?? true,
  };
  return { kind: "instance", class: fieldClass, attributes: new Map(), payload };
}

/** Whether a class attribute is what `field(…)` gave. */
export function isField(value: Value | undefined): boolean {
  return value?.kind === "instance" && value.payload?.type === "field";
}

function fieldPayload(value: Value | undefined, kwOnly: boolean): FieldPayload {
  if (value?.kind === "instance" && value.payload?.type === "field")
    return {
      ...(value.payload as FieldPayload),
      kwOnly: kwOnly || (value.payload as FieldPayload).kwOnly,
    };
  return {
    type: "field",
    default: value,
    factory: undefined,
    init: true,
    kwOnly,
    shown: true,
    compared: true,
  };
}

/** `@dataclass`, with or without arguments. */
function dataclass(call: NativeCall): Value {
  return decorateClass(call, () => dataStyle);
}

/** A decorator of classes with fields, with or without arguments. */
export function decorateClass(
  call: NativeCall,
  styleOf: (of: ClassValue, options: ReadonlyMap<string, Value>) => FieldStyle,
): Value {
  const first = call.positional[0]?.value;
  const options = new Map([...call.keywords].map(([name, given]) => [name, given.value]));
  const make = (inner: NativeCall, of: ClassValue): Value =>
    makeDataclass(inner, of, options, styleOf(of, options));
  if (first?.kind === "class") return make(call, first);
  if (first) return first;
  return native("dataclass", (inner) => {
    const of = need(inner, 0);
    return of.kind === "class" ? make(inner, of) : of;
  })[1];
}

function makeDataclass(
  call: NativeCall,
  of: ClassValue,
  options: ReadonlyMap<string, Value>,
  style: FieldStyle,
): Value {
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = options.get(name);
    return value?.kind === "bool" ? value.value : otherwise;
  };
  const fields = fieldsOf(of, flag("kw_only", false), style);
  for (const { name, spec } of fields) {
    if (!of.attributes.has(name)) continue;
    if (spec.default) of.attributes.set(name, spec.default);
    else if (spec.factory ?? spec.method) of.attributes.delete(name);
  }
  const kept = fields.filter((field) => !field.passing);
  const names = kept.filter((field) => field.spec.compared).map((field) => field.name);
  const shown = kept.filter((field) => field.spec.shown).map((field) => field.name);
  of.attributes.set(
    "__dataclass_fields__",
    call.interpreter.dict(kept.map((field) => [field.name, fieldObject(field)] as const)),
  );
  of.attributes.set(
    "__match_args__",
    tuple(fields.filter((field) => !field.spec.kwOnly).map((field) => str(field.name))),
  );
  allFields.set(of, fields);
  if (flag("init", true) && !of.attributes.has("__init__"))
    of.attributes.set(
      "__init__",
      native("__init__", (inner) => initialize(inner, of, fields, style))[1],
    );
  if (flag("repr", true) && !of.attributes.has("__repr__"))
    of.attributes.set("__repr__", native("__repr__", (inner) => describe(inner, shown))[1]);
  if (flag("eq", true) && !of.attributes.has("__eq__"))
    of.attributes.set(
      "__eq__",
      native("__eq__", (inner) => equalByValues(inner, (self) => valuesOf(self, names)))[1],
    );
  if (flag("frozen", false) && !of.attributes.has("__setattr__"))
    of.attributes.set("__setattr__", native("__setattr__", refuse)[1]);
  if (flag("order", false))
    for (const [name, operator] of [
      ["__lt__", "<"],
      ["__gt__", ">"],
      ["__le__", "<="],
      ["__ge__", ">="],
    ] as const)
      of.attributes.set(name, native(name, (inner) => orderFields(inner, names, operator))[1]);
  return of;
}

const frozenError = nativeClass({
  name: "FrozenInstanceError",
  module: "dataclasses",
  bases: [exceptionClass("AttributeError")],
});

function refuse(call: NativeCall): never {
  const name = need(call, 0);
  const field = name.kind === "str" ? name.value : "?";
  return call.interpreter.raise(frozenError, `cannot assign to field '${field}'`);
}

const allFields = notes<ClassValue, readonly DataField[]>();

/** The fields of a class and its bases, in order; a field named again keeps its place. */
function fieldsOf(of: ClassValue, kwOnly: boolean, style: FieldStyle): DataField[] {
  const found = new Map<string, DataField>();
  for (const ancestor of [...of.mro.slice(1)].reverse())
    for (const field of allFields.get(ancestor) ?? []) found.set(field.name, field);
  const annotations = of.attributes.get("__annotations__");
  let restKwOnly = kwOnly;
  if (annotations?.kind === "dict" && style.annotated)
    for (const { key, value } of annotations.entries.values()) {
      if (key.kind !== "str") continue;
      if (isClassVar(value)) continue;
      if (isNamed(value, "dataclasses", "KW_ONLY")) {
        restKwOnly = true;
        continue;
      }
      const spec = fieldPayload(of.attributes.get(key.value), restKwOnly);
      found.set(key.value, dataField(key.value, spec, value, style));
    }
  if (style.unannotated)
    for (const [name, value] of of.attributes)
      if (isField(value))
        found.set(name, dataField(name, fieldPayload(value, kwOnly), none, style));
  return [...found.values()];
}

function dataField(
  name: string,
  spec: FieldPayload,
  annotation: Value,
  style: FieldStyle,
): DataField {
  const passing = isNamed(annotation, "dataclasses", "InitVar");
  return { name, argument: spec.alias ?? style.argument(name), spec, annotation, passing };
}

function isClassVar(annotation: Value): boolean {
  return isNamed(annotation, "typing", "ClassVar") || isNamed(annotation, "t", "ClassVar");
}

/** Whether an annotation, or its text, is the name or begins with it: `ClassVar[int]`. */
function isNamed(annotation: Value, module: string, name: string): boolean {
  if (annotation.kind === "class") return annotation.name === name;
  if (annotation.kind !== "str") return false;
  const [first = ""] = annotation.value.split("[");
  return first.trim() === name || first.trim() === `${module}.${name}`;
}

function initialize(
  call: NativeCall,
  of: ClassValue,
  fields: readonly DataField[],
  style: FieldStyle,
): Value {
  const { self } = call;
  if (self?.kind !== "instance") return none;
  const run = runOf(call);
  const taken = fields.filter((field) => field.spec.init);
  const positional = taken.filter((field) => !field.spec.kwOnly);
  if (call.positional.length > positional.length)
    call.interpreter.raise(
      "TypeError",
      `${of.name}.__init__() takes ${positional.length + 1} positional arguments but ${call.positional.length + 1} were given`,
    );
  const known = new Set(taken.map((field) => field.argument));
  for (const name of call.keywords.keys())
    if (!known.has(name))
      call.interpreter.raise(
        "TypeError",
        `${of.name}.__init__() got an unexpected keyword argument '${name}'`,
      );
  const passed: Value[] = [];
  for (const field of fields) {
    const index = positional.indexOf(field);
    const given = field.spec.init
      ? ((index >= 0 ? call.positional[index]?.value : undefined) ??
        call.keywords.get(field.argument)?.value)
      : undefined;
    const plain = given ?? defaultOf(call, of, field);
    const { converter } = field.spec;
    const value =
      plain && converter && converter.kind !== "none"
        ? call.interpreter.call(converter, { positional: [plain] })
        : plain;
    if (value && field.passing) passed.push(value);
    else if (value) setName(run, self.attributes, field.name, value);
  }
  const post = call.interpreter.attribute(self, style.afterwards);
  if (post?.kind === "method" && post.callee.kind === "function")
    call.interpreter.call(post, { positional: passed });
  return none;
}

function defaultOf(call: NativeCall, of: ClassValue, field: DataField): Value | undefined {
  const { spec, name } = field;
  if (spec.factory && spec.factory.kind !== "none") return call.interpreter.call(spec.factory, {});
  if (spec.method)
    return call.interpreter.call(spec.method, { positional: call.self ? [call.self] : [] });
  if (spec.default) return spec.default;
  if (call.uncertain) return withMore(call.uncertain, { pattern: `{${name}}` });
  if (!spec.init) return undefined;
  return call.interpreter.raise(
    "TypeError",
    `${of.name}.__init__() missing 1 required positional argument: '${name}'`,
  );
}

function describe(call: NativeCall, names: readonly string[]): Value {
  const { self } = call;
  if (self?.kind !== "instance") return none;
  const parts: string[] = [];
  for (const name of names) {
    const text = call.interpreter.repr(self.attributes.get(name) ?? none);
    if (text.kind !== "str") return text;
    parts.push(`${name}=${text.value}`);
  }
  return str(`${self.class.name}(${parts.join(", ")})`);
}

function valuesOf(value: Value | undefined, names: readonly string[]): Value {
  return tuple(
    names.map(
      (name) => (value?.kind === "instance" ? value.attributes.get(name) : undefined) ?? none,
    ),
  );
}

function orderFields(
  call: NativeCall,
  names: readonly string[],
  operator: "<" | ">" | "<=" | ">=",
): Value {
  const run = runOf(call);
  const [a, b] = [valuesOf(call.self, names), valuesOf(need(call, 0), names)];
  const sorted = run.builtin("sorted");
  const same = run.equals(a, b);
  if (same === true) return bool(operator.endsWith("="));
  if (!sorted || same === undefined) return call.interpreter.unknown("an order is not known");
  const ordered = call.interpreter.call(sorted, { positional: [tuple([a, b])] });
  const first = ordered.kind === "list" ? ordered.items[0] : undefined;
  return bool((first === a) === operator.startsWith("<"));
}

/** `asdict(value)`. */
export function asDict(call: NativeCall, value: Value): Value {
  if (value.kind === "list")
    return call.interpreter.list(value.items.map((item) => asDict(call, item)));
  if (value.kind === "tuple") return tuple(value.items.map((item) => asDict(call, item)));
  if (value.kind === "dict") {
    const made = call.interpreter.dict([]);
    for (const entry of value.entries.values())
      runOf(call).setItem(made, entry.key, asDict(call, entry.value));
    return made;
  }
  const names = value.kind === "instance" ? namesOf(value) : undefined;
  if (!names || value.kind !== "instance") return value;
  return call.interpreter.dict(
    names.map((name) => [name, asDict(call, value.attributes.get(name) ?? none)] as const),
  );
}

function namesOf(value: InstanceValue): string[] | undefined {
  return fieldsIn(value)
    ?.filter((field) => !field.passing)
    .map((field) => field.name);
}

function fieldsIn(value: InstanceValue): readonly DataField[] | undefined {
  for (const ancestor of value.class.mro) {
    const fields = allFields.get(ancestor);
    if (fields) return fields;
  }
  return undefined;
}

/** `replace(value, name=…)`. */
export function replace(call: NativeCall): Value {
  const value = need(call, 0);
  const fields = value.kind === "instance" ? fieldsIn(value) : undefined;
  if (!fields || value.kind !== "instance") return value;
  const keywords = new Map<string, Value>();
  for (const { name, argument, spec } of fields) {
    const now = call.keywords.get(argument)?.value ?? value.attributes.get(name);
    if (now && spec.init) keywords.set(argument, now);
  }
  return call.interpreter.call(value.class, { keywords });
}

const missingClass = nativeClass({ name: "MISSING", module: "dataclasses" });

/** `InitVar[int]` stays the class. */
const initVarClass = nativeClass({
  name: "InitVar",
  module: "dataclasses",
  attributes: [native("__class_getitem__", () => initVarClass_())],
});

function initVarClass_(): ClassValue {
  return initVarClass;
}

/** `dataclasses`. */
export const dataclassesNames = once((): readonly (readonly [string, Value])[] => [
  native("dataclass", dataclass),
  native("field", makeField),
  native("asdict", (call) => asDict(call, need(call, 0))),
  native("astuple", (call) => {
    const value = need(call, 0);
    return value.kind === "instance" ? valuesOf(value, namesOf(value) ?? []) : value;
  }),
  native("fields", fieldsFrom),
  native("is_dataclass", (call) => bool(hasFields(arg(call, 0)))),
  native("replace", replace),
  ["KW_ONLY", nativeClass({ name: "KW_ONLY", module: "dataclasses" })],
  ["InitVar", initVarClass],
  ["FrozenInstanceError", frozenError],
  ["MISSING", missingClass],
]);

/** `fields(class or instance)`. */
export function fieldsFrom(call: NativeCall): Value {
  const value = need(call, 0);
  const of = value.kind === "instance" ? value.class : value.kind === "class" ? value : undefined;
  const fields = of?.mro.map((ancestor) => allFields.get(ancestor)).find((found) => found) ?? [];
  return tuple(fields.filter((field) => !field.passing).map(fieldObject));
}

function fieldObject(field: DataField): Value {
  return {
    kind: "instance",
    class: fieldClass,
    attributes: new Map<string, Value>([
      ["name", str(field.name)],
      ["type", field.annotation],
      ["default", field.spec.default ?? none],
    ]),
    payload: undefined,
  };
}

/** Whether a class, or the class of an instance, has fields. */
export function hasFields(value: Value | undefined): boolean {
  const of = value?.kind === "instance" ? value.class : value?.kind === "class" ? value : undefined;
  return of?.mro.some((ancestor) => allFields.get(ancestor) !== undefined) ?? false;
}
