// The timeline of the built panel in Chromium: its rows and bars, its keyboard, its words, and what axe-core finds.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { axeFindings } from "./harness/axe.mjs";
import { posted, send, startHarness } from "./harness/page.mjs";
import { themes } from "./harness/themes.mjs";

const pictures = process.env.PICTURES;
let harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness?.close());

const begin = 1_700_000_000_000;
const at = (seconds) => (seconds === null ? null : begin + seconds * 1000);

/** A row as `model/run/timeline.ts` makes it. `tries`: [state, from, to] in seconds. */
function row(id, state, tries, more = {}) {
  return {
    key: `task ${id}`,
    parent: null,
    kind: "task",
    label: id.split(".").at(-1),
    id,
    mapIndex: null,
    state,
    startedAt: at(tries[0]?.[1] ?? null),
    endedAt: at(tries.at(-1)?.[2] ?? null),
    tries: tries.map(([one, from, to], index) => ({
      number: index + 1,
      state: one,
      startedAt: at(from),
      endedAt: at(to),
    })),
    note: null,
    ...more,
  };
}

const whole = (key, label, id, kind, state, from, to, more = {}) => ({
  ...row(id, state, [], { key, label, kind }),
  startedAt: at(from),
  endedAt: at(to),
  ...more,
});

const instance = (id, index, from, to) =>
  row(id, "success", [["success", from, to]], {
    key: `task ${id} ${index}`,
    parent: `task ${id}`,
    kind: "instance",
    label: `[${index}] store ${index}`,
    mapIndex: index,
  });

const rows = [
  row("wait_for_file", "success", [["success", 0.4, 2.2]]),
  row("extract", "success", [
    ["failed", 2.3, 3.1],
    ["success", 4.6, 7.9],
  ]),
  whole("group quality", "quality", "quality", "group", "failed", 8, 12.4),
  row("quality.rows", "success", [["success", 8, 8.7]], { parent: "group quality" }),
  row("quality.totals", "failed", [["failed", 8, 12.4]], { parent: "group quality" }),
  whole("task per_store", "per_store", "per_store", "task", "success", 8, 16.2),
  ...[0, 1, 2, 3].map((index) => instance("per_store", index, 8 + index * 0.2, 11 + index * 1.73)),
  row("report", "upstream_failed", [], { note: "quality.totals failed" }),
  row("mail", "skipped", [], { note: "simulated: no provider" }),
  row("publish", "running", [["running", 16.4, null]]),
];

const timeline = (more = {}) => ({
  kind: "timeline",
  timeline: {
    runId: "r1",
    dagId: "sales",
    state: "failed",
    startedAt: begin,
    endedAt: at(20),
    rows,
    path: ["task wait_for_file", "task extract", "task per_store 3", "task publish"],
    pathMs: 17_000,
    waitMs: 1000,
    ...more,
  },
});

const loaded = (page) => page.locator(".timeline .grid").waitFor({ state: "attached" });

/** Opens a panel with its timeline shown. */
async function open(message = timeline(), options = {}) {
  const opened = await harness.open([{ kind: "do", action: "timeline" }], options);
  await loaded(opened.page);
  await send(opened.page, message);
  await opened.page.locator(".timeline .rows .row").first().waitFor();
  return opened;
}

/** What is painted is painted in the next frame. */
const labels = async (page) => {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  return page.locator(".timeline .rows .label").allInnerTexts();
};
const active = (page) =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute("aria-activedescendant");
    return id ? document.getElementById(id)?.dataset.key : undefined;
  });

describe("the timeline", () => {
  test("its script is loaded when it is first shown, under the page's policy", async () => {
    const { page, errors } = await harness.open([]);
    assert.equal(await page.locator(".timeline .grid").count(), 0);
    await page.getByRole("tab", { name: "Timeline" }).click();
    await loaded(page);
    assert.deepEqual(await posted(page, "timeline"), [{ kind: "timeline", shown: true }]);
    await send(page, { kind: "timeline", timeline: null });
    await page.getByText("No run to show.").waitFor();
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
    await page.close();
  });

  test("has a row for each group and task; a mapped task begins closed", async () => {
    const { page } = await open();
    assert.deepEqual(await labels(page), [
      ...["wait_for_file", "extract", "quality", "rows", "totals"],
      ...["per_store", "report", "mail", "publish"],
    ]);
    // A person holds the button down for some frames, in which the rows are made anew.
    await page.getByRole("row", { name: /per_store/ }).hover();
    await page.mouse.down();
    await labels(page);
    await page.mouse.up();
    await page.keyboard.press("ArrowRight");
    // A busy machine may draw the rows some frames later.
    await page.locator(".timeline .rows .label").nth(12).waitFor();
    assert.equal((await labels(page)).length, 13);
    await page.close();
  });

  test("a bar lies where its try ran, one for each try, and what did not run says why", async () => {
    const { page } = await open();
    const bars = page.locator('[data-key="task extract"] .bar:not(.pause)');
    const [first, second] = [await bars.nth(0).boundingBox(), await bars.nth(1).boundingBox()];
    const area = await page.locator(".timeline .ticks").boundingBox();
    const scale = (second.x - first.x) / 2.3;
    assert.ok(Math.abs(first.width - 0.8 * scale) < 2, `${first.width} ${scale}`);
    assert.ok(Math.abs(first.x - area.x - 2.3 * scale) < 3);
    assert.equal(await page.locator('[data-key="task extract"] .pause').count(), 1);
    await page.getByText("quality.totals failed").first().waitFor();
    await page.close();
  });

  test("tells each row to a screen reader, without its colour", async () => {
    const { page } = await open();
    const text = await page.locator('[data-key="task extract"]').innerText();
    assert.match(text, /extract\s*, Success, on the critical path/);
    assert.match(text, /from 2\.3 s, to 7\.9 s, 2 tries/);
    await page.close();
  });

  test("says how long the run took and what decided it", async () => {
    const { page } = await open();
    await page
      .getByText("Took 20 s · critical path: 4 tasks, 17 s of work, 1.0 s between")
      .waitFor();
    await page.getByLabel("Critical path only").check();
    assert.deepEqual(await labels(page), [
      ...["wait_for_file", "extract", "per_store", "[3] store 3", "publish"],
    ]);
    assert.equal(await page.locator(".timeline .links path").count(), 3);
    await page.close();
  });

  test("works by keyboard: rows, folding, log, source, zoom", async () => {
    const { page } = await open();
    await page.locator(".timeline .grid").focus();
    assert.equal(await active(page), "task wait_for_file");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await active(page), "group quality");
    await page.keyboard.press("ArrowLeft");
    assert.equal((await labels(page)).length, 7);
    await page.keyboard.press("End");
    assert.equal(await active(page), "task publish");
    await page.keyboard.press("Shift+Enter");
    assert.deepEqual(await posted(page, "showLog"), [
      { kind: "showLog", runId: "r1", taskId: "publish", mapIndex: null },
    ]);
    await page.keyboard.press("Enter");
    assert.deepEqual((await posted(page, "reveal")).at(-1), {
      ...{ kind: "reveal", target: { kind: "task", taskId: "publish" }, focus: true },
    });
    const width = () => page.locator(".timeline .ticks").evaluate((node) => node.clientWidth);
    const fitted = await width();
    await page.keyboard.press("+");
    assert.ok((await width()) > fitted * 1.4);
    await page.keyboard.press("0");
    assert.equal(await width(), fitted);
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Show Log" }).waitFor();
    await page.keyboard.press("Escape");
    await page.close();
  });

  test("5,000 rows draw only those that are seen", async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      row(`task_${index}`, "success", [["success", index / 500, index / 500 + 1]]),
    );
    const { page } = await open(timeline({ rows: many, path: [] }));
    assert.ok((await page.locator(".timeline .rows .row").count()) < 80);
    await page.locator(".timeline .grid").focus();
    await page.keyboard.press("End");
    await page.locator('[data-key="task task_4999"]').waitFor();
    await page.close();
  });

  test("it is there again after the window was reloaded", async () => {
    const kept = { file: "a.py", dagId: null, direction: null, collapsed: [], opened: [] };
    const { page } = await harness.open([], { state: { ...kept, view: null, tab: "timeline" } });
    await loaded(page);
    await send(page, timeline());
    await page.locator('[data-key="task extract"]').waitFor();
    assert.equal((await posted(page, "timeline")).length, 1);
    await page.close();
  });

  for (const theme of Object.keys(themes))
    test(`axe-core finds nothing in ${theme}`, async () => {
      const { page } = await open(timeline(), { theme });
      await page.locator(".timeline .grid").focus();
      await page.keyboard.press("ArrowDown");
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: `${pictures}/timeline-${theme}.png` });
      }
      assert.deepEqual(await axeFindings(page), []);
      await page.close();
    });
});
