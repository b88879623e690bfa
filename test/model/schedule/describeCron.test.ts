import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { describeCron } from "../../../model/schedule/describeCron.ts";
import { parseCron } from "../../../model/schedule/parseCron.ts";
import { wordsFor } from "../../cron/wordsFor.ts";
import truth from "./cronTruth.json" with { type: "json" };

/** One line for each expression; reviewed by eye. `UPDATE_GOLDEN=1` writes it anew. */
const golden = join(import.meta.dirname, "golden", "cronText.txt");

const more = [
  "0 8-21/3,21 * * *",
  "1 1,3-4 * * *",
  "15 6,10-20 * * *",
  "*/30 0-2,14-23 * * *",
  "*/30 0-2,14-23 * * 1-5",
  "0 22-4 * * 1-5",
  "*/15 6-17 * * 1-5",
  "*/50 * * * *",
  "0 */5 * * *",
  "0 1/2 * * *",
  "5/10 * * * *",
  "*/7 9-17 * * *",
  "5,10,22 1,2,9 * * *",
  "* 2,4,6,8,10 * * *",
  "0-40/5 * * * *",
  "0 0 */6 * *",
  "0 0 1,11,21 * 1-5",
  "0 0 * * 1#2,5#2,L5",
  "0 0 15w * 1#3",
  "0 0 13 * *,1#1",
  "0 19 * * * *",
  "*/5 3 * * * */20",
  "* * * * * 5,7",
  "0 0 r * 1",
  "5 r(1-4) * r *",
];

test("every expression reads as what Airflow does, or says why it is refused", () => {
  const expressions = [...truth.expressions.map(({ expression }) => expression), ...more];
  const text = expressions
    .map((expression) => `${JSON.stringify(expression)}: ${wordsFor(expression)}\n`)
    .join("");
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, "utf8"));
});

test.each([
  ["0 2 * * *", "At 2:00 AM, every day"],
  ["0 0,12 * * *", "At 12:00 AM and 12:00 PM, every day"],
  ["*/15 9-17 * * 1-5", "Every 15 minutes from 9:00 AM through 5:45 PM, Monday through Friday"],
  ["0 19 * * * 30", "At 7:00:30 PM, every day"],
  ["* 2,4,6,8,10 * * *", "Every minute, during every 2nd hour (2 AM, 4 AM, … 10 AM), every day"],
])("%s on a 12-hour clock", (expression, text) => {
  const { cron } = parseCron(expression);
  expect(cron && describeCron(cron, "12h")).toBe(text);
});
