import { expect, test } from "vitest";

import { clockText } from "../../../model/run/clockText.ts";

test("a moment is said with its day unless that is today, and to the second where that tells two apart", () => {
  const began = new Date(2024, 2, 31, 9, 5, 7).getTime();
  expect(clockText(began, new Date(2024, 2, 31, 20, 0).getTime())).toBe("09:05");
  expect(clockText(began, new Date(2024, 2, 31, 20, 0).getTime(), true)).toBe("09:05:07");
  expect(clockText(began, new Date(2024, 3, 1, 1, 0).getTime())).toBe("31 Mar 09:05");
});
