import { expect, test } from "vitest";

import { debugSelection } from "../../client/runs/debugSelection.ts";
import type { RunEvent } from "../../model/run/events.ts";
import { reduce, unopened, type RunState } from "../../model/run/state.ts";

function after(...states: readonly (readonly [taskId: string, state: string])[]): RunState {
  const task = (taskId: string, upstream: readonly string[]): object => ({ taskId, upstream });
  const planned = {
    kind: "planned",
    selection: { kind: "all" },
    tasks: [task("a", []), task("b", ["a"])],
    groups: [],
  };
  const finished = states.map(([taskId, state]) => ({
    ...{ kind: "finished", taskId, mapIndex: null, state, error: null, exit: null, reason: null },
  }));
  return ([planned, ...finished] as readonly object[] as readonly RunEvent[]).reduce(
    reduce,
    unopened,
  );
}

test("a task is debugged alone when what it waits for is remembered, else with all before it", () => {
  expect(debugSelection("b", undefined).kind).toBe("until");
  expect(debugSelection("b", after(["a", "failed"])).kind).toBe("until");
  expect(debugSelection("b", after(["a", "success"]))).toEqual({ kind: "tasks", taskIds: ["b"] });
  expect(debugSelection("a", after()).kind).toBe("tasks");
  expect(debugSelection("new", after(["a", "success"])).kind).toBe("until");
});
