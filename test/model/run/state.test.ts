import fc from "fast-check";
import { expect, test } from "vitest";

import type { InstanceEvent, PlannedTask, RunEvent } from "../../../model/run/events.ts";
import { printTree } from "../../../model/run/printTree.ts";
import { reduce, unopened, type RunState } from "../../../model/run/state.ts";

const planned: RunEvent = {
  kind: "planned",
  at: 1,
  runId: "r",
  dagId: "d",
  selection: { kind: "all" },
  logicalDate: null,
  conf: {},
  parallel: 4,
  tasks: [task("first"), task("g.a", "g"), task("g.h.b", "g.h"), task("last")],
  groups: [
    { groupId: "g", parent: null, mapped: false },
    { groupId: "g.h", parent: "g", mapped: false },
  ],
};

test("a run as a tree: groups, tasks, instances, tries", () => {
  const state = play(
    { kind: "started", ...of("first"), try: 1, pid: 1, log: null },
    { kind: "retrying", ...of("first"), try: 1, durationMs: 5, error: null, exit: null, until: 9 },
    { kind: "started", ...of("first"), try: 2, pid: 1, log: null },
    finished("first", "success"),
    { kind: "mapped", taskId: "g.a", length: 2 },
    { kind: "started", ...of("g.a", 0), try: 1, pid: 1, log: null },
    { kind: "labelled", ...of("g.a", 0), label: "Berlin" },
    { kind: "started", ...of("g.a", 1), try: 1, pid: 1, log: null },
    finished("g.a", "failed", 1),
    { kind: "skipped", ...of("g.h.b"), reason: "skipped by g.a" },
  );
  expect(tree(state)).toEqual([
    "✓ first success 0 ms try 2",
    "▶ g running",
    "  ▶ a running 2 instances",
    "    ▶ [Berlin] running 58 ms",
    "    ✗ [1] failed 0 ms oh no",
    "  ○ h skipped",
    "    ○ b skipped skipped by g.a",
    "· last none",
  ]);
  expect(counted(state)).toEqual({ none: 1, success: 1, failed: 1, running: 1, skipped: 1 });
});

test("too many rows leave out first what is done and went well", () => {
  const state = play(finished("first", "success"), finished("last", "failed"));
  expect(printTree(state, { now: 0, rows: 3 }).map((line) => line.trim().split(/ +/)[1])).toEqual([
    "last",
    "5",
  ]);
});

test("output changes nothing, so nobody need look", () => {
  const state = play();
  const event: RunEvent = {
    kind: "output",
    at: 2,
    ...of("first"),
    try: 1,
    stream: "stdout",
    text: "x",
  };
  expect(reduce(state, event)).toBe(state);
});

test("no order of events breaks the counts", () => {
  const ids = ["first", "g.a", "g.h.b", "last", "unknown"];
  const any = fc.record({
    taskId: fc.constantFrom(...ids),
    mapIndex: fc.constantFrom(null, 0, 1, 7),
    kind: fc.constantFrom(
      "queued",
      "started",
      "retrying",
      "deferred",
      "skipped",
      "finished",
      "mapped",
    ),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), (picks) => {
      const state = play(
        ...picks.map(({ kind, taskId, mapIndex }) => eventOf(kind, taskId, mapIndex)),
      );
      const instances = [...state.tasks.values()].flatMap((one) => [...one.instances.values()]);
      const recount: Record<string, number> = {};
      for (const one of instances) recount[one.state] = (recount[one.state] ?? 0) + 1;
      expect(counted(state)).toEqual(recount);
    }),
    { seed: 6, numRuns: 300 },
  );
});

type Bare = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "at"> : never) : never;

function eventOf(kind: string, taskId: string, mapIndex: number | null): Bare {
  const name = { taskId, mapIndex };
  switch (kind) {
    case "queued":
      return { kind, ...name, try: 1 };
    case "started":
      return { kind, ...name, try: 1, pid: 1, log: null };
    case "retrying":
      return { kind, ...name, try: 1, durationMs: 0, error: null, exit: null, until: 5 };
    case "deferred":
      return { kind, ...name, try: 1, trigger: "t" };
    case "skipped":
      return { kind, ...name, reason: "r" };
    case "mapped":
      return { kind, taskId, length: 2 };
    default:
      return finished(taskId, "success", mapIndex);
  }
}

function finished(
  taskId: string,
  state: "success" | "failed",
  mapIndex: number | null = null,
): Extract<Bare, { kind: "finished" }> {
  const error =
    state === "failed"
      ? { type: "E", message: "oh no", file: null, line: null, traceback: null }
      : null;
  const rest = { tries: 1, durationMs: 0, error, exit: null, reason: null };
  return { kind: "finished", taskId, mapIndex, state, ...rest };
}

function play(...events: readonly Bare[]): RunState {
  const opened: RunEvent = { kind: "opened", at: 0, runId: "r", file: "/f.py", folder: null };
  return [opened, planned, ...events.map((event) => ({ at: 2, ...event }))].reduce(
    reduce,
    unopened,
  );
}

function tree(state: RunState): readonly string[] {
  return printTree(state, { now: 60 }).map((line) =>
    line.replace(
      /^( *)(.*)$/,
      (_, indent: string, rest: string) => indent + rest.replace(/ +/g, " "),
    ),
  );
}

function counted(state: RunState): Record<string, number> {
  return Object.fromEntries(Object.entries(state.counts).filter(([, count]) => count > 0));
}

function of(
  taskId: string,
  mapIndex: number | null = null,
): Pick<InstanceEvent, "taskId" | "mapIndex"> {
  return { taskId, mapIndex };
}

function task(taskId: string, group: string | null = null): PlannedTask {
  return {
    taskId,
    operator: "PythonOperator",
    group,
    upstream: [],
    mapped: false,
    setup: false,
    teardown: false,
    retries: 0,
    source: null,
    remembered: false,
    simulated: false,
  };
}
