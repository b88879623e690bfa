// Checks files that real Airflow loads: an error in one of them is a bug of ours, and warnings are rare.
//   node scripts/falseAlarms.mjs [--list] [FOLDER --airflow 2|3]
// Without a folder: the example DAGs of the Airflow installations that `npm run test:airflow` made, and the system tests of
// providers. Ends with a line `N passed, N failed`; a set that is not there is said so and counts as failed in CI.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const root = join(import.meta.dirname, "..");
const list = process.argv.includes("--list");
const sets = process.argv[2] && !process.argv[2].startsWith("--") ? [given()] : found();
let failed = sets.length === 0 ? 1 : 0;
if (sets.length === 0) console.log("No example DAGs are here: run npm run test:airflow once.");
for (const set of sets) if (!check(set)) failed++;
console.log(`${sets.length - (sets.length ? failed : 0)} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

function given() {
  const at = process.argv.indexOf("--airflow");
  return { folder: resolve(process.argv[2]), airflow: at === -1 ? "3" : process.argv[at + 1] };
}

function found() {
  const cache = join(homedir(), ".cache", "dagsight-tests");
  if (!existsSync(cache)) return [];
  return readdirSync(cache).flatMap((name) => {
    const version = /^airflow-([23])\./.exec(name)?.[1];
    const lib = join(cache, name, "lib");
    if (name.startsWith("provider-sources")) {
      return [{ folder: join(cache, name), airflow: "3", only: /\/tests\/system\// }];
    }
    if (!version || !existsSync(lib)) return [];
    return readdirSync(lib).flatMap((python) =>
      // The standard provider's examples are for Airflow 3: Airflow 2 itself refuses their imports.
      [
        "airflow/example_dags",
        ...(version === "3" ? ["airflow/providers/standard/example_dags"] : []),
      ]
        .map((below) => join(lib, python, "site-packages", below))
        .filter((folder) => existsSync(folder))
        .map((folder) => ({ folder, airflow: version })),
    );
  });
}

function check({ folder, airflow, only }) {
  const args = ["check", ".", "--format", "json", "--airflow", airflow, "--fail-on", "never"];
  const ran = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (ran.status !== 0) {
    console.log(`${folder}: ${ran.stderr.trim()}`);
    return false;
  }
  const report = JSON.parse(ran.stdout);
  const files = only
    ? new Set(report.findings.map((f) => f.file).filter((f) => only.test(`/${f}`)))
    : undefined;
  const findings = report.findings.filter(({ file }) => !files || files.has(file));
  const count = (severity) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const good = errors === 0 && warnings <= report.files / 10;
  const codes = {};
  for (const { code, severity } of findings)
    codes[`${severity} ${code}`] = (codes[`${severity} ${code}`] ?? 0) + 1;
  console.log(
    `${good ? "ok " : "BAD"} Airflow ${airflow}, ${report.files} files, ${report.dags} DAGs: ${errors} errors, ${warnings} warnings, ${count("info")} infos, ${count("hint")} hints (${folder})`,
  );
  if (list) {
    for (const { severity, code, file, range, message } of findings) {
      if (severity === "hint") continue;
      console.log(`  ${severity} ${file}:${range.start.line + 1} ${code}: ${message}`);
    }
    console.log(
      `  ${Object.entries(codes)
        .map(([code, n]) => `${code} ${n}`)
        .join(", ")}`,
    );
  }
  return good;
}
