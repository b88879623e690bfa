import { expect, test } from "vitest";

import { shortHint } from "../../../server/words/shortHint.ts";

test("a schedule's sentence is shortened only as far as it has to be", () => {
  const said = [
    "At 02:00, every day",
    "Every 7 minutes from minute 0 (0, 7, … 56), starting again each hour, from 06:00 through 20:56, Monday through Friday",
    "Not scheduled: started by hand or by another DAG",
  ];
  expect(said.map(shortHint)).toEqual([
    "At 02:00, every day",
    "Every 7 minutes, 06:00–20:56, Mon–Fri",
    "Not scheduled",
  ]);
});
