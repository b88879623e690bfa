import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { wrap } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

import { optimiseAsUsual, optimiseLater } from "./optimiser.ts";

/** How a program is run with the code that V8 kept of it. */
export interface Keeping {
  /** What the code is kept under: a word for the program and what it is asked to do. Undefined: it is not kept. */
  readonly as: string | undefined;
  /** Milliseconds after the start when it is kept at the latest; without it, at the process's end. */
  readonly after?: number;
}

/** Milliseconds after which a program that still runs is no more at its first file. */
const firstWork = 1000;

/**
 * Runs a bundle of CommonJS as `module` itself. V8 takes longer to read our programs than they take to check a file, so what
 * V8 made of one is kept in the user's cache folder and used again: for this word, this version of V8 and this very file,
 * else it is made anew. `DAGSIGHT_CODE_CACHE=off` leaves the folder alone.
 */
export function runKept(program: string, module: NodeJS.Module, { as, after }: Keeping): void {
  optimiseLater();
  // esbuild writes plain ASCII, which is read faster so.
  const source = readFileSync(program, "latin1");
  const file = as === undefined ? undefined : keptAt(program, as);
  const cachedData = file === undefined ? undefined : codeIn(file);
  const script = new Script(wrap(source), { filename: program, ...(cachedData && { cachedData }) });
  if (file !== undefined && (!cachedData || script.cachedDataRejected === true)) {
    let isKept = false;
    // By then V8 has also compiled what the program needed.
    const keepOnce = (): void => {
      if (isKept) return;
      isKept = true;
      // V8 takes it back only under the flags of a start.
      optimiseLater();
      keep(file, script.createCachedData());
      optimiseAsUsual();
    };
    process.once("exit", keepOnce);
    if (after !== undefined) setTimeout(keepOnce, after).unref();
  }
  setTimeout(optimiseAsUsual, firstWork).unref();
  const run = script.runInThisContext() as (...of: readonly unknown[]) => void;
  run.call(module.exports, module.exports, require, module, program, dirname(program));
}

/** Where the code for this program and this V8 is kept; undefined when it is not to be kept. */
function keptAt(program: string, as: string): string | undefined {
  const folder = cacheFolder();
  if (process.env["DAGSIGHT_CODE_CACHE"] === "off" || folder === undefined) return undefined;
  const { size, mtimeMs } = statSync(program);
  const { arch, versions } = process;
  return join(folder, `${as}-${versions.v8}-${arch}-${size}-${Math.round(mtimeMs)}.code`);
}

function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return LOCALAPPDATA && join(LOCALAPPDATA, "dagsight", "cache");
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "dagsight");
  const caches = process.platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return join(homedir(), ...caches, "dagsight");
}

/** The kept code, if it is there and the user's own: it is run as it is. */
function codeIn(file: string): Buffer | undefined {
  try {
    const { uid, mode } = statSync(file);
    const isOwn =
      process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? readFileSync(file) : undefined;
  } catch {
    return undefined; // Not made yet.
  }
}

/** Writes the code and removes that of other versions; a cache that cannot be written is none. */
function keep(file: string, code: Buffer): void {
  const folder = dirname(file);
  const word = `${basename(file).split("-", 1)[0] ?? ""}-`;
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder))
      if (name.startsWith(word) && name.includes(".code"))
        rmSync(join(folder, name), { force: true });
    writeFileSync(unfinished, code, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
