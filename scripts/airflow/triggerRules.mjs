// npm run test:trigger-rules: whether test/model/run/triggerRuleTruth.json, which the unit tests hold our rules against, is
// what Airflow's own dependency code says. `--write` writes it anew.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentPython } from "./environments.mjs";

const here = import.meta.dirname;
const file = join(here, "..", "..", "test", "model", "run", "triggerRuleTruth.json");
const log = (text) => process.stderr.write(`${text}\n`);
const truth = Object.fromEntries(
  ["3.3.2", "2.11.0"].map((version) => [version, ask(environmentPython(version, log))]),
);

if (process.argv.includes("--write")) writeFileSync(file, `${JSON.stringify(truth, null, 2)}\n`);
const known = JSON.parse(readFileSync(file, "utf8"));
let passed = 0;
let failed = 0;
for (const [version, rules] of Object.entries(truth)) {
  for (const [rule, answers] of Object.entries(rules)) {
    const same = JSON.stringify(known[version]?.[rule]) === JSON.stringify(answers);
    if (same) passed++;
    else {
      failed++;
      console.log(
        `Airflow ${version}: ${rule} is not as written down. Run with --write, and look.`,
      );
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** @param {string} python */
function ask(python) {
  const { stdout, stderr, status } = spawnSync(python, [join(here, "triggerRules.py")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`Airflow's dependency code does not answer: ${stderr}`);
  // Airflow may say something of its own first.
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
