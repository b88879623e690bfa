import { expect, test } from "vitest";

import type { GraphDag } from "../../../model/dag/graphJson.ts";
import { builtDifference } from "../../../model/run/builtDifference.ts";
import { builtGraph } from "../../../model/run/builtGraph.ts";
import type { RunEvent } from "../../../model/run/events.ts";
import { reduce, unopened, type RunState } from "../../../model/run/state.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const certainty = "certain";

function read(tasks: readonly string[], edges: readonly (readonly [string, string])[]): GraphDag {
  return {
    ...{ dagId: "etl", file: "etl.py", range, certainty, unknown: [], groups: [] },
    schedule: { kind: "none", expression: null, timezone: null, text: null, certainty },
    tasks: tasks.map((taskId) => ({
      ...{ taskId, operator: "EmptyOperator", group: null, range, certainty },
      ...{ mapped: false, setup: false, teardown: false, triggerRule: "all_success" },
    })),
    edges: edges.map(([from, to]) => ({ from, to, label: "kept", certainty })),
  };
}

function run(tasks: Readonly<Record<string, readonly string[]>>, kind = "all"): RunState {
  const planned = {
    ...{ kind: "planned", dagId: "etl", selection: { kind }, groups: [] },
    tasks: Object.entries(tasks).map(([taskId, upstream]) => ({
      ...{ taskId, upstream, operator: "EmptyOperator", group: null, mapped: false },
      ...{ setup: false, teardown: false, source: { file: "/w/etl.py", line: 7 } },
    })),
  };
  return reduce(unopened, planned as object as RunEvent);
}

const marks = (graph: GraphDag | undefined): string[] => [
  ...(graph?.tasks ?? []).map(({ taskId, change }) => `${taskId} ${change ?? ""}`),
  ...(graph?.edges ?? []).map(({ from, to, change }) => `${from} > ${to} ${change ?? ""}`),
];

test("what Python built is shown where it is not what the text shows", () => {
  const text = read(["a", "load_{table}"], [["a", "load_{table}"]]);
  expect(marks(builtGraph(run({ a: [], load_x: ["a"], load_y: ["a"] }), text))).toEqual([
    ...["a same", "load_x added", "load_y added", "load_{table} removed"],
    ...["a > load_x added", "a > load_y added", "a > load_{table} removed"],
  ]);
  const added = builtGraph(run({ a: [], b: [] }), read(["a"], []))?.tasks[1];
  expect(added?.range.start.line).toBe(6);
});

test("a run that is as the text says, or only of a part, shows nothing else", () => {
  const text = read(["a", "b"], [["a", "b"]]);
  expect(builtGraph(run({ a: [], b: ["a"] }), text)).toBeUndefined();
  expect(builtGraph(run({ a: [] }, "tasks"), text)).toBeUndefined();
  expect(builtGraph(unopened, text)).toBeUndefined();
});

test("the difference is told in words, with the first names", () => {
  const text = read(["a", "load_{table}"], [["a", "load_{table}"]]);
  expect(builtDifference(run({ a: [], load_x: ["a"], load_y: ["a"] }), text)).toBe(
    "Python built another graph than the text shows. Beside the text it has load_x, load_y; has not load_{table}.",
  );
  const edges = read(["a", "b", "c"], [["a", "b"]]);
  expect(builtDifference(run({ a: [], b: [], c: ["a"] }), edges)).toBe(
    "Python built another graph than the text shows. Beside the text it has a → c; has not a → b.",
  );
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`t${index}`, []]));
  expect(builtDifference(run(many), read([], []))).toContain("t6, t7 and 4 more.");
  expect(builtDifference(run({ a: [] }), read(["a"], []))).toBeUndefined();
});
