import type { ModuleValue } from "../value.ts";
import { modules } from "./modules.ts";

/** The standard library for one evaluation: each module is made when it is first imported, and keeps what code sets on it. */
export function standardModules(): (name: string) => ModuleValue | undefined {
  const made = new Map<string, ModuleValue>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const module = modules.get(name)?.();
    if (module) made.set(name, module);
    return module;
  };
}
