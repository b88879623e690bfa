import { expect, test } from "vitest";

import type { RememberedRun } from "../../../model/run/remembered.ts";
import type { TaskState } from "../../../model/run/taskState.ts";
import { dagOf, mappedGroup } from "./dags.ts";
import { simulate } from "./simulate.ts";

/** An earlier run by the states of its instances. */
function earlier(
  states: Readonly<Record<string, readonly TaskState[] | TaskState>>,
): RememberedRun {
  const tasks = Object.entries(states).map(([taskId, found]) => {
    const list = typeof found === "string" ? [found] : found;
    const first = typeof found === "string" ? -1 : 0;
    const instances = list.map((state, index) => ({
      mapIndex: first + index,
      state,
      xcoms: new Map([["return_value", { text: "[1,2]", length: 2 }]]),
    }));
    return [taskId, { instances }] as const;
  });
  return { runId: "before", dagId: "d", logicalDate: null, tasks: new Map(tasks) };
}

const failedOf = { kind: "failed", runId: "before" } as const;

test("of a mapped task only what failed runs again, and what comes after it", () => {
  const dag = dagOf({
    make: {},
    each: { upstream: ["make"], expand: { kind: "xcom", taskId: "make", key: "return_value" } },
    total: { upstream: ["each"] },
  });
  const remembered = earlier({
    make: "success",
    each: ["success", "failed"],
    total: "upstream_failed",
  });
  const { started, states, result } = simulate(dag, {}, { selection: failedOf, remembered });
  expect(started).toEqual(["each[1]", "total"]);
  expect(states).toMatchObject({ "each[0]": "success", "each[1]": "success", total: "success" });
  expect(result).toBe("success");
});

test("in a mapped group the other indexes stay as they were", () => {
  const dag = dagOf(
    { "g.a": { group: "g" }, "g.b": { group: "g", upstream: ["g.a"] } },
    { groups: [mappedGroup("g", 2)] },
  );
  const remembered = earlier({
    "g.a": ["failed", "success"],
    "g.b": ["upstream_failed", "skipped"],
  });
  const { started, states } = simulate(dag, {}, { selection: failedOf, remembered });
  expect(started).toEqual(["g.a[0]", "g.b[0]"]);
  expect(states).toMatchObject({ "g.a[1]": "success", "g.b[1]": "skipped" });
});

test("everything runs again where what is mapped over does, or where there are more now", () => {
  const over = { kind: "xcom", taskId: "make", key: "return_value" } as const;
  const again = dagOf({ make: {}, each: { upstream: ["make"], expand: over } });
  const failedSource = earlier({ make: "failed", each: ["success", "success"] });
  const doings = { make: { returns: 2 } };
  expect(
    simulate(again, doings, { selection: failedOf, remembered: failedSource }).started,
  ).toEqual(["make", "each[0]", "each[1]"]);
  const longer = dagOf({ each: { expand: { kind: "literal", length: 3 } } });
  const before = earlier({ each: ["success", "failed"] });
  expect(simulate(longer, {}, { selection: failedOf, remembered: before }).started).toHaveLength(3);
});
