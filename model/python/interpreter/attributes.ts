import { builtinClassOf } from "../builtins/types.ts";
import { attributesOfInstance } from "../builtins/namespace.ts";
import { mayHaveAttribute } from "../builtins/builtinNames.ts";
import { unwrapped } from "../builtins/pure.ts";
import { surelyLacks } from "../stdlib/moduleMembers.ts";
import { standardNames } from "../stdlib/standardNames.ts";
import { zoneNameOf } from "../stdlib/dateValues.ts";
import { nativeFunction } from "../native.ts";
import type {
  ClassValue,
  FunctionValue,
  InstanceValue,
  ModuleValue,
  NativeFunctionValue,
  SuperValue,
  UnknownValue,
  Value,
} from "../value.ts";
import { none, str, tuple, unknownFrom } from "../values.ts";
import { subclassesOf } from "./classes.ts";
import { constructPlainly } from "./construct.ts";
import { mergeValues, setName } from "./context.ts";
import { makeList, raise, unknownHere } from "./raise.ts";
import { moduleName } from "./moduleNames.ts";
import { siteHere, type Run } from "./run.ts";
import { docstringOf } from "./docstring.ts";
import { withMore } from "../../withMore.ts";

/** `value.name`; undefined where Python raises AttributeError. */
export function getAttribute(run: Run, value: Value, name: string): Value | undefined {
  switch (value.kind) {
    case "instance":
      return ofInstance(run, value, name);
    case "class":
      return ofClass(run, value, name);
    case "module":
      return ofModule(run, value, name);
    case "super":
      return ofSuper(run, value, name);
    case "unknown":
      return ofUnknown(run, value, name);
    case "function":
      return ofFunction(value, name) ?? ofBuiltin(run, value, name);
    case "nativeFunction":
      return ofNativeFunction(value, name) ?? ofBuiltin(run, value, name);
    case "method":
      if (name === "__self__") return value.self;
      if (name === "__func__") return value.callee;
      return getAttribute(run, value.callee, name);
    case "wrapped":
      return name === "__func__" || name === "__wrapped__"
        ? value.callee
        : getAttribute(run, value.callee, name);
    case "property":
      return ofProperty(value, name) ?? ofBuiltin(run, value, name);
    case "none":
    case "bool":
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "ellipsis":
    case "notImplemented":
    case "list":
    case "tuple":
    case "dict":
    case "set":
    case "range":
    case "slice":
    case "iterator":
      return ofBuiltin(run, value, name);
  }
}

function ofBuiltin(run: Run, value: Value, name: string): Value | undefined {
  const of = builtinClassOf(value);
  if (name === "__class__") return of;
  const found = inMro(of, name);
  if (found) return bind(run, found, value, of);
  return mayHaveAttribute(value.kind, name) ? notFollowed(run, name) : undefined;
}

/** An attribute that Python has and nothing here knows. */
function notFollowed(run: Run, name: string): UnknownValue {
  return withMore(unknownHere(run, `${name} is known only when it runs`), { pattern: `{${name}}` });
}

/** Library classes that add no attributes of their own to what is derived from them. */
const bare = /^(?:abc|typing|enum|collections\.abc)$/;

/** Whether a class is derived from one of a library, of which not everything is followed here. */
function isOpen(of: ClassValue): boolean {
  return of.mro.some(
    (ancestor) =>
      !ancestor.node &&
      ancestor.name !== "object" &&
      isLibrary(ancestor.module) &&
      !bare.test(ancestor.module),
  );
}

/** The first of the classes that has the name. */
function inMro({ mro }: ClassValue, name: string): Value | undefined {
  for (let at = 0, ancestor = mro[0]; ancestor; ancestor = mro[++at]) {
    const found = ancestor.attributes.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a class attribute is when it is reached through an instance. */
function bind(run: Run, found: Value, self: Value, of: ClassValue): Value {
  switch (found.kind) {
    case "function":
    case "nativeFunction":
      return { kind: "method", self, callee: found };
    case "property":
      return callWith(run, found.getter, self);
    case "wrapped":
      return found.form === "static" ? found.callee : bindClass(found.callee, of);
    default:
      return found.kind === "instance" ? descriptor(run, found, self, of) : found;
  }
}

function bindClass(callee: Value, of: ClassValue): Value {
  return callee.kind === "function" || callee.kind === "nativeFunction"
    ? { kind: "method", self: of, callee }
    : callee;
}

/** Calls something with values that are written nowhere. */
function callWith(run: Run, callee: Value, ...values: readonly Value[]): Value {
  const positional = values.map((value) => ({ value, span: undefined, keywordSpan: undefined }));
  return run.call(callee, { positional, keywords: new Map(), uncertain: undefined }, siteHere(run));
}

/** An object whose class has `__get__` answers for itself. */
function descriptor(run: Run, found: InstanceValue, self: Value, of: ClassValue): Value {
  const get = inMro(found.class, "__get__");
  if (get?.kind !== "function" && get?.kind !== "nativeFunction") return found;
  return callWith(run, { kind: "method", self: found, callee: get }, self, of);
}

function ofInstance(run: Run, value: InstanceValue, name: string): Value | undefined {
  const of = value.class;
  const shared = inMro(of, name);
  if (shared?.kind === "property" && shared.cached !== true) return bind(run, shared, value, of);
  if (shared?.kind === "instance" && inMro(shared.class, "__set__")?.kind === "function")
    return descriptor(run, shared, value, of);
  const own = value.attributes.get(name);
  if (own !== undefined) return own;
  if (shared !== undefined) {
    const bound = bind(run, shared, value, of);
    if (shared.kind === "property") setName(run, value.attributes, name, bound);
    return bound;
  }
  if (name === "__class__") return of;
  if (name === "__dict__") return attributesOfInstance(run, value);
  if (name === "__doc__" || name === "__module__") return ofClass(run, of, name);
  const fallback = inMro(of, "__getattr__");
  if (fallback?.kind === "function" || fallback?.kind === "nativeFunction")
    return callWith(run, { kind: "method", self: value, callee: fallback }, str(name));
  const plain = unwrapped(value);
  if (plain !== value) return getAttribute(run, plain, name);
  if (value.uncertain && !/^__\w+__$/.test(name)) return unknownFrom(value.uncertain, `{${name}}`);
  const made = madeByClass(of, name);
  if (made !== undefined) return made;
  if (of.uncertain) return memberOfUnknown(of.uncertain, name);
  const inherited = objectMethod(run, name, value);
  if (inherited) return inherited;
  return /^__\w+__$/.test(name) || isOpen(of) ? notFollowed(run, name) : undefined;
}

function dictOf(run: Run, attributes: ReadonlyMap<string, Value>): Value {
  return run.interpreter.dict([...attributes]);
}

/** What a native class makes of a name that no class of the line has. */
function madeByClass(of: ClassValue, name: string): Value | undefined {
  if (name.startsWith("__")) return undefined;
  for (const ancestor of of.mro) {
    const made = ancestor.classAttribute?.(name);
    if (made !== undefined) return made;
  }
  return undefined;
}

function ofClass(run: Run, of: ClassValue, name: string): Value | undefined {
  const found = inMro(of, name);
  const meta = of.metaclass && inMro(of.metaclass, name);
  if (of.metaclass && meta !== undefined && (found === undefined || meta.kind === "property"))
    return bind(run, meta, of, of.metaclass);
  if (found !== undefined) {
    // These are class methods without saying so.
    if (found.kind === "function" && /^__(?:init_subclass|class_getitem)__$/.test(name))
      return bindClass(found, of);
    if (found.kind === "wrapped")
      return found.form === "static" ? found.callee : bindClass(found.callee, of);
    return found.kind === "instance" && found.class !== of
      ? descriptor(run, found, none, of)
      : found;
  }
  switch (name) {
    case "__name__":
    case "__qualname__":
      return str(of.name);
    case "__module__":
      return str(of.module);
    case "__class__":
      return of.metaclass ?? run.builtin("type");
    case "__bases__":
      return tuple(of.bases.length > 0 ? of.bases : objectClass(run));
    case "__mro__":
      return tuple([...of.mro, ...objectClass(run)]);
    case "__dict__":
      return dictOf(run, of.attributes);
    case "__doc__":
      return of.node ? docstringOf(of.node.body) : none;
    case "mro":
      return {
        kind: "nativeFunction",
        name,
        call: () => makeList(run, [...of.mro, ...objectClass(run)]),
      };
    case "__subclasses__":
      return nativeFunction(name, () => subclassesOf(run, of));
    default:
      break;
  }
  const made = madeByClass(of, name);
  if (made !== undefined) return made;
  const isSpecial = /^__\w+__$/.test(name);
  const fallback = of.metaclass && !isSpecial ? inMro(of.metaclass, "__getattr__") : undefined;
  if (fallback?.kind === "function" || fallback?.kind === "nativeFunction")
    return callWith(run, { kind: "method", self: of, callee: fallback }, str(name));
  if (of.uncertain) return memberOfUnknown(of.uncertain, name);
  const inherited = objectMethod(run, name, undefined);
  if (inherited) return inherited;
  if (!of.node && surelyLacks(`${of.module}.${of.name}`, name)) return undefined;
  if (isOpen(of) || mayBeOfType(of, name)) return notFollowed(run, name);
  return undefined;
}

function objectClass(run: Run): Value[] {
  const object = run.builtin("object");
  return object ? [object] : [];
}

/** Names that classes have by themselves. */
function mayBeOfType(of: ClassValue, name: string): boolean {
  if (/^__\w+__$/.test(name)) return true;
  const library = of.mro.some(
    (ancestor) => ancestor.payload?.type === "abstract" || bare.test(ancestor.module),
  );
  return library && /^(?:register|_[a-z]\w*)$/.test(name);
}

/** What a module has as an object. */
const ofEveryObject =
  /^__(?:annotations|class|delattr|dir|eq|format|ge|getattribute|gt|hash|init|le|lt|ne|new|reduce|reduce_ex|repr|setattr|sizeof|str)__$/;

/** A module's attribute, made when first asked for. */
export function ofModule(run: Run, module: ModuleValue, name: string): Value | undefined {
  const known = module.globals.get(name);
  if (known !== undefined) return known;
  const made =
    (module.file === undefined ? run.standardModule(`${module.name}.${name}`) : undefined) ??
    module.attribute?.(name);
  if (made !== undefined) {
    module.globals.set(name, made);
    return made;
  }
  if (name === "__dict__") return dictOf(run, module.globals);
  const own = module.attribute ? undefined : moduleName(run, module, name);
  if (own !== undefined) return own;
  if (ofEveryObject.test(name)) return notFollowed(run, name);
  if (name === "__name__") return str(module.name);
  if (
    module.file === undefined &&
    /^__\w+__$/.test(name) &&
    name !== "__getattr__" &&
    name !== "__all__"
  )
    return notFollowed(run, name);
  const fallback = module.globals.get("__getattr__");
  if (fallback) return callWith(run, fallback, str(name));
  const submodule = run.modules.get(`${module.name}.${name}`);
  if (submodule) return submodule;
  return (
    module.uncertain &&
    withMore(unknownFrom(module.uncertain, `{${name}}`), { path: `${module.name}.${name}` })
  );
}

function ofSuper(run: Run, value: SuperValue, name: string): Value | undefined {
  const { self, owner } = value;
  if (self.kind === "class" && self.metaclass?.mro.includes(owner))
    return ofSuperOfMetaclass(run, self, owner, name);
  const of = self.kind === "class" ? self : run.classOf(self);
  const from = of.mro.indexOf(owner);
  for (const ancestor of of.mro.slice(from + 1)) {
    const found = ancestor.attributes.get(name);
    if (found === undefined) continue;
    if (self.kind !== "class") return bind(run, found, self, of);
    if (found.kind === "wrapped")
      return found.form === "static" ? found.callee : bindClass(found.callee, self);
    if (name === "__new__" || found.kind !== "function") return found;
    return { kind: "method", self, callee: found };
  }
  if (of.uncertain) return memberOfUnknown(of.uncertain, name);
  const inherited = objectMethod(run, name, self);
  if (inherited) return inherited;
  const isGiven = name === "__class_getitem__" && isGeneric(of);
  return isGiven || isOpen(of) ? notFollowed(run, name) : undefined;
}

/** Classes of `typing` may be told for which types they are. */
function isGeneric(of: ClassValue): boolean {
  return of.mro.some(({ module }) => module.startsWith("typing"));
}

/** `super()` in a method of a metaclass: its bases, then `type`. */
function ofSuperOfMetaclass(
  run: Run,
  self: ClassValue,
  owner: ClassValue,
  name: string,
): Value | undefined {
  const { mro } = self.metaclass ?? owner;
  for (const ancestor of mro.slice(mro.indexOf(owner) + 1)) {
    const found = ancestor.attributes.get(name);
    if (found !== undefined && name !== "__new__") return bind(run, found, self, owner);
    if (found !== undefined) return found;
  }
  if (name !== "__call__") return objectMethod(run, name, self);
  return nativeFunction(name, ({ positional, keywords, uncertain, span, node, selfSpan }) =>
    constructPlainly(run, self, { positional, keywords, uncertain }, { span, node, selfSpan }),
  );
}

/** What every object has: through `super()` or an instance it knows itself, through `object` it is given itself. */
function objectMethod(run: Run, name: string, self: Value | undefined): Value | undefined {
  switch (name) {
    case "__init__":
    case "__init_subclass__":
      return { kind: "nativeFunction", name, call: () => none };
    case "__setattr__":
    case "__getattribute__":
      return {
        kind: "nativeFunction",
        name,
        call: ({ positional, interpreter }) => {
          const args = positional.map((argument) => argument.value);
          const of = self ?? args.shift();
          const [key, value] = args;
          if (key?.kind !== "str" || !of) return none;
          if (name === "__getattribute__")
            return (
              interpreter.attribute(of, key.value) ?? interpreter.raise("AttributeError", key.value)
            );
          if (of.kind === "instance" && value) setName(run, of.attributes, key.value, value);
          return none;
        },
      };
    case "__new__":
      return {
        kind: "nativeFunction",
        name,
        call: ({ positional }) => {
          const of = positional[0]?.value ?? self;
          return of?.kind === "class"
            ? { kind: "instance", class: of, attributes: new Map(), payload: undefined }
            : none;
        },
      };
    default:
      return undefined;
  }
}

/** What an unknown base class has under a name. */
function memberOfUnknown(base: UnknownValue, name: string): UnknownValue {
  return withMore(unknownFrom(base, `{${name}}`), { path: base.path && `${base.path}.${name}` });
}

function ofUnknown(run: Run, value: UnknownValue, name: string): Value | undefined {
  if (value.alternatives) {
    const options = value.alternatives
      .filter((option) => option.kind !== "none")
      .map((option) => getAttribute(run, option, name));
    // Calls go through the unknown itself, so that each alternative is called.
    if (options.every((option) => option !== undefined)) return mergeValues(options, value);
  }
  if (name === "__name__") {
    // A class goes by the name that it is imported by.
    const named = /^[a-z_][\w.]*\.([A-Z]\w*[a-z]\w*)$/.exec(value.path ?? "")?.[1];
    if (named !== undefined)
      return withMore(str(named), { inferred: `the name of ${value.path ?? ""}` });
  }
  const base = value.pattern;
  const pattern =
    base !== undefined && /^\{[^{}]*\}$/.test(base) ? `${base.slice(0, -1)}.${name}}` : undefined;
  const path = value.path === undefined ? undefined : `${value.path}.${name}`;
  const { reason, span, zone } = value;
  if (zone !== undefined && /^(?:astimezone|in_timezone|in_tz)$/.test(name))
    return nativeFunction(name, ({ positional, keywords }) => {
      const given = positional[0] ?? keywords.get("tz");
      return { kind: "unknown", reason, span, zone: given && zoneNameOf(given.value) };
    });
  return { kind: "unknown", reason, span, pattern, path, zone };
}

function ofFunction(value: FunctionValue, name: string): Value | undefined {
  const own = value.attributes.get(name);
  if (own !== undefined) return own;
  switch (name) {
    case "__name__":
      return str(value.name);
    case "__qualname__":
      return str(value.owner ? `${value.owner.name}.${value.name}` : value.name);
    case "__module__":
      return str(value.module.name);
    case "__doc__":
      return value.node.kind === "FunctionDef" ? docstringOf(value.node.body) : none;
    case "__dict__":
    case "__annotations__":
    case "__code__":
    case "__globals__":
    case "__closure__":
    case "__defaults__":
    case "__kwdefaults__":
      return { kind: "unknown", reason: `${name} of a function is not followed` };
    case "__call__":
      return value;
    default:
      return undefined;
  }
}

function ofNativeFunction(value: NativeFunctionValue, name: string): Value | undefined {
  const own = value.attributes?.get(name);
  if (own !== undefined) return own;
  if (name === "__name__" || name === "__qualname__") return str(value.name);
  if (name === "__module__") return str("builtins");
  if (name === "__doc__") return none;
  return undefined;
}

/** `@x.setter` and the like. */
function ofProperty(value: Value & { kind: "property" }, name: string): Value | undefined {
  if (name === "fget") return value.getter;
  if (name === "fset") return value.setter ?? none;
  if (name === "fdel") return none;
  if (name === "__doc__")
    return value.getter.kind === "function" ? ofFunction(value.getter, name) : none;
  if (name !== "setter" && name !== "getter" && name !== "deleter") return undefined;
  return {
    kind: "nativeFunction",
    name,
    call: ({ positional }) => {
      const given = positional[0]?.value;
      if (!given || name === "deleter") return value;
      return name === "setter"
        ? withMore(value, { setter: given })
        : withMore(value, { getter: given });
    },
  };
}

/** `value.name = to`. */
export function setAttribute(run: Run, value: Value, name: string, to: Value): void {
  switch (value.kind) {
    case "instance": {
      const shared = inMro(value.class, name);
      if (shared?.kind === "property") {
        if (shared.setter) {
          callWith(run, shared.setter, value, to);
          return;
        }
        if (shared.getter.kind === "function")
          raise(
            run,
            "AttributeError",
            `property '${name}' of '${value.class.name}' object has no setter`,
          );
      }
      const set = shared?.kind === "instance" ? inMro(shared.class, "__set__") : undefined;
      if (shared && set?.kind === "function") {
        callWith(run, { kind: "method", self: shared, callee: set }, value, to);
        return;
      }
      const hook = inMro(value.class, "__setattr__");
      if (hook?.kind === "function" || hook?.kind === "nativeFunction") {
        if (setting.has(value)) {
          setName(run, value.attributes, name, to);
          return;
        }
        setting.add(value);
        try {
          callWith(run, { kind: "method", self: value, callee: hook }, str(name), to);
        } finally {
          setting.delete(value);
        }
        return;
      }
      if (name === "__dict__") replaceAttributes(run, value, to);
      else setName(run, value.attributes, name, to);
      return;
    }
    case "class":
      // Library classes are shared by all evaluations.
      if (value.node || !isLibrary(value.module)) setName(run, value.attributes, name, to);
      return;
    case "module":
      setName(run, value.globals, name, to);
      return;
    case "function":
      setName(run, value.attributes, name, to);
      return;
    case "nativeFunction":
      if (value.attributes) setName(run, value.attributes, name, to);
      return;
    case "unknown":
      for (const option of value.alternatives ?? []) setAttribute(run, option, name, to);
      return;
    case "property":
      // Its documentation can be set, and it means nothing here.
      if (name === "__doc__") return;
      break;
    default:
      break;
  }
  raise(run, "AttributeError", `'${run.classOf(value).name}' object has no attribute '${name}'`);
}

/** `object.__dict__ = names`. */
function replaceAttributes(run: Run, object: InstanceValue, to: Value): void {
  for (const name of [...object.attributes.keys()]) deleteAttribute(run, object, name);
  if (to.kind !== "dict") object.uncertain ??= to.kind === "unknown" ? unknownFrom(to) : undefined;
  else {
    object.uncertain ??= to.uncertain;
    for (const { key, value } of to.entries.values())
      if (key.kind === "str") setName(run, object.attributes, key.value, value);
  }
}

function isLibrary(module: string): boolean {
  const top = module.split(".")[0] ?? "";
  return standardNames.has(top) || /^(?:builtins|_io|pendulum|dateutil|yaml)$/.test(top);
}

/** Instances whose `__setattr__` runs now: what it sets itself is stored. */
const setting = new WeakSet<InstanceValue>();

/** `del value.name`. */
export function deleteAttribute(run: Run, value: Value, name: string): void {
  if (value.kind !== "instance" && value.kind !== "class") return;
  const before = value.attributes.get(name);
  if (before !== undefined) setName(run, value.attributes, name, before);
  value.attributes.delete(name);
}
