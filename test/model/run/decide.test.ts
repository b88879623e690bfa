import { expect, test } from "vitest";

import type { TaskDescription } from "../../../model/run/description.ts";
import { skipTargets } from "../../../model/run/skips.ts";
import { choicesOf, easyRulesOf, skipsOf, type EasyRules } from "../../../model/run/progress.ts";
import { dagOf, mappedGroup } from "./dags.ts";
import { simulate } from "./simulate.ts";

const failed = { state: "failed" } as const;

test("a failure goes down the chain without being waited for", () => {
  const { states, started, result } = simulate(
    dagOf({ a: {}, b: { upstream: ["a"] }, c: { upstream: ["b"] }, d: {} }),
    { a: failed },
  );
  expect(states).toEqual({ a: "failed", b: "upstream_failed", c: "upstream_failed", d: "success" });
  expect(started).toEqual(["a", "d"]);
  expect(result).toBe("failed");
});

test("a task after a failure that is done whatever happened makes the run a success", () => {
  const dag = dagOf({ a: {}, b: { upstream: ["a"], triggerRule: "all_done" } });
  const { states, result } = simulate(dag, { a: failed });
  expect(states).toEqual({ a: "failed", b: "success" });
  expect(result).toBe("success");
});

test("a failure counts more than a skip that happened to end a moment earlier", () => {
  const mapped = { expand: { kind: "literal", length: 3 } } as const;
  const dag = dagOf({ n: mapped, all: { upstream: ["n"] } });
  const doings = { "n[0]": { state: "skipped" }, "n[1]": failed } as const;
  expect(simulate(dag, doings).states["all"]).toBe("upstream_failed");
});

test("a skip does not wait for what comes later", () => {
  const dag = dagOf({
    skips: {},
    first: {},
    later: { upstream: ["first"] },
    all: { upstream: ["skips", "later"] },
  });
  const { states } = simulate(dag, { skips: { state: "skipped" }, later: failed });
  expect(states).toMatchObject({ later: "failed", all: "skipped" });
});

test("a skip that was seen before the failure of something later counts, whichever ends first", () => {
  const dag = dagOf({
    fails: {},
    later: { upstream: ["fails"] },
    skips: {},
    all: { upstream: ["skips", "later"] },
    both: { upstream: ["skips", "fails"] },
  });
  const skips = { state: "skipped", slow: true } as const;
  expect(simulate(dag, { skips, fails: failed }).states).toMatchObject({
    later: "upstream_failed",
    all: "skipped",
    both: "upstream_failed",
  });
});

test("a branch skips the ways not taken; a join needs a rule that lets skips pass", () => {
  const { states } = simulate(
    dagOf({
      pick: {},
      red: { upstream: ["pick"] },
      blue: { upstream: ["pick"] },
      joinDefault: { upstream: ["red", "blue"] },
      joinOk: { upstream: ["red", "blue"], triggerRule: "none_failed_min_one_success" },
    }),
    { pick: { skips: ["blue"], follows: ["red"] } },
  );
  expect(states).toEqual({
    pick: "success",
    red: "success",
    blue: "skipped",
    joinDefault: "skipped",
    joinOk: "success",
  });
});

test("what is more urgent starts first: more work after it, then its place", () => {
  const { started } = simulate(
    dagOf({ small: {}, big: {}, after: { upstream: ["big"] }, heavy: { priorityWeight: 9 } }),
    {},
    { parallel: 1 },
  );
  expect(started).toEqual(["heavy", "big", "small", "after"]);
});

test("limits hold: of the run, of a task, of a pool", () => {
  const five = Object.fromEntries(["a", "b", "c", "d", "e"].map((id) => [id, {}]));
  expect(simulate(dagOf(five), {}, { parallel: 3 }).mostAtOnce).toBe(3);
  expect(simulate(dagOf(five, { maxActiveTasks: 2 }), {}, { parallel: 9 }).mostAtOnce).toBe(2);
  const mapped = { n: { expand: { kind: "literal", length: 6 }, maxActiveTisPerDag: 1 } } as const;
  expect(simulate(dagOf(mapped), {}, { parallel: 9 }).mostAtOnce).toBe(1);
  const pooled = Object.fromEntries(["a", "b", "c"].map((id) => [id, { pool: "p", poolSlots: 2 }]));
  expect(simulate(dagOf(pooled), {}, { parallel: 9, pools: { p: 5 } }).mostAtOnce).toBe(2);
  const stuck = simulate(dagOf(pooled), {}, { parallel: 9, pools: { p: 1 } });
  expect([stuck.result, stuck.reason]).toEqual([
    "failed",
    'a needs 2 slots of pool "p", which has fewer',
  ]);
});

test("a mapped task gets one instance for each element, and none for an empty list", () => {
  const dag = dagOf({
    find: {},
    fix: { upstream: ["find"], expand: { kind: "xcom", taskId: "find", key: "return_value" } },
    after: { upstream: ["fix"] },
    summary: { upstream: ["fix"], triggerRule: "none_failed" },
  });
  expect(simulate(dag, { find: { returns: 2 } }).states).toEqual({
    find: "success",
    "fix[0]": "success",
    "fix[1]": "success",
    after: "success",
    summary: "success",
  });
  expect(simulate(dag, { find: { returns: 0 } }).states).toEqual({
    find: "success",
    fix: "skipped",
    after: "skipped",
    summary: "success",
  });
});

test("a task mapped over something skipped or failed shares its fate whatever its rule says", () => {
  const dag = dagOf({
    source: {},
    each: {
      upstream: ["source"],
      triggerRule: "none_failed",
      expand: { kind: "xcom", taskId: "source", key: "return_value" },
    },
  });
  expect(simulate(dag, { source: { state: "skipped" } }).states["each"]).toBe("skipped");
  expect(simulate(dag, { source: failed }).states["each"]).toBe("upstream_failed");
});

test("a task mapped over mapped instances has one for each that pushed", () => {
  const dag = dagOf({
    one: { expand: { kind: "literal", length: 3 } },
    two: {
      upstream: ["one"],
      triggerRule: "all_done",
      expand: { kind: "xcom", taskId: "one", key: "return_value" },
    },
  });
  const { states } = simulate(dag, { one: { returns: 1 }, "one[1]": failed });
  expect(states).toEqual({
    "one[0]": "success",
    "one[1]": "failed",
    "one[2]": "success",
    "two[0]": "success",
    "two[1]": "success",
  });
});

test("in a mapped group each index goes its own way, and what follows waits for all", () => {
  const dag = dagOf(
    {
      "g.a": { group: "g" },
      "g.b": { group: "g", upstream: ["g.a"] },
      end: { upstream: ["g.b"], triggerRule: "all_done" },
      strict: { upstream: ["g.b"] },
    },
    { groups: [mappedGroup("g", 2)] },
  );
  expect(simulate(dag, { "g.a[1]": failed }).states).toEqual({
    "g.a[0]": "success",
    "g.a[1]": "failed",
    "g.b[0]": "success",
    "g.b[1]": "upstream_failed",
    end: "success",
    strict: "upstream_failed",
  });
});

test("what a mapped group made is nothing to map over, unless the task in it is mapped itself", () => {
  const over = (taskId: string): Partial<TaskDescription> => ({
    upstream: [taskId],
    expand: { kind: "xcom", taskId, key: "return_value" },
  });
  const dag = dagOf(
    {
      "g.a": { group: "g" },
      "over.group": over("g.a"),
      m: over("list"),
      list: {},
      "over.m": over("m"),
    },
    { groups: [mappedGroup("g", 2)] },
  );
  const { states } = simulate(dag, {
    "g.a": { returns: 2 },
    list: { returns: 1 },
    m: { returns: 3 },
  });
  expect([states["over.group"], states["m[0]"], states["over.m[0]"]]).toEqual([
    "upstream_failed",
    "success",
    "success",
  ]);
});

test("a branch in a mapped group skips in its own index; Airflow 3.2 and later look elsewhere", () => {
  const dag = dagOf(
    {
      "g.pick": { group: "g" },
      "g.a": { group: "g", upstream: ["g.pick"] },
      "g.b": { group: "g", upstream: ["g.pick"] },
    },
    { groups: [mappedGroup("g", 2)] },
  );
  const doings = { "g.pick[0]": { follows: ["g.a"] }, "g.pick[1]": { follows: ["g.b"] } };
  const { states } = simulate(dag, doings);
  expect([states["g.a[0]"], states["g.b[0]"]]).toEqual(["success", "skipped"]);
  expect([states["g.a[1]"], states["g.b[1]"]]).toEqual(["skipped", "success"]);
  const later = simulate(dag, doings, { choices: choicesOf("3.3.2") });
  expect(Object.values(later.states)).toEqual(Array(6).fill("success"));
  expect(choicesOf("2.11.0")).toBe(choicesOf("3.1.8"));
});

test("a late skip wins over an upstream that failed; until Airflow 3.2 also over what ran", () => {
  const dag = dagOf({
    bad: {},
    good: {},
    stop: {},
    both: { upstream: ["bad", "stop"] },
    after: { upstream: ["both"], triggerRule: "all_skipped" },
    quick: { upstream: ["good", "stop"], triggerRule: "one_success" },
    end: { upstream: ["quick", "stop"] },
  });
  const doings = { bad: failed, stop: { slow: true, skips: ["both", "quick"] } } as const;
  const { states, result } = simulate(dag, doings, { skips: skipsOf("3.3.2") });
  expect(states).toMatchObject({ both: "skipped", quick: "success", end: "success" });
  expect(states["after"]).toBe("skipped");
  expect(result).toBe("success");
  const earlier = simulate(dag, doings, { skips: skipsOf("3.1.8") });
  expect(earlier.states).toMatchObject({ both: "skipped", quick: "skipped", end: "skipped" });
  expect(["2", "2.11.0", "3.0.6"].map(skipsOf)).toEqual(Array(3).fill("what is done, too"));
  expect(skipsOf("3")).toBe(skipsOf("3.2.2"));
});

test("what began beside a branch ends as it does, however late the branch is", () => {
  const dag = dagOf({ pick: {}, beside: { upstream: ["pick"], triggerRule: "always" } });
  const skips = skipsOf("2.11.0");
  for (const pick of [{ skips: ["beside"] }, { slow: true, skips: ["beside"] }] as const)
    expect(simulate(dag, { pick }, { skips }).states).toEqual({
      pick: "success",
      beside: "success",
    });
});

test("one failure in a mapped group alarms its own index; until Airflow 3.3 it alarms all of them", () => {
  const dag = dagOf(
    {
      "g.a": { group: "g" },
      "g.alarm": { group: "g", upstream: ["g.a"], triggerRule: "one_failed" },
    },
    { groups: [mappedGroup("g", 2)] },
  );
  const alarms = (easyRules: EasyRules): readonly unknown[] => {
    const { states } = simulate(dag, { "g.a[1]": failed }, { easyRules });
    return [states["g.alarm[0]"], states["g.alarm[1]"]];
  };
  expect(alarms(easyRulesOf("3.3.2"))).toEqual(["skipped", "success"]);
  for (const airflow of ["2", "2.11.0", "3.1.8", "3.2.2"])
    expect(alarms(easyRulesOf(airflow))).toEqual(["success", "success"]);
  expect(easyRulesOf("3")).toBe(easyRulesOf("3.3.0"));
});

test("an id alone in a skip means what is not mapped in Airflow 3, and all before", () => {
  const tasks = ["a", ["b", 1], 5, [null, 2]];
  expect(skipTargets(tasks, -1)).toEqual([
    { taskId: "a", mapIndex: -1 },
    { taskId: "b", mapIndex: 1 },
  ]);
  expect(skipTargets(tasks, null)[0]).toEqual({ taskId: "a", mapIndex: null });
});

test("a skip by index reaches that one only: what was mapped from the start is not at -1", () => {
  const over = { expand: { kind: "literal", length: 2 }, upstream: ["pick"] } as const;
  const dag = dagOf({ pick: {}, over, one: { upstream: ["pick"] } });
  const skips = [["over", -1] as const, ["one", -1] as const];
  expect(simulate(dag, { pick: { skips } }).states).toEqual({
    pick: "success",
    "over[0]": "success",
    "over[1]": "success",
    one: "skipped",
  });
});

test("a group mapped over an XCom expands all its tasks", () => {
  const dag = dagOf(
    {
      make: {},
      "g.a": { group: "g", upstream: ["make"] },
      "g.b": { group: "g", upstream: ["g.a"] },
      end: { upstream: ["g.b"] },
    },
    {
      groups: [
        {
          groupId: "g",
          parent: null,
          expand: { kind: "xcom", taskId: "make", key: "return_value" },
        },
      ],
    },
  );
  const { states, started } = simulate(dag, { make: { returns: 2 } });
  expect(started).toEqual(["make", "g.a[0]", "g.a[1]", "g.b[0]", "g.b[1]", "end"]);
  expect(new Set(Object.values(states))).toEqual(new Set(["success"]));
  expect(simulate(dag, { make: { returns: 0 } }).states).toEqual({
    make: "success",
    "g.a": "skipped",
    "g.b": "skipped",
    end: "skipped",
  });
});

test("in a mapped group a rule that one upstream satisfies waits for the group's length", () => {
  const dag = dagOf(
    {
      make: {},
      "g.a": { group: "g", upstream: ["make"] },
      "g.b": { group: "g", upstream: ["g.a"], triggerRule: "one_failed" },
    },
    {
      groups: [
        {
          groupId: "g",
          parent: null,
          expand: { kind: "xcom", taskId: "make", key: "return_value" },
        },
      ],
    },
  );
  expect(simulate(dag, { make: { returns: 2 }, "g.a[1]": failed }).states).toMatchObject({
    "g.b[0]": "skipped",
    "g.b[1]": "success",
  });
});

test("a teardown waits for all that lies between it and its setup", () => {
  const dag = dagOf({
    up: { setup: true },
    slow: { upstream: ["up"] },
    quick: { upstream: ["up", "slow"], triggerRule: "one_success" },
    down: { upstream: ["up", "quick"], teardown: true, triggerRule: "all_done_setup_success" },
  });
  expect(simulate(dag, {}, { parallel: 1 }).started).toEqual(["up", "slow", "quick", "down"]);
  const { started } = simulate(dag, { slow: { slow: true } });
  expect(started.at(-1)).toBe("down");
});

test("setups: what is in their scope fails with them, a teardown runs whatever the work did", () => {
  const dag = dagOf({
    up: { setup: true },
    work: { upstream: ["up"] },
    more: { upstream: ["work"], triggerRule: "all_done" },
    down: { upstream: ["up", "more"], teardown: true, triggerRule: "all_done_setup_success" },
  });
  expect(simulate(dag, { up: failed }).states).toEqual({
    up: "failed",
    work: "upstream_failed",
    more: "upstream_failed",
    down: "upstream_failed",
  });
  const broken = simulate(dag, { work: failed, down: failed });
  expect(broken.states).toEqual({ up: "success", work: "failed", more: "success", down: "failed" });
  expect(broken.result).toBe("success");
});

test("fail_fast stops what runs, skips the rest, and leaves teardowns", () => {
  const dag = dagOf(
    {
      bad: {},
      slow: {},
      later: { upstream: ["slow"] },
      down: { upstream: ["bad"], teardown: true, triggerRule: "all_done_setup_success" },
    },
    { failFast: true },
  );
  const { states, result } = simulate(dag, { bad: failed });
  expect(states).toEqual({ bad: "failed", slow: "failed", later: "skipped", down: "success" });
  expect(result).toBe("failed");
});

test("a short circuit skips everything it names, whatever their rules say", () => {
  const dag = dagOf({
    stop: {},
    next: { upstream: ["stop"] },
    end: { upstream: ["next"], triggerRule: "all_done" },
    other: {},
    meet: { upstream: ["next", "other"], triggerRule: "none_failed" },
  });
  const { states } = simulate(dag, { stop: { skips: ["next", "end", "meet"] } });
  expect(states).toMatchObject({ next: "skipped", end: "skipped", meet: "skipped" });
});

test("a run from a task takes what is above as done", () => {
  const dag = dagOf({ a: {}, b: { upstream: ["a"] }, x: {}, c: { upstream: ["b", "x"] } });
  const from = simulate(dag, {}, { selection: { kind: "from", taskIds: ["b"] } });
  expect(from.started).toEqual(["b", "c"]);
  const until = simulate(dag, {}, { selection: { kind: "until", taskIds: ["b"] } });
  expect(until.started).toEqual(["a", "b"]);
  const only = simulate(dag, {}, { selection: { kind: "tasks", taskIds: ["c"] } });
  expect(only.started).toEqual(["c"]);
});

test("what the past holds back keeps the run from succeeding, and says why", () => {
  const dag = dagOf({ a: { dependsOnPast: true }, b: {} });
  const run = simulate(dag, {}, { heldByPast: new Map([["a", "a waits for its earlier run"]]) });
  expect([run.states, run.result, run.reason]).toEqual([
    { a: "none", b: "success" },
    "failed",
    "a waits for its earlier run",
  ]);
});

test("a DAG without tasks succeeds", () => {
  expect(simulate(dagOf({})).result).toBe("success");
});

test("5,000 tasks in a deep lattice all run, each once", () => {
  const tasks: Record<string, Partial<TaskDescription>> = {};
  for (let i = 0; i < 5000; i++) {
    tasks[`t${i}`] = {
      upstream: i < 50 ? [] : [`t${i - 50}`, `t${i - 50 + (i % 7 === 0 ? 1 : 0)}`],
    };
  }
  const { result, started } = simulate(dagOf(tasks), {}, { parallel: 8 });
  expect([result, started.length]).toEqual(["success", 5000]);
});
