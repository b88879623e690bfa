import { expect, test } from "vitest";

import { durationText } from "../../../model/run/durationText.ts";

test("a duration is said in its largest units, and never as nothing or as sixty of one", () => {
  const said = [
    -5, 0, 40, 99.6, 400, 9949, 9951, 12_345, 59_700, 65_000, 119_800, 3_599_900, 3_700_000,
  ];
  expect(said.map(durationText)).toEqual([
    "0 ms",
    "0 ms",
    "40 ms",
    "0.1 s",
    "0.4 s",
    "9.9 s",
    "10 s",
    "12 s",
    "1 min 0 s",
    "1 min 5 s",
    "2 min 0 s",
    "1 h 0 min",
    "1 h 1 min",
  ]);
});
