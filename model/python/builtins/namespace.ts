import type {
  DictEntry,
  DictValue,
  InstanceValue,
  ModuleValue,
  UnknownValue,
  Value,
} from "../value.ts";
import { str, unknownFrom } from "../values.ts";
import { setName } from "../interpreter/context.ts";
import { bound, statementSpan, type Run } from "../interpreter/run.ts";
import { moduleScope } from "../interpreter/scopes.ts";

/** `globals()`: a dict that is the module's own namespace, so that what is set in it is a global from then on. */
export function namespaceOf(run: Run, module: ModuleValue): DictValue {
  return {
    kind: "dict",
    entries: new Namespace(run, module.globals, module),
    uncertain: module.uncertain ?? namesBeside(run, module),
    branch: run.context.branch,
    setUnknown: (key, value) => setUnknownName(module, key, value),
  };
}

/** A star import of a module whose names are not known may have brought any. */
function namesBeside(run: Run, module: ModuleValue): UnknownValue | undefined {
  const [source] = run.starImports.get(module) ?? [];
  return source && { kind: "unknown", reason: `the names of ${source.name} are not known` };
}

/** `globals()[f"{name}_dag"] = dag`: no name of Python's has braces. */
export function setUnknownName(module: ModuleValue, key: UnknownValue, value: Value): void {
  const name = key.pattern ?? "{name}";
  let free = name;
  for (let count = 1; module.globals.has(free); count++) free = `${name}{${count}}`;
  module.globals.set(free, value);
}

/** The module whose own names a dict is. */
export function moduleBehind({ entries }: DictValue): ModuleValue | undefined {
  return entries instanceof Namespace ? entries.module : undefined;
}

/** A dict that is a class's own attributes. */
export function attributesOf(run: Run, attributes: Map<string, Value>): DictValue {
  return {
    kind: "dict",
    entries: new Namespace(run, attributes, undefined),
    uncertain: undefined,
    branch: run.context.branch,
  };
}

/** `vars(object)`: a dict that is the object's own attributes. One whose key is not known may be any of them. */
export function attributesOfInstance(run: Run, object: InstanceValue): DictValue {
  return {
    kind: "dict",
    entries: new Namespace(run, object.attributes, undefined),
    // Whatever makes the dict uncertain, such as `update(unknown)`, makes its object so.
    get uncertain() {
      return object.uncertain;
    },
    set uncertain(why) {
      object.uncertain = why;
    },
    branch: run.context.branch,
    setUnknown: (key) => {
      object.uncertain ??= unknownFrom(key);
    },
  };
}

/** Whether a value is what `globals()` gives. */
export function isNamespace(value: Value): boolean {
  return value.kind === "dict" && value.entries instanceof Namespace && value.entries.isModule;
}

/** A Map as dicts have it, over the names of a module or object. */
class Namespace extends Map<string, DictEntry> {
  private readonly run: Run;
  private readonly names: Map<string, Value>;
  readonly module: ModuleValue | undefined;

  constructor(run: Run, names: Map<string, Value>, module: ModuleValue | undefined) {
    super();
    this.run = run;
    this.names = names;
    this.module = module;
  }

  get isModule(): boolean {
    return this.module !== undefined;
  }

  override get size(): number {
    return this.names.size;
  }

  override get(key: string): DictEntry | undefined {
    const value = key.startsWith("s") ? this.names.get(key.slice(1)) : undefined;
    return value && entry(key.slice(1), value);
  }

  override has(key: string): boolean {
    return key.startsWith("s") && this.names.has(key.slice(1));
  }

  override set(key: string, item: DictEntry): this {
    if (!key.startsWith("s")) return this;
    const name = key.slice(1);
    const { run, module, names } = this;
    setName(run, names, name, item.value);
    if (!module) return this;
    const span = statementSpan(run);
    module.bindings.set(name, span);
    bound(run, { name, span, value: item.value, form: "assign", scope: moduleScope(module) });
    return this;
  }

  override delete(key: string): boolean {
    return key.startsWith("s") && this.names.delete(key.slice(1));
  }

  override clear(): void {
    this.names.clear();
  }

  override *entries(): MapIterator<[string, DictEntry]> {
    for (const [name, value] of [...this.names]) yield [`s${name}`, entry(name, value)];
  }

  override *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  override *values(): MapIterator<DictEntry> {
    for (const [, item] of this.entries()) yield item;
  }

  override [Symbol.iterator](): MapIterator<[string, DictEntry]> {
    return this.entries();
  }
}

function entry(name: string, value: Value): DictEntry {
  return { key: str(name), value, keySpan: undefined, valueSpan: value.span };
}
