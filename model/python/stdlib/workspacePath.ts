import { unwrapped } from "../builtins/pure.ts";
import { isOutside, normalPath, pathInWorkspace } from "../interpreter/places.ts";
import { runOf } from "../interpreter/run.ts";
import { listing } from "../interpreter/findModule.ts";
import type { NativeCall } from "../native.ts";
import type { Value } from "../value.ts";
import { unknownFrom } from "../values.ts";

/** The text of a path, from a string or a path object. */
export function pathText(value: Value): string | undefined {
  const plain = unwrapped(value);
  if (plain.kind === "str") return plain.value;
  if (plain.kind !== "instance" || plain.payload?.type !== "path") return undefined;
  return "text" in plain.payload && typeof plain.payload.text === "string"
    ? plain.payload.text
    : undefined;
}

/** Where Airflow's home is in containers and in the documentation: files named from there may be the workspace's. */
const homes = /^\/(?:opt|usr\/local|home\/[^/]+|root)\/airflow\//;

/**
 * The path below the workspace root that a path means. A relative path is looked for from the root, and beside the file
 * that runs.
 */
export function workspacePath(call: NativeCall, value: Value): string | Value {
  if (value.kind === "unknown") return unknownFrom(value);
  const text = pathText(value);
  if (text === undefined)
    return call.interpreter.unknown("the path of a file is not known", call.span);
  const normal = normalPath(text.replaceAll("\\", "/"));
  if (normal.startsWith("/")) {
    const run = runOf(call);
    const own = run.host.files.place === undefined ? undefined : pathInWorkspace(run, normal);
    if (own !== undefined) return own;
    const home = homes.exec(normal);
    return home ? inDags(call, normal.slice(home[0].length)) : normal.slice(1);
  }
  const plain = normal === "." ? "" : normal;
  const isNear = !isOutside(runOf(call), plain);
  if (isNear && exists(call, plain)) return plain;
  const beside = besideFile(call, plain);
  if (beside !== undefined && exists(call, beside)) return beside;
  return isNear
    ? inDags(call, plain)
    : call.interpreter.unknown(`${plain} is outside of the workspace`, call.span);
}

/** Airflow's dags folder may be the workspace itself: then `dags/x` means `x`. */
function inDags(call: NativeCall, path: string): string {
  const inner = path.startsWith("dags/") ? path.slice("dags/".length) : path;
  return inner !== path && !exists(call, path) && exists(call, inner) ? inner : path;
}

function besideFile(call: NativeCall, path: string): string | undefined {
  const file = call.interpreter.main.file;
  const slash = file?.lastIndexOf("/") ?? -1;
  return file === undefined || slash < 0
    ? undefined
    : normalPath(`${file.slice(0, slash)}/${path}`);
}

/** What is at a path of the workspace. */
export function kindAt(call: NativeCall, path: string): "file" | "folder" | undefined {
  const run = runOf(call);
  if (path === "" || path === ".") return "folder";
  run.dependsOn.add(path);
  const slash = path.lastIndexOf("/");
  const entries = listing(run, slash < 0 ? "" : path.slice(0, slash));
  return entries?.get(path.slice(slash + 1));
}

function exists(call: NativeCall, path: string): boolean {
  return kindAt(call, path) !== undefined;
}

/** The names in a folder, in order; undefined when the workspace has no such folder. */
export function namesIn(
  call: NativeCall,
  folder: string,
): ReadonlyMap<string, "file" | "folder"> | undefined {
  const run = runOf(call);
  run.dependsOn.add(folder);
  const entries = listing(run, folder === "." ? "" : folder);
  return entries && new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
