import type { Run } from "./run.ts";

/** Resolves `.` and `..`, as `os.path.normpath` does. */
export function normalPath(path: string): string {
  const absolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else if (part !== ".." || !absolute) parts.push(part);
  }
  const text = parts.join("/");
  return absolute ? `/${text}` : text === "" ? "." : text;
}

/** What code sees of a path below the workspace root; where that is not known, it is `/`. */
export function absolutePath(run: Run, path: string): string {
  return normalPath(`${run.host.files.place ?? ""}/${path}`);
}

/** The path below the workspace root of what code sees; undefined outside of the workspace and its project. */
export function pathInWorkspace(run: Run, absolute: string): string | undefined {
  const { place, around = 0 } = run.host.files;
  if (place === undefined) return absolute.slice(1);
  const root = place.split("/");
  const parts = absolute.split("/");
  let shared = 0;
  while (shared < root.length && root[shared] === parts[shared]) shared++;
  const up = root.length - shared;
  if (up > around) return undefined;
  return [...Array<string>(up).fill(".."), ...parts.slice(shared)].join("/");
}

/** Whether a relative path leads out of the workspace and its project. */
export function isOutside(run: Run, path: string): boolean {
  const up = path.split("/").filter((part) => part === "..").length;
  return up > (run.host.files.around ?? 0);
}
