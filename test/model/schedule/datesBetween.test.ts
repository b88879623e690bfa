import { expect, test } from "vitest";

import type { Schedule, Timing } from "../../../model/dag/schedule.ts";
import { datesBetween } from "../../../model/schedule/datesBetween.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const cron = (expression: string): Schedule => ({
  certainty: "certain",
  span: undefined,
  kind: "cron",
  expression,
  timezone: null,
});
const timing = (schedule: Schedule, startDate: string | null = null): Timing => ({
  schedule,
  startDate: startDate === null ? null : { epochMs: at(startDate), zone: "UTC" },
  endDate: null,
  catchup: null,
  timezone: "UTC",
});

function dates(
  given: Timing,
  from: string,
  until: string,
  airflow: 2 | 3 = 3,
  most = 100,
): string[] {
  const found = datesBetween(given, { from: at(from), until: at(until), airflow, most });
  const texts = found.dates.map((date) => new Date(date.at).toISOString().slice(0, 16));
  return [
    ...texts,
    ...(found.isMore ? ["more"] : []),
    ...(found.reason === undefined ? [] : ["reason"]),
  ];
}

test("both ends of a range belong to it, in both versions of Airflow", () => {
  const daily = timing(cron("0 6 * * *"), "2020-01-01T00:00");
  for (const airflow of [2, 3] as const)
    expect(dates(daily, "2024-01-01T06:00", "2024-01-03T06:00", airflow)).toEqual([
      "2024-01-01T06:00",
      "2024-01-02T06:00",
      "2024-01-03T06:00",
    ]);
});

test("a long range is listed up to a limit, and says that there is more", () => {
  const hourly = timing(cron("0 * * * *"), "2020-01-01T00:00");
  const listed = dates(hourly, "2024-01-01T00:00", "2024-12-31T00:00", 3, 1200);
  expect(listed).toHaveLength(1201);
  expect(listed.slice(-2)).toEqual(["2024-02-19T23:00", "more"]);
});

test("nothing comes before the start date, and a DAG without a schedule says why it has none", () => {
  const late = timing(cron("0 0 * * *"), "2024-01-03T00:00");
  expect(dates(late, "2024-01-01T00:00", "2024-01-04T00:00")).toEqual([
    "2024-01-03T00:00",
    "2024-01-04T00:00",
  ]);
  const none = timing({ certainty: "certain", span: undefined, kind: "none" });
  expect(dates(none, "2024-01-01T00:00", "2024-01-04T00:00")).toEqual(["reason"]);
});
