// `npm run test:runner-python`: ruff, mypy --strict and pytest over the Python half of the runner.
//   -- [--python PATH] [--only-tests]      (default: the python3 on PATH)
// Then one run of the DAG with every feature by each other Python from 3.9 on that this machine has.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { countsOf, root, run } from "./say.mjs";
import { vendorPython } from "./vendorPython.mjs";

const option = (name) => process.argv.includes(name);
const valueOf = (name) => (option(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const isOld = / 3\.9\./.test(versionOf(valueOf("--python") ?? "python3"));
const pytest = isOld ? "pytest==8.4.2" : "pytest==9.2.0";
const tools = option("--only-tests") ? [pytest] : ["ruff==0.17.6", "mypy==2.4.1", pytest];
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "dagsight-tests");
const folders = ["runner/python", "test/runner/python"];
const settings = "runner/python/pyproject.toml";

const problem = vendorPython();
if (problem) console.log(problem);
const python = environment(valueOf("--python") ?? "python3");
let passed = 0;
let failed = 0;
if (!option("--only-tests")) {
  await judge("ruff check", [
    python,
    "-m",
    "ruff",
    "check",
    "--no-cache",
    "--config",
    settings,
    ...folders,
  ]);
  await judge("ruff format", [
    python,
    "-m",
    "ruff",
    "format",
    "--no-cache",
    "--check",
    "--config",
    settings,
    ...folders,
  ]);
  await judge("mypy --strict", [python, "-m", "mypy", "--config-file", settings]);
}
const tests = await run([
  python,
  "-m",
  "pytest",
  "-q",
  "-p",
  "no:cacheprovider",
  "test/runner/python",
]);
const found = /(?:(\d+) failed)?(?:, )?(?:(\d+) passed)?[^\n]* in [\d.]+s/.exec(tests.output);
failed += Number(found?.[1] ?? (tests.code === 0 ? 0 : 1));
passed += Number(found?.[2] ?? countsOf(tests.output)?.passed ?? 0);
if (!option("--only-tests"))
  for (const other of otherPythons())
    await judge(`a run with ${other}`, [other, "test/runner/python/smoke.py"]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || tests.code ? 1 : 0;

async function judge(name, command) {
  const { code } = await run(command, { quiet: true });
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name}`);
  if (code === 0) passed += 1;
  else failed += 1;
}

function versionOf(base) {
  const code = "import sys; print('', sys.version)";
  return spawnSync(base, ["-c", code], { encoding: "utf8" }).stdout ?? "";
}

/** One interpreter of each minor version from 3.9 on but the usual one: on PATH or made by pyenv. */
function otherPythons() {
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const made = existsSync(pyenv)
    ? readdirSync(pyenv).map((name) => join(pyenv, name, "bin", "python"))
    : [];
  const named = [9, 10, 11, 12, 13, 14].map((minor) => `python3.${minor}`);
  const found = new Map();
  for (const candidate of [...made, ...named]) {
    const [, minor] = /^ 3\.(\d+)\./.exec(versionOf(candidate)) ?? [];
    if (Number(minor) >= 9 && !found.has(minor)) found.set(minor, candidate);
  }
  const [, usual] = /^ 3\.(\d+)\./.exec(versionOf("python3")) ?? [];
  found.delete(usual);
  return [...found.values()];
}

/** The Python of an environment with the pinned tools, made once. */
function environment(base) {
  const version = versionOf(base);
  const hash = createHash("sha256").update([version, ...tools].join("\n"));
  const folder = join(cache, `python-tools-${hash.digest("hex").slice(0, 8)}`);
  const inside = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  if (existsSync(folder)) return join(folder, inside);
  console.log(`Installing ${tools.join(", ")} into ${folder}, once`);
  mkdirSync(cache, { recursive: true });
  const beside = `${folder}.part-${process.pid}`;
  const steps = [
    [base, "-m", "venv", beside],
    [
      join(beside, inside),
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...tools,
    ],
  ];
  for (const [program, ...args] of steps) {
    const done = spawnSync(program, args, { encoding: "utf8" });
    if (done.status !== 0) {
      rmSync(beside, { recursive: true, force: true });
      console.error(done.stderr?.trim().split("\n").at(-1) ?? `${program} failed`);
      console.log("0 passed, 1 failed");
      process.exit(1);
    }
  }
  if (existsSync(folder)) rmSync(beside, { recursive: true, force: true });
  else renameSync(beside, folder);
  return join(folder, inside);
}
