import { expect, test } from "vitest";

import type { Schedule, Timetable } from "../../../model/dag/schedule.ts";
import { commonSchedules } from "../../../model/schedule/commonSchedules.ts";
import { describeExpression, describeSchedule } from "../../../model/schedule/describeSchedule.ts";
import { validateCron } from "../../../model/schedule/validateCron.ts";

const base = { certainty: "certain", span: undefined } as const;
const delta = (seconds: number, months = 0): Schedule => ({ ...base, kind: "delta", expression: "", seconds, months }); // prettier-ignore
const timetable = (inner: Timetable): Schedule => ({ ...base, kind: "timetable", expression: "X()", timezone: null, timetable: inner }); // prettier-ignore
const crons = (...list: string[]): Timetable => ({ kind: "cronTrigger", crons: list, timezone: "UTC", intervalSeconds: 0 }); // prettier-ignore

test.each([
  [{ ...base, kind: "cron", expression: "0 2 * * *", timezone: null }, "At 02:00, every day"],
  [{ ...base, kind: "preset", expression: "@weekly", timezone: null }, "At 00:00, only on Sunday"],
  [
    { ...base, kind: "cron", expression: "61 * * * *", timezone: null },
    'Never: Airflow refuses "61 * * * *"',
  ],
  [delta(7200), "Every 2 hours"],
  [delta(86_400), "Every day"],
  [delta(604_800), "Every week"],
  [delta(93_600), "Every 1 day and 2 hours"],
  [delta(90.5), "Every 1 minute and 30.5 seconds"],
  [delta(0, 1), "Every month"],
  [delta(86_400, 15), "Every 1 year, 3 months and 1 day"],
  [delta(0), "Never: the distance between runs is zero"],
  [
    timetable(crons("0 2 * * *", "30 5 * * 0")),
    "At 02:00, every day; and at 05:30, only on Sunday",
  ],
  [
    timetable({ ...crons("0 2 * * *"), intervalSeconds: 3600 } as Timetable),
    "At 02:00, every day, for the 1 hour before",
  ],
  [
    timetable({ kind: "deltaTrigger", seconds: 900, months: 0, intervalSeconds: 0 }),
    "Every 15 minutes",
  ],
  [timetable({ kind: "events", instants: [1, 2, 3] }), "At 3 given times"],
  [
    timetable({ kind: "custom", className: "AfterWorkday" }),
    "As the timetable AfterWorkday decides: known to Airflow only",
  ],
  [
    timetable({ kind: "assetOrTime", time: crons("0 2 * * *"), assets: '"a" & ("b" | "c")' }),
    'At 02:00, every day; and when "a" and ("b" or "c") are updated',
  ],
  [{ ...base, kind: "assets", expression: '"orders"' }, 'When "orders" is updated'],
  [{ ...base, kind: "once" }, "Once, as soon as the start date has come"],
  [{ ...base, kind: "continuous" }, "Again and again, as soon as the run before has ended"],
  [{ ...base, kind: "none" }, "Not scheduled: started by hand or by another DAG"],
  [{ ...base, kind: "dynamic" }, "Known only when Python runs the file"],
] as const satisfies readonly (readonly [Schedule, string])[])("%j reads %s", (schedule, text) => {
  expect(describeSchedule(schedule)).toBe(text);
});

test("the zone and the clock are the caller's choice", () => {
  expect(describeExpression("0 14 * * *", { zone: "Europe/Berlin", clock: "12h" })).toBe("At 2:00 PM, every day (Europe/Berlin)"); // prettier-ignore
  expect(describeExpression("0 14 * *")).toBeUndefined();
  expect(describeSchedule(timetable(crons("0 2 * * *")), { zone: "UTC" })).toBe("At 02:00, every day (UTC)"); // prettier-ignore
});

test("the schedules offered are accepted and have a meaning", () => {
  expect(commonSchedules.length).toBeGreaterThan(15);
  for (const { expression, text } of commonSchedules) {
    expect([expression, validateCron(expression)]).toEqual([expression, undefined]);
    expect(text).not.toBe(expression);
  }
});
