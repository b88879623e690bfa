// The form before a run, in Chromium: its fields, its messages, what it sends, and what axe-core finds.
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

const field = (name, kind, value, more = {}) => ({
  name,
  label: name,
  description: null,
  section: null,
  kind,
  choices: [],
  suggestions: [],
  isOptional: false,
  default: value,
  schema: null,
  ...more,
});

const fields = [
  field("region", "choice", "eu", {
    label: "Region",
    description: "Where the shops are.",
    choices: [
      { label: "Europe", value: "eu" },
      { label: "America", value: "us" },
    ],
    schema: { enum: ["eu", "us"] },
  }),
  field("limit", "number", 10, { schema: { type: "integer", minimum: 1, maximum: 1000 } }),
  field("since", "date", "2024-01-01", { schema: { type: "string", format: "date" } }),
  field("dry_run", "checkbox", false, {
    label: "Dry run",
    description: "Reads everything, writes nothing.",
    schema: { type: "boolean" },
  }),
  field("tables", "lines", ["orders", "customers"], { section: "Sources" }),
  field("options", "json", { retries: 2 }, { section: "Sources", schema: { type: "object" } }),
];

const form = (more = {}) => ({
  kind: "form",
  form: {
    dagId: "sales",
    file: "dags/sales.py",
    engine: "Airflow 3.3.2 on Python 3.12.4",
    fields,
    last: null,
    when: "now",
    date: "2024-03-31",
    from: "2024-03-01",
    until: "2024-03-03",
    ...more,
  },
});

const open = (message = form(), options = {}) =>
  harness.open([message], { page: "form", size: { width: 900, height: 900 }, ...options });

const orders = async (page) => (await posted(page, "run")).map(({ order }) => order);
const run = (page) => page.getByRole("button", { name: /^(Run|Backfill)/ }).click();

describe("the form before a run", () => {
  test("runs with the defaults as they stand: none of them is sent", async () => {
    const { page, errors } = await open();
    await page.getByRole("heading", { name: "Run sales" }).waitFor();
    await run(page);
    assert.deepEqual(await orders(page), [{ params: {}, conf: {}, when: { kind: "now" } }]);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
    await page.close();
  });

  test("sends what was changed, as values of their types", async () => {
    const { page } = await open();
    await page.getByLabel("Region", { exact: true }).selectOption({ label: "America" });
    await page.getByLabel("limit", { exact: true }).fill("25");
    await page.getByLabel("Dry run", { exact: true }).check();
    await page.getByLabel("tables", { exact: true }).fill("orders\n\nreturns");
    await page.getByLabel("options", { exact: true }).fill('{ "retries": 3 }');
    await page.getByText("More configuration").click();
    await page.getByLabel("Configuration", { exact: true }).fill('{ "source": "manual" }');
    await page.getByLabel("limit", { exact: true }).press("Enter");
    assert.deepEqual(await orders(page), [
      {
        params: {
          region: "us",
          limit: 25,
          dry_run: true,
          tables: ["orders", "returns"],
          options: { retries: 3 },
        },
        conf: { source: "manual" },
        when: { kind: "now" },
      },
    ]);
    await page.close();
  });

  test("what has the focus is never under the buttons, in the narrowest and lowest panel", async () => {
    const { page } = await open(form(), { size: { width: 234, height: 320 } });
    const names = ["Region", "limit", "since", "Dry run", "tables", "options"];
    await page.getByLabel("Now", { exact: true }).focus();
    for (const name of names) {
      const field = page.getByLabel(name, { exact: true });
      for (let tabs = 0; tabs < 6; tabs++) {
        if (await field.evaluate((node) => node === document.activeElement)) break;
        await page.keyboard.press("Tab");
      }
      const { y, height } = await field.boundingBox();
      const footer = await page.locator("footer").boundingBox();
      assert.ok(y + height <= footer.y, `${name} ends at ${y + height}, buttons at ${footer.y}`);
    }
    await page.close();
  });

  test("says at the field what is wrong, goes there, and does not run", async () => {
    const { page } = await open();
    const limit = page.getByLabel("limit", { exact: true });
    await limit.fill("5000");
    await page.getByLabel("options", { exact: true }).fill("{ retries");
    await run(page);
    assert.deepEqual(await orders(page), []);
    await page.getByText("At most 1000.").waitFor();
    await page.getByText("This is not JSON").waitFor();
    await page.getByText("2 fields need a look.").waitFor();
    assert.equal(await limit.getAttribute("aria-invalid"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.id), "param-limit");
    await limit.fill("50");
    assert.equal(await page.getByText("At most 1000.").isVisible(), false);
    await page.getByRole("button", { name: "Set limit to its default" }).click();
    assert.equal(await limit.inputValue(), "10");
    await page.close();
  });

  test("a logical date is checked while the field is left", async () => {
    const { page } = await open(form({ when: "date" }));
    const date = page.getByLabel("Logical date", { exact: true });
    await date.fill("31.3.2024");
    await date.blur();
    await page.getByText("A date such as 2024-03-31 or 2024-03-31T06:00:00Z.").waitFor();
    await date.fill("2024-03-31T06:00:00+02:00");
    await run(page);
    assert.deepEqual((await orders(page))[0].when, { kind: "date", at: Date.UTC(2024, 2, 31, 4) });
    await page.close();
  });

  test("a backfill shows its dates before it runs, and says how many they are", async () => {
    const { page } = await open(form({ when: "range" }));
    await page.waitForFunction(() => window.posted.some(({ kind }) => kind === "askDates"));
    const asked = (await posted(page, "askDates")).at(-1);
    assert.deepEqual([asked.from, asked.until], [Date.UTC(2024, 2, 1), Date.UTC(2024, 2, 4) - 1]);
    const dates = [1, 2, 3].map((day) => ({
      at: Date.UTC(2024, 2, day),
      interval: [0, 0],
      text: `2024-03-0${day} 00:00`,
    }));
    const answer = { dates, isMore: false, timezone: "UTC", reason: null };
    await send(page, { kind: "dates", asked: asked.asked, dates: answer });
    await page.getByText("3 dates (UTC):").waitFor();
    assert.equal(await page.locator(".dates li").count(), 3);
    await page.getByLabel("Runs at a time").selectOption("2");
    await page.getByRole("button", { name: "Backfill 3 dates" }).click();
    assert.deepEqual((await orders(page))[0].when, {
      kind: "range",
      from: asked.from,
      until: asked.until,
      atATime: 2,
      newestFirst: false,
      reprocess: "none",
    });
    await page.getByLabel("Until", { exact: true }).fill("2024-02-01");
    await page.getByText("The range ends before it begins.").waitFor();
    await page.close();
  });

  test("takes the values of the last run, and keeps what was typed while it is hidden", async () => {
    const { page } = await open(form({ last: { limit: 77, gone: 1 } }));
    await page.getByRole("button", { name: "Use the values of the last run" }).click();
    assert.equal(await page.getByLabel("limit", { exact: true }).inputValue(), "77");
    const state = await page.evaluate(() => window.kept);
    await page.close();
    const again = await open(form(), { state });
    assert.equal(await again.page.getByLabel("limit", { exact: true }).inputValue(), "77");
    await again.page.close();
  });

  test("Escape closes it", async () => {
    const { page } = await open();
    await page.getByLabel("limit", { exact: true }).press("Escape");
    assert.equal((await posted(page, "close")).length, 1);
    await page.close();
  });

  for (const theme of Object.keys(themes))
    test(`axe-core finds nothing in ${theme}`, async () => {
      const { page } = await open(form({ last: { limit: 3 } }), { theme });
      await page.getByLabel("limit", { exact: true }).fill("x");
      await page.getByLabel("limit", { exact: true }).blur();
      await page.getByLabel("Backfill a range").check();
      await page.waitForFunction(() => window.posted.some(({ kind }) => kind === "askDates"));
      const dates = Array.from({ length: 31 }, (_, day) => ({
        at: day,
        interval: [0, 0],
        text: `Fri 2024-03-${String(day + 1).padStart(2, "0")} 00:00`,
      }));
      const { asked } = (await posted(page, "askDates")).at(-1);
      const answer = { dates, isMore: false, timezone: "UTC", reason: null };
      await send(page, { kind: "dates", asked, dates: answer });
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: `${pictures}/form-${theme}.png` });
      }
      assert.deepEqual(await axeFindings(page), []);
      await page.close();
    });
});
