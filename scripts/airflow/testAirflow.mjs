// npm run test:airflow: what we read of Airflow's own example DAGs and of providers' system tests, beside what Airflow 2.11
// and 3.3 build from them. Prints each file that is not exact; fails when a claim is wrong, or when too few are exact.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { compareFile } from "./compare.mjs";
import { environmentFolder, environmentPython, providerSources } from "./environments.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "..", "..", "dist", "cli.js");
const only = process.argv.slice(2).find((word) => !word.startsWith("--"));
const verbose = process.argv.includes("--all");

/** Files and the Airflow that judges them; `least` is the share that has to be exact. */
function suites() {
  const log = (text) => process.stderr.write(`${text}\n`);
  const examples = ["3.3.2", "2.11.0"].flatMap((version) => {
    const python = environmentPython(version, log);
    const site = sitePackages(environmentFolder(version));
    return ["airflow/example_dags", "airflow/providers/standard/example_dags"].map((folder) => ({
      name: `Airflow ${version} ${folder.includes("standard") ? "standard provider" : "examples"}`,
      python,
      airflow: version[0],
      root: join(site, folder),
      below: join(site, folder),
      least: 0.98,
    }));
  });
  const own = join(here, "..", "..", "test", "airflow", "dags");
  const written = ["3.3.2", "2.11.0"].map((version) => ({
    name: `written for this, Airflow ${version}`,
    python: environmentPython(version, log),
    airflow: version[0],
    root: own,
    below: own,
    least: 1,
  }));
  const python = environmentPython("systems", log);
  const sources = providerSources(log);
  const systems = readdirSync(sources)
    .filter((name) => existsSync(join(sources, name, "tests", "system")))
    .map((name) => ({
      name: name.replace(/^apache_airflow_providers_|-[\d.]+$/g, ""),
      python,
      airflow: "3",
      root: join(sources, name, "tests"),
      below: join(sources, name, "tests", "system"),
      least: 0.97,
    }));
  return [...written, ...examples, ...systems];
}

function sitePackages(folder) {
  const lib = join(folder, "lib");
  const [python] = readdirSync(lib).filter((name) => name.startsWith("python"));
  return join(lib, python, "site-packages");
}

function pythonFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes("__pycache__") && mayHoldDag(path))
    .sort();
}

/** Airflow's own safe mode. */
function mayHoldDag(path) {
  const text = readFileSync(path, "utf8").toLowerCase();
  return text.includes("airflow") && /dag|asset/.test(text);
}

function output(command, args, cwd) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "ignore"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("error", fail);
    child.on("close", () => done(Buffer.concat(chunks).toString()));
  });
}

async function runSuite({ name, python, airflow, root, below, least }) {
  const files = pythonFiles(below).map((path) => relative(root, path));
  const [truthText, saidText] = await Promise.all([
    output(python, [join(here, "truth.py"), root, ...files], root),
    output(process.execPath, [cli, "graph", ...files, "--airflow", airflow], root),
  ]);
  const truths = truthText
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const { dags } = JSON.parse(saidText);
  const counts = { exact: 0, flagged: 0, "silently wrong": 0, refused: 0 };
  for (const truth of truths) {
    const said = dags.filter((dag) => dag.file === truth.file);
    const result = compareFile(truth, said);
    counts[result.verdict]++;
    if (verbose || result.verdict === "flagged" || result.verdict === "silently wrong") {
      console.log(`${result.verdict.padEnd(15)} ${truth.file}`);
      for (const line of [...result.wrong, ...result.said].slice(0, 8)) console.log(`    ${line}`);
    }
  }
  const judged = truths.length - counts.refused;
  // In a handful of files one may be flagged, with its true reason.
  const isEnough = counts.exact >= judged * least || (least < 1 && judged - counts.exact <= 1);
  const isFine = counts["silently wrong"] === 0 && isEnough;
  const share = judged === 0 ? "100.0" : ((100 * counts.exact) / judged).toFixed(1);
  console.log(
    `${isFine ? "ok  " : "FAIL"} ${name}: ${share} % exact of ${judged} files (${counts.flagged} flagged, ${counts["silently wrong"]} silently wrong; ${counts.refused} that Airflow refuses)`,
  );
  return isFine;
}

try {
  let [passed, failed] = [0, 0];
  for (const suite of suites().filter(({ name }) => !only || name.includes(only))) {
    if (await runSuite(suite)) passed++;
    else failed++;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  console.error(`test:airflow: ${error.message}`);
  process.exitCode = process.env.CI ? 1 : 0;
  console.log("0 passed, 0 failed, 1 skipped");
}
