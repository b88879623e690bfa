import { expect, test } from "vitest";

import { scratchOf } from "../../../model/layout/scratch.ts";

test("arrays are zero and do not share their memory, also after it was given before and when it grows", () => {
  const scratch = scratchOf();
  for (const length of [3, 100, 30_000]) {
    const all = [
      scratch.ints(length),
      scratch.reals(length),
      scratch.bytes(length),
      scratch.ints(length),
    ];
    all.forEach((array, at) => {
      expect(array.length).toBe(length);
      expect(array.every((value) => value === 0)).toBe(true);
      array.fill(at + 1);
    });
    all.forEach((array, at) => {
      expect(array.every((value) => value === at + 1)).toBe(true);
    });
    if (length === 100) scratch.clear();
  }
  scratch.clear();
  expect(scratch.reals(1000).every((value) => value === 0)).toBe(true);
});
