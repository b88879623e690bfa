import { expect, test } from "vitest";

import { absentTasks } from "../../../model/run/absent.ts";
import { makePlan, type Plan } from "../../../model/run/plan.ts";
import type { Selection } from "../../../model/run/events.ts";
import { dagOf } from "./dags.ts";
import { simulate } from "./simulate.ts";

const later = { startDate: "2030-01-01T00:00:00+00:00" };
const ended = { endDate: "2024-06-01T00:00:00+00:00" };
const run = { logicalDate: "2025-01-02T00:00:00+00:00", runType: "manual" };

function planOf(more = {}, selection: Selection = { kind: "all" }): Plan {
  const plan = makePlan(dagOf({ later, ended, now: {} }, more), selection, undefined);
  if ("problem" in plan) throw new Error(plan.problem);
  return plan;
}

test("a task that begins after the logical date or ended before it has no instance", () => {
  expect([...absentTasks(planOf(), run).values()]).toEqual([
    "later has no instance in this run: it begins on 2030-01-01T00:00:00+00:00.",
    "ended has no instance in this run: it ended on 2024-06-01T00:00:00+00:00.",
  ]);
  expect([...absentTasks(planOf(), { ...run, runType: "backfill" }).keys()]).toEqual(["ended"]);
  expect(absentTasks(planOf(), { ...run, logicalDate: null }).size).toBe(0);
});

test("what the user named runs all the same, and so does a DAG that is not active itself", () => {
  expect(absentTasks(planOf({}, { kind: "tasks", taskIds: ["later"] }), run).size).toBe(0);
  expect(absentTasks(planOf(later), run).size).toBe(0);
  expect(absentTasks(planOf(ended), run).size).toBe(0);
});

test("what comes after an absent task waits for ever, and an absent leaf changes nothing", () => {
  const dag = dagOf({
    later,
    after: { upstream: ["later"], triggerRule: "all_done" },
    first: {},
    any: { upstream: ["later", "first"], triggerRule: "one_success" },
  });
  const { states, result, reason } = simulate(
    dag,
    {},
    { absent: new Map([["later", "No later."]]) },
  );
  expect(states).toEqual({ later: "none", after: "none", first: "success", any: "success" });
  expect([result, reason]).toEqual(["failed", "No later. after waits for it."]);

  const leaf = dagOf({ first: {}, later: { ...later, upstream: ["first"] } });
  const alone = simulate(leaf, {}, { absent: new Map([["later", "No later."]]) });
  expect(alone.states).toEqual({ first: "success", later: "none" });
  expect(alone.result).toBe("success");

  const failing = simulate(
    dagOf({ first: {}, later }, { failFast: true }),
    { first: { state: "failed" } },
    { absent: new Map([["later", "No later."]]) },
  );
  expect(failing.states).toEqual({ first: "failed", later: "none" });
});
