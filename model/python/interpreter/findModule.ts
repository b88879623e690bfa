import { normalPath, pathInWorkspace } from "./places.ts";
import type { Run } from "./run.ts";

/** Where the code of a module is; no file for a namespace package. */
export interface ModulePlace {
  readonly file: string | undefined;
  readonly isPackage: boolean;
}

/** Finds a dotted name below the import roots as Python does: package, then module, then namespace package. */
export function workspaceModule(run: Run, name: string): ModulePlace | undefined {
  const last = name.slice(name.lastIndexOf(".") + 1);
  let namespace: string[] | undefined;
  for (const folder of foldersFor(run, name)) {
    run.dependsOn.add(join(folder, `${last}.py`));
    const entries = listing(run, folder);
    const kind = entries?.get(last);
    const isThere = kind === "folder" || entries?.get(`${last}.py`) === "file";
    if (isThere && name === last && holdsPackages(entries) && !isOfMain(run, folder, name))
      continue;
    if (kind === "folder") {
      const inner = join(folder, last);
      if (listing(run, inner)?.get("__init__.py") === "file") {
        run.packageFolders.set(name, [inner]);
        const file = join(inner, "__init__.py");
        run.dependsOn.add(file);
        return { file, isPackage: true };
      }
      (namespace ??= []).push(inner);
    }
    // A module inside the folder of that name is a part of it: `sales/sales.py` is not the package `sales`.
    const isPart = namespace?.includes(folder) === true;
    if (!isPart && entries?.get(`${last}.py`) === "file")
      return { file: join(folder, `${last}.py`), isPackage: false };
  }
  if (!namespace) return undefined;
  // A folder without a Python file anywhere near is no package.
  if (!namespace.some((folder) => holdsCode(run, folder, 3))) return undefined;
  run.packageFolders.set(name, namespace);
  return { file: undefined, isPackage: true };
}

/**
 * Whether pip has put packages into a folder, where it leaves a note beside each. Libraries are taken as known by what they
 * are, as everywhere else: their own code does what no reader can follow.
 */
function holdsPackages(entries: ReadonlyMap<string, "file" | "folder"> | undefined): boolean {
  if (!entries) return false;
  let known = packageFolders.get(entries);
  if (known === undefined) {
    known = [...entries.keys()].some((name) => name.endsWith(".dist-info"));
    packageFolders.set(entries, known);
  }
  return known;
}

/** A listing is asked for once in a run, and looked through once. */
const packageFolders = new WeakMap<ReadonlyMap<string, "file" | "folder">, boolean>();

/** The package that the file itself is in, as Airflow's own examples are. */
function isOfMain(run: Run, folder: string, name: string): boolean {
  const file = run.main.file ?? "";
  return file.startsWith(`${join(folder, name)}/`);
}

function holdsCode(run: Run, folder: string, depth: number): boolean {
  const entries = listing(run, folder);
  if (!entries) return false;
  for (const [name, kind] of entries) if (kind === "file" && name.endsWith(".py")) return true;
  if (depth === 0) return false;
  let looked = 0;
  for (const [name, kind] of entries)
    if (kind === "folder" && looked++ < 20 && holdsCode(run, join(folder, name), depth - 1))
      return true;
  return false;
}

function foldersFor(run: Run, name: string): readonly string[] {
  const dot = name.lastIndexOf(".");
  if (dot < 0) return [...run.host.importRoots, ...addedFolders(run)];
  return run.packageFolders.get(name.slice(0, dot)) ?? [];
}

/** Folders of the workspace that code put on `sys.path`. */
function addedFolders(run: Run): string[] {
  const path = run.standardModule("sys")?.globals.get("path");
  if (path?.kind !== "list") return [];
  return path.items.flatMap((item) => {
    const folder = item.kind === "str" && item.value.startsWith("/") ? item.value : undefined;
    const own = folder === undefined ? undefined : pathInWorkspace(run, normalPath(folder));
    return own === undefined ? [] : [own];
  });
}

/** Remembers that a module was looked for, so that its appearing is noticed. */
export function noteWorkspacePath(run: Run, name: string): void {
  const first = name.replace(/^\.+/, "").split(".")[0] ?? "";
  if (first === "") return;
  for (const root of run.host.importRoots) {
    run.dependsOn.add(join(root, `${first}.py`));
    run.dependsOn.add(join(root, first));
  }
}

/** The entries of a folder, asked for once. */
export function listing(
  run: Run,
  folder: string,
): ReadonlyMap<string, "file" | "folder"> | undefined {
  if (run.listings.has(folder)) return run.listings.get(folder);
  const entries = run.host.files.list(folder);
  const known = entries && new Map(entries.map((entry) => [entry.name, entry.kind]));
  run.listings.set(folder, known);
  return known;
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
