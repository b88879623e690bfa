import { expect, test } from "vitest";

import { compareGraphs } from "../../../model/dag/compareGraphs.ts";
import type { GraphDag, GraphTask } from "../../../model/dag/graphJson.ts";

const range = (line: number): GraphDag["range"] => ({
  start: { line, character: 0 },
  end: { line, character: 9 },
});

const task = (taskId: string, line = 0, operator = "EmptyOperator"): GraphTask => ({
  taskId,
  operator,
  group: taskId.includes(".") ? "g" : null,
  range: range(line),
  certainty: "certain",
  mapped: false,
  setup: false,
  teardown: false,
  triggerRule: "all_success",
});

const graph = (
  tasks: readonly GraphTask[],
  edges: readonly string[],
  groups: readonly string[] = [],
): GraphDag => ({
  dagId: "d",
  file: "d.py",
  range: range(0),
  certainty: "certain",
  unknown: [],
  schedule: { kind: "none", expression: null, timezone: null, text: null, certainty: "certain" },
  tasks,
  edges: edges.map((edge) => {
    const [from = "", to = ""] = edge.split(">");
    return { from, to, label: null, certainty: "certain" as const };
  }),
  groups: groups.map((groupId) => ({
    groupId,
    parent: null,
    mapped: false,
    range: range(0),
    certainty: "certain" as const,
  })),
});

test("added, removed, changed and moved tasks and edges are told apart", () => {
  const before = graph([task("a"), task("b"), task("g.c")], ["a>b", "b>g.c"], ["g"]);
  const after = graph([task("a", 7), task("b", 0, "BashOperator"), task("d")], ["a>b", "a>d"]);
  const both = compareGraphs(before, after);
  expect(both.tasks.map(({ taskId, change }) => `${taskId} ${change ?? ""}`)).toEqual([
    "a same",
    "b changed",
    "d added",
    "g.c removed",
  ]);
  expect(both.edges.map(({ from, to, change }) => `${from}>${to} ${change ?? ""}`)).toEqual([
    "a>b same",
    "a>d added",
    "b>g.c removed",
  ]);
  expect(both.groups.map(({ groupId }) => groupId)).toEqual(["g"]);
});

test("beside nothing all is added", () => {
  expect(compareGraphs(undefined, graph([task("a")], [])).tasks[0]?.change).toBe("added");
});
