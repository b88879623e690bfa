import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { posix, win32 } from "node:path";

/** A Python that can run DAGs. */
export interface FoundPython {
  readonly path: string;
  /** `3.11.7` */
  readonly version: string;
  /** Where it was found, in words. */
  readonly source: string;
}

/** Where to look for an interpreter. */
export interface PythonSearch {
  /** What the user asked for, if anything: a path or a name on PATH. */
  readonly wanted: string | undefined;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The machine that is searched. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly exists: (path: string) => boolean;
  /** The version that a program tells of itself; undefined when it is no Python that starts. */
  readonly askVersion: (path: string) => Promise<string | undefined>;
}

const thisMachine: Machine = { platform: process.platform, exists: existsSync, askVersion };

/** The Python to use, or why there is none: what the user wants, an environment that is active or in the workspace, then PATH. */
export async function findPython(
  search: PythonSearch,
  machine: Machine = thisMachine,
): Promise<FoundPython | { readonly problem: string }> {
  if (search.wanted !== undefined) return askWanted(search.wanted, search, machine);
  let tooOld: FoundPython | undefined;
  for (const { path, source } of candidates(search, machine)) {
    const version = await machine.askVersion(path);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { path, version, source };
    tooOld ??= { path, version, source };
  }
  return {
    problem: tooOld
      ? `Found only Python ${tooOld.version} (${tooOld.path}); 3.9 or newer is needed. Name one with --python PATH.`
      : "No Python was found. Name one (3.9 or newer) with --python PATH.",
  };
}

async function askWanted(
  wanted: string,
  { workspace, env }: PythonSearch,
  machine: Machine,
): Promise<FoundPython | { readonly problem: string }> {
  const path = locate(wanted, workspace, env, machine);
  const version = path === undefined ? undefined : await machine.askVersion(path);
  if (path === undefined || version === undefined)
    return { problem: `"${wanted}" is not a Python that starts.` };
  if (!isNewEnough(version))
    return { problem: `"${wanted}" is Python ${version}; 3.9 or newer is needed.` };
  return { path, version, source: "asked for" };
}

/** Every place, most particular first. */
function candidates(
  { workspace, env }: PythonSearch,
  machine: Machine,
): readonly { readonly path: string; readonly source: string }[] {
  const paths = pathsOf(machine);
  const folders: (readonly [string | undefined, string])[] = [
    [env["VIRTUAL_ENV"], "the active environment"],
    [paths.join(workspace, ".venv"), ".venv"],
    [paths.join(workspace, "venv"), "venv"],
    [paths.join(workspace, "env"), "env"],
    [paths.join(workspace, ".conda"), ".conda"],
    [env["CONDA_PREFIX"], "the active conda environment"],
  ];
  const inFolders = folders.flatMap(([folder, source]) =>
    folder === undefined || folder === ""
      ? []
      : ["bin/python3", "bin/python", "Scripts/python.exe", "python.exe"].map((name) => ({
          path: paths.join(folder, ...name.split("/")),
          source,
        })),
  );
  return [...inFolders, ...onPath(["python3", "python"], env, machine)].filter(({ path }) =>
    machine.exists(path),
  );
}

function onPath(
  names: readonly string[],
  env: PythonSearch["env"],
  machine: Machine,
): readonly { readonly path: string; readonly source: string }[] {
  const paths = pathsOf(machine);
  const folders = (env["PATH"] ?? env["Path"] ?? "")
    .split(paths.delimiter)
    .filter((one) => one !== "");
  return names.flatMap((name) =>
    folders.map((folder) => ({
      path: paths.join(folder, programName(name, machine)),
      source: "PATH",
    })),
  );
}

function programName(name: string, { platform }: Machine): string {
  return platform === "win32" && !/\.exe$/i.test(name) ? `${name}.exe` : name;
}

function pathsOf({ platform }: Machine): typeof posix {
  return platform === "win32" ? win32 : posix;
}

function locate(
  wanted: string,
  workspace: string,
  env: PythonSearch["env"],
  machine: Machine,
): string | undefined {
  const paths = pathsOf(machine);
  const isPath = paths.isAbsolute(wanted) || /[/\\]/.test(wanted);
  const places = isPath
    ? [wanted, programName(wanted, machine)].map((one) => paths.resolve(workspace, one))
    : onPath([wanted], env, machine).map(({ path }) => path);
  return places.find((path) => machine.exists(path));
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= 9);
}

function askVersion(path: string): Promise<string | undefined> {
  return new Promise((done) => {
    execFile(
      path,
      ["-I", "-S", "-c", "import platform; print(platform.python_version())"],
      { timeout: 20_000 },
      (error, output) => {
        done(error || output.trim() === "" ? undefined : output.trim());
      },
    );
  });
}
