// What happens around the graph in a window of VS Code: the language server dies, or no DAG file is in front.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { extension, openSamples, until } from "./window.mjs";

let vscode;
let page;

before(async () => {
  vscode = await openSamples({ folder: "test/person/graphs" });
  page = vscode.page;
  // Only then the palette knows the extension's commands.
  await page
    .getByRole("tab", { name: /^Dagsight/ })
    .first()
    .waitFor();
});
after(async () => {
  await vscode?.close();
  assert.deepEqual(servers(), [], "no language server outlives the window");
});
beforeEach(async () => {
  await vscode.command("View: Close All Editors");
});
afterEach(async (context) => {
  if (!context.passed) await vscode.picture(`failed ${context.name.replace(/\W+/g, " ")}`);
});

const box = (id) => vscode.graph().locator(`svg [data-id="${id}"]`).first();
const messages = () => page.locator(".notification-list-item");

/** Process ids of the language servers of this checkout. */
function servers() {
  const { stdout } = spawnSync("pgrep", ["-f", `${join(extension, "dist/server.js")} `], {
    encoding: "utf8",
  });
  return stdout.split("\n").filter(Boolean).map(Number);
}

test("B108: without a DAG file in front the command says what to do, and never fails", async () => {
  await vscode.command("Dagsight: Show Graph");
  await vscode.message("Open a DAG file first");
  await vscode.command("Notifications: Clear All Notifications");
  await vscode.openFile("notes.py");
  await vscode.command("Dagsight: Show Graph");
  await vscode.message("notes.py defines no DAG");
  assert.equal(await page.locator(".squiggly-error, .squiggly-warning").count(), 0);
  await vscode.command("Notifications: Clear All Notifications");
  await vscode.openFile("joins.py");
  await page.locator(".codelens-decoration", { hasText: "Show graph" }).first().waitFor();
  await vscode.command("Output: Focus on Output View");
  await vscode.command("Dagsight: Show Graph");
  await box("join_ok").waitFor();
  await vscode.hidePanel();
  await page.locator(".tab", { hasText: "joins.py" }).first().click();
  await vscode.openFile("notes.py");
  await box("join_ok").waitFor();
  assert.equal(await page.locator(".tab", { hasText: "Graph: joins" }).count(), 1);
});

test("B107: a server that dies is started again, one that keeps dying asks", async () => {
  await vscode.openFile("boxes.py");
  await page.locator(".codelens-decoration", { hasText: "Show graph" }).first().waitFor();
  await vscode.command("Dagsight: Show Graph");
  await box("end").waitFor();
  const [first] = await until(servers, (ids) => ids.length === 1);
  process.kill(first, "SIGKILL");
  const [second] = await until(servers, (ids) => ids.length === 1 && ids[0] !== first);
  assert.equal(await messages().count(), 0, "no alarm");
  await box("end").waitFor();
  await vscode.replace('task_id="end"', 'task_id="fin"');
  await box("fin").waitFor();
  let last = second;
  for (let round = 0; round < 3; round++) {
    process.kill(last, "SIGKILL");
    const before = last;
    [last] = await until(servers, (ids) => ids.length === 1 && ids[0] !== before);
  }
  process.kill(last, "SIGKILL");
  const ended = await vscode.message("language server ended 5 times");
  await ended.getByRole("button", { name: "Restart" }).waitFor();
  await ended.getByRole("button", { name: "Open Log" }).waitFor();
  const center = page.locator(".notifications-center .notification-list-item");
  assert.equal(await center.count(), 1, "one message says it all");
  await vscode.graph().getByText("The language server has ended").waitFor();
  await vscode.picture("server keeps dying");
  await vscode.command("Notifications: Clear All Notifications");
  assert.deepEqual(servers(), [], "not started again by itself");
  await box("fin").waitFor();
  await vscode.command("Dagsight: Restart Language Server");
  await until(servers, (ids) => ids.length === 1);
  await vscode.replace('task_id="fin"', 'task_id="end"');
  await box("end").waitFor();
  assert.equal(servers().length, 1);
  await vscode.command("File: Revert File");
});
