import { expect, test } from "vitest";

import type { CronExpression } from "../../../model/schedule/cronExpression.ts";
import { cronParserFirings } from "../../../model/schedule/cronParserFirings.ts";
import { nextFirings, zonedFirings } from "../../../model/schedule/firings.ts";
import { parseCron } from "../../../model/schedule/parseCron.ts";
import { openZone, utc, type TimeZone } from "../../../model/schedule/timeZone.ts";
import {
  wallClockFirings,
  type WallClockFirings,
} from "../../../model/schedule/wallClockFirings.ts";
import truth from "./cronTruth.json" with { type: "json" };

const base = Date.parse("2025-01-15T00:00:00Z");
const rows = truth.expressions.flatMap(({ expression, next }) => {
  const { cron } = parseCron(expression);
  return cron && next ? [{ expression, cron, next }] : [];
});
const dstRows = truth.dst.flatMap((row) => {
  const { cron } = parseCron(row.expression);
  const zone = openZone(row.zone);
  return cron && zone ? [{ ...row, cron, zone, name: `${row.expression} in ${row.zone}` }] : [];
});

function listed(
  cron: CronExpression,
  zone: TimeZone,
  after: number,
  count: number,
  engine?: WallClockFirings,
): string[] {
  const firings = zonedFirings(cron, zone, engine);
  const found: string[] = [];
  for (let at = firings.after(after); at !== undefined; at = firings.after(at)) {
    if (found.length === count) break;
    found.push(new Date(at).toISOString().replace(".000Z", "Z"));
  }
  return found;
}

test("fires when Airflow does, in UTC", () => {
  expect(rows.length).toBeGreaterThan(150);
  for (const { expression, cron, next } of rows) {
    expect([expression, listed(cron, utc, base, 5)]).toEqual([expression, next]);
  }
});

test("fires when Airflow does around changes of offset", () => {
  expect(dstRows).toHaveLength(220);
  for (const { name, cron, zone, after, next } of dstRows) {
    expect([name, listed(cron, zone, Date.parse(after), 6)]).toEqual([name, next]);
  }
});

test("cron-parser on normalised fields agrees wherever it is asked", () => {
  const asked = rows.filter(({ cron }) => cronParserFirings(cron));
  expect(asked.length).toBeGreaterThan(100);
  for (const { expression, cron, next } of asked) {
    const engine = cronParserFirings(cron);
    expect([expression, listed(cron, utc, base, 5, engine)]).toEqual([expression, next]);
  }
  for (const { name, cron, zone, after, next } of dstRows.slice(0, 80)) {
    const engine = cronParserFirings(cron);
    expect([name, listed(cron, zone, Date.parse(after), 6, engine)]).toEqual([name, next]);
  }
});

test("a firing has the firing before it as its previous one", () => {
  for (const { expression, cron } of rows) {
    const wallClock = wallClockFirings(cron);
    const engine = cronParserFirings(cron);
    for (let at = wallClock.after(base), count = 0; at !== undefined && count < 3; count++) {
      const next = wallClock.after(at);
      if (next !== undefined) {
        expect([expression, wallClock.before(next)]).toEqual([expression, at]);
        expect([expression, wallClock.before(next + 30_000)]).toEqual([
          expression,
          cron.second ? wallClock.before(next + 30_000) : next,
        ]);
        if (engine) expect([expression, engine.before(next)]).toEqual([expression, at]);
      }
      at = next;
    }
  }
});

test("a list for people and a long list are the same firings", () => {
  const { cron } = parseCron("0 0 1,15 * 1");
  if (!cron) throw new Error("is valid");
  const zone = openZone("Europe/Berlin") ?? utc;
  const long = nextFirings(cron, { zone, after: base, count: 50 });
  expect(long).toHaveLength(50);
  expect(nextFirings(cron, { zone, after: base, count: 5 })).toEqual(long.slice(0, 5));
});

test("a side of an OR that croniter needs stops the whole search", () => {
  const never = ["0 0 15w * 6", "0 0 31 2 1#1", "0 0 13 * *,1#1", "R * * * *", "0 0 30 2 *"];
  for (const expression of never) {
    const { cron } = parseCron(expression);
    expect([expression, cron && nextFirings(cron, { zone: utc, after: base, count: 1 })]).toEqual([
      expression,
      [],
    ]);
  }
});
