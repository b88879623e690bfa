import { readdirSync, readFileSync, statSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";

import type { Files } from "../model/workspace/files.ts";

/** The files below a folder of the disk; what cannot be read is not there. */
export function nodeFiles(root: string): Files {
  return {
    place: placeOf(resolve(root)),
    around: projectAround(resolve(root)),
    readText(path) {
      // Asking first is cheap; an error is made with its stack.
      if (!statAt(join(root, path))?.isFile()) return undefined;
      try {
        return readFileSync(join(root, path), "utf8");
      } catch {
        // The port answers undefined for whatever cannot be read: missing, a folder, no permission.
        return undefined;
      }
    },
    list(path) {
      if (!statAt(join(root, path))?.isDirectory()) return undefined;
      try {
        return readdirSync(join(root, path), { withFileTypes: true })
          .map((entry) => ({
            name: entry.name,
            kind: entry.isDirectory() ? ("folder" as const) : ("file" as const),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        return undefined;
      }
    },
  };
}

function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // A folder on the way cannot be entered.
  }
}

/** With `/`, beginning with it on every system. */
function placeOf(root: string): string {
  const plain = root.split(sep).join("/").replace(/\/+$/, "");
  return plain === "" || plain.startsWith("/") ? plain : `/${plain}`;
}

/** Files and folders that lie where a project begins, or beside a dags folder. */
const marks: ReadonlySet<string> = new Set([
  ".git",
  ".github",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "Dockerfile",
  "airflow.cfg",
  "airflow_settings.yaml",
  "airflow_settings.yml",
  "packages.txt",
  "environment.yaml",
  "environment.yml",
  "plugins",
  ".airflowignore",
]);

function isMark(name: string): boolean {
  return marks.has(name) || /requirements.*\.txt$|^docker-compose.*\.ya?ml$/.test(name);
}

const furthest = 4;

/** How many folders around this one belong to its project: up to its repository, else those that look like one. */
function projectAround(root: string): number {
  let found = basename(root) === "dags" ? 1 : 0;
  let folder = root;
  for (let up = 0; up <= furthest; up++) {
    if (folder === homedir() || dirname(folder) === folder)
      return Math.max(0, Math.min(found, up - 1));
    const names = namesAt(folder);
    if (names.includes(".git")) return up;
    if (up === found + 1 && names.some(isMark)) found = up;
    folder = dirname(folder);
  }
  return found;
}

function namesAt(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // No permission: it says nothing.
  }
}
