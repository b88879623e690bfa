import { expect, test } from "vitest";

import {
  everyRun,
  filterInWords,
  hiddenAhead,
  passes,
  type RunFilter,
} from "../../client/runs/runFilter.ts";
import { unopened, type RunState } from "../../model/run/state.ts";

test("a filter leaves out what it does not name, and says so", () => {
  const run = (dagId: string, result: RunState["result"]): RunState => ({
    ...unopened,
    dagId,
    result,
  });
  const runs = [
    run("a", "failed"),
    run("a", "success"),
    run("b", undefined),
    run("b", "cancelled"),
  ];
  const shown = (filter: RunFilter): number[] =>
    runs.flatMap((each, at) => (passes(filter, each) ? [at] : []));
  expect(shown(everyRun)).toEqual([0, 1, 2, 3]);
  expect(shown({ standings: ["failed", "running"], dagIds: [] })).toEqual([0, 2]);
  expect(shown({ standings: [], dagIds: ["a"] })).toEqual([0, 1]);
  expect(shown({ standings: ["success"], dagIds: ["b"] })).toEqual([]);
  expect(filterInWords(everyRun)).toBeUndefined();
  expect(filterInWords({ standings: ["failed", "cancelled"], dagIds: ["a"] })).toBe(
    "Only failed or cancelled runs of a",
  );
  expect(filterInWords({ standings: [], dagIds: ["a", "b"] })).toBe("Only runs of a or b");
});

test("what was begun since the newest run that is shown is counted", () => {
  const runs = (["success", undefined, "failed", "success"] as const).map((result): RunState => ({
    ...unopened,
    dagId: "a",
    result,
  }));
  const only = (standing: "failed" | "cancelled" | "success"): RunFilter => ({
    standings: [standing],
    dagIds: [],
  });
  expect(hiddenAhead(everyRun, runs)).toBe(0);
  expect(hiddenAhead(only("success"), runs)).toBe(0);
  expect(hiddenAhead(only("failed"), runs)).toBe(2);
  expect(hiddenAhead(only("cancelled"), runs)).toBe(4);
});
