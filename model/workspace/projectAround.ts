import type { Files } from "./files.ts";

/** What has to be known of a disk to say where a folder lies: paths with `/`, beginning with it on every system. */
export interface DiskAround {
  /** The reader's own folder, of which nothing is read for being around. */
  readonly home: string;
  /** Names of what a folder holds; none when it cannot be read. */
  namesAt(folder: string): readonly string[];
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
const marks =
  /^(\.git|\.github|pyproject\.toml|setup\.(py|cfg)|.*requirements.*\.txt|Dockerfile|docker-compose.*\.ya?ml|airflow\.cfg|airflow_settings\.ya?ml|packages\.txt|environment\.ya?ml|plugins|\.airflowignore)$/;

const furthest = 4;

/** Up to the repository that holds the folder, else those that look like a project's. */
function foldersAround(root: string, { home, namesAt }: DiskAround): number {
  let found = root.endsWith("/dags") ? 1 : 0;
  let folder = root;
  for (let up = 0; up <= furthest; up++) {
    if (folder === home || isWholeDisk(folder)) return Math.max(0, Math.min(found, up - 1));
    const names = namesAt(folder);
    if (names.includes(".git")) return up;
    if (up === found + 1 && names.some((name) => marks.test(name))) found = up;
    folder = folder.slice(0, folder.lastIndexOf("/"));
  }
  return found;
}

function isWholeDisk(folder: string): boolean {
  return /^(\/[a-z]:)?$/i.test(folder);
}
