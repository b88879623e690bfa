// node scripts/catalogue.mjs: makes model/catalogue/catalogueText.ts from the real packages on PyPI. Facts only.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { environmentFolder, environmentPython } from "./airflow/environments.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "model", "catalogue", "catalogueText.ts");
const limit = 410_000;

/** The most used providers besides those in the test environments (standard, amazon, common.sql, http, …). */
const providers =
  "google microsoft-azure postgres mysql sqlite ssh sftp ftp slack docker apache-spark apache-hive dbt-cloud airbyte mongo oracle microsoft-mssql smtp papermill trino".split(
    " ",
  );

const work = mkdtempSync(join(tmpdir(), "dagsight-catalogue-"));
try {
  const folders = [sitePackages("systems"), ...unpackedWheels()];
  const now = facts(folders);
  const before = facts([sitePackages("2.11.0")]);
  const text = [...now, ...before.filter(([module]) => isOld(module, now))].map(block).join("\n");
  const body = text.replaceAll("`", "'").replaceAll("\\", "/").replaceAll("${", "$ {");
  writeFileSync(target, source(body));
  const size = readFileSync(target).length;
  console.log(
    `${target}: ${size} bytes, ${body.split("\n").filter((l) => !l.startsWith("@")).length} classes`,
  );
  if (size > limit) throw new Error(`the catalogue is larger than ${limit} bytes`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function sitePackages(name) {
  environmentPython(name, console.error);
  const lib = join(environmentFolder(name), "lib");
  return join(lib, readdirSync(lib)[0], "site-packages");
}

function unpackedWheels() {
  const names = providers.map((name) => `apache-airflow-providers-${name}`);
  execFileSync("python3", [
    "-m",
    "pip",
    "download",
    "--quiet",
    "--no-deps",
    "--dest",
    work,
    ...names,
  ]);
  return readdirSync(work)
    .filter((name) => name.endsWith(".whl"))
    .map((wheel) => {
      const folder = join(work, wheel.replace(/\.whl$/, ""));
      mkdirSync(folder);
      execFileSync("python3", ["-m", "zipfile", "-e", join(work, wheel), folder]);
      return folder;
    });
}

/** `[module, lines]` of every module that has operators. */
function facts(folders) {
  const out = execFileSync("python3", [join(here, "catalogue.py"), ...folders.filter(existsSync)], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return out
    .split(/^@/m)
    .filter(Boolean)
    .map((part) => {
      const [module, ...lines] = part.trimEnd().split("\n");
      return [module, lines];
    });
}

/** Modules that only Airflow 2 has. */
function isOld(module, now) {
  return !module.startsWith("airflow.providers.") && !now.some(([known]) => known === module);
}

function block([module, lines]) {
  return [`@${module}`, ...lines].join("\n");
}

function source(body) {
  return `// Made by scripts/catalogue.mjs from the packages on PyPI: do not edit.\n/** One line for each operator class; see catalogue.ts. A function, so that the text is made when it is first needed. */\nexport const catalogueText = (): string => \`\n${body}\n\`;\n`;
}
