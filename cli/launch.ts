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

/**
 * Starts the command line. V8 takes longer to read the program than the program takes to check a file, so what V8 made of
 * it is kept in the user's cache folder and used again: for this command, this version of Node and this very file, else it is made anew.
 * `DAGSIGHT_CODE_CACHE=off` leaves the folder alone.
 */
function launch(): void {
  const program = join(__dirname, "cli.main.js");
  // esbuild writes plain ASCII, which is read faster so.
  const source = readFileSync(program, "latin1");
  const file = keptAt(program);
  const cachedData = file === undefined ? undefined : codeIn(file);
  const script = new Script(wrap(source), { filename: program, ...(cachedData && { cachedData }) });
  if (file !== undefined && (!cachedData || script.cachedDataRejected === true)) {
    // At the end V8 has also compiled what the command needed.
    process.once("exit", () => keep(file, script.createCachedData()));
  }
  const run = script.runInThisContext() as (...of: readonly unknown[]) => void;
  run.call(module.exports, module.exports, require, module, program, __dirname);
}

/** Where the code for this program and this Node is kept; undefined when it is not to be kept. */
function keptAt(program: string): string | undefined {
  const folder = cacheFolder();
  const command = process.argv[2] ?? "";
  if (process.env["DAGSIGHT_CODE_CACHE"] === "off" || folder === undefined || !kept.has(command))
    return undefined;
  const { size, mtimeMs } = statSync(program);
  const { version, arch } = process;
  return join(folder, `${command}-${version}-${arch}-${size}-${Math.round(mtimeMs)}.code`);
}

/** Commands that are started often. A server is not, and sets flags of its own for V8. */
const kept: ReadonlySet<string> = new Set([
  "backfill",
  "check",
  "cron",
  "graph",
  "logs",
  "next",
  "run",
  "runs",
]);

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
  const command = `${basename(file).split("-", 1)[0] ?? ""}-`;
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder))
      if (name.startsWith(command) && name.includes(".code"))
        rmSync(join(folder, name), { force: true });
    writeFileSync(unfinished, code, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

launch();
