import { notes } from "../../memo.ts";
import { once } from "../once.ts";
import { exceptionClass } from "../builtins/exceptions.ts";
import { arg, native, need } from "../builtins/pure.ts";
import type { ClassHook } from "../interpreter/classes.ts";
import { setName } from "../interpreter/context.ts";
import { runOf } from "../interpreter/run.ts";
import { PythonError } from "../interpreter/signals.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Expression } from "../syntax.ts";
import type { ClassValue, DictValue, InstanceValue, Payload, Scope, Value } from "../value.ts";
import { none, str, tuple, unknownFrom } from "../values.ts";
import { equalByValues } from "./equalByValues.ts";
import { environment } from "./osModule.ts";
import { attempt, convert, isModel, shapeOf, type Shape } from "./pydanticShapes.ts";
import { withMore } from "../../withMore.ts";

// Models of pydantic 2, which both Airflows need. What is not followed makes a field unknown, never a wrong value.

type Names = readonly (readonly [string, Value])[];

/** What `Field(…)` says. */
interface FieldInfo extends Payload {
  readonly type: "modelField";
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly options: ReadonlyMap<string, Value>;
}

interface ModelField {
  readonly name: string;
  readonly annotation: Expression;
  readonly scope: Scope;
  readonly info: FieldInfo;
  shape?: Shape;
  /** What stands behind the type in `Annotated[…]`. */
  extras: readonly Value[];
}

type Stage = "before" | "after" | "other";

/** A function that a model calls: for named fields, or for the whole (`fields` is undefined). */
interface Validator {
  readonly fields: readonly string[] | undefined;
  readonly stage: Stage;
  /** `@validator` and `@root_validator`, as pydantic 1 had them. */
  readonly old: boolean;
}

interface OwnModel {
  readonly fields: readonly ModelField[];
  readonly privates: ReadonlyMap<string, Value>;
  readonly validators: readonly (readonly [string, Validator])[];
}

const models = notes<ClassValue, OwnModel>();
const validators = notes<Value, Validator>();

const validationError = nativeClass({
  name: "ValidationError",
  module: "pydantic",
  bases: [exceptionClass("ValueError")],
});

const fieldClass = nativeClass({ name: "FieldInfo", module: "pydantic" });
const infoClass = nativeClass({ name: "ValidationInfo", module: "pydantic" });

function makeField(call: NativeCall): Value {
  const options = new Map([...call.keywords].map(([name, { value }]) => [name, value]));
  const standard = arg(call, 0, "default");
  const payload: FieldInfo = {
    type: "modelField",
    default: standard?.kind === "ellipsis" ? undefined : standard,
    factory: options.get("default_factory"),
    options,
  };
  return { kind: "instance", class: fieldClass, attributes: new Map(), payload };
}

function infoOf(value: Value | undefined): FieldInfo | undefined {
  return value?.kind === "instance" && value.payload?.type === "modelField"
    ? (value.payload as FieldInfo)
    : undefined;
}

/** Takes the fields of a class that is derived from a model out of its attributes, as pydantic's metaclass does. */
const modelHook: ClassHook = {
  type: "pydanticModel",
  finish: (interpreter, made) => {
    const fields: ModelField[] = [];
    const privates = new Map<string, Value>();
    const outer = runOf({ interpreter }).frame.scope;
    const scope: Scope = { ...outer, kind: "class", variables: made.attributes, parent: outer };
    for (const statement of made.node?.body ?? []) {
      if (statement.kind !== "AnnotatedAssign" || statement.target.kind !== "Name") continue;
      const { name } = statement.target;
      const value = made.attributes.get(name);
      if (name === "model_config" || isClassVariable(statement.annotation)) continue;
      if (name.startsWith("_")) {
        const said = infoOf(value);
        const standard = said ? said.default : value;
        if (standard) privates.set(name, standard);
        continue;
      }
      const info: FieldInfo = infoOf(value) ?? {
        type: "modelField",
        default: value?.kind === "ellipsis" ? undefined : value,
        factory: undefined,
        options: new Map(),
      };
      fields.push({ name, annotation: statement.annotation, scope, info, extras: [] });
      made.attributes.delete(name);
    }
    const found = [...made.attributes].flatMap(([name, value]) => {
      const validator = validators.get(value);
      return validator ? [[name, validator] as const] : [];
    });
    models.set(made, { fields, privates, validators: found });
    return made;
  },
};

function isClassVariable(node: Expression): boolean {
  if (node.kind === "Subscript") return isClassVariable(node.object);
  if (node.kind === "Attribute") return node.name.name === "ClassVar";
  return node.kind === "Name" && node.name === "ClassVar";
}

/** The models that a class is made of, itself last. */
function chainOf(of: ClassValue): readonly OwnModel[] {
  return [...of.mro].reverse().flatMap((ancestor) => models.get(ancestor) ?? []);
}

function fieldsOf(of: ClassValue): readonly ModelField[] {
  const found = new Map<string, ModelField>();
  for (const model of chainOf(of)) for (const field of model.fields) found.set(field.name, field);
  return [...found.values()];
}

/** Validators in the order they are written; one of the same name takes the place of an inherited one. */
function validatorsOf(of: ClassValue): readonly (readonly [string, Validator])[] {
  const found = new Map<string, Validator>();
  for (const model of chainOf(of)) for (const [name, one] of model.validators) found.set(name, one);
  return [...found];
}

/** `model_config = {…}` or `class Config`. */
function setting(call: NativeCall, of: ClassValue, name: string): Value | undefined {
  for (const ancestor of of.mro) {
    const config = ancestor.attributes.get("model_config");
    const own = config?.kind === "dict" ? config.entries.get(`s${name}`)?.value : undefined;
    if (own) return own;
    const old = ancestor.attributes.get("Config");
    const value = old?.kind === "class" ? call.interpreter.attribute(old, name) : undefined;
    if (value) return value;
  }
  return undefined;
}

function isSet(call: NativeCall, of: ClassValue, name: string): boolean {
  const value = setting(call, of, name);
  return value?.kind === "bool" && value.value;
}

/** What makes values in ways that are not followed. */
function unfollowedSetting(call: NativeCall, of: ClassValue): string | undefined {
  return [
    "strict",
    "alias_generator",
    "json_encoders",
    "use_enum_values",
    "coerce_numbers_to_str",
  ].find((name) => {
    const value = setting(call, of, name);
    return name !== "json_encoders" && value && !(value.kind === "bool" && !value.value);
  });
}

/** Whether an instance keeps what it is given besides its fields. */
function hasExtras(call: NativeCall, of: ClassValue): boolean {
  const extra = setting(call, of, "extra");
  return extra?.kind === "str" && extra.value === "allow";
}

/** `BaseModel.__init__`. */
function initialize(call: NativeCall): Value {
  const { self } = call;
  if (self?.kind !== "instance") return none;
  if (call.positional.length > 0)
    call.interpreter.raise("TypeError", "BaseModel.__init__() takes 1 positional argument");
  const data = call.interpreter.dict([...call.keywords].map(([name, { value }]) => [name, value]));
  if (data.kind === "dict") data.uncertain = call.uncertain;
  fill(call, self, data);
  return none;
}

function refuse(call: NativeCall, of: ClassValue, where: string): never {
  return call.interpreter.raise(validationError, `1 validation error for ${of.name}\n${where}`);
}

/** Runs a validator: what it raises makes the model's own error. */
function guarded(call: NativeCall, of: ClassValue, validator: () => Value): Value {
  try {
    return validator();
  } catch (error) {
    const raised = error instanceof PythonError ? error.value.class.mro : [];
    if (raised.some(({ name }) => name === "ValueError" || name === "AssertionError"))
      return refuse(call, of, "a validator refuses it");
    throw error;
  }
}

/** Sets the fields of an instance from what it is given. */
function fill(call: NativeCall, self: InstanceValue, given: Value): void {
  const of = self.class;
  const run = runOf(call);
  const set = (name: string, value: Value): void => {
    setName(run, self.attributes, name, value);
  };
  const fields = fieldsOf(of);
  const unfollowed = unfollowedSetting(call, of);
  const data =
    of.uncertain ??
    (unfollowed
      ? call.interpreter.unknown(`what pydantic makes with ${unfollowed} is known when it runs`)
      : prepared(call, of, given));
  if (data.kind !== "dict") {
    const unknown =
      data.kind === "unknown"
        ? data
        : call.interpreter.unknown("what a validator gives is known when it runs");
    for (const { name } of fields) set(name, unknownFrom(unknown, `{${name}}`));
    self.uncertain = unknown;
    return;
  }
  const used = new Set<string>();
  const known = call.interpreter.dict([]);
  for (const field of fields) {
    const value = fieldValue(call, of, { field, data, known, used });
    set(field.name, value);
    run.setItem(known, str(field.name), value);
  }
  const rest = [...data.entries].filter(([key]) => !used.has(key));
  const extra = setting(call, of, "extra");
  if (rest.length > 0 && extra?.kind === "str" && extra.value === "forbid")
    refuse(call, of, "extra fields are not permitted");
  if (hasExtras(call, of))
    for (const [, { key, value }] of rest) if (key.kind === "str") set(key.value, value);
  for (const model of chainOf(of))
    for (const [name, value] of model.privates) set(name, copied(call, value));
  finishModel(call, self, known);
}

/** The data after the validators that come before everything else. */
function prepared(call: NativeCall, of: ClassValue, given: Value): Value {
  let data = given;
  for (const [name, validator] of [...validatorsOf(of)].reverse()) {
    if (validator.fields || validator.stage !== "before") continue;
    const callee = call.interpreter.attribute(of, name);
    if (!callee) continue;
    const before = data;
    data = guarded(call, of, () => call.interpreter.call(callee, { positional: [before] }));
  }
  return data;
}

interface FieldInput {
  readonly field: ModelField;
  readonly data: DictValue;
  /** The fields before it. */
  readonly known: Value;
  readonly used: Set<string>;
}

function fieldValue(call: NativeCall, of: ClassValue, input: FieldInput): Value {
  const { field, data, used } = input;
  const { name, info } = field;
  const alias = info.options.get("validation_alias") ?? info.options.get("alias");
  if (alias && alias.kind !== "str")
    return call.interpreter.unknown(`the alias of ${name} is known when it runs`);
  const byName =
    !alias ||
    ["populate_by_name", "allow_population_by_field_name", "validate_by_name"].some((key) =>
      isSet(call, of, key),
    );
  const keys = [...(alias ? [`s${alias.value}`] : []), ...(byName ? [`s${name}`] : [])];
  const key = keys.find((one) => data.entries.has(one));
  for (const one of keys) used.add(one);
  const given = key === undefined ? undefined : data.entries.get(key)?.value;
  if (!given) {
    const standard = defaultOf(call, field);
    if (data.uncertain) return { ...unknownFrom(data.uncertain, `{${name}}`) };
    if (!standard && isSettings(of)) return environment(call, str(name.toUpperCase()), undefined);
    if (!standard) return refuse(call, of, `${name}: Field required`);
    if (!validatesDefault(call, of, info))
      return isSettings(of) ? environment(call, str(name.toUpperCase()), standard) : standard;
    return validated(call, of, input, standard);
  }
  return validated(call, of, input, given);
}

function isSettings(of: ClassValue): boolean {
  return of.mro.some((ancestor) => ancestor.name === "BaseSettings");
}

function validatesDefault(call: NativeCall, of: ClassValue, info: FieldInfo): boolean {
  const own = info.options.get("validate_default");
  return own ? own.kind === "bool" && own.value : isSet(call, of, "validate_default");
}

function defaultOf(call: NativeCall, { info }: ModelField): Value | undefined {
  if (info.factory && info.factory.kind !== "none") return call.interpreter.call(info.factory, {});
  return info.default && copied(call, info.default);
}

/** pydantic gives each instance its own copy of a default that may change. */
function copied(call: NativeCall, value: Value): Value {
  if (!/^(?:list|dict|set|instance)$/.test(value.kind)) return value;
  const module = call.interpreter.importModule("copy");
  const copy = call.interpreter.attribute(module, "deepcopy");
  return copy ? call.interpreter.call(copy, { positional: [value] }) : value;
}

function validated(call: NativeCall, of: ClassValue, input: FieldInput, given: Value): Value {
  const { field } = input;
  if (!field.shape) {
    const extras: Value[] = [];
    field.shape = shapeOf(call, field.annotation, field.scope, extras);
    field.extras = extras;
  }
  const own = validatorsOf(of).filter(
    ([, { fields }]) => fields?.includes(field.name) === true || fields?.includes("*") === true,
  );
  if (own.some(([, { stage }]) => stage === "other") || field.extras.some(changesValue))
    return call.interpreter.unknown(
      `what a validator makes of ${field.name} is known when it runs`,
    );
  let value = given;
  const runAll = (stage: Stage, order: typeof own): void => {
    for (const [name, validator] of order) {
      if (validator.stage !== stage) continue;
      const before = value;
      value = guarded(call, of, () =>
        runValidator(call, of, { name, validator, value: before, input }),
      );
    }
  };
  runAll("before", [...own].reverse());
  const converted = convert(call, field.shape, value, (model, data) =>
    modelFrom(call, model, data),
  );
  if (!converted) return refuse(call, of, `${field.name}: the value is not valid`);
  if (!withinLimits(field, converted)) refuse(call, of, `${field.name}: out of its limits`);
  value = converted;
  runAll("after", own);
  return value.kind === "unknown" && value.pattern === undefined
    ? withMore(value, { pattern: `{${field.name}}` })
    : value;
}

/** Whether something behind the type in `Annotated[…]` may make another value. */
function changesValue(extra: Value): boolean {
  if (extra.kind === "str" || infoOf(extra)) return false;
  return true;
}

interface ValidatorInput {
  readonly name: string;
  readonly validator: Validator;
  readonly value: Value;
  readonly input: FieldInput;
}

function runValidator(call: NativeCall, of: ClassValue, given: ValidatorInput): Value {
  const callee = call.interpreter.attribute(of, given.name);
  if (!callee) return given.value;
  const { known, field } = given.input;
  const names = parametersOf(callee);
  const positional: Value[] = [given.value];
  if (given.validator.old) {
    if (names.some((name) => /^(?:config|field)$/.test(name)))
      return call.interpreter.unknown("what a validator gives is known when it runs");
    return call.interpreter.call(callee, {
      positional,
      keywords: new Map(names.includes("values") ? [["values", known]] : []),
    });
  }
  if (names.length > 1)
    positional.push({
      kind: "instance",
      class: infoClass,
      attributes: new Map<string, Value>([
        ["data", known],
        ["field_name", str(field.name)],
        ["context", none],
        ["mode", str("python")],
      ]),
      payload: undefined,
    });
  return call.interpreter.call(callee, { positional });
}

/** The names of what a validator takes, without the class. */
function parametersOf(callee: Value): readonly string[] {
  const inner = callee.kind === "method" ? callee.callee : callee;
  if (inner.kind !== "function") return [];
  return inner.node.parameters
    .filter(({ form }) => form !== "star" && form !== "doubleStar")
    .slice(callee.kind === "method" ? 1 : 0)
    .map(({ name }) => name.name);
}

function withinLimits(field: ModelField, value: Value): boolean {
  if (value.kind === "none" || value.kind === "unknown") return true;
  const infos = [field.info, ...field.extras.flatMap((extra) => infoOf(extra) ?? [])];
  return infos.every(({ options }) =>
    [...options].every(([name, limit]) => {
      const own = name.endsWith("_length") ? sizeOf(value) : numberIn(value);
      const bound = numberIn(limit);
      if (own === undefined || bound === undefined) return true;
      switch (name) {
        case "gt":
          return own > bound;
        case "ge":
          return own >= bound;
        case "lt":
          return own < bound;
        case "le":
        case "max_length":
          return own <= bound;
        case "min_length":
          return own >= bound;
        default:
          return true;
      }
    }),
  );
}

function numberIn(value: Value): number | undefined {
  return value.kind === "int" || value.kind === "float" ? Number(value.value) : undefined;
}

function sizeOf(value: Value): number | undefined {
  if (value.kind === "str") return Array.from(value.value).length;
  if (value.kind === "list" || value.kind === "tuple") return value.items.length;
  if (value.kind === "set") return value.items.size;
  return value.kind === "dict" ? value.entries.size : undefined;
}

/** What comes when all fields are there. */
function finishModel(call: NativeCall, self: InstanceValue, known: Value): void {
  const of = self.class;
  const post = call.interpreter.attribute(self, "model_post_init");
  if (post?.kind === "method" && post.callee.kind === "function")
    call.interpreter.call(post, { positional: [none] });
  for (const [name, validator] of validatorsOf(of)) {
    if (validator.fields || validator.stage === "before") continue;
    const callee = call.interpreter.attribute(validator.old ? of : self, name);
    const result =
      validator.stage === "after" && callee
        ? guarded(call, of, () =>
            call.interpreter.call(callee, { positional: validator.old ? [known] : [] }),
          )
        : call.interpreter.unknown("what a validator gives is known when it runs");
    if (result === self) continue;
    if (validator.old && result.kind === "dict" && !result.uncertain)
      for (const { key, value } of result.entries.values())
        if (key.kind === "str") setName(runOf(call), self.attributes, key.value, value);
        else continue;
    else {
      const unknown =
        result.kind === "unknown"
          ? result
          : call.interpreter.unknown("a validator gives another object");
      for (const field of fieldsOf(of))
        setName(runOf(call), self.attributes, field.name, unknownFrom(unknown, `{${field.name}}`));
    }
  }
}

/** A model from what a field of its type is given; undefined where that is no data for it. */
function modelFrom(call: NativeCall, of: ClassValue, data: Value): Value | undefined {
  if (!isModel(of)) return undefined;
  if (data.kind === "instance" && data.class.mro.includes(of)) return data;
  if (data.kind === "instance" && isSet(call, of, "from_attributes"))
    return call.interpreter.unknown("what pydantic makes of an object is known when it runs");
  if (data.kind !== "dict") return undefined;
  const keywords = new Map<string, Value>();
  for (const { key, value } of data.entries.values())
    if (key.kind === "str") keywords.set(key.value, value);
  return attempt(() => call.interpreter.call(of, { keywords, uncertain: data.uncertain }));
}

/** `Model.model_validate(data)`. */
function validate(call: NativeCall, data: Value): Value {
  const of = call.self;
  if (of?.kind !== "class")
    return call.interpreter.unknown("what pydantic makes is known when it runs");
  if (data.kind === "unknown") return unknownFrom(data);
  if (data.kind === "instance" && data.class.mro.includes(of)) return data;
  if (data.kind !== "dict" || call.keywords.size > 0)
    return data.kind === "dict" || data.kind === "instance"
      ? call.interpreter.unknown("what pydantic makes of an object is known when it runs")
      : refuse(call, of, "Input should be a valid dictionary");
  const keywords = new Map<string, Value>();
  for (const { key, value } of data.entries.values())
    if (key.kind === "str") keywords.set(key.value, value);
  return call.interpreter.call(of, { keywords, uncertain: data.uncertain });
}

/** `model.model_dump()`. */
function dump(call: NativeCall): Value {
  const { self } = call;
  if (self?.kind !== "instance") return none;
  const unfollowed = [...call.keywords.keys()].find(
    (name) => !/^(?:exclude_none|by_alias|exclude|include)$/.test(name),
  );
  if (unfollowed !== undefined || self.uncertain || computedIn(self.class))
    return call.interpreter.unknown(
      "what a model gives as a dict is known when it runs",
      call.span,
    );
  const flag = (name: string): boolean => {
    const value = call.keywords.get(name)?.value;
    return value?.kind === "bool" && value.value;
  };
  const named = (name: string): ReadonlySet<string> | undefined => {
    const value = call.keywords.get(name)?.value;
    if (!value || value.kind === "none") return undefined;
    return new Set(
      call.interpreter
        .iterate(value)
        .items.flatMap((item) => (item.kind === "str" ? [item.value] : [])),
    );
  };
  const [without, only] = [named("exclude"), named("include")];
  const made = call.interpreter.dict([]);
  for (const { name, info } of fieldsOf(self.class)) {
    const value = self.attributes.get(name) ?? none;
    if (without?.has(name) === true || (only && !only.has(name))) continue;
    if (flag("exclude_none") && value.kind === "none") continue;
    const alias = flag("by_alias")
      ? (info.options.get("serialization_alias") ?? info.options.get("alias"))
      : undefined;
    runOf(call).setItem(made, alias ?? str(name), dumped(call, value, 20));
  }
  if (hasExtras(call, self.class))
    for (const [name, value] of self.attributes)
      if (!name.startsWith("_") && !fieldsOf(self.class).some((field) => field.name === name))
        runOf(call).setItem(made, str(name), dumped(call, value, 20));
  return made;
}

function dumped(call: NativeCall, value: Value, depth: number): Value {
  if (depth === 0) return value;
  const inner = (item: Value): Value => dumped(call, item, depth - 1);
  if (value.kind === "list") return call.interpreter.list(value.items.map(inner));
  if (value.kind === "tuple") return tuple(value.items.map(inner));
  if (value.kind === "dict") {
    const made = call.interpreter.dict([]);
    for (const entry of value.entries.values())
      runOf(call).setItem(made, entry.key, inner(entry.value));
    return made;
  }
  if (value.kind !== "instance" || !isModel(value.class)) return value;
  const method = call.interpreter.attribute(value, "model_dump");
  return method
    ? call.interpreter.call(method, {
        keywords: new Map(
          [...call.keywords].filter(([name]) => !/^(?:exclude|include)$/.test(name)),
        ),
      })
    : value;
}

const computed = new WeakSet<Value>();

function computedIn(of: ClassValue): boolean {
  return of.mro.some((ancestor) =>
    [...ancestor.attributes.values()].some((value) => computed.has(value)),
  );
}

/** `model.model_copy(update={…})`. */
function copyModel(call: NativeCall): Value {
  const { self } = call;
  if (self?.kind !== "instance") return none;
  const made: InstanceValue = { ...self, attributes: new Map(self.attributes) };
  const update = call.keywords.get("update")?.value;
  if (update?.kind === "dict" && !update.uncertain) {
    for (const { key, value } of update.entries.values())
      if (key.kind === "str") made.attributes.set(key.value, value);
  } else if (update && update.kind !== "none")
    return call.interpreter.unknown(
      "what a copy of a model holds is known when it runs",
      call.span,
    );
  return made;
}

function valuesIn(self: Value | undefined): readonly (readonly [string, Value])[] {
  if (self?.kind !== "instance") return [];
  return fieldsOf(self.class).map(({ name }) => [name, self.attributes.get(name) ?? none]);
}

function shown(call: NativeCall, between: string): Value {
  const parts: string[] = [];
  for (const [name, value] of valuesIn(call.self)) {
    const text = call.interpreter.repr(value);
    if (text.kind !== "str") return text;
    parts.push(`${name}=${text.value}`);
  }
  return str(parts.join(between));
}

function classMethod(name: string, make: (call: NativeCall) => Value): readonly [string, Value] {
  return [name, { kind: "wrapped", form: "class", callee: native(name, make)[1] }];
}

const unfollowedName =
  /^(?:model_\w+|json|schema|schema_json|construct|from_orm|parse_raw|parse_file|validate|update_forward_refs|__fields__|__pydantic_\w+__)$/;

const baseModel = nativeClass({
  name: "BaseModel",
  module: "pydantic",
  payload: modelHook,
  classAttribute: (name) =>
    unfollowedName.test(name) && name !== "model_post_init"
      ? { kind: "unknown", reason: `${name} of a pydantic model is known when it runs` }
      : undefined,
  attributes: [
    native("__init__", initialize),
    native("__eq__", (call) =>
      equalByValues(call, (self) => tuple(valuesIn(self).map(([, value]) => value))),
    ),
    native("__repr__", (call) => {
      const text = shown(call, ", ");
      const name = call.self?.kind === "instance" ? call.self.class.name : "";
      return text.kind === "str" ? str(`${name}(${text.value})`) : text;
    }),
    native("__str__", (call) => shown(call, " ")),
    native("__iter__", (call) =>
      call.interpreter.list(valuesIn(call.self).map(([name, value]) => tuple([str(name), value]))),
    ),
    native("model_dump", dump),
    native("dict", dump),
    native("model_copy", copyModel),
    native("copy", copyModel),
    classMethod("model_validate", (call) => validate(call, need(call, 0, "obj"))),
    classMethod("parse_obj", (call) => validate(call, need(call, 0, "obj"))),
    classMethod("model_validate_json", (call) => {
      const module = call.interpreter.importModule("json");
      const loads = call.interpreter.attribute(module, "loads");
      const data = loads && call.interpreter.call(loads, { positional: [need(call, 0)] });
      return validate(call, data ?? none);
    }),
    classMethod("model_rebuild", () => none),
  ],
});

const baseSettings = nativeClass({
  name: "BaseSettings",
  module: "pydantic_settings",
  bases: [baseModel],
});

/** A decorator that notes what a function is for and makes it a method of the class. */
function marks(
  name: string,
  read: (call: NativeCall) => Validator,
  ofClass: (validator: Validator) => boolean,
): readonly [string, Value] {
  return native(name, (call) => {
    const validator = read(call);
    const mark = (callee: Value): Value => {
      const made: Value =
        callee.kind === "function" && ofClass(validator)
          ? { kind: "wrapped", form: "class", callee }
          : callee;
      validators.set(made, validator);
      return made;
    };
    const first = call.positional[0]?.value;
    if (first && first.kind !== "str") return mark(first);
    return native(name, (inner) => mark(need(inner, 0)))[1];
  });
}

function stageOf(call: NativeCall): Stage {
  const mode = call.keywords.get("mode")?.value;
  if (!mode) return "after";
  return mode.kind === "str" && (mode.value === "before" || mode.value === "after")
    ? mode.value
    : "other";
}

function oldStage(call: NativeCall): Stage {
  const pre = call.keywords.get("pre")?.value;
  const eachItem = call.keywords.get("each_item")?.value ?? call.keywords.get("always")?.value;
  if (eachItem && !(eachItem.kind === "bool" && !eachItem.value)) return "other";
  return pre?.kind === "bool" && pre.value ? "before" : "after";
}

function namesIn(call: NativeCall): readonly string[] {
  return call.positional.flatMap(({ value }) => (value.kind === "str" ? [value.value] : []));
}

const decorators = once((): Names => [
  marks(
    "field_validator",
    (call) => ({ fields: namesIn(call), stage: stageOf(call), old: false }),
    () => true,
  ),
  marks(
    "validator",
    (call) => ({ fields: namesIn(call), stage: oldStage(call), old: true }),
    () => true,
  ),
  marks(
    "model_validator",
    (call) => ({ fields: undefined, stage: stageOf(call), old: false }),
    ({ stage }) => stage !== "after",
  ),
  marks(
    "root_validator",
    (call) => ({ fields: undefined, stage: oldStage(call), old: true }),
    () => true,
  ),
]);

/** `pydantic`. */
export const pydanticNames = once((): Names => [
  ["BaseModel", baseModel],
  ["ValidationError", validationError],
  ["ValidationInfo", infoClass],
  ["FieldValidationInfo", infoClass],
  native("Field", makeField),
  native("PrivateAttr", makeField),
  native("ConfigDict", (call) =>
    call.interpreter.dict([...call.keywords].map(([name, { value }]) => [name, value])),
  ),
  native("computed_field", (call) => {
    const mark = (value: Value): Value => {
      const made: Value =
        value.kind === "function" ? { kind: "property", getter: value, setter: undefined } : value;
      computed.add(made);
      return made;
    };
    const first = call.positional[0]?.value;
    return first ? mark(first) : native("computed_field", (inner) => mark(need(inner, 0)))[1];
  }),
  ...decorators(),
]);

/** `pydantic_settings`: the environment may say otherwise than the defaults. */
export const pydanticSettingsNames = once((): Names => [
  ["BaseSettings", baseSettings],
  native("SettingsConfigDict", (call) =>
    call.interpreter.dict([...call.keywords].map(([name, { value }]) => [name, value])),
  ),
]);
