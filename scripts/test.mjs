// `npm test`: installs, builds, and runs every suite, with nothing needed before it.
//   node scripts/test.mjs [SUITE…]   only these
import { suites } from "./suites.mjs";
import { countsOf, run } from "./say.mjs";
import { buildAll, findSystemNeeds, installPackages } from "./setUp.mjs";

const inCi = Boolean(process.env.CI) && process.env.CI !== "false";
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length) {
  console.error(
    `There is no suite ${unknown.join(", ")}. There are: ${suites.map((suite) => suite.name).join(", ")}`,
  );
  process.exit(2);
}

await installPackages();
await buildAll();
const wanted = suites.filter((suite) => chosen.length === 0 || chosen.includes(suite.name));
const lacking = wanted.some((suite) => suite.needs === "vscode") ? await findSystemNeeds() : [];
if (lacking.length)
  console.log(
    `Not here and not to be installed by me: ${lacking.join(", ")}. Install them to run the tests in VS Code.`,
  );

const rows = [];
/** What runs beside something else, by name: it takes one core of the two that even a small machine has. */
const beside = new Map();
for (const suite of wanted) {
  while (beside.size >= (suite.oneCore ? 2 : 1)) await Promise.race(beside.values());
  const row = { ...suite, passed: 0, failed: 0, note: "" };
  rows.push(row);
  if (!suite.oneCore) {
    console.log(`\n── ${suite.name}: ${suite.where} ──`);
    Object.assign(row, await resultOf(suite));
    continue;
  }
  console.log(`\n── ${suite.name} has begun ──`);
  const ended = resultOf(suite).then(({ output, ...result }) => {
    beside.delete(suite.name);
    console.log(`\n── ${suite.name}: ${suite.where} ──\n${output}`);
    Object.assign(row, result);
  });
  beside.set(suite.name, ended);
}
await Promise.all(beside.values());

if (wanted.some((suite) => suite.name === "vscode")) rows.push(await onDesktop());

console.log("\nWhat ran where");
for (const { name, where, passed, failed, note } of rows) {
  console.log(
    `  ${name.padEnd(16)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed  ${note.padEnd(8)} ${where}`,
  );
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") ? 1 : 0;

/** Runs one suite: how many of its tests passed and failed, and what it printed if that was not shown yet. */
async function resultOf({ needs, command, oneCore = false }) {
  if (needs === "vscode" && lacking.length)
    return { failed: inCi ? 1 : 0, note: `not run: ${lacking.join(", ")} missing`, output: "" };
  const { code, output, seconds } = await run(command, {
    env: { FORCE_COLOR: "0", NO_COLOR: "1" },
    held: oneCore,
  });
  const counts = countsOf(output) ?? vitestCounts(output);
  const passed = counts?.passed ?? 0;
  // A suite that ends badly, or says that it tested nothing, has failed whatever it counted.
  const failed = Math.max(counts?.failed ?? 0, code !== 0 || passed === 0 ? 1 : 0);
  return { passed, failed, note: `${seconds.toFixed(0)} s`, output };
}

/** The same suite in the desktop VS Code, where one can be downloaded and shown; else a row that says why not. */
async function onDesktop() {
  const name = "electron";
  const where = "the desktop VS Code of @vscode/test-electron";
  const notRun = (why) => ({
    name,
    where,
    passed: 0,
    failed: 0,
    note: `not run (${why}): "vscode" ran the same suite`,
  });
  if (process.platform === "linux" && !process.env.DISPLAY) return notRun("no display");
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  try {
    await downloadAndUnzipVSCode();
  } catch {
    return notRun("cannot be downloaded here");
  }
  const { code, output, seconds } = await run([
    process.execPath,
    "scripts/vscodeTests.mjs",
    "--desktop",
  ]);
  const { passed = 0, failed = 1 } = countsOf(output) ?? {};
  return {
    name,
    where,
    passed,
    failed: Math.max(failed, code === 0 ? 0 : 1),
    note: `${seconds.toFixed(0)} s`,
  };
}

/** The counts of vitest's own closing lines: `Tests  3 failed | 120 passed (123)`. */
function vitestCounts(output) {
  const line = [...output.matchAll(/^\s*Tests\s+(.*)$/gm)].at(-1)?.[1];
  if (line === undefined) return undefined;
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed") };
}
