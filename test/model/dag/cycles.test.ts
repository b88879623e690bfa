import { expect, test } from "vitest";

import { adjacencyOf, descendantsOf, runsBefore } from "../../../model/dag/adjacency.ts";
import { cyclesOf, selfEdgesOf } from "../../../model/dag/cycles.ts";
import type { Dependency } from "../../../model/dag/dag.ts";

/** Edges from a drawing such as `a>b b>c c>a`, each placed by its position; `?` marks one that may be absent. */
function edgesOf(drawing: string): { edges: Dependency[] } {
  const edges = drawing.split(" ").map((text, at) => {
    const [from = "", to = ""] = text.replace("?", "").split(">");
    const span = { file: "dag.py", start: at, end: at + 1 };
    const certainty = text.endsWith("?") ? ("dynamic" as const) : ("certain" as const);
    const spans = { span, fromSpan: undefined, toSpan: undefined, statementSpan: span };
    return { from, to, label: null, certainty, via: "shift" as const, ...spans };
  });
  return { edges };
}

function drawn(drawing: string): readonly string[] {
  return cyclesOf(edgesOf(drawing)).map(({ edges }) =>
    [...edges.map(({ from }) => from), edges[0]?.from].join(">"),
  );
}

test.each([
  ["a>b b>c", []],
  ["s>a a>b b>c c>a", ["a>b>c>a"]],
  ["c>a a>b b>c", ["c>a>b>c"]],
  ["a>b b>a", ["a>b>a"]],
  ["a>b b>c c>d d>a c>b", ["b>c>b"]],
  ["a>b b>a c>d d>c", ["a>b>a", "c>d>c"]],
  ["a>a", []],
  ["a>b b>a?", []],
])("cycles of %s: %j", (drawing, cycles) => {
  expect([...drawn(drawing)].sort()).toEqual(cycles);
});

test("an edge to itself is told apart", () => {
  expect(selfEdgesOf(edgesOf("a>b b>b")).map(({ from }) => from)).toEqual(["b"]);
});

test("what runs before and after a task", () => {
  const adjacency = adjacencyOf(edgesOf("a>b b>c x>c c>d"));
  expect(["a", "b", "c", "d", "x"].filter((id) => runsBefore(id, "c", adjacency))).toEqual([
    "a",
    "b",
    "x",
  ]);
  expect([...descendantsOf("b", adjacency)].sort()).toEqual(["c", "d"]);
});

test("a long ring is found at once", () => {
  const ring = Array.from({ length: 2000 }, (_, at) => `t${at}>t${(at + 1) % 2000}`).join(" ");
  expect(cyclesOf(edgesOf(ring))[0]?.edges).toHaveLength(2000);
});
