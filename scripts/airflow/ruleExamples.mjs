// npm run test:rules: every example of every rule, loaded by the real Airflow that it is meant for. Airflow has to refuse
// exactly those of which we say that there is an error; and of the table of refusals (test/model/rules/refused) the
// exception's class has to be the one it names. Prints each file on which we differ, and Airflow's words.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
const ofMachine =
  /VARIABLE_NOT_FOUND|FileNotFoundError|ConnectionError|NameResolutionError|KeyError: 'API_KEY'|ValueError: no home/;

/** Examples that no Airflow can judge: other packages, other files, or nothing to load. */
const notForAirflow = /from company|\.toml$/;

const { rules, spelled, refusals, textFor } = await loadRules();
let [passed, failed] = [0, 0];
try {
  const versions = [
    ["3.3.2", 3],
    ["2.11.0", 2],
  ];
  const pythons = versions.map(([version]) =>
    environmentPython(version, (text) => process.stderr.write(`${text}\n`)),
  );
  await Promise.all(
    versions.map(async ([version, major], at) => {
      const root = mkdtempSync(join(tmpdir(), "dagsight-rules-"));
      const files = new Map([...writeExamples(root, major), ...writeRefusals(root, major)]);
      await compare(version, major, pythons[at], root, files);
      rmSync(root, { recursive: true });
    }),
  );
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
      contents: `export { rules } from "./model/rules/registry.ts";
        export { spelled } from "./model/rules/spelledFor.ts";
        export { refusals } from "./test/model/rules/refused/table.ts";
        export { textFor } from "./test/model/rules/refused/row.ts";`,
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

/** Writes each example of a version to a file of its own; answers the files, with what Airflow has to raise if it is named. */
function writeExamples(root, major) {
  const files = new Map();
  for (const { code, examples } of rules.filter((rule) => !only || rule.code === only)) {
    for (const [kind, list] of Object.entries(examples())) {
      list.map(spelled).forEach(({ text, airflow = 3, file: name = "dag.py" }, at) => {
        const plain = withoutMarks(text);
        const spoken = /airflow/i.test(plain) && (major === 3 ? /dag|asset/i : /dag/i).test(plain);
        if (airflow !== major || notForAirflow.test(plain) || notForAirflow.test(name)) return;
        if (!spoken) return;
        const file = `${code.replaceAll("-", "_")}_${kind}_${at}.py`;
        writeFileSync(join(root, file), plain);
        files.set(file, undefined);
      });
    }
  }
  return files;
}

function writeRefusals(root, major) {
  const files = new Map();
  refusals.forEach((refusal, at) => {
    const raised = refusal.refused[major];
    if (raised === undefined || (only && refusal.code !== only)) return;
    const file = `refused_${refusal.row}_${at}.py`;
    writeFileSync(join(root, file), withoutMarks(textFor(refusal, major)));
    files.set(file, raised);
  });
  return files;
}

function withoutMarks(text) {
  return text.replace(/<\|(?:[\w-]+: )?|\|>/g, "");
}

async function compare(version, major, python, root, files) {
  if (files.size === 0) return;
  const names = [...files.keys()];
  const truth = (await output(python, [join(here, "truth.py"), root, ...names], root))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const args = [cli, "check", ...names, "--format", "json", "--airflow", String(major)];
  const { findings } = JSON.parse(run(process.execPath, [...args, "--fail-on", "never"], root));
  for (const { file, error } of truth) {
    const ours = findings.filter(
      (finding) => finding.file === file && finding.severity === "error",
    );
    if (error && ofMachine.test(error)) continue;
    const wanted = files.get(file);
    const isRaised = wanted === undefined || (error && classOf(error) === wanted);
    const isSame = isRaised && (error !== null && error !== undefined) === ours.length > 0;
    if (isSame) passed++;
    else failed++;
    if (isSame && !verbose) continue;
    const said = ours.map(({ code, message }) => `${code}: ${message}`).join(" | ");
    console.log(`${isSame ? "ok  " : "FAIL"} Airflow ${version} ${file}`);
    console.log(`       Airflow: ${error ? lastLine(error) : "loads it"}`);
    if (wanted) console.log(`       table:   ${wanted}`);
    console.log(`       we:      ${said || "no error"}`);
  }
}

/** The class of the exception that an import error ends with. */
function classOf(error) {
  const lines = error.trim().split("\n").reverse();
  return lines
    .map((line) => /^(?:\w+\.)*([A-Z]\w+)(?=:|$)/.exec(line)?.[1])
    .find((name) => name !== undefined);
}

function output(command, args, cwd) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err] = [[], []];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => err.push(chunk));
    child.on("error", fail);
    child.on("close", (status) => {
      if (status === 0) done(Buffer.concat(out).toString());
      else fail(new Error(Buffer.concat(err).toString().trim().split("\n").at(-1)));
    });
  });
}

function lastLine(error) {
  return error.trim().split("\n").at(-1).slice(0, 200);
}

function run(command, args, cwd) {
  const ran = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(ran.stderr.trim().split("\n").at(-1));
  return ran.stdout;
}
