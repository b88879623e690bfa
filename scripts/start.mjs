// `npm start`: shows Dagsight on the samples, in VS Code, or with --terminal (or without a terminal, or in CI) on the
// command line.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./say.mjs";
import { buildAll, installPackages } from "./setUp.mjs";

const terminal =
  process.argv.includes("--terminal") || !process.stdout.isTTY || Boolean(process.env.CI);
const samples = join(root, "samples");

await installPackages();
await buildAll();
if (terminal) process.exitCode = inTerminal();
else await inEditor();

/** The same engine without an editor: checks, draws, runs. */
function inTerminal() {
  const work = join(tmpdir(), `dagsight-samples-${process.pid}`);
  cpSync(samples, work, { recursive: true });
  try {
    step("The broken samples, checked");
    dagsight(work, "check", "broken", "--fail-on", "never");
    step("The other samples, checked");
    let code = dagsight(work, "check", "airflow", "simple", "--fail-on", "error");
    step("The sales pipeline, drawn");
    const svg = dagsightText(
      work,
      "graph",
      "airflow/dags/sales_etl_pipeline.py",
      "--format",
      "svg",
    );
    mkdirSync(join(root, "dist"), { recursive: true });
    const picture = join(root, "dist", "sales_etl_pipeline.svg");
    writeFileSync(picture, svg);
    console.log(`dist/sales_etl_pipeline.svg (${svg.length} characters)`);
    if (!svg.includes("<svg")) code ||= 1;
    step("Its schedule");
    code ||= dagsight(work, "cron", "0 2 * * *", "--count", "3");
    step("The sales pipeline, run");
    code ||= dagsight(work, "run", "airflow/dags/sales_etl_pipeline.py");
    return code;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function step(title) {
  console.log(`\n── ${title} ──`);
}

function dagsight(cwd, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status ?? 1;
}

function dagsightText(cwd, ...args) {
  return spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  }).stdout;
}

async function inEditor() {
  const code = await findCode();
  if (code) {
    console.log("Opening VS Code with Dagsight on the samples …");
    const child = spawn(code, ["--new-window", `--extensionDevelopmentPath=${root}`, samples], {
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    child.on("exit", (status) => (process.exitCode = status ?? 1));
    return;
  }
  const { startServer } = await import("./vscode/server.mjs");
  const server = await startServer();
  const { host } = new URL(server.origin);
  const payload = JSON.stringify([
    ["skipWelcome", "true"],
    ["extensionDevelopmentPath", `vscode-remote://${host}${root}`],
  ]);
  console.log("\nVS Code with Dagsight is at");
  console.log(`${server.origin}/?${new URLSearchParams({ folder: samples, payload })}`);
  console.log("\nCtrl-C ends it.");
  process.on("SIGINT", () => void server.stop().then(() => process.exit(0)));
}

/** A desktop VS Code: on PATH, or downloaded, or undefined. */
async function findCode() {
  const onPath = spawnSync(process.platform === "win32" ? "where" : "which", ["code"], {
    encoding: "utf8",
  });
  if (onPath.status === 0) return "code";
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return undefined;
  console.log("Looking for a VS Code to download …");
  try {
    const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
    const path = await downloadAndUnzipVSCode({ cachePath: join(root, ".cache/vscode") });
    return existsSync(path) ? path : undefined;
  } catch {
    console.log("It cannot be downloaded here: using the one that npm has, in the browser.");
    return undefined;
  }
}
