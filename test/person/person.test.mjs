// Drives VS Code as a person does: keyboard, mouse, eyes.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { untilSeen } from "./again.mjs";
import { openSamples, themes } from "./window.mjs";

const file = "airflow/dags/sales_etl_pipeline.py";
const tasks = ["extract_sales", "transform_sales", "load_sales", "check_quality"];
let vscode;
let page;

before(async () => {
  vscode = await openSamples();
  page = vscode.page;
});
after(() => vscode?.close());
afterEach(async (context) => {
  if (!context.passed) await vscode.picture(`failed ${context.name.replace(/\W+/g, " ")}`);
});

const box = (id) => vscode.graph().locator(`svg [data-id="${id}"]`).first();

test("a file opens, and its cron is explained with the next five runs", async () => {
  await vscode.openFile(file);
  // The lens says that the language server has read the file: a hover before that stays empty.
  await page
    .locator(".codelens-decoration", { hasText: /Show graph/ })
    .first()
    .waitFor();
  const hover = page.locator(".monaco-hover", { hasText: "At 02:00, every day" });
  await untilSeen(() => vscode.hover(vscode.token('"0 2 * * *"')), hover);
  assert.equal(
    (await hover.innerText()).match(/02:00/g)?.length >= 6,
    true,
    await hover.innerText(),
  );
  await vscode.picture("hover");
  await page.keyboard.press("Escape");
});

test("a lens above the DAG says Show graph and Run", async () => {
  await page
    .locator(".codelens-decoration", { hasText: /Show graph/ })
    .first()
    .waitFor();
  await page
    .locator(".codelens-decoration a", { hasText: /^(\$\(play\))?\s*Run/ })
    .first()
    .waitFor();
});

test("the palette opens the graph beside the code, painted", async () => {
  await vscode.command("Dagsight: Show Graph");
  for (const task of tasks) await box(task).waitFor();
  assert.equal(await vscode.graph().locator("svg [data-from]").count(), 3);
});

test("a click on a task selects its definition", async () => {
  // The graph keeps the keyboard; the text shows the selection: the call of load_sales, which ends in line 43.
  await untilSeen(
    () => box("load_sales").click(),
    page.locator(".line-numbers.active-line-number", { hasText: /^43$/ }),
  );
  assert.ok((await page.locator(".view-overlays .selected-text").count()) > 0);
  await vscode.picture("definition");
});

test("the graph follows typing, and keeps its picture while the text is broken", async () => {
  await page.locator(".view-line", { hasText: "load >> check" }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.type(
    '\nmail = PythonOperator(task_id="mail", python_callable=check_quality)\ncheck >> mail\n',
  );
  await box("mail").waitFor();
  // Without brackets: the editor would close them.
  await page.keyboard.type("check >> mail mail");
  await page.locator(".squiggly-error").first().waitFor();
  await box("mail").waitFor();
  await vscode.picture("while it is broken");
  await vscode.command("File: Revert File");
  await box("mail").waitFor({ state: "detached" });
});

test("a cycle is underlined, explained and lit in the graph", async () => {
  await page.locator(".view-line", { hasText: "load >> check" }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.type(" >> extract");
  await page.locator(".squiggly-error").first().waitFor();
  await vscode.showProblems();
  await page.locator(".markers-panel", { hasText: /cycle/i }).waitFor();
  await vscode.picture("cycle");
  await vscode.hidePanel();
  await page.locator(".view-line", { hasText: "load >> check" }).first().click();
  await vscode.command("File: Revert File");
  await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
});

test("Run DAG fills the Runs view and colours the graph", async () => {
  await vscode.command("Dagsight: Run DAG");
  for (const task of tasks) {
    await vscode.graph().locator(`svg [data-id="${task}"][data-state="success"]`).first().waitFor();
  }
  await vscode.showRuns();
  await page
    .getByRole("treeitem", { name: /^sales_etl_pipeline.*success/ })
    .first()
    .waitFor();
});

test("DAGs of one id are told apart by their files", async () => {
  const twin = (file) =>
    page.getByRole("treeitem", { name: `DAG has_a_twin, broken/dags/${file}` }).first();
  await twin("duplicate_dag_one.py").waitFor();
  await twin("duplicate_dag_two.py").waitFor();
});

test("a click on a task of the run shows its log", async () => {
  const run = page.getByRole("treeitem", { name: /^sales_etl_pipeline.*success/ }).first();
  const row = page.getByRole("treeitem", { name: /^transform_sales/ }).first();
  // A click opens a run, or closes one that is open.
  if (!(await row.isVisible())) await untilSeen(() => run.click(), row, { patience: 5000 });
  await untilSeen(
    () => row.click(),
    page.locator(".view-line", { hasText: /summed\sup\s4\sproducts/ }).first(),
  );
});

for (const [theme, workbench, webview] of themes) {
  test(`it takes the colours of ${theme}`, async () => {
    await vscode.openFile(file);
    await vscode.theme(theme, workbench);
    await vscode.graph().locator(`body.vscode-${webview}`).waitFor();
    await box("load_sales").waitFor();
    await vscode.picture(`panel ${webview}`);
  });
}

test("runs and graph are there after the window is reloaded", async () => {
  await vscode.reload();
  await vscode.showRuns();
  await page
    .getByRole("treeitem", { name: /^sales_etl_pipeline.*success/ })
    .first()
    .waitFor();
  await box("load_sales").waitFor();
});

test("a row of the DAGs view opens its file beside the graph that is in front", async () => {
  await page.locator(".tab", { hasText: "Graph: sales_etl_pipeline" }).first().click();
  await vscode.showRuns();
  const row = page.getByRole("treeitem", { name: /^DAG order_routing/ }).first();
  await untilSeen(
    () => row.click(),
    page.locator(".tab.active", { hasText: "order_routing.py" }).first(),
  );
  await box("load_sales").waitFor();
  await vscode.picture("row beside the graph");
});

test("after a reload with the graph in front, the text beside it is what the status bar is about", async () => {
  await vscode.openFile(file);
  await page.locator(".tab", { hasText: "Graph: sales_etl_pipeline" }).first().click();
  await vscode.reload();
  await box("load_sales").waitFor();
  await page.locator(".statusbar-item", { hasText: "DAGs" }).first().waitFor();
});
