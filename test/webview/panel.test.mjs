// The built panel in Chromium, under the page and policy that VS Code gives it: what is painted, what it says to the host, what
// the keyboard does, and what axe-core finds.
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";

import { findChromium } from "../../scripts/vscode/window.mjs";
import { axeFindings } from "./harness/axe.mjs";
import { graphs } from "./harness/graphs.mjs";
import { serve } from "./harness/serve.mjs";
import { themes } from "./harness/themes.mjs";

const { dagOf, platformDag, randomDag } = await graphs();
let browser;
let server;

before(async () => {
  server = await serve();
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
});
after(async () => {
  await browser?.close();
  server?.close();
});

const settings = (more = {}) => ({
  kind: "settings",
  settings: { direction: "LR", reducedMotion: true, canRun: true, reason: null, ...more },
});

const graph = (dag, more = {}) => ({
  kind: "graph",
  version: 1,
  file: "dags/a.py",
  dag,
  dags: dag ? [dag.dagId] : [],
  comparedWith: null,
  ...more,
});

/** Opens a panel and sends it these messages. */
async function open(messages, { theme = "dark", state = null, size } = {}) {
  const page = await browser.newPage({ viewport: size ?? { width: 1100, height: 700 } });
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const query = new URLSearchParams({ theme, state: JSON.stringify(state) });
  await page.goto(`${server.address}?${query}`);
  await send(page, settings(), ...messages);
  const dag = messages.find(({ kind }) => kind === "graph")?.dag;
  if (dag) await page.waitForSelector("[role=treeitem]", { state: "attached" });
  return { page, errors };
}

const send = (page, ...messages) =>
  page.evaluate((all) => {
    for (const message of all) window.postMessage(message, "*");
    return new Promise((done) => setTimeout(done, 50));
  }, messages);

/** What was posted to the host since the start, of one kind. */
const posted = (page, kind) =>
  page.evaluate((wanted) => window.posted.filter((message) => message.kind === wanted), kind);

const box = (page, id) => page.locator(`svg [data-id="${id}"]`).first();
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("data-id"));

const cycle = {
  kind: "problems",
  problems: [
    {
      index: 3,
      code: "cycle",
      severity: "error",
      message: "a → b → a",
      ids: ["a", "b"],
      edges: [
        { from: "a", to: "b" },
        { from: "b", to: "a" },
      ],
    },
  ],
};

const instance = (taskId, state, more = {}) => ({
  taskId,
  mapIndex: null,
  state,
  tries: 1,
  maxTries: 1,
  startedAt: 1000,
  endedAt: 3500,
  simulated: false,
  ...more,
});

const run = (instances, state = "running") => ({
  kind: "run",
  run: { runId: "r1", state, startedAt: 0, endedAt: null, engine: "lite", instances },
  runs: [{ runId: "r1", state, startedAt: 0 }],
});

test("layout and renderer stay within 120 kB", async () => {
  const { size } = await stat(new URL("../../dist/webview.js", import.meta.url));
  assert.ok(size <= 120_000, `${size} bytes`);
});

test("the card of a task tells how long it took in earlier runs", async () => {
  const { page, errors } = await open([graph(dagOf("extract > load")), run([])]);
  await box(page, "load").waitFor();
  const { x, y, width, height } = await box(page, "load").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.locator(".hover-card", { hasText: "Trigger rule" }).waitFor();
  assert.deepEqual(await posted(page, "askEarlier"), [{ kind: "askEarlier", taskId: "load" }]);
  const ends = [
    { state: "success", milliseconds: 2100 },
    { state: "failed", milliseconds: 65_000 },
  ];
  await send(page, { kind: "earlier", taskId: "extract", ends: [] });
  await send(page, { kind: "earlier", taskId: "load", ends });
  await page.locator(".hover-card", { hasText: "2.1 s, 1 min 5 s (failed)" }).waitFor();
  await page.mouse.move(5, 300);
  await page.locator(".hover-card").waitFor({ state: "hidden" });
  assert.deepEqual(errors, []);
  await page.close();
});

describe("painting", () => {
  test("every task has its box, every edge its line, and the page broke no rule", async () => {
    const { page, errors } = await open([graph(dagOf("extract > transform > load > check"))]);
    for (const id of ["extract", "transform", "load", "check"]) await box(page, id).waitFor();
    assert.equal(await page.locator("svg .lines [data-from]").count(), 3);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
    assert.deepEqual(await posted(page, "failed"), []);
    assert.equal((await posted(page, "ready")).length, 1);
    await page.close();
  });

  test("names are text, never markup", async () => {
    const dag = dagOf('a > b [<img src=x onerror="window.hacked=1">]', {
      a: { displayName: "Daten laden → <b>fett</b>" },
    });
    const { page } = await open([graph(dag)]);
    await page.getByText("Daten laden → <b>fett</b>").first().waitFor();
    assert.equal(await page.locator("svg b, img").count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    await page.close();
  });

  test("edges to and from boxes: six lines when all is open, two when the outer group is closed", async () => {
    const dag = dagOf(
      "start > outer.one, start > outer.inner.two, outer.one > outer.inner.two, outer.one > outer.inner.three, outer.inner.two > end, outer.inner.three > end",
    );
    const { page } = await open([graph(dag)], { size: { width: 1700, height: 800 } });
    const edges = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("svg .lines [data-from]")]
          .map((edge) => `${edge.dataset.from} > ${edge.dataset.to}`)
          .sort(),
      );
    assert.equal((await edges()).length, 6);
    await page.locator('[data-id="outer"][role=treeitem]').focus();
    await page.keyboard.press("Space");
    await page.waitForSelector("svg .cards [data-id=outer]");
    assert.deepEqual(await edges(), ["outer > end", "start > outer"]);
    await page.keyboard.press("Space");
    await page.waitForSelector('svg .frames [data-id="outer.inner"]');
    await page.locator('[data-id="outer.inner"][role=treeitem]').focus();
    await page.keyboard.press("Space");
    await page.waitForSelector('svg .cards [data-id="outer.inner"]');
    assert.deepEqual(await edges(), [
      "outer.inner > end",
      "outer.one > outer.inner",
      "start > outer.inner",
      "start > outer.one",
    ]);
    await page.close();
  });

  test("what is closed and opened again stands where it stood, and what was clicked stays under the pointer", async () => {
    const dag = dagOf("alpha.a > alpha.b, beta.a > beta.b, gamma.a > gamma.b, alpha.b > gamma.a");
    const { page } = await open([graph(dag)], { size: { width: 1500, height: 700 } });
    const where = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("svg .box")].map(
          (one) => `${one.dataset.id} ${one.style.transform}`,
        ),
      );
    const before = await where();
    const chevron = async () => {
      const { x, y } = await box(page, "alpha").boundingBox();
      return { x: x + 17, y: y + 17 };
    };
    const first = await chevron();
    await page.mouse.click(first.x, first.y);
    await page.waitForSelector("svg .cards [data-id=alpha]");
    const second = await chevron();
    assert.ok(
      Math.hypot(second.x - first.x, second.y - first.y) < 2,
      JSON.stringify([first, second]),
    );
    await page.mouse.click(second.x, second.y);
    await page.waitForSelector("svg .frames [data-id=alpha]");
    assert.deepEqual((await where()).sort(), before.sort());
    await page.close();
  });

  test("an edit moves elements instead of making new ones, and nothing is laid out when only places in the text change", async () => {
    const { page } = await open([graph(dagOf("a > b > c"))]);
    await page.evaluate(() => (document.querySelector("svg [data-id=b]").mine = true));
    await send(page, graph(dagOf("a > b > c > d"), { version: 2 }));
    await box(page, "d").waitFor();
    assert.equal(await page.evaluate(() => document.querySelector("svg [data-id=b]").mine), true);
    await page.close();
  });

  test("an unfinished text keeps the picture and says that it is old", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    await send(page, { kind: "outdated", reason: "Line 15 is not finished." });
    await page.getByText("Out of date").waitFor();
    await box(page, "b").waitFor();
    await send(page, { kind: "outdated", reason: null });
    await page.getByText("Out of date").waitFor({ state: "hidden" });
    await page.close();
  });

  test("beside the code too a note says all that it says", async () => {
    const { page } = await open([graph(dagOf("a > b"))], { size: { width: 480, height: 500 } });
    await send(page, { kind: "outdated", reason: "The language server is being started again." });
    const note = page.locator(".note-bar .line");
    await note.waitFor();
    assert.ok((await note.boundingBox()).height < 36, "on one line");
    const reason = note.locator(".muted");
    assert.ok(await reason.evaluate((at) => at.scrollWidth <= at.clientWidth), "not cut");
    await page.close();
  });

  test("runs are chosen by state and time, those of one minute by the second", async () => {
    const at = (hour, minute, second) => new Date(2024, 2, 31, hour, minute, second).getTime();
    const choice = (runId, startedAt) => ({ runId, state: "success", startedAt });
    const runs = [choice("c", at(9, 5, 9)), choice("b", at(9, 5, 7)), choice("a", at(8, 0, 0))];
    const { page } = await open([graph(dagOf("a > b")), { kind: "run", run: null, runs }]);
    const picker = page.getByLabel("Run shown in the graph");
    await picker.waitFor();
    assert.deepEqual(await picker.locator("option").allInnerTexts(), [
      "No run",
      "Success · 31 Mar 09:05:09",
      "Success · 31 Mar 09:05:07",
      "Success · 31 Mar 08:00",
    ]);
    await page.close();
  });

  test("search and filter have room in a column of 250 pixels", async () => {
    const { page } = await open([graph(dagOf("a > b"))], { size: { width: 250, height: 500 } });
    await box(page, "a").waitFor();
    await page.getByRole("button", { name: "Filter tasks" }).click();
    const inside = async (locator) => {
      const { x, width } = await locator.boundingBox();
      return x >= 0 && x + width <= 250;
    };
    assert.ok(await inside(page.locator(".filter-form")));
    assert.ok(await inside(page.getByRole("button", { name: "Done" })));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Find task/ }).click();
    assert.ok(await inside(page.locator(".finder")));
    for (const part of await page.locator(".finder > *:visible").all())
      assert.ok(await inside(part));
    await page.close();
  });

  test("a file without a DAG says so, and is painted once there is one", async () => {
    const { page } = await open([graph(null)]);
    await page.getByText("No DAG in this file yet.").waitFor();
    await send(page, graph({ ...dagOf("a"), tasks: [] }));
    await page.getByText("No task in this DAG yet.").waitFor();
    await send(page, graph(dagOf("a > b")));
    await box(page, "a").waitFor();
    await page.getByText("No task in this DAG yet.").waitFor({ state: "hidden" });
    await page.close();
  });

  test("states come with icon, words and duration, and change without any layout", async () => {
    const { page } = await open([
      graph(dagOf("a > b > c")),
      run([instance("a", "success"), instance("b", "running", { endedAt: null })]),
    ]);
    await page.waitForSelector('svg [data-id=a][data-state="success"]');
    await page.getByText("Success · 2.5 s").waitFor();
    await send(page, {
      kind: "instances",
      runId: "r1",
      state: "failed",
      changed: [instance("b", "failed"), instance("c", "upstream_failed", { startedAt: null })],
    });
    await page.waitForSelector('svg [data-id=b][data-state="failed"]');
    await page.getByText("Upstream failed").waitFor();
    const name = await page.locator("[role=treeitem][data-id=b]").getAttribute("aria-label");
    assert.match(name, /^b, PythonOperator, Failed · 2\.5 s/);
    await page.close();
  });

  test("the progress of a mapped task is counted", async () => {
    const { page } = await open([
      graph(dagOf("a > b", { b: { mapped: true } })),
      run([
        instance("b", "running", { endedAt: null }),
        instance("b", "success", { mapIndex: 0 }),
        instance("b", "running", { mapIndex: 1, endedAt: null }),
      ]),
    ]);
    await page.getByText("Running · 1 of 2").waitFor();
    // Once it failed, how many did is what matters.
    await send(
      page,
      run([
        instance("b", "failed"),
        instance("b", "success", { mapIndex: 0 }),
        instance("b", "success", { mapIndex: 1 }),
        instance("b", "failed", { mapIndex: 2 }),
      ]),
    );
    await page.getByText("Failed · 1 of 3").waitFor();
    await page.close();
  });

  test("a cycle is lit, its tasks carry a badge, and a click on it leads to the problem", async () => {
    const { page } = await open([graph(dagOf("a > b > a")), cycle]);
    await page.waitForSelector("svg .lit .cycle");
    assert.equal(await page.locator("svg .lit .cycle").count(), 2);
    const badge = await page.locator("svg [data-id=a] .problem").boundingBox();
    await page.mouse.click(badge.x + badge.width / 2, badge.y + badge.height / 2);
    assert.deepEqual(await posted(page, "openProblem"), [{ kind: "openProblem", index: 3 }]);
    await page.close();
  });

  test("the shape of a badge tells how bad a problem is", async () => {
    const { page } = await open([graph(dagOf("a > b > c"))]);
    const about = (id, severity, index) => ({
      index,
      code: "x",
      severity,
      message: "Look here.",
      ids: [id],
      edges: [],
    });
    const problems = [about("a", "error", 0), about("b", "warning", 1), about("c", "info", 2)];
    await send(page, { kind: "problems", problems });
    await page.locator("svg [data-id=c] .problem").waitFor();
    const shapes = await page
      .locator("svg .problem")
      .evaluateAll((all) => all.map((badge) => badge.innerHTML));
    assert.equal(new Set(shapes).size, 3);
    await page.close();
  });

  test("3,000 tasks: painted, no more elements than are in sight, all of it from far away too", async () => {
    const { page, errors } = await open([graph(platformDag(3000))]);
    await send(page, { kind: "do", action: "expandAll" });
    await page.waitForFunction(() => document.querySelector(".world")?.style.display === "none");
    const painted = await page.evaluate(() => {
      const canvas = document.querySelector("canvas.far");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value > 0);
    });
    assert.ok(painted);
    assert.ok((await page.evaluate(() => document.querySelectorAll("*").length)) < 2500);
    assert.deepEqual(errors, []);
    await page.close();
  });

  test("all of a picture stands above what is in the corners below it", async () => {
    for (const dag of [platformDag(300), dagOf("a > b, c, d, e, f, g, h")]) {
      const { page } = await open([graph(dag)]);
      await page.getByRole("button", { name: /^Fit/ }).click();
      await page.waitForTimeout(300);
      const { y: top } = await page.locator(".status").boundingBox();
      const bottom = await page.evaluate(() =>
        Math.max(
          ...[...document.querySelectorAll(".frames > g, .cards > g")].map(
            (one) => one.getBoundingClientRect().bottom,
          ),
        ),
      );
      assert.ok(bottom <= top, `${bottom} is below ${top}`);
      await page.close();
    }
  });

  test("an open group that is mapped says so", async () => {
    const dag = dagOf("start > each.read > each.write > end");
    const groups = dag.groups.map((group) => ({ ...group, mapped: true }));
    const { page } = await open([graph({ ...dag, groups })]);
    await page.locator("svg .titles").getByText("2 tasks · mapped").waitFor();
    await page.getByRole("treeitem", { name: /^each, group of 2 tasks, mapped/ }).waitFor({
      state: "attached",
    });
    await page.close();
  });

  test("any graph is painted without an error", async () => {
    const { page, errors } = await open([graph(randomDag(1))]);
    for (let seed = 2; seed < 40; seed++) await send(page, graph(randomDag(seed)));
    assert.deepEqual(errors, []);
    assert.deepEqual(await posted(page, "failed"), []);
    await page.close();
  });
});

describe("pointer", () => {
  test("a click on a task, a group's title or an edge asks for its source", async () => {
    const { page } = await open([graph(dagOf("a > g.b > g.c"))], {
      size: { width: 1300, height: 600 },
    });
    await box(page, "a").click();
    const title = await page.locator("svg .frames [data-id=g]").boundingBox();
    await page.mouse.click(title.x + title.width - 20, title.y + 14);
    const [from, to] = [await box(page, "g.b").boundingBox(), await box(page, "g.c").boundingBox()];
    await page.mouse.click((from.x + from.width + to.x) / 2, from.y + from.height / 2);
    assert.deepEqual(
      (await posted(page, "reveal")).map(({ target }) => target),
      [
        { kind: "task", taskId: "a" },
        { kind: "group", groupId: "g" },
        { kind: "edge", from: "g.b", to: "g.c" },
      ],
    );
    await page.close();
  });

  test("a double click opens the log if there is a try, else the source", async () => {
    const { page } = await open([graph(dagOf("a > b")), run([instance("a", "success")])]);
    await box(page, "a").dblclick();
    await box(page, "b").dblclick();
    assert.deepEqual(await posted(page, "showLog"), [
      { kind: "showLog", runId: "r1", taskId: "a", mapIndex: null },
    ]);
    assert.equal((await posted(page, "reveal")).at(-1).focus, true);
    await page.close();
  });

  test("a click gives a task the keyboard, and leaves the picture where it is", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    const before = await box(page, "a").boundingBox();
    await box(page, "a").click();
    assert.deepEqual(await box(page, "a").boundingBox(), before);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assert.deepEqual(
      (await posted(page, "reveal")).map(({ target, focus }) => [target.taskId, focus]),
      [
        ["a", false],
        ["b", true],
      ],
    );
    await page.close();
  });

  test("dragging pans, the wheel zooms where the pointer is", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    const before = await box(page, "a").boundingBox();
    await page.mouse.move(500, 500);
    await page.mouse.down();
    await page.mouse.move(560, 530, { steps: 4 });
    await page.mouse.up();
    await page.waitForTimeout(60);
    const after = await box(page, "a").boundingBox();
    assert.ok(Math.abs(after.x - before.x - 60) < 2 && Math.abs(after.y - before.y - 30) < 2);
    await page.mouse.move(after.x, after.y);
    await page.mouse.wheel(0, -240);
    await page.waitForTimeout(60);
    const zoomed = await box(page, "a").boundingBox();
    assert.ok(zoomed.width > after.width * 1.2);
    assert.ok(Math.abs(zoomed.x - after.x) < 2 && Math.abs(zoomed.y - after.y) < 2);
    await page.close();
  });

  test("the menu of a task runs it, from it, until it", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    for (const name of ["Run Task", "Run from Task", "Run until Task", "Debug Task"]) {
      await box(page, "a").click({ button: "right" });
      await page.getByRole("menuitem", { name }).click();
    }
    assert.deepEqual(
      (await posted(page, "run")).map(({ scope, taskId, debug }) => [scope, taskId, debug]),
      [
        ["task", "a", false],
        ["from", "a", false],
        ["until", "a", false],
        ["task", "a", true],
      ],
    );
    await page.close();
  });

  test("what cannot be run says why and does nothing", async () => {
    const { page } = await open([
      graph(dagOf("a > b")),
      settings({ canRun: false, reason: "Not trusted." }),
    ]);
    await box(page, "a").click({ button: "right" });
    const item = page.getByRole("menuitem", { name: "Run Task" });
    assert.equal(await item.getAttribute("aria-disabled"), "true");
    assert.equal(await item.getAttribute("title"), "Not trusted.");
    await page.close();
  });

  test("what if this fails: paints what would not run, and goes back", async () => {
    const { page } = await open([graph(dagOf("a > b > c, a > d"))]);
    await box(page, "b").click({ button: "right" });
    await page.getByRole("menuitem", { name: "What If This Fails?" }).click();
    await page.waitForSelector('svg [data-id=c][data-state="upstream_failed"]');
    await page.getByText("If b fails: 1 would not run").waitFor();
    await page.getByRole("button", { name: "Back to the run" }).click();
    await page.waitForSelector("svg [data-id=c]:not([data-state])");
    await page.close();
  });

  test("what would not run is said whole, of a task and of its group", async () => {
    const { page } = await open([graph(dagOf("a > g.b > g.c"))]);
    await box(page, "a").click({ button: "right" });
    await page.getByRole("menuitem", { name: "What If This Fails?" }).click();
    await page.waitForSelector('svg [data-id="g.c"][data-state="upstream_failed"]');
    assert.match(await box(page, "a").textContent(), /Would fail$/);
    assert.match(await box(page, "g.c").textContent(), /Would not run$/);
    await page.getByText("2 would not run", { exact: true }).waitFor();
    await page.close();
  });

  test("a box that is too narrow for state, duration and try leaves out what its icon says", async () => {
    const long = { startedAt: 0, endedAt: 905_000, tries: 2 };
    const { page } = await open([
      graph(dagOf("a > b, a > c")),
      run([
        instance("a", "success", long),
        instance("b", "success"),
        instance("c", "up_for_retry", { endedAt: null }),
      ]),
    ]);
    await page.waitForSelector('svg [data-id=a][data-state="success"]');
    assert.match(await box(page, "a").textContent(), /a15 min 5 s · try 2$/);
    assert.match(await box(page, "b").textContent(), /bSuccess · 2\.5 s$/);
    assert.match(await box(page, "c").textContent(), /c(Up for retry · )?try 1$/);
    await page.close();
  });

  test("the filter asks for a task and a distance only where one is meant", async () => {
    const { page } = await open([graph(dagOf("a > b > c"))]);
    await page.getByRole("button", { name: "Filter tasks" }).click();
    const form = page.getByRole("dialog", { name: "Filter tasks" });
    await form.getByLabel("State").waitFor();
    assert.equal(await form.getByLabel("Within").isVisible(), false);
    await form.getByLabel("Show").selectOption("Upstream of");
    const task = form.locator("label", { hasText: /^Task/ }).locator("select");
    assert.equal(await task.inputValue(), "a");
    await task.selectOption("b");
    await form.getByLabel("Within").waitFor();
    await box(page, "c").waitFor({ state: "detached" });
    await page.close();
  });

  test("assets and other DAGs stand marked beside the tasks, and lead to where they are named", async () => {
    const dag = {
      ...dagOf("extract > load"),
      neighbours: [
        { kind: "asset", name: "orders <b>", role: "starts", tasks: [] },
        { kind: "dag", name: "report", role: "triggered", tasks: ["load"] },
      ],
    };
    const { page } = await open([graph(dag)]);
    const orders = box(page, "starts asset orders <b>");
    const report = box(page, "triggered dag report");
    assert.match(await orders.textContent(), /orders <b>Asset · starts this DAG/);
    assert.match(await orders.getAttribute("class"), /neighbour/);
    assert.equal(await page.locator("svg .lines .outside").count(), 2);
    assert.equal(await page.locator(".status").innerText(), "2 tasks");
    await orders.click();
    await report.dblclick();
    const targets = (await posted(page, "reveal")).map(({ target }) => target);
    assert.deepEqual(targets.slice(0, 2), [{ kind: "dag" }, { kind: "task", taskId: "load" }]);
    assert.deepEqual(await posted(page, "openDag"), [{ kind: "openDag", dagId: "report" }]);
    await page
      .getByRole("treeitem", { name: /^report, DAG · triggered, outside of this DAG/ })
      .waitFor({ state: "attached" });
    await page.close();
  });

  test("the picture is copied as an image", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Copy as Image" }).click();
    await page.getByText("Copied the graph as an image").waitFor();
    const type = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item.getType("image/png")).size > 500;
    });
    assert.equal(type, true);
    await page.close();
  });

  test("pictures are exported as SVG and PNG", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    await send(page, { kind: "do", action: "exportSvg" }, { kind: "do", action: "exportPng" });
    await page.waitForFunction(
      () => window.posted.filter((one) => one.kind === "export").length === 2,
    );
    const [svg, png] = await posted(page, "export");
    assert.match(svg.content, /^<svg [^]*<\/svg>\n$/);
    assert.doesNotMatch(svg.content, /var\(/);
    assert.ok(Buffer.from(png.content, "base64").subarray(1, 4).equals(Buffer.from("PNG")));
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    await page.close();
  });
});

describe("keyboard", () => {
  test("arrows follow the edges and go to neighbours; Home, End and letters jump; Enter opens the source", async () => {
    const { page } = await open([
      graph(dagOf("start > one > end, start > two > end, start > three > end")),
    ]);
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    const steps = [];
    for (const key of ["ArrowRight", "ArrowDown", "ArrowRight", "Home", "End", "o"]) {
      await page.keyboard.press(key);
      steps.push(await focused(page));
    }
    assert.deepEqual(steps, ["two", "three", "end", "start", "end", "one"]);
    await page.keyboard.press("Enter");
    assert.deepEqual((await posted(page, "reveal")).at(-1), {
      kind: "reveal",
      target: { kind: "task", taskId: "one" },
      focus: true,
    });
    await page.close();
  });

  test("the focus can be seen", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    await page.waitForSelector(".ring.focus");
    const ring = await page.locator(".ring").boundingBox();
    const target = await box(page, "a").boundingBox();
    assert.ok(ring.x < target.x && ring.width > target.width);
    await page.close();
  });

  test("find a task, filter, open its source and run it: with the keyboard alone", async () => {
    const { page } = await open([graph(dagOf("extract > clean > load > report, other > report"))]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+f");
    await page.keyboard.type("loa");
    await page.getByText("1 of 1").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), "load");
    await page.keyboard.press("Shift+F10");
    await page.keyboard.press("o");
    await page.keyboard.press("Enter");
    await page.getByText("Only tasks upstream of load").waitFor();
    await box(page, "report").waitFor({ state: "detached" });
    await page.locator("[role=treeitem][data-id=load]").waitFor({ state: "attached" });
    await page.locator("[role=treeitem][data-id=load]").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+F10");
    await page.keyboard.press("r");
    await page.keyboard.press("Enter");
    assert.equal((await posted(page, "reveal")).at(-1).target.taskId, "load");
    assert.equal((await posted(page, "run")).at(-1).taskId, "load");
    await page.keyboard.press("Escape");
    await box(page, "report").waitFor();
    await page.close();
  });
});

describe("state", () => {
  test("closed groups, place and zoom outlive the page", async () => {
    const dag = dagOf("start > outer.one > outer.two > end");
    const first = await open([graph(dag)]);
    await first.page.locator('[data-id="outer"][role=treeitem]').focus();
    await first.page.keyboard.press("Space");
    await first.page.waitForSelector("svg .cards [data-id=outer]");
    await first.page.mouse.move(300, 300);
    await first.page.mouse.wheel(0, -200);
    await first.page.waitForTimeout(400);
    const kept = await first.page.evaluate(() => window.kept);
    const transform = await first.page.evaluate(
      () => document.querySelector(".world").style.transform,
    );
    await first.page.close();
    const second = await open([graph(dag)], { state: kept });
    await second.page.waitForSelector("svg .cards [data-id=outer]");
    await second.page.waitForTimeout(100);
    assert.equal(
      await second.page.evaluate(() => document.querySelector(".world").style.transform),
      transform,
    );
    await second.page.close();
  });

  test("what was looked at is found at the same place, though the picture changed meanwhile", async () => {
    const first = await open([graph(dagOf("one > two > three > four"))]);
    await box(first.page, "three").click();
    await first.page.mouse.wheel(0, -200);
    await first.page.waitForTimeout(400);
    const before = await box(first.page, "three").boundingBox();
    const kept = await first.page.evaluate(() => window.kept);
    await first.page.close();
    const second = await open(
      [graph(dagOf("zero > one > two > three > four, zero > six > seven"))],
      {
        state: kept,
      },
    );
    await box(second.page, "three").waitFor();
    await second.page.waitForTimeout(100);
    const after = await box(second.page, "three").boundingBox();
    const shift = Math.hypot(after.x - before.x, after.y - before.y);
    assert.ok(shift < 2, JSON.stringify([before, after]));
    await second.page.close();
  });

  test("what was kept outlives a graph that is sent twice before the first is drawn", async () => {
    const state = {
      file: "dags/a.py",
      dagId: "d",
      direction: null,
      collapsed: ["outer"],
      opened: [],
      view: null,
    };
    const before = dagOf("start > outer.one > end");
    const after = dagOf("start > outer.uno > end");
    const { page } = await open([graph(before), graph(after)], {
      state: { ...state, dagId: before.dagId },
    });
    await page.waitForSelector("svg .cards [data-id=outer]");
    await page.waitForTimeout(200);
    assert.equal(await page.locator('svg [data-id="outer.uno"]').count(), 0);
    await page.close();
  });

  test("a sight kept from a larger picture or window never leaves the panel blank", async () => {
    const dag = dagOf("extract > transform > load");
    const kept = {
      file: "dags/a.py",
      dagId: dag.dagId,
      direction: "LR",
      collapsed: [],
      opened: [],
    };
    for (const view of [
      { x: 90_000, y: 90_000, scale: 1 },
      { x: -4000, y: 0, scale: 2 },
    ]) {
      const { page } = await open([graph(dag)], { state: { ...kept, view } });
      await box(page, "transform").waitFor();
      const { x, y } = await box(page, "transform").boundingBox();
      assert.ok(x > 0 && x < 1100 && y > 0 && y < 700, `${x}, ${y}`);
      await page.close();
    }
  });

  test("every button is in sight at 200 % zoom and in the narrowest panel", async () => {
    for (const width of [230, 300, 420, 560]) {
      const messages = [
        graph(dagOf("extract > g.check > load")),
        run([instance("load", "failed")]),
      ];
      const { page } = await open(messages, { size: { width, height: 320 } });
      for (const button of await page.locator(".toolbar button, .toolbar select").all()) {
        if (!(await button.isVisible())) continue;
        const { x, width: wide } = await button.boundingBox();
        const name = await button.getAttribute("aria-label");
        assert.ok(x >= 0 && x + wide <= width, `${name} in ${width} pixels: ${x} to ${x + wide}`);
      }
      assert.ok(await page.getByRole("heading", { name: "sample" }).isVisible());
      await page.close();
    }
  });

  test("a run that begins moves nothing: the toolbar is as high as before, at any width", async () => {
    const { page } = await open([graph(dagOf("extract > g.check > load"))]);
    const heights = async () => {
      const found = [];
      for (const width of [230, 255, 320, 400, 460, 490, 510, 560, 640, 670, 760, 1100]) {
        await page.setViewportSize({ width, height: 500 });
        const toolbar = page.locator(".toolbar");
        found.push(`${width}: ${Math.ceil((await toolbar.boundingBox()).height / 36)} lines`);
      }
      return found;
    };
    const before = await heights();
    assert.equal(before[6], "510: 1 lines");
    await send(page, run([instance("load", "failed")]));
    await page.getByLabel("Run shown in the graph").waitFor();
    assert.deepEqual(await heights(), before);
    await page.close();
  });

  test("what leaves a narrow toolbar is in the menu", async () => {
    const size = { width: 480, height: 500 };
    const { page } = await open([graph(dagOf("extract > g.check > load"))], { size });
    for (const name of ["Collapse all groups", "Expand all groups", "Draw from top to bottom"])
      assert.equal(await page.getByRole("button", { name }).isVisible(), false, name);
    await page.getByRole("button", { name: "More actions" }).click();
    for (const name of ["Collapse All Groups", "Expand All Groups", /^Draw from/])
      await page.getByRole("menuitem", { name }).waitFor();
    await page.close();
  });

  test("keys work at once, and after a click on the ground", async () => {
    const { page } = await open([graph(dagOf("a > b"))]);
    const finder = page.getByRole("search");
    await page.keyboard.press("Control+f");
    await finder.waitFor();
    await page.keyboard.press("Escape");
    await finder.waitFor({ state: "hidden" });
    await page.mouse.click(60, 600);
    const wide = async () => (await box(page, "a").boundingBox()).width;
    const before = await wide();
    await page.keyboard.press("+");
    await page.waitForFunction(
      (least) => document.querySelector("svg [data-id=a]").getBoundingClientRect().width > least,
      before + 10,
    );
    await page.keyboard.press("Control+f");
    await finder.waitFor();
    await page.close();
  });

  test("a filter that leaves nothing says so, and the next run brings tasks back", async () => {
    const { page } = await open([graph(dagOf("a > b")), run([instance("a", "failed")], "failed")]);
    await page.getByRole("button", { name: "Filter tasks" }).click();
    await page.locator(".filter-form").getByRole("combobox").nth(1).selectOption("failed");
    await page.getByText("Only tasks failed").waitFor();
    await box(page, "b").waitFor({ state: "detached" });
    const nothing = page.getByText("No task passes the filter.");
    assert.equal(await nothing.isVisible(), false);
    await send(page, run([instance("a", "success")], "success"));
    await nothing.waitFor();
    await send(page, run([instance("b", "failed")], "failed"));
    await box(page, "b").waitFor();
    await nothing.waitFor({ state: "hidden" });
    await page.close();
  });

  test("what was said of one DAG is not said of the next", async () => {
    const { page } = await open([graph(dagOf("a > b"), { dags: ["sample", "other"] })]);
    await page.getByRole("button", { name: "Filter tasks" }).click();
    await page.locator(".filter-form select").first().selectOption("up");
    await page.getByText(/^Only tasks upstream of/).waitFor();
    const dag = { ...dagOf("c > d"), dagId: "other" };
    await send(page, graph(dag, { dags: ["sample", "other"] }));
    await box(page, "c").waitFor();
    await page.getByText(/^Only tasks upstream of/).waitFor({ state: "hidden" });
    await page.close();
  });

  test("closed groups stay closed while the DAG's id is typed", async () => {
    const dag = dagOf("start > outer.one > end");
    const { page } = await open([graph(dag)]);
    await send(page, { kind: "do", action: "collapseAll" });
    await page.waitForSelector("svg .cards [data-id=outer]");
    for (const dagId of ["dail", "daily"]) await send(page, graph({ ...dag, dagId }));
    await page.getByRole("tree", { name: "Graph of daily" }).waitFor({ state: "attached" });
    assert.equal(await page.locator("svg .cards [data-id=outer]").count(), 1);
    await page.close();
  });

  test("the direction is the one that can be read better, also when the panel becomes narrow", async () => {
    const chain = dagOf("extract > transform > load > check > publish");
    const wide = { width: 1300, height: 500 };
    const { page } = await open([settings({ direction: "auto" }), graph(chain)], { size: wide });
    const ids = ["extract", "transform"];
    const places = () => Promise.all(ids.map((id) => box(page, id).boundingBox()));
    const [left, right] = await places();
    assert.ok(right.x > left.x + left.width);
    await page.setViewportSize({ width: 420, height: 700 });
    await page.waitForFunction(() => {
      const rect = (id) => document.querySelector(`svg [data-id=${id}]`).getBoundingClientRect();
      return rect("transform").top > rect("extract").bottom;
    });
    const [upper] = await places();
    assert.ok(upper.height > 40, "at a size that can be read");
    await page.close();
  });

  test("the text cursor marks its task and opens the group around it", async () => {
    const { page } = await open([graph(dagOf("start > outer.one > outer.two > end"))]);
    await send(page, { kind: "do", action: "collapseAll" });
    await page.waitForSelector("svg .cards [data-id=outer]");
    await send(page, { kind: "cursor", id: "outer.two", reveal: true });
    await page.waitForSelector('svg [data-id="outer.two"].cursor');
    await page.close();
  });

  test("says that the picture is what Python built, and goes back to the text", async () => {
    const dag = dagOf("a > b");
    const { page } = await open([graph(dag, { comparedWith: "the text", isBuilt: true })]);
    await page.getByText("As Python built it in this run").waitFor();
    await page.getByRole("button", { name: "End the comparison" }).click();
    assert.deepEqual(await posted(page, "compare"), [{ kind: "compare", with: null }]);
    await page.close();
  });

  test("several DAGs have a picker", async () => {
    const { page } = await open([graph(dagOf("a > b"), { dags: ["sample", "other"] })]);
    await page.getByLabel("DAG", { exact: true }).selectOption("other");
    assert.deepEqual(await posted(page, "pickDag"), [{ kind: "pickDag", dagId: "other" }]);
    await page.close();
  });
});

describe("accessibility", () => {
  for (const theme of Object.keys(themes))
    test(`axe-core finds nothing in ${theme}`, async () => {
      const { page } = await open(
        [
          graph(
            dagOf("start > g.a > g.b > end [label], end > start", { "g.a": { mapped: true } }),
            {
              dags: ["sample", "other"],
            },
          ),
          run([instance("start", "success"), instance("g.a", "failed")]),
          cycle,
          { kind: "outdated", reason: "Line 3 is not finished." },
        ],
        { theme },
      );
      await page.keyboard.press("Tab");
      await page.keyboard.press("Control+f");
      await page.keyboard.type("a");
      const check = async () => {
        assert.deepEqual(await axeFindings(page), []);
      };
      await check();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Filter tasks" }).click();
      await check();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "More actions" }).click();
      await check();
      await page.getByRole("menuitem", { name: "Legend" }).click();
      await check();
      await page.close();
    });
});
