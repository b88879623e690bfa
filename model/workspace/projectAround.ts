import type { Files } from "./files.ts";

/** What has to be known of a disk to say where a folder lies: paths with `/`, beginning with it on every system. */
export interface DiskAround {
  /** The reader's own folder, of which nothing is read for being around. */
  readonly home: string;
  /** Names of what a folder holds; none when it cannot be read. */
  readonly namesAt: (folder: string) => readonly string[];
}

/** Where a workspace root lies, and how many of the folders around it belong to its project. */
export function projectAround(root: string, disk: DiskAround): Pick<Files, "place" | "around"> {
  const place = placeOf(root);
  return { place, around: foldersAround(place, { ...disk, home: placeOf(disk.home) }) };
}

/** Such a path as the system itself takes it: `C:/work`, not `/C:/work`. */
export function onDisk(place: string): string {
  return place.replace(/^\/(?=[a-z]:)/i, "");
}

/** A path of any system with `/`, beginning with it. */
function placeOf(path: string): string {
  const plain = (isWindows(path) ? path.replaceAll("\\", "/") : path).replace(/\/+$/, "");
  return plain === "" || plain.startsWith("/") ? plain : `/${plain}`;
}

/** Elsewhere a backslash is a letter of a name. */
function isWindows(path: string): boolean {
  return /^([a-z]:|\\\\)/i.test(path);
}

/** Files and folders that lie where a project begins, or beside a dags folder. */
const marks: ReadonlySet<string> = new Set([
  ".github",
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

/** Files that lie where a project of Python begins, and hardly anywhere else. */
const beginnings: ReadonlySet<string> = new Set(["pyproject.toml", "setup.py", "setup.cfg"]);

const furthest = 4;

/** Up to the repository that holds the folder, else those that look like a project's. */
function foldersAround(root: string, { home, namesAt }: DiskAround): number {
  let found = root.endsWith("/dags") ? 1 : 0;
  let folder = root;
  for (let up = 0; up <= furthest; up++) {
    if (folder === home || isWholeDisk(folder)) return Math.max(0, Math.min(found, up - 1));
    const names = namesAt(folder);
    if (names.includes(".git")) return up;
    const isBeside = up === found + 1 && names.some(isMark);
    if (isBeside || (up > 0 && names.some((name) => beginnings.has(name)))) found = up;
    // A package lies in the folder that it is imported from.
    if (up === found && names.includes("__init__.py")) found = up + 1;
    folder = folder.slice(0, folder.lastIndexOf("/"));
  }
  return found;
}

function isWholeDisk(folder: string): boolean {
  return /^(\/[a-z]:)?$/i.test(folder);
}
