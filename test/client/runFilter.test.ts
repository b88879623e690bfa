import { expect, test } from "vitest";

import { everyRun, filterInWords, passes, type RunFilter } from "../../client/runs/runFilter.ts";
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
