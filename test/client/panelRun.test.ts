import { expect, test } from "vitest";

import { panelInstances, panelRun } from "../../client/runs/panelRun.ts";
import type { RunEvent } from "../../model/run/events.ts";
import { reduce, unopened } from "../../model/run/state.ts";

test("a run is painted task by task, a mapped one with its summary", () => {
  const task = {
    operator: "@task",
    group: null,
    upstream: [],
    setup: false,
    teardown: false,
    retries: 2,
    source: null,
    remembered: false,
    simulated: false,
  };
  const events = [
    { at: 1, kind: "opened", runId: "r", file: "/w/dag.py", folder: null },
    {
      at: 1,
      kind: "planned",
      runId: "r",
      dagId: "d",
      selection: { kind: "all" },
      logicalDate: null,
      conf: {},
      parallel: 8,
      tasks: [
        { ...task, taskId: "a", mapped: false },
        { ...task, taskId: "m", mapped: true },
      ],
      groups: [],
    },
    { at: 2, kind: "mapped", taskId: "m", length: 2 },
    { at: 3, kind: "started", taskId: "m", mapIndex: 0, try: 1, pid: 1, log: null },
  ] as readonly RunEvent[];
  const state = events.reduce(reduce, unopened);
  expect(panelRun(state)).toMatchObject({ runId: "r", state: "running", engine: "lite" });
  const shown = panelInstances(state, ["a", "m"]).map(
    ({ taskId, mapIndex, state: each, maxTries }) => [taskId, mapIndex, each, maxTries],
  );
  expect(shown).toEqual([
    ["a", null, null, 3],
    ["m", null, "running", 3],
    ["m", 0, "running", 3],
    ["m", 1, null, 3],
  ]);
});
