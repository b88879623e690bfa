// What an author is told in the editor, beside the two extensions that most authors have: looked at, and kept as pictures in
// three themes.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { untilSeen } from "./again.mjs";
import { openSamples, themes, until } from "./window.mjs";

const file = "dags/orders.py";
const here = import.meta.dirname;
let vscode;
let page;

before(async () => {
  vscode = await openSamples({
    folder: "test/person/language",
    neighbours: [join(here, "neighbours/pylance"), join(here, "neighbours/ruff")],
    settings: {
      "editor.hover.delay": 100,
      "editor.codeActionsOnSave": { "source.fixAll": "explicit" },
      "files.exclude": { "**/.venv": true },
    },
  });
  page = vscode.page;
  // A Python that says it has Airflow: what Pylance completes hangs on that.
  const python = join(vscode.workspace, ".venv/bin/python");
  mkdirSync(join(vscode.workspace, ".venv/bin"), { recursive: true });
  writeFileSync(python, "#!/bin/sh\necho 3.12.4 False 3.3.2\n");
  chmodSync(python, 0o755);
  await vscode.openFile(file);
  await lens().waitFor();
});
after(() => vscode?.close());
afterEach(async (context) => {
  if (!context.passed) await vscode.picture(`failed ${context.name.replace(/\W+/g, " ")}`);
});

const lens = () => page.locator(".codelens-decoration", { hasText: /Show graph/ }).first();
const hover = () => page.locator(".monaco-hover:not(.hidden) .monaco-hover-content").first();
const suggestions = () => page.locator(".suggest-widget.visible .monaco-list-row");

async function revert() {
  await page.keyboard.press("Escape");
  await vscode.command("File: Revert File");
}

/** Points at a stretch of the text, so many letters before its end, until the hover says what it should. */
async function pointAt(text, said, back = text.length / 2) {
  const point = async () => {
    await page.mouse.move(5, 5);
    await vscode.cursorBehind(text);
    const cursor = await page.locator(".monaco-editor .cursor").first().boundingBox();
    const width = await page.locator(".view-line span").first().evaluate(widthOfLetter);
    await page.mouse.move(cursor.x - width * back, cursor.y + 8, { steps: 3 });
  };
  await untilSeen(point, hover().filter({ hasText: said }));
}

function widthOfLetter(element) {
  const { font } = getComputedStyle(element);
  const context = document.createElement("canvas").getContext("2d");
  context.font = font;
  return context.measureText("x").width;
}

for (const [theme, workbench, name] of themes) {
  test(`it is shown in ${theme}`, async () => {
    await vscode.theme(theme, workbench);
    await vscode.picture(`language inlay hints ${name}`);

    await pointAt("*/7 6-20", "Every 7 minutes");
    await vscode.picture(`language cron hover ${name}`);

    await pointAt("load >> extract", "Cycle in DAG");
    await vscode.picture(`language problem ${name}`);

    await vscode.cursorBehind("load >> extract");
    const fix = page.locator(".action-widget").getByText("Remove load >> extract");
    // A hover that comes late takes the menu away.
    await untilSeen(() => page.keyboard.press("Control+."), fix);
    await vscode.picture(`language quick fix ${name}`);
    await page.keyboard.press("Escape");

    await vscode.cursorBehind('bash_command="check.py"');
    await page.keyboard.type(", ");
    await untilSeen(() => page.keyboard.press("Control+Space"), suggestions().first());
    await vscode.picture(`language completion ${name}`);
    await revert();

    await vscode.cursorBehind("*/7 6-20");
    const question = page.locator(".quick-input-widget", { hasText: "Schedule of orders" });
    await vscode.ask("Dagsight: Choose Schedule…", question.filter({ hasText: "@daily" }));
    await vscode.picture(`language schedule picker ${name}`);
    await page.keyboard.press("Escape");

    await vscode.showRuns();
    const row = (text) => page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
    const open = () => row("orders").locator(".monaco-tl-twistie").click();
    await untilSeen(open, row("prices"));
    await page.mouse.move(700, 800);
    await vscode.picture(`language dags ${name}`);
    await open();
    await vscode.command("View: Show Explorer");
  });
}

test("beside Pylance an argument is offered once; what every task takes, which it does not know, by us", async () => {
  await vscode.cursorBehind('bash_command="check.py"');
  await page.keyboard.type(", app");
  await page.keyboard.press("Control+Space");
  const labels = () => suggestions().locator(".label-name").allInnerTexts();
  assert.deepEqual(await until(labels, (found) => found.length > 0), ["append_env="]);
  for (let letter = 0; letter < 3; letter++) await page.keyboard.press("Backspace");
  await page.keyboard.type("retri");
  await page.keyboard.press("Control+Space");
  const found = await until(labels, (all) => all.includes("retries="));
  assert.equal(new Set(found).size, found.length, found.join(" "));
  await revert();
});

test("beside Pylance a hover says the type once and the task once", async () => {
  await pointAt("check >> convert", "prices.convert", 3);
  const text = await until(
    () => hover().innerText(),
    (said) => said.includes("(variable)") && said.includes("prices.convert"),
  );
  assert.equal(text.match(/\(variable\) convert: BashOperator/g)?.length, 1, text);
  const lines = text.split("\n").filter((each) => each.trim() !== "");
  assert.equal(new Set(lines).size, lines.length, text);
});

test("beside Pylance F12 leads straight to where the task is bound", async () => {
  await vscode.cursorBehind("check >> convert");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F12");
  await vscode.cursorAt("Ln 18");
  assert.equal(await page.locator(".peekview-widget").count(), 0);
});

test("no problem is said twice beside those of Pylance and Ruff", async () => {
  await vscode.showProblems();
  const rows = page.locator(".markers-panel .monaco-list-row .marker-message-details-container");
  const said = await until(
    () => rows.allInnerTexts(),
    (found) => found.length >= 4,
  );
  assert.equal(new Set(said).size, said.length, said.join("\n"));
  await vscode.picture("language problems");
  await vscode.hidePanel();
});

test("what has one right answer is mended on save", async () => {
  await vscode.cursorBehind("all_sucess");
  await page.keyboard.press("End");
  await page.keyboard.type("  ");
  await page.keyboard.press("Control+s");
  await vscode.token('"all_success"').first().waitFor();
  await vscode.picture("language fixed on save");
});
