import type { ModuleValue, Value } from "../value.ts";
import { none, str } from "../values.ts";
import { absolutePath } from "./places.ts";
import { unknownHere } from "./raise.ts";
import type { Run } from "./run.ts";
import { withMore } from "../../withMore.ts";

/**
 * What a module has though its code does not say so (importlib/_bootstrap.py, `_init_module_attrs`); undefined for any other
 * name. Its docstring is among its globals.
 */
export function moduleName(run: Run, module: ModuleValue, name: string): Value | undefined {
  switch (name) {
    case "__name__":
      // Airflow loads a file under a name of its own, with a hash of the path in it.
      return module === run.main
        ? { kind: "str", value: module.name, inferred: "the name a file is loaded by" }
        : str(module.name);
    case "__file__":
      if (module.file !== undefined) return str(absolutePath(run, module.file));
      return module.isPackage ? none : undefined;
    case "__path__":
      return module.isPackage ? foldersOf(run, module) : undefined;
    case "__package__":
      return str(module.isPackage ? module.name : parentOf(module.name));
    case "__doc__":
      return none;
    case "__spec__":
    case "__loader__":
    case "__cached__":
    case "__builtins__":
      return withMore(unknownHere(run, `${name} is known only when it runs`), {
        pattern: `{${name}}`,
      });
    default:
      return undefined;
  }
}

function foldersOf(run: Run, { name }: ModuleValue): Value {
  const folders = run.packageFolders.get(name);
  if (!folders) return unknownHere(run, `the folders of ${name} are known only when it runs`);
  const items = folders.map((folder) => str(absolutePath(run, folder)));
  return { kind: "list", items, uncertain: undefined, branch: 0 };
}

function parentOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(0, dot);
}
