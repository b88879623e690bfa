import { expect, test } from "vitest";

import { openDates } from "../../client/runs/openDates.ts";

test("a backfill leaves out the dates that have a run, as far as it is wanted", () => {
  const day = (number: number): number => Date.UTC(2024, 0, number);
  const dates = [1, 2, 3, 4].map((number) => ({ at: day(number) }));
  const run = (number: number, result: "success" | "failed", type = "backfill") => ({
    runId: `${type}__${number}`,
    result,
    logicalDate: new Date(day(number)).toISOString(),
  });
  const runs = [run(1, "success"), run(2, "failed"), run(3, "success", "manual")];
  const open = (reprocess: "none" | "failed" | "completed"): number[] =>
    openDates(dates, runs, reprocess).map(({ at }) => new Date(at).getUTCDate());
  expect(open("none")).toEqual([3, 4]);
  expect(open("failed")).toEqual([2, 3, 4]);
  expect(open("completed")).toEqual([1, 2, 3, 4]);
});
