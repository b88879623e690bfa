import type { Files } from "./files.ts";

/**
 * Folders in which Airflow looks up a file's imports, in order: its dags folder (given, else the nearest folder around it
 * named `dags`) and others of that name around it, the workspace root, what holds the dags folder, the file's own folder,
 * and the plugins and src folders beside.
 */
export function importRoots(files: Files, file: string, dagsFolder?: string): readonly string[] {
  const [nearest, ...outer] = dagsFolders(file);
  // Without a dags folder the workspace is one: a folder in it that is named as a module of its own is a package.
  const dags = dagsFolder ?? nearest ?? "";
  const homes = [...new Set(["", ...[dags, ...outer].map(parentOf)])];
  const beside = homes
    .flatMap((home) => [join(home, "plugins"), join(home, "src")])
    .filter((folder) => files.list(folder) !== undefined);
  return [...new Set([dags, ...outer, ...homes, parentOf(file), ...beside, ...rootsAround(files)])];
}

/** The same of the folders around the workspace root that belong to its project. */
function rootsAround(files: Files): string[] {
  return Array.from({ length: files.around ?? 0 }, (_, at) =>
    Array(at + 1)
      .fill("..")
      .join("/"),
  )
    .flatMap((home) => [home, join(home, "plugins"), join(home, "src")])
    .filter((folder) => files.list(folder) !== undefined);
}

/** The nearest folder around a file that is named `dags`: what one Airflow loads together. Undefined: there is none. */
export function dagsFolderAround(file: string): string | undefined {
  return dagsFolders(file)[0];
}

/** The folders around a file that are named `dags`, the nearest first. */
function dagsFolders(file: string): string[] {
  const found: string[] = [];
  for (let folder = parentOf(file); folder !== ""; folder = parentOf(folder))
    if (folder === "dags" || folder.endsWith("/dags")) found.push(folder);
  return found;
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
