import { expect, test } from "vitest";

import { crossings } from "../../../bench/graph/drawn.ts";
import type { GraphDag } from "../../../model/dag/graphJson.ts";
import { layout, lineAt } from "../../../model/layout/layout.ts";
import { measure } from "../../../model/layout/measure.ts";
import { tableWidth } from "../../../model/layout/textWidth.ts";
import { viewOf } from "../../../model/layout/view.ts";
import { flatten } from "./faultsOf.ts";
import { dagOf, randomFrom } from "./graphs.ts";

/** How many lines cross in the drawing of a DAG. */
function crossingsOf(dag: GraphDag): number {
  const unfolded = new Set(dag.tasks.map(({ taskId }) => taskId));
  const view = viewOf(dag, { collapsed: new Set(), unfolded });
  const { picture } = layout(measure(view, "LR", tableWidth));
  const lines = view.edges.map(({ from, to }, index) => ({
    from: view.boxes[from]?.id ?? "",
    to: view.boxes[to]?.id ?? "",
    points: flatten(lineAt(picture.routes, index), "LR", false).filter((_, at) => at % 3 === 0),
  }));
  return crossings({ boxes: new Map(), lines });
}

/** A DAG in which every task has an upstream one, and some more edges that lead anywhere. */
function tangled(seed: number, size: number): string {
  const random = randomFrom(seed);
  const upTo = (end: number): number => Math.floor(random() * end);
  const edges = new Set<string>();
  for (let task = 1; task < size; task++) edges.add(`t${upTo(task)} > t${task}`);
  for (let more = upTo(6); more >= 0; more--) {
    const from = upTo(size - 1);
    edges.add(`t${from} > t${from + 1 + upTo(size - 1 - from)}`);
  }
  return [...edges].join(", ");
}

test.each([
  "t0 > t1, t1 > t2, t1 > t3, t1 > t4, t2 > t5, t1 > t6, t2 > t7, t6 > t8, t2 > t9, t5 > t10, t0 > t11, t9 > t11, t4 > t6",
  "t0 > t1, t1 > t2, t1 > t3, t2 > t4, t0 > t5, t2 > t6, t2 > t7, t1 > t8, t5 > t9, t2 > t10, t1 > t11, t1 > t10, t5 > t11, t9 > t11, t2 > t11, t3 > t8",
])("what can be drawn without a crossing is, though no sweep comes to it: %s", (edges) => {
  expect(crossingsOf(dagOf(edges))).toBe(0);
});

// Graphviz's dot draws these with 49 crossings.
test("small graphs have no more crossings than dot draws", () => {
  let sum = 0;
  for (let seed = 1; seed <= 200; seed++) sum += crossingsOf(dagOf(tangled(seed, 12)));
  expect(sum).toBeLessThanOrEqual(49);
});
