import type { Files } from "./files.ts";

/**
 * Folders in which Airflow looks up a file's imports, in order: its dags folder (given, else the nearest folder around it
 * named `dags`, else its own folder), the workspace root, and the plugins folder beside either.
 */
export function importRoots(files: Files, file: string, dagsFolder?: string): readonly string[] {
  const dags = dagsFolder ?? dagsFolderAround(file) ?? parentOf(file);
  const beside = parentOf(dags);
  const plugins = [beside, ""]
    .map((folder) => join(folder, "plugins"))
    .filter((folder) => files.list(folder) !== undefined);
  return [...new Set([dags, "", ...plugins])];
}

/** The nearest folder around a file that is named `dags`: what one Airflow loads together. Undefined: there is none. */
export function dagsFolderAround(file: string): string | undefined {
  for (let folder = parentOf(file); folder !== ""; folder = parentOf(folder)) {
    if (folder === "dags" || folder.endsWith("/dags")) return folder;
  }
  return undefined;
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
