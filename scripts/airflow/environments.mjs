// Real Airflow, installed once beside everything else: the judge of the reader and of the runner.
//   node scripts/airflow/environments.mjs [3.3.2] [2.11.0] [systems] [sources]     (default: the first two)
// Makes what is not there yet below the cache folder and prints one line for each: name, tab, path. An environment is
// built in a folder of its own and renamed when it is whole, so that a stopped or a second process never leaves half of
// one; its name ends in a hash of what is in it, so that any clone finds the same one again.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const providers = ["amazon", "common-sql", "http", "cncf-kubernetes", "snowflake", "databricks"];
const providerPackages = providers.map((name) => `apache-airflow-providers-${name}`);
const tools = ["debugpy", "croniter==7.0.0"];
const airflow3 = [
  "apache-airflow==3.3.2",
  "virtualenv",
  "pandas",
  "apache-airflow-providers-cncf-kubernetes",
  ...tools,
];

/** What is in each environment. Without virtualenv and kubernetes some example DAGs silently do not exist. */
export const requirements = {
  "3.3.2": airflow3,
  "2.11.0": [
    "apache-airflow==2.11.0",
    "universal-pathlib<0.3",
    "virtualenv",
    "pandas",
    "apache-airflow-providers-standard",
    "apache-airflow-providers-cncf-kubernetes",
    ...tools,
  ],
  // Airflow 3 with the providers whose system tests are read; the watcher task is in the package without its needs but pytest.
  systems: [...airflow3, ...providerPackages, "pytest", "--no-deps apache-airflow-devel-common"],
};

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "dagsight-tests");
const windows = process.platform === "win32";

/** The folder of one environment, whether or not it is there yet. */
export function environmentFolder(name) {
  const label = name === "systems" ? "systems-3.3.2" : name;
  return join(cache, `airflow-${label}-${hashOf(requirements[name])}`);
}

/** The Python of one environment, made first if it is not there. Throws one clear sentence when it cannot be. */
export function environmentPython(name, log = () => {}) {
  const folder = environmentFolder(name);
  make(folder, log, `Installing Airflow (${name}) into ${folder}, once`, (target) => {
    run("python3", ["-m", "venv", target]);
    const python = pythonIn(target);
    const [plain, alone] = [false, true].map((only) =>
      requirements[name].filter((line) => line.startsWith("--no-deps ") === only),
    );
    pip(python, ["install", "--quiet", ...plain]);
    for (const line of alone) pip(python, ["install", "--quiet", ...line.split(" ")]);
  });
  return pythonIn(folder);
}

/** The folder that holds the providers' unpacked source packages, with their system tests. */
export function providerSources(log = () => {}) {
  const folder = join(cache, `provider-sources-${hashOf(providerPackages)}`);
  make(folder, log, `Downloading provider sources into ${folder}, once`, (target) => {
    mkdirSync(target, { recursive: true });
    pip("python3", [
      "download",
      "--quiet",
      "--no-deps",
      "--no-binary",
      ":all:",
      "--dest",
      target,
      ...providerPackages,
    ]);
    const unpack =
      "import sys,glob,tarfile\nfor name in sorted(glob.glob(sys.argv[1]+'/*.tar.gz')): tarfile.open(name).extractall(sys.argv[1], filter='data')";
    run("python3", ["-c", unpack, target]);
  });
  return folder;
}

const hashOf = (lines) => createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 8);
const pythonIn = (folder) => join(folder, windows ? "Scripts/python.exe" : "bin/python");

/** Makes `folder` through `build`, unless it is there or another process is just making it (then waits for that). */
function make(folder, log, message, build) {
  if (existsSync(folder)) return;
  mkdirSync(cache, { recursive: true });
  const release = lock(`${folder}.lock`);
  const beside = `${folder}.part-${process.pid}`;
  try {
    if (existsSync(folder)) return;
    log(message);
    build(beside);
    renameSync(beside, folder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
    release();
  }
}

/** Holds a lock file with our process id; one whose process is gone is taken over. */
function lock(path) {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isAlive(ownerOf(path))) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    }
  }
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, "utf8")) || process.pid;
  } catch {
    return process.pid; // Just released: look again.
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function pip(python, args) {
  const [verb, ...rest] = args;
  run(python, ["-m", "pip", verb, "--disable-pip-version-check", "--no-input", ...rest]);
}

function run(command, args) {
  const done = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, PIP_PROGRESS_BAR: "off" },
  });
  if (done.status === 0) return;
  const text = `${done.error?.message ?? ""}\n${done.stderr ?? ""}`.trim();
  const offline =
    /Failed to establish|Name or service not known|Could not fetch URL|Temporary failure in name|ProxyError|timed out/i.test(
      text,
    );
  if (offline) throw new Error("PyPI cannot be reached, so real Airflow cannot be installed here.");
  throw new Error(
    `${command} ${args.slice(0, 4).join(" ")} … failed: ${text.split("\n").slice(-3).join(" | ")}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const names = process.argv.slice(2);
  const log = (text) => process.stderr.write(`${text}\n`);
  try {
    for (const name of names.length ? names : ["3.3.2", "2.11.0"]) {
      const path = name === "sources" ? providerSources(log) : environmentPython(name, log);
      process.stdout.write(`${name}\t${path}\n`);
    }
  } catch (error) {
    log(`airflow environments: ${error.message}`);
    process.exitCode = 1;
  }
}
