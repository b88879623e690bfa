import { describe, expect, test } from "vitest";

import { parseCron } from "../../../model/schedule/parseCron.ts";
import truth from "./cronTruth.json" with { type: "json" };

const special = new Set(["@once", "@continuous"]);

test("accepts exactly what Airflow accepts", () => {
  const wrong = truth.expressions
    .filter(({ expression }) => !special.has(expression))
    .filter(({ expression, accepted }) => (parseCron(expression).cron !== undefined) !== accepted)
    .map(({ expression }) => expression);
  expect(wrong).toEqual([]);
  expect(truth.expressions).toHaveLength(265);
});

describe("a refused expression", () => {
  test.each(truth.expressions.filter(({ accepted }) => !accepted))(
    "$expression says why, in place, with a suggestion that Airflow takes",
    ({ expression }) => {
      const { fault } = parseCron(expression);
      expect(fault?.message.length).toBeGreaterThan(20);
      expect(fault?.start).toBeLessThanOrEqual(fault?.end ?? -1);
      expect(fault?.end).toBeLessThanOrEqual(expression.length);
      if (fault?.suggestion !== undefined)
        expect(parseCron(fault.suggestion).fault).toBeUndefined();
    },
  );
});

test.each([
  ["61 * * * *", 0, 2, '"61" is out of range in the minute field: expected 0 to 59.', undefined],
  ["0 0 * * FRIL", 8, 12, "last Friday", "0 0 * * L5"],
  ["0 0 0-5 * *", 4, 7, "1 to 31", undefined],
  ["5,X * * * *", 2, 3, '"X"', undefined],
  ["1, * * * *", 1, 2, "comma too many", undefined],
  ["@dialy", 0, 6, "@daily", "@daily"],
  ["0 30 9 * * 1-5", 0, 14, "seconds first", "30 9 * * 1-5"],
  ["0 0 9 ? * 2-6 *", 0, 15, "Quartz", "0 9 ? * 1-5"],
  ["cron(0 12 ? * 2-6 *)", 0, 20, "AWS", "0 12 ? * 1-5"],
  ["'*/15 * * * *'", 0, 14, "quotes", "*/15 * * * *"],
  ["0 5 * * * # daily", 10, 17, "comment", "0 5 * * *"],
  ["None", 0, 4, "None", undefined],
])("%s is refused at its fault", (expression, start, end, words, suggestion) => {
  const { fault } = parseCron(expression);
  expect(fault).toMatchObject({ start, end, suggestion });
  expect(fault?.message).toContain(words);
});

test("keeps what croniter does with bounds below the field", () => {
  expect(parseCron("0 0 28-0 * *").cron?.dayOfMonth.values).toEqual([28, 29, 30, 31]);
  expect(parseCron("0 0 0-0 * *").cron?.dayOfMonth.isStar).toBe(true);
  expect(parseCron("0 0 1-31 * 1").cron?.dayOfMonth.values).toHaveLength(31);
  expect(parseCron("0 0 1-31 * */2").cron?.dayOfMonth.isStar).toBe(true);
});
