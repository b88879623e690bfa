import { expect, test } from "vitest";

import {
  rememberNewest,
  type RememberedRun,
  type RememberedTask,
} from "../../../model/run/remembered.ts";
import type { TaskState } from "../../../model/run/taskState.ts";

test("of each task what the newest run left in which it was done", () => {
  const found = rememberNewest(
    [
      run("third", { a: "failed", c: "success" }),
      run("second", { a: "cancelled", b: "skipped" }),
      run("first", { a: "success", b: "success", c: "success", d: "failed" }),
    ],
    ["a", "b", "c", "d", "e"],
  );
  expect(found?.runId).toBe("third");
  expect(
    [...(found?.tasks ?? [])].map(([id, task]) => [id, task.instances[0]?.state, task.from]),
  ).toEqual([
    ["a", "success", "first"],
    ["c", "success", undefined],
    ["b", "skipped", "second"],
    ["d", "failed", "first"],
  ]);
});

test("no run is read that is not needed", () => {
  const read: string[] = [];
  const runs = function* (): Iterable<RememberedRun> {
    for (const name of ["third", "second", "first"]) {
      read.push(name);
      yield run(name, { a: "success", b: name === "third" ? "failed" : "success" });
    }
  };
  rememberNewest(runs(), ["a", "b"]);
  expect(read).toEqual(["third", "second"]);
  expect(rememberNewest([], ["a"])).toBeUndefined();
});

function run(runId: string, states: Readonly<Record<string, TaskState>>): RememberedRun {
  return {
    runId,
    dagId: "dag",
    logicalDate: null,
    tasks: new Map(Object.entries(states).map(([id, state]) => [id, taskIn(state)])),
  };
}

function taskIn(state: TaskState): RememberedTask {
  return { instances: [{ mapIndex: -1, state, xcoms: new Map() }] };
}
