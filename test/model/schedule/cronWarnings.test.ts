import { expect, test } from "vitest";

import { cronWarnings } from "../../../model/schedule/cronWarnings.ts";
import { parseCron } from "../../../model/schedule/parseCron.ts";
import { openZone } from "../../../model/schedule/timeZone.ts";

const after = Date.parse("2025-01-15T00:00:00Z");

function warned(expression: string, zoneName?: string): string[] {
  const { cron } = parseCron(expression);
  const zone = zoneName === undefined ? undefined : openZone(zoneName);
  if (!cron) throw new Error(`${expression} is valid`);
  return cronWarnings(cron, zone && { zone, after }).map(
    ({ code, message, start, end }) => `${code} [${cron.text.slice(start, end)}] ${message}`,
  );
}

test.each([
  ["0 0 30 2 *", "cron-never [0 0 30 2 *] This never fires: there is no day 30 in February."],
  [
    "0 10 1-7 * 1",
    'cron-dom-or-dow [1-7 * 1] Day of month and day of week are joined by OR: this fires between day 1 and 7 of the month or on Monday. The first Monday of the month alone is "0 10 * * 1#1".',
  ],
  [
    "0 0 13 * 5#2",
    'cron-day-ignored [13] The day-of-month field "13" has no effect: Airflow fires on the second Friday of the month.',
  ],
  [
    "0 0 31 2 0",
    'cron-day-ignored [31] The day-of-month field "31" has no effect: Airflow fires only on Sunday.',
  ],
  [
    "0 0 15w * 1",
    'cron-day-ignored [1] The day-of-week field "1" has no effect: Airflow fires on the weekday nearest day 15 of the month.',
  ],
  [
    "0 */5 * * *",
    'cron-step-restarts [*/5] "*/5" does not go on evenly: it fires at hours 0, 5, 10, 15 and 20, and starts again at midnight.',
  ],
  [
    "0,30 2 */3 * *",
    'cron-step-restarts [*/3] "*/3" does not go on evenly: it fires on days 1, 4, … 31, and starts again on day 1 of each month.',
  ],
  [
    "*/90 * * * *",
    "cron-step-too-large [*/90] The step 90 of the minute field is not smaller than the field: this fires at minute 0 only.",
  ],
  [
    "R * * * *",
    'cron-random [R] "R" draws the minute at random whenever Airflow parses the file, so it moves all the time.',
  ],
  [
    "59/15 * * * *",
    'cron-croniter-version [59/15] "59/15" means different things to different releases of croniter: said here is what 7.0 does.',
  ],
  [
    "0 0 * * * 0",
    "cron-seconds [0] The sixth field is the second: Airflow puts it last, not first as Quartz does.",
  ],
])("%s", (expression, warning) => {
  expect(warned(expression)).toEqual([warning]);
});

test("a sub-minute schedule is said to be one", () => {
  expect(warned("* * * * * */20").at(-1)).toContain("cron-sub-minute");
});

test("usual expressions and presets say nothing", () => {
  for (const expression of [
    "@daily",
    "@quarterly",
    "*/15 * * * *",
    "0 */6 * * *",
    "0 0 * * sat-sun",
  ]) {
    expect([expression, warned(expression, "Europe/Berlin")]).toEqual([expression, []]);
  }
});

test("a time that the clocks skip or repeat is said with its date, unless the schedule is hourly", () => {
  expect(warned("30 2 * * *", "Europe/Berlin")).toEqual([
    "cron-dst-skipped [2] 2025-03-30 02:30 does not exist in Europe/Berlin, where the clocks go forward: that run starts at 03:30.",
    "cron-dst-repeated [2] 2025-10-26 02:30 occurs twice in Europe/Berlin, where the clocks go back: it runs once, at the second.",
  ]);
  expect(warned("30 * * * *", "Europe/Berlin")).toEqual([]);
  expect(warned("30 2 * * *", "UTC")).toEqual([]);
});
