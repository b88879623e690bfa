// Runs DAGs as a person does: from the lens, the graph, the palette and the Runs view.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { again, untilSeen } from "./again.mjs";
import { openSamples, themes, until } from "./window.mjs";

const orders = `"""Orders of the shop."""

import time
from datetime import datetime
from pathlib import Path

from airflow.sdk import DAG, Param, task

MENDED = Path(__file__).with_name("mended")

with DAG(
    "orders",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    params={
        "region": Param("eu", enum=["eu", "us"], title="Region"),
        "limit": Param(10, type="integer", minimum=1, maximum=100, description="Orders at most."),
    },
) as dag:

    @task
    def extract():
        print("extract ran")
        return 41

    @task
    def transform(rows):
        time.sleep(0.3)
        if not MENDED.exists():
            raise ValueError("the shop is closed")
        return rows + 1

    @task
    def report(total, params=None):
        print(f"total {total} in {params['region']}, at most {params['limit']}")

    report(transform(extract()))
`;

const slow = `"""A DAG that takes its time."""

import time
from datetime import datetime

from airflow.sdk import DAG, task

with DAG("slow", schedule=None, start_date=datetime(2024, 1, 1)) as dag:

    @task
    def quick():
        return "done"

    @task
    def long(before):
        print("long began")
        time.sleep(120)

    long(quick())
`;

const daily = `"""Runs once a day."""

from datetime import datetime

from airflow.sdk import DAG, task

with DAG("daily", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:

    @task
    def load(ds=None):
        return ds

    load()
`;

let vscode;
let page;

before(async () => {
  vscode = await openSamples();
  page = vscode.page;
  writeFileSync(join(vscode.workspace, "airflow/dags/orders.py"), orders);
  writeFileSync(join(vscode.workspace, "airflow/dags/slow.py"), slow);
  writeFileSync(join(vscode.workspace, "airflow/dags/daily.py"), daily);
});
after(() => vscode?.close());
afterEach(async (context) => {
  if (!context.passed) await vscode.picture(`failed ${context.name.replace(/\W+/g, " ")}`);
});

const box = (id) => vscode.graph().locator(`svg [data-id="${id}"]`).first();
const state = (id, wanted) =>
  vscode.graph().locator(`svg [data-id="${id}"][data-state="${wanted}"]`).first().waitFor();
const row = (name) => page.getByRole("treeitem", { name }).first();

/** The page of the form before a run. */
const runForm = () =>
  page.locator("iframe.webview.ready").last().contentFrame().frameLocator("#active-frame");

/** So many runs of a DAG have succeeded by now. */
const succeeded = (count, dagId = "orders") =>
  page
    .getByRole("treeitem", { name: new RegExp(`^${dagId}, success`) })
    .nth(count - 1)
    .waitFor();

/** A button that shows when the pointer is on its row. */
const inline = (name, button) =>
  again(async () => {
    await page.mouse.move(5, 5);
    await row(name).hover();
    await row(name).getByRole("button", { name: button }).click({ timeout: 8000 });
  });

/** Clicks a task of the Runs view and waits for a line of its log. */
const showLog = (name, line) =>
  untilSeen(() => row(name).click(), page.locator(".view-line", { hasText: line }).first());

test("the lens above a DAG runs it, and a failure says which task it was", async () => {
  await vscode.openFile("airflow/dags/orders.py");
  const lens = page.locator(".codelens-decoration a", { hasText: /^\s*Run\s*$/ }).first();
  await lens.click();
  await vscode.showRuns();
  await row(/^orders, failed/).waitFor();
  await vscode.message(/orders failed.*transform/);
  await vscode.picture("runs tree failed");
});

test("the failed line is a problem of the source, until the next run", async () => {
  await page.locator(".squiggly-error").first().waitFor();
  await vscode.showProblems();
  await page.locator(".markers-panel", { hasText: /the shop is closed/ }).waitFor();
  await vscode.hidePanel();
});

test("the log of the failed task has its traceback with levels coloured", async () => {
  await vscode.answer(/orders failed/, "Show Log");
  await page
    .locator(".view-line", { hasText: /ValueError:\sthe\sshop\sis\sclosed/ })
    .first()
    .waitFor();
  await vscode.picture("log");
});

test("Rerun Failed runs what failed and what waited for it, with the remembered value", async () => {
  writeFileSync(join(vscode.workspace, "airflow/dags/mended"), "");
  await vscode.showRuns();
  await inline(/^orders, failed/, "Rerun Failed Tasks");
  await row(/^orders, success/).waitFor();
  await row(/^extract, success.*remembered/).waitFor();
  await showLog(/^report, success/, /total\s42\sin\seu,\sat\smost\s10/);
});

test("Run from Task in the graph keeps the results of what comes before", async () => {
  await vscode.openFile("airflow/dags/orders.py");
  await vscode.command("Dagsight: Show Graph");
  // A picture that is laid out anew takes its menu away.
  await again(async () => {
    await box("transform").click({ button: "right" });
    const item = vscode.graph().getByRole("menuitem", { name: "Run from Task" });
    await item.click({ timeout: 8000 });
  });
  await succeeded(2);
  await row(/^extract, success.*remembered/).waitFor();
  await state("report", "success");
});

test("the button of the graph runs the whole DAG, and its timeline shows the critical path", async () => {
  await vscode.graph().getByRole("button", { name: "Run DAG" }).click();
  await succeeded(3);
  await state("report", "success");
  await vscode.graph().getByRole("tab", { name: "Timeline" }).click();
  await vscode
    .graph()
    .getByText(/critical path: 3 tasks/)
    .waitFor();
  await vscode
    .graph()
    .getByRole("row", { name: /transform.*on the critical path/ })
    .waitFor();
});

for (const [theme, workbench, webview] of themes) {
  test(`tree, log and timeline take the colours of ${theme}`, async () => {
    await vscode.theme(theme, workbench);
    await vscode.graph().locator(`body.vscode-${webview}`).waitFor();
    await vscode
      .graph()
      .getByText(/critical path: 3 tasks/)
      .waitFor();
    await vscode.picture(`timeline ${webview}`);
  });
}

test("the form asks for the params, says what is wrong at the field, and runs with them", async () => {
  await vscode.openFile("airflow/dags/orders.py");
  await vscode.command("Dagsight: Run DAG with Parameters…");
  const form = runForm();
  await form.getByRole("heading", { name: "Run orders" }).waitFor();
  await form.getByLabel("limit", { exact: true }).fill("500");
  await form.getByLabel("Region", { exact: true }).selectOption({ label: "us" });
  await form.getByRole("button", { name: "Run", exact: true }).click();
  await form.getByText("At most 100.").waitFor();
  await vscode.picture("form");
  await form.getByLabel("limit", { exact: true }).fill("50");
  await form.getByRole("button", { name: "Run", exact: true }).click();
  await vscode.showRuns();
  await succeeded(4);
  await vscode.choose("Dagsight: Show Task Log…", "report");
  await page
    .locator(".view-line", { hasText: /total\s42\sin\sus,\sat\smost\s50/ })
    .first()
    .waitFor();
});

test("a range is backfilled: its dates are listed first, and each gets a run", async () => {
  await vscode.openFile("airflow/dags/daily.py");
  await vscode.command("Dagsight: Backfill DAG…");
  const form = runForm();
  await form.getByRole("heading", { name: "Run daily" }).waitFor();
  await form.getByLabel("From", { exact: true }).fill("2024-02-28");
  await form.getByLabel("Until", { exact: true }).fill("2024-03-01");
  await form.getByText(/^3 dates/).waitFor();
  await form.getByRole("listitem").filter({ hasText: "2024-02-29" }).waitFor();
  await vscode.picture("backfill");
  await form.getByRole("button", { name: "Backfill 3 dates" }).click();
  await vscode.showRuns();
  await succeeded(3, "daily");
});

test("the Runs view is filtered by state, says so, and shows all again", async () => {
  await vscode.tick("Dagsight: Filter Runs…", "failed");
  await page.getByText("Only failed runs").first().waitFor();
  await row(/^orders, failed/).waitFor();
  await row(/^daily, success/).waitFor({ state: "hidden" });
  await vscode.picture("runs filtered");
  await vscode.command("Dagsight: Show All Runs");
  await succeeded(3, "daily");
});

test("a file of Variables that git would take is offered for .gitignore", async () => {
  mkdirSync(join(vscode.workspace, ".git"), { recursive: true });
  writeFileSync(join(vscode.workspace, "values.json"), '{"variables": {"token": "secret"}}');
  mkdirSync(join(vscode.workspace, ".vscode"), { recursive: true });
  const settings = join(vscode.workspace, ".vscode/settings.json");
  writeFileSync(settings, '{ "dagsight.run.variablesFile": "values.json" }');
  await page
    .locator(".quick-input-title", { hasText: /values\.json may hold passwords/ })
    .waitFor();
  await page
    .locator(".quick-input-list .monaco-list-row", { hasText: "Add it to .gitignore" })
    .click();
  const ignored = join(vscode.workspace, ".gitignore");
  const text = () => (existsSync(ignored) ? readFileSync(ignored, "utf8") : "");
  assert.match(await until(text, (found) => found.includes("values.json")), /^\/values\.json$/m);
});

test("a run can be cancelled from its row", async () => {
  await vscode.openFile("airflow/dags/slow.py");
  await vscode.command("Dagsight: Run DAG");
  await vscode.showRuns();
  await row(/^long, running/).waitFor();
  await inline(/^slow, running/, "Cancel Run");
  await row(/^slow, cancelled/).waitFor();
});

test("a window that is reloaded in the middle of a run says that it was cut off, and nothing of it goes on", async () => {
  await vscode.openFile("airflow/dags/slow.py");
  await vscode.command("Dagsight: Run DAG");
  await vscode.showRuns();
  await row(/^long, running/).waitFor();
  await page.reload();
  await page.locator(".monaco-workbench").waitFor();
  await vscode.showRuns();
  await row(/^slow, (failed|cancelled)/).waitFor();
  assert.equal(await page.getByRole("treeitem", { name: /^slow, running/ }).count(), 0);
  assert.ok(existsSync(join(vscode.workspace, "airflow/dags/slow.py")));
});

test("Restricted Mode refuses with a reason, and shows the graph all the same", async () => {
  const restricted = await openSamples({ trusted: false });
  try {
    await restricted.page
      .getByRole("button", { name: /don't trust/i })
      .click({ timeout: 5000 })
      .catch(() => undefined); // The question need not come up.
    await restricted.openFile("airflow/dags/sales_etl_pipeline.py");
    await restricted.command("Dagsight: Run DAG");
    await restricted.message(/this workspace is not trusted/);
    await restricted.picture("restricted");
    await restricted.command("Dagsight: Show Graph");
    await restricted.graph().locator('svg [data-id="load_sales"]').first().waitFor();
  } finally {
    await restricted.close();
  }
});
