import { basename, dirname } from "node:path";

/** Airflow's dags folder for a file: the nearest folder named `dags` above it, else its own. */
export function dagsFolderOf(file: string): string {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    if (basename(folder) === "dags") return folder;
  }
  return dirname(file);
}
