import { expect, test } from "vitest";

import { runTaskWish } from "../../client/runs/taskSelection.ts";

test("a task of tasks.json says which DAG, and which part of it", () => {
  expect(runTaskWish({ type: "dagsight", dag: "etl" })).toEqual({
    dagId: "etl",
    file: undefined,
    selection: { kind: "all" },
    params: {},
    logicalDate: undefined,
  });
  const from = { dag: "etl", from: ["a", "b"], params: { n: 1 }, logicalDate: "2024-03-31" };
  expect(runTaskWish(from)).toMatchObject({
    selection: { kind: "from", taskIds: ["a", "b"] },
    params: { n: 1 },
    logicalDate: "2024-03-31T00:00:00.000Z",
  });
  expect(runTaskWish({ dag: "etl", task: "a" })).toMatchObject({
    selection: { kind: "tasks", taskIds: ["a"] },
  });
});

test("a task that is written wrongly says what is wrong", () => {
  expect(runTaskWish({})).toBe('"dag" has to be the id of a DAG.');
  expect(runTaskWish({ dag: "a", file: 1 })).toBe('"file" has to be a path.');
  expect(runTaskWish({ dag: "a", from: 1 })).toBe('"from" has to be a task id, or a list of them.');
  expect(runTaskWish({ dag: "a", task: "b", until: "c" })).toBe(
    'Only one of "task" and "until" can be said.',
  );
  expect(runTaskWish({ dag: "a", params: [] })).toBe('"params" has to be names with values.');
  expect(runTaskWish({ dag: "a", logicalDate: "soon" })).toBe(
    '"logicalDate" has to be a date such as 2024-03-31 or 2024-03-31T06:00:00Z.',
  );
});
