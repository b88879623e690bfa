import type { AirflowVersion } from "../readers/reader.ts";
import { pinnedAirflow } from "./airflowVersion.ts";
import type { Files } from "./files.ts";

/** The Airflow that a file is written for: what the nearest folder around it pins, else 3, which is a guess then. */
export function airflowFor(
  files: Files,
  file: string,
): { readonly airflow: AirflowVersion; readonly airflowIsGuess: boolean } {
  for (const folder of foldersAround(files, file)) {
    const pinned = pinnedAirflow(files, folder);
    if (pinned) return { airflow: pinned.airflow, airflowIsGuess: false };
  }
  return { airflow: 3, airflowIsGuess: true };
}

/** From the file's own folder to the workspace root, then those around it that belong to its project. */
function* foldersAround(files: Files, file: string): Generator<string> {
  let folder = parentOf(file);
  for (; folder !== ""; folder = around(folder)) yield folder;
  yield "";
  for (let up = 1; up <= (files.around ?? 0); up++) yield Array(up).fill("..").join("/");
}

/** What holds a folder, as far as its path says; the last is the workspace itself. */
function around(folder: string): string {
  // `..` lies in no `..` that comes before it.
  return folder === ".." || folder.endsWith("/..") ? "" : parentOf(folder);
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
