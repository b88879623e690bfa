import { describe, expect, test } from "vitest";

import {
  lookOf,
  mainInstance,
  rowAbove,
  rowsBelow,
  sharesMinute,
  type RunRow,
} from "../../client/runs/runTree.ts";
import type { RunEvent } from "../../model/run/events.ts";
import { reduce, unopened, type RunState, type TaskRun } from "../../model/run/state.ts";

const task = (taskId: string, group: string | null = null, mapped = false): object => ({
  taskId,
  operator: "EmptyOperator",
  group,
  upstream: [],
  mapped,
  setup: false,
  teardown: false,
  retries: 1,
  source: null,
  remembered: false,
  simulated: false,
});

const planned = {
  at: 1000,
  kind: "planned",
  runId: "manual__1",
  dagId: "sales",
  selection: { kind: "all" },
  logicalDate: null,
  conf: {},
  parallel: 8,
  tasks: [
    task("extract"),
    task("g.clean", "g"),
    task("g.inner.load", "g.inner"),
    task("many", null, true),
  ],
  groups: [
    { groupId: "g", parent: null, mapped: false },
    { groupId: "g.inner", parent: "g", mapped: false },
  ],
};

function stateAfter(...events: readonly object[]): RunState {
  const opened = { at: 1000, kind: "opened", runId: "manual__1", file: "/w/dag.py", folder: null };
  return ([opened, planned, ...events] as readonly RunEvent[]).reduce(reduce, unopened);
}

/** The tree as the view shows it, one row a line. */
function drawn(state: RunState, now: number): string {
  const lines: string[] = [];
  const add = (row: RunRow, depth: number): void => {
    const { label, description } = lookOf(state, row, now);
    lines.push(`${"  ".repeat(depth)}${label} (${description})`);
    for (const below of rowsBelow(state, row)) {
      expect(rowAbove(state, below)).toEqual(row);
      add(below, depth + 1);
    }
  };
  add({ kind: "run", runId: state.runId }, 0);
  return lines.join("\n");
}

describe("the tree of a run", () => {
  test("has groups where their first task stands, and nothing below a task that never ran", () => {
    expect(drawn(stateAfter(), 3500)).toBe(
      `sales (running · 2.5 s)
  extract (waiting)
  g (waiting)
    clean (waiting)
    inner (waiting)
      load (waiting)
  many (waiting)`,
    );
  });

  test("shows tries with how they ended, and instances of a mapped task", () => {
    const of = (taskId: string, mapIndex: number | null = null): object => ({ taskId, mapIndex });
    const state = stateAfter(
      { at: 2000, kind: "started", try: 1, pid: 1, log: "/l/1.log", ...of("extract") },
      {
        at: 2500,
        kind: "retrying",
        try: 1,
        durationMs: 500,
        error: null,
        exit: { code: 3, signal: null },
        until: 4000,
        ...of("extract"),
      },
      { at: 4000, kind: "started", try: 2, pid: 1, log: "/l/2.log", ...of("extract") },
      {
        at: 4400,
        kind: "finished",
        state: "success",
        tries: 2,
        durationMs: 400,
        error: null,
        exit: null,
        reason: null,
        ...of("extract"),
      },
      { at: 4500, kind: "mapped", taskId: "many", length: 2 },
      { at: 4600, kind: "started", try: 1, pid: 1, log: null, ...of("many", 1) },
    );
    const tree = drawn(state, 5000);
    expect(tree).toContain("  extract (success · 2.4 s · 2 tries)");
    expect(tree).toContain("    Try 1 (failed · 0.5 s · exit code 3)");
    expect(tree).toContain("    Try 2 (success · 0.4 s)");
    expect(tree).toContain("  many (running · 0.4 s · 2 instances)");
    expect(tree).toContain("    [0] (waiting)\n    [1] (running · 0.4 s)\n      Try 1");
  });

  test("a mapped task is stood for by the instance that made it what it is", () => {
    const ended = (mapIndex: number, state: string): object => ({
      at: 3000,
      kind: "finished",
      taskId: "many",
      mapIndex,
      state,
      tries: 1,
      durationMs: 1,
      error: null,
      exit: null,
      reason: null,
    });
    const mapped = { at: 2000, kind: "mapped", taskId: "many", length: 2 };
    const many = (...events: readonly object[]): TaskRun | undefined =>
      stateAfter(mapped, ...events).tasks.get("many");
    expect(mainInstance(many(ended(0, "success"), ended(1, "failed")))).toBe(1);
    expect(mainInstance(many(ended(0, "success"), ended(1, "success")))).toBe(0);
    expect(mainInstance(undefined)).toBeUndefined();
  });
});

test("a run whose file could not be loaded says so in its row", () => {
  const errors = [{ file: "/w/dag.py", line: 3, lineFile: null, type: "KeyError", message: "X" }];
  const opened = { at: 1000, kind: "opened", runId: "manual__1", file: "/w/dag.py", folder: null };
  const refused = { at: 1300, kind: "refused", because: "file", reason: "No.", errors };
  const summary = { at: 1500, kind: "summary", result: "failed", simulated: 0 };
  const state = ([opened, refused, summary] as readonly object[] as readonly RunEvent[]).reduce(
    reduce,
    unopened,
  );
  expect(lookOf(state, { kind: "run", runId: "manual__1" }, 2000).context).toBe("run.unloaded");
  expect(drawn(state, 2000)).toMatch(/^dag\.py \(could not be loaded · 0\.5 s/);
});

test("runs of one DAG that began in the same minute are told apart by the second", () => {
  const began = (runId: string, startedAt: number, dagId = "sales"): RunState => ({
    ...unopened,
    runId,
    dagId,
    startedAt,
    endedAt: startedAt + 500,
  });
  const all = [
    began("a", 61_000),
    began("b", 95_000),
    began("c", 130_000),
    began("d", 70_000, "x"),
  ];
  expect(all.map((state) => sharesMinute(state, all))).toEqual([true, true, false, false]);
  const [a] = all;
  const row = { kind: "run", runId: "a" } as const;
  expect(a && lookOf(a, row, 200_000, true).description).toMatch(/ \d\d:01:01$/);
  expect(a && lookOf(a, row, 200_000).description).toMatch(/ \d\d:01$/);
});
