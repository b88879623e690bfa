import { describe, expect, test } from "vitest";

import { criticalPath } from "../../../model/run/criticalPath.ts";
import type { RunEvent } from "../../../model/run/events.ts";
import { reduce, unopened, type RunState } from "../../../model/run/state.ts";
import { timelineOf } from "../../../model/run/timeline.ts";

interface Given {
  readonly upstream?: readonly string[];
  readonly group?: string;
  readonly mapped?: boolean;
}

/** A run of tasks by name, begun at 1000, after these events. */
function runOf(
  tasks: Readonly<Record<string, Given>>,
  events: readonly object[],
  groups: readonly object[] = [],
): RunState {
  const planned = Object.entries(tasks).map(([taskId, { upstream, group, mapped }]) => ({
    taskId,
    operator: "EmptyOperator",
    group: group ?? null,
    upstream: upstream ?? [],
    mapped: mapped ?? false,
    setup: false,
    teardown: false,
    retries: 1,
    source: null,
    remembered: false,
    simulated: false,
  }));
  const before = [
    { at: 1000, kind: "opened", runId: "r", file: "/w/dag.py", folder: null },
    {
      at: 1000,
      kind: "planned",
      runId: "r",
      dagId: "sales",
      selection: { kind: "all" },
      tasks: planned,
      groups,
    },
  ];
  return ([...before, ...events] as readonly RunEvent[]).reduce(reduce, unopened);
}

const started = (
  taskId: string,
  at: number,
  mapIndex: number | null = null,
  number = 1,
): object => ({
  at,
  kind: "started",
  taskId,
  mapIndex,
  try: number,
  pid: 1,
  log: null,
});
const finished = (
  taskId: string,
  at: number,
  mapIndex: number | null = null,
  state = "success",
): object => ({
  at,
  kind: "finished",
  taskId,
  mapIndex,
  state,
  error: null,
  exit: null,
  reason: null,
});
const ran = (
  taskId: string,
  from: number,
  to: number,
  mapIndex: number | null = null,
): object[] => [started(taskId, from, mapIndex), finished(taskId, to, mapIndex)];

const steps = (state: RunState, now = 9000): string[] =>
  criticalPath(state, now).map(
    ({ taskId, mapIndex, waitedMs, tookMs }) =>
      `${taskId}${mapIndex < 0 ? "" : `[${mapIndex}]`} ${waitedMs}+${tookMs}`,
  );

describe("the critical path", () => {
  test("goes back from what ended last to the upstream that ended last", () => {
    const tasks = {
      a: {},
      short: { upstream: ["a"] },
      long: { upstream: ["a"] },
      join: { upstream: ["short", "long"] },
      aside: {},
    };
    const events = [
      ...ran("a", 1100, 2000),
      ...ran("aside", 1100, 5000),
      ...ran("short", 2010, 2500),
      ...ran("long", 2010, 6000),
      ...ran("join", 6300, 7000),
    ];
    expect(steps(runOf(tasks, events))).toEqual(["a 100+900", "long 10+3990", "join 300+700"]);
  });

  test("a rule that did not wait for the slowest is released by the one before its begin", () => {
    const tasks = { quick: {}, slow: {}, early: { upstream: ["quick", "slow"] } };
    const events = [
      ...ran("quick", 1000, 1200),
      ...[started("slow", 1000), started("early", 1210)],
      ...[finished("slow", 3000), finished("early", 4000)],
    ];
    expect(steps(runOf(tasks, events))).toEqual(["quick 0+200", "early 10+2790"]);
  });

  test("a skipped task in between takes no time but passes on", () => {
    const tasks = { a: {}, no: { upstream: ["a"] }, end: { upstream: ["no"] } };
    const events = [
      ...ran("a", 1000, 2000),
      { at: 2005, kind: "skipped", taskId: "no", mapIndex: null, reason: "not chosen" },
      ...ran("end", 2010, 3000),
    ];
    expect(steps(runOf(tasks, events))).toEqual(["a 0+1000", "end 5+990"]);
  });

  test("names the instance that held up what waits for all of a mapped task", () => {
    const tasks = { each: { mapped: true }, sum: { upstream: ["each"] } };
    const events = [
      { at: 1000, kind: "mapped", taskId: "each", length: 3 },
      ...ran("each", 1000, 1500, 0),
      ...ran("each", 1000, 4000, 1),
      ...ran("each", 1000, 2000, 2),
      ...ran("sum", 4000, 4100),
    ];
    expect(steps(runOf(tasks, events))).toEqual(["each[1] 0+3000", "sum 0+100"]);
  });

  test("stays with its own index inside a mapped group", () => {
    const tasks = {
      "g.read": { group: "g", mapped: true },
      "g.write": { group: "g", mapped: true, upstream: ["g.read"] },
    };
    const events = [
      { at: 1000, kind: "mapped", taskId: "g.read", length: 2 },
      { at: 1000, kind: "mapped", taskId: "g.write", length: 2 },
      ...ran("g.read", 1000, 1500, 0),
      ...ran("g.read", 1000, 1600, 1),
      ...ran("g.write", 1700, 9000, 0),
    ];
    const state = runOf(tasks, events, [{ groupId: "g", parent: null, mapped: true }]);
    expect(steps(state)).toEqual(["g.read[0] 0+500", "g.write[0] 200+7300"]);
  });

  test("ends now while something runs, and is empty before anything has", () => {
    const tasks = { a: {}, b: { upstream: ["a"] } };
    expect(steps(runOf(tasks, []))).toEqual([]);
    expect(steps(runOf(tasks, [...ran("a", 1000, 2000), started("b", 2000)]), 3500)).toEqual([
      "a 0+1000",
      "b 0+1500",
    ]);
  });
});

describe("the timeline", () => {
  const groups = [
    { groupId: "g", parent: null, mapped: false },
    { groupId: "g.inner", parent: "g", mapped: false },
  ];
  const tasks = {
    first: {},
    "g.a": { group: "g" },
    "g.inner.b": { group: "g.inner" },
    many: { mapped: true },
    "g.late": { group: "g" },
  };

  test("has a row for each group, task and mapped instance, in the order of the DAG", () => {
    const state = runOf(
      tasks,
      [
        { at: 1000, kind: "mapped", taskId: "many", length: 2 },
        { at: 1000, kind: "labelled", taskId: "many", mapIndex: 1, label: "Oslo" },
      ],
      groups,
    );
    const { rows } = timelineOf(state, 2000);
    expect(rows.map(({ key, parent, label }) => [key, parent, label])).toEqual([
      ["task first", null, "first"],
      ["group g", null, "g"],
      ["task g.a", "group g", "a"],
      ["group g.inner", "group g", "inner"],
      ["task g.inner.b", "group g.inner", "b"],
      ["task g.late", "group g", "late"],
      ["task many", null, "many"],
      ["task many 0", "task many", "[0]"],
      ["task many 1", "task many", "[1] Oslo"],
    ]);
  });

  test("has a bar for each try, and a group reaches from its first to its last", () => {
    const retry = {
      ...{ at: 1500, kind: "retrying", taskId: "g.a", mapIndex: null, try: 1 },
      ...{ durationMs: 400, error: null, exit: null, until: 1600 },
    };
    const events = [
      started("g.a", 1100),
      retry,
      started("g.a", 1600, null, 2),
      finished("g.a", 2000),
    ];
    const rest = [...ran("g.inner.b", 1200, 2500), ...ran("g.late", 2500, 3000)];
    const { rows, path, pathMs, waitMs } = timelineOf(
      runOf(tasks, [...events, ...rest], groups),
      9,
    );
    const row = (key: string): (typeof rows)[number] | undefined =>
      rows.find((each) => each.key === key);
    expect(row("task g.a")?.tries).toEqual([
      { number: 1, state: "failed", startedAt: 1100, endedAt: 1500 },
      { number: 2, state: "success", startedAt: 1600, endedAt: 2000 },
    ]);
    expect(row("group g")).toMatchObject({ state: "success", startedAt: 1100, endedAt: 3000 });
    expect([path, pathMs, waitMs]).toEqual([["task g.late"], 500, 1500]);
  });

  test("says of a task why there is no bar", () => {
    const skipped = {
      at: 1,
      kind: "skipped",
      taskId: "first",
      mapIndex: null,
      reason: "not chosen",
    };
    const pretended = { at: 1, kind: "simulated", taskId: "g.a", reason: "no provider" };
    const { rows } = timelineOf(runOf(tasks, [skipped, pretended], groups), 9);
    expect(rows.flatMap(({ label, note }) => (note === null ? [] : [`${label}: ${note}`]))).toEqual(
      ["first: not chosen", "a: simulated: no provider"],
    );
  });
});
