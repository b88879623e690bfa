import { expect, test } from "vitest";

import { hasTryLeft, retryDelay } from "../../../model/run/retries.ts";
import { sha1 } from "../../../model/run/sha1.ts";
import { taskOf } from "./dags.ts";

const first = { dagId: "d", logicalDate: "2024-01-01T00:00:00+00:00", try: 1 };

test("SHA-1 is SHA-1", () => {
  expect(sha1("abc")).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  expect(sha1("")).toBe("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  expect(sha1("ü".repeat(100))).toBe("18dbf4d86546bbe434425aa6e007f8a62d050bf9");
});

test("without back-off the wait is the delay, and the cap does nothing", () => {
  expect(retryDelay(taskOf("t", { retryDelay: 300, maxRetryDelay: 10 }), first)).toBe(300);
});

test("with back-off it doubles, with a jitter that is the same each time, up to the cap", () => {
  const task = taskOf("t", { retryDelay: 60, retryExponentialBackoff: 2 });
  expect([1, 2, 3].map((number) => retryDelay(task, { ...first, try: number }))).toEqual([
    101, 217, 318,
  ]);
  expect(retryDelay({ ...task, maxRetryDelay: 90 }, { ...first, try: 3 })).toBe(90);
  expect(retryDelay(task, { ...first, try: 40 })).toBe(86_400);
  expect(retryDelay(task, { ...first, try: 5000 })).toBe(86_400);
});

test("a failed try is followed by another while retries are left", () => {
  expect([1, 2, 3].map((number) => hasTryLeft(2, number))).toEqual([true, true, false]);
  expect(hasTryLeft(0, 1)).toBe(false);
});
