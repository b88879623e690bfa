import { expect, test } from "vitest";

import { earlierEnds, panelInstances, panelRun } from "../../client/runs/panelRun.ts";
import type { RunEvent } from "../../model/run/events.ts";
import { reduce, unopened, type RunState } from "../../model/run/state.ts";

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

test("earlier runs tell how a task ended in them and how long it took, at most five", () => {
  const events = (took: number, state: "success" | "failed"): readonly RunEvent[] =>
    [
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
        tasks: ["a", "b"].map((taskId) => ({
          taskId,
          operator: "@task",
          group: null,
          upstream: [],
          setup: false,
          teardown: false,
          retries: 0,
          source: null,
          remembered: false,
          simulated: false,
          mapped: false,
        })),
        groups: [],
      },
      { at: 10, kind: "started", taskId: "a", mapIndex: -1, try: 1, pid: 1, log: null },
      { at: 10 + took, kind: "finished", taskId: "a", mapIndex: -1, try: 1, state },
    ] as unknown as readonly RunEvent[];
  const run = (took: number, state: "success" | "failed"): RunState =>
    events(took, state).reduce(reduce, unopened);
  const runs = [run(5, "failed"), ...[1, 2, 3, 4, 5, 6].map((took) => run(took, "success"))];
  expect(earlierEnds(runs, "b")).toEqual([]);
  expect(earlierEnds(runs, "a")).toEqual([
    { state: "failed", milliseconds: 5 },
    ...[1, 2, 3, 4].map((milliseconds) => ({ state: "success", milliseconds })),
  ]);
});
