// The judge of the cron tests: croniter 7.0.0 in a Python environment of its own, made once for all clones.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "dagsight-tests");
const folder = join(cache, "croniter-7.0.0");
const pythonIn = (path) =>
  join(path, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** The Python that has croniter, installed first if need be. Throws one clear sentence when it cannot be. */
export function croniterPython() {
  if (existsSync(pythonIn(folder))) return pythonIn(folder);
  console.log(`Installing croniter 7.0.0 into ${folder}, once`);
  mkdirSync(cache, { recursive: true });
  const beside = `${folder}.part-${process.pid}`;
  try {
    run("python3", ["-m", "venv", beside]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(pythonIn(beside), [...pip, "croniter==7.0.0", "tzdata"]);
    if (!existsSync(folder)) renameSync(beside, folder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return pythonIn(folder);
}

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  const why = error?.message ?? stderr.trim().split("\n").at(-1);
  throw new Error(`croniter 7.0.0 cannot be installed from PyPI: ${why}`);
}
