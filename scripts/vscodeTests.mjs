// Runs test/vscode/ inside a real VS Code.
//   node scripts/vscodeTests.mjs             VS Code's server in Chromium: offline, headless
//   node scripts/vscodeTests.mjs --web       the same, with the extension in the web worker extension host
//   node scripts/vscodeTests.mjs --restricted  the same as the first, in Restricted Mode
//   node scripts/vscodeTests.mjs --desktop   the desktop VS Code that @vscode/test-electron downloads
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { environmentPython } from "./airflow/environments.mjs";
import { startServer } from "./vscode/server.mjs";
import { openWindow } from "./vscode/window.mjs";

const extension = join(import.meta.dirname, "..");
const [kind] = process.argv.slice(2);

// The tests edit and run, so they get a copy.
const workspace = mkdtempSync(join(tmpdir(), "dagsight-workspace-"));
process.once("exit", () => rmSync(workspace, { recursive: true, force: true }));
cpSync(join(extension, "samples"), workspace, { recursive: true });

process.exitCode = kind === "--desktop" ? await onDesktop() : await inServer();

async function onDesktop() {
  return runTests({
    extensionDevelopmentPath: extension,
    extensionTestsPath: join(extension, "dist/tests.js"),
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust"],
  });
}

async function inServer() {
  // The suite debugs a task: that Python has debugpy.
  if (kind === undefined)
    process.env.DAGSIGHT_DEBUGPY_PYTHON = environmentPython("3.3.2", console.log);
  const web = kind === "--web";
  const server = await startServer({ trusted: kind !== "--restricted" });
  try {
    const tests =
      { "--web": "dist/tests.web.js", "--restricted": "dist/testsRestricted.js" }[kind] ??
      "dist/tests.js";
    const window = await openWindow({ origin: server.origin, workspace, extension, tests, web });
    try {
      return await window.exitCode;
    } finally {
      await window.close();
    }
  } finally {
    await server.stop();
  }
}
