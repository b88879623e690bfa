// npm run test:rules: every example of every rule, loaded by the real Airflow that it is meant for. Airflow has to refuse
// exactly those of which we say that there is an error. Prints each file on which we differ, and Airflow's words.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { environmentPython } from "./environments.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "..", "..", "dist", "cli.js");
const only = process.argv.slice(2).find((word) => !word.startsWith("--"));
const verbose = process.argv.includes("--all");

/** Words of Airflow that tell of this machine, not of the file. */
const ofMachine = /VARIABLE_NOT_FOUND|ConnectionError|NameResolutionError|KeyError: 'API_KEY'/;

/** Examples that no Airflow can judge: other packages, other files, or nothing to load. */
const notForAirflow = /from company|\.toml$/;

const { rules, spelled } = await loadRules();
let [passed, failed] = [0, 0];
try {
  for (const [version, major] of [
    ["3.3.2", 3],
    ["2.11.0", 2],
  ]) {
    const python = environmentPython(version, (text) => process.stderr.write(`${text}\n`));
    const root = mkdtempSync(join(tmpdir(), "dagsight-rules-"));
    compare(version, major, python, root, writeExamples(root, major));
    rmSync(root, { recursive: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  console.error(`test:rules: ${error.message}`);
  process.exitCode = process.env.CI ? 1 : 0;
  console.log("0 passed, 0 failed, 1 skipped");
}

async function loadRules() {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'export { rules } from "./model/rules/registry.ts"; export { spelled } from "./model/rules/spelledFor.ts";',
      resolveDir: join(here, "..", ".."),
      loader: "ts",
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

/** Writes each example of a version to a file of its own; answers the files. */
function writeExamples(root, major) {
  const files = [];
  for (const { code, examples } of rules.filter((rule) => !only || rule.code === only)) {
    for (const [kind, list] of Object.entries(examples)) {
      list.map(spelled).forEach(({ text, airflow = 3, file: name = "dag.py" }, at) => {
        const plain = text.replace(/<\|(?:[\w-]+: )?|\|>/g, "");
        const spoken = /airflow/i.test(plain) && (major === 3 ? /dag|asset/i : /dag/i).test(plain);
        if (airflow !== major || notForAirflow.test(plain) || notForAirflow.test(name)) return;
        if (!spoken) return;
        const file = `${code.replaceAll("-", "_")}_${kind}_${at}.py`;
        mkdirSync(root, { recursive: true });
        writeFileSync(join(root, file), plain);
        files.push(file);
      });
    }
  }
  return files;
}

function compare(version, major, python, root, files) {
  if (files.length === 0) return;
  const truth = run(python, [join(here, "truth.py"), root, ...files], root)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const args = [cli, "check", ...files, "--format", "json", "--airflow", String(major)];
  const { findings } = JSON.parse(run(process.execPath, [...args, "--fail-on", "never"], root));
  for (const { file, error } of truth) {
    const ours = findings.filter(
      (finding) => finding.file === file && finding.severity === "error",
    );
    if (error && ofMachine.test(error)) continue;
    const isSame = (error !== null && error !== undefined) === ours.length > 0;
    if (isSame) passed++;
    else failed++;
    if (isSame && !verbose) continue;
    const said = ours.map(({ code, message }) => `${code}: ${message}`).join(" | ");
    console.log(`${isSame ? "ok  " : "FAIL"} Airflow ${version} ${file}`);
    console.log(`       Airflow: ${error ? lastLine(error) : "loads it"}`);
    console.log(`       we:      ${said || "no error"}`);
  }
}

function lastLine(error) {
  return error.trim().split("\n").at(-1).slice(0, 200);
}

function run(command, args, cwd) {
  const ran = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(ran.stderr.trim().split("\n").at(-1));
  return ran.stdout;
}
