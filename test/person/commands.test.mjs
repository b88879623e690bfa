// Commands that ask something or do away with something, as somebody meets them who has never run them: what they say where
// nothing is to be done, to what is wrong, and when all went well.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { again, untilSeen } from "./again.mjs";
import { openSamples, until } from "./window.mjs";

const orders = `"""Orders of the shop."""

from datetime import datetime
from pathlib import Path

from airflow.sdk import DAG, task

with DAG("orders", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:

    @task
    def load():
        if not Path(__file__).with_name("mended").exists():
            raise ValueError("the shop is closed")

    load()
`;

let vscode;
let page;

before(async () => {
  vscode = await openSamples();
  page = vscode.page;
  writeFileSync(join(vscode.workspace, "airflow/dags/orders.py"), orders);
  writeFileSync(join(vscode.workspace, "airflow/dags/nothing.py"), "x = 1\n");
});
after(() => vscode?.close());
afterEach(async (context) => {
  if (!context.passed) await vscode.picture(`failed ${context.name.replace(/\W+/g, " ")}`);
});

const input = () => page.locator(".quick-input-widget input").first();
const lines = () => page.locator(".quick-input-list .monaco-list-row");
const titled = (text) => page.locator(".quick-input-title", { hasText: text });
const rows = (name) => page.getByRole("treeitem", { name });
const dialog = () => page.locator(".monaco-dialog-box");

/** Types into an open picker until it says this. */
const type = (text, said) =>
  untilSeen(() => input().fill(text, { timeout: 3000 }), lines().filter({ hasText: said }).first());

const run = async (name, count) => {
  await vscode.openFile("airflow/dags/orders.py");
  await vscode.command("Dagsight: Run DAG");
  await vscode.showRuns();
  await rows(name)
    .nth(count - 1)
    .waitFor();
};

test("without a file that has a DAG, every picker says what is missing", async () => {
  await vscode.command("Dagsight: Run DAG");
  await vscode.message(/Open a DAG file first/);
  await vscode.openFile("airflow/dags/nothing.py");
  await vscode.command("Dagsight: Choose Schedule…");
  await vscode.message(/nothing\.py defines no DAG/);
  await vscode.command("Notifications: Clear All Notifications");
});

test("a schedule is chosen while it is explained; none is a choice too", async () => {
  await vscode.openFile("airflow/dags/orders.py");
  const written = (text) => page.locator(".view-line", { hasText: text }).first();
  await written(/schedule="@daily"/).waitFor();
  await vscode.ask("Dagsight: Choose Schedule…", titled("Schedule of orders (UTC)"));
  await type("61 * * * *", /out of range in the minute field/);
  await page.keyboard.press("Enter");
  assert.ok(await input().isVisible(), "what Airflow refuses is not taken");
  await type('"none"', /No schedule/);
  await page.keyboard.press("Enter");
  await written(/schedule=None,/).waitFor();
  await vscode.command("File: Revert File");
  await written(/schedule="@daily"/).waitFor();
});

test("a logical date is said back as it is understood, and one that is none is refused with a word", async () => {
  await vscode.openFile("airflow/dags/orders.py");
  await vscode.ask("Dagsight: Run DAG for a Logical Date…", titled("Logical date of the run"));
  await type("2024-02-31", /2024-02-31\sis\sno\sdate/);
  await page.keyboard.press("Enter");
  assert.ok(await input().isVisible());
  await type("2024-03-31", /Sun\s2024-03-31\s00:00/);
  await page.keyboard.press("Escape");
});

test("a graph is saved from the palette, also while the keyboard is in the text", async () => {
  await vscode.openFile("airflow/dags/orders.py");
  await vscode.command("Dagsight: Show Graph");
  await vscode.graph().locator('svg [data-id="load"]').first().click();
  await page.locator(".view-line", { hasText: "def" }).first().click();
  const file = join(vscode.workspace, "airflow/dags/orders.svg");
  await again(async () => {
    await vscode.ask("Dagsight: Export Graph as SVG…", titled("Save the Graph as SVG"));
    await until(
      () => input().inputValue(),
      (path) => path.endsWith("orders.svg"),
    );
    await page.keyboard.press("Enter");
    await until(
      () => (existsSync(file) ? readFileSync(file, "utf8") : ""),
      (text) => text.includes("<svg"),
    );
  }, 2);
  await vscode.message(/Saved airflow\/dags\/orders\.svg/);
});

test("the language server is restarted, and it is said when it has been", async () => {
  await vscode.showRuns();
  await rows(/order_routing/)
    .first()
    .waitFor();
  await vscode.command("Dagsight: Restart Language Server");
  await page.locator(".statusbar-item", { hasText: "language server was restarted" }).waitFor();
  // Before it has looked through the workspace again, an empty list means nothing.
  assert.equal(await page.getByText("No DAG was found in this workspace").count(), 0);
  await rows(/order_routing/)
    .first()
    .waitFor();
});

test("a filter tells what it hides, and runs are only cleared when that is wanted", async () => {
  await run(/^orders, failed/, 1);
  await run(/^orders, failed/, 2);
  await page.locator(".squiggly-error").first().waitFor();
  await vscode.tick("Dagsight: Filter Runs…", "failed");
  writeFileSync(join(vscode.workspace, "airflow/dags/mended"), "");
  await vscode.command("Dagsight: Run DAG");
  await page.getByText("Only failed runs · 1 newer is hidden").first().waitFor();
  await untilSeen(() => vscode.command("Dagsight: Clear Runs"), dialog());
  await dialog().getByText("The filter hides 1 of them.").waitFor();
  await vscode.picture("clear runs");
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
  assert.equal(await rows(/^orders, failed/).count(), 2);
  await untilSeen(() => vscode.command("Dagsight: Clear Runs"), dialog());
  await dialog().getByRole("button", { name: "Remove 2 Shown" }).click();
  await rows(/^orders, failed/)
    .first()
    .waitFor({ state: "hidden" });
  await vscode.command("Dagsight: Show All Runs");
  await rows(/^orders, success/)
    .first()
    .waitFor();
});

test("what a run left in the editor goes with it", async () => {
  writeFileSync(
    join(vscode.workspace, "airflow/dags/orders.py"),
    orders.replace("mended", "never"),
  );
  await run(/^orders, failed/, 1);
  await page.locator(".squiggly-error").first().waitFor();
  const remove = page.locator(".monaco-menu .action-label", { hasText: "Remove Run" });
  // VS Code leaves a click on a menu that has only just opened alone.
  await again(async () => {
    if (!(await remove.isVisible()))
      await rows(/^orders, failed/)
        .first()
        .click({ button: "right" });
    await remove.click({ timeout: 5000 });
    await remove.waitFor({ state: "hidden", timeout: 2000 });
  });
  await page.locator(".squiggly-error").first().waitFor({ state: "hidden" });
});

test("settings with which nothing can run are told with a way to them", async () => {
  mkdirSync(join(vscode.workspace, ".vscode"), { recursive: true });
  const settings = join(vscode.workspace, ".vscode/settings.json");
  writeFileSync(settings, '{ "dagsight.run.parallel": 0 }');
  await vscode.openFile("airflow/dags/orders.py");
  const said = /dagsight\.run\.parallel must be a whole number from 1, not 0/;
  // The setting is heard of a moment after the file is written.
  await again(async () => {
    await vscode.command("Dagsight: Run DAG");
    await vscode.command("Notifications: Show Notifications");
    const found = page.locator(".notification-list-item", { hasText: said }).first();
    await found.waitFor({ timeout: 3000 });
  });
  await vscode.answer(said, "Open Setting");
  await page.locator(".tab.active", { hasText: "Settings" }).waitFor();
});
