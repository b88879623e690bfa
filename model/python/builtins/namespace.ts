import type { DictEntry, DictValue, ModuleValue, Value } from "../value.ts";
import { str } from "../values.ts";
import { setName } from "../interpreter/context.ts";
import { bound, statementSpan, type Run } from "../interpreter/run.ts";
import { moduleScope } from "../interpreter/scopes.ts";

/** `globals()`: a dict that is the module's own namespace, so that what is set in it is a global from then on. */
export function namespaceOf(run: Run, module: ModuleValue): DictValue {
  return {
    kind: "dict",
    entries: new Namespace(run, module),
    uncertain: module.uncertain,
    branch: run.context.branch,
  };
}

/** A Map as dicts have it, over a module's names. */
class Namespace extends Map<string, DictEntry> {
  private readonly run: Run;
  private readonly module: ModuleValue;

  constructor(run: Run, module: ModuleValue) {
    super();
    this.run = run;
    this.module = module;
  }

  override get size(): number {
    return this.module.globals.size;
  }

  override get(key: string): DictEntry | undefined {
    const value = key.startsWith("s") ? this.module.globals.get(key.slice(1)) : undefined;
    return value && entry(key.slice(1), value);
  }

  override has(key: string): boolean {
    return key.startsWith("s") && this.module.globals.has(key.slice(1));
  }

  override set(key: string, item: DictEntry): this {
    if (!key.startsWith("s")) return this;
    const name = key.slice(1);
    const { run, module } = this;
    setName(run, module.globals, name, item.value);
    const span = statementSpan(run);
    module.bindings.set(name, span);
    bound(run, { name, span, value: item.value, form: "assign", scope: moduleScope(module) });
    return this;
  }

  override delete(key: string): boolean {
    return key.startsWith("s") && this.module.globals.delete(key.slice(1));
  }

  override clear(): void {
    this.module.globals.clear();
  }

  override *entries(): MapIterator<[string, DictEntry]> {
    for (const [name, value] of [...this.module.globals]) yield [`s${name}`, entry(name, value)];
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
