import { expect, test } from "vitest";

import { layout } from "../../../model/layout/layout.ts";
import { measure } from "../../../model/layout/measure.ts";
import { tableWidth } from "../../../model/layout/textWidth.ts";
import { viewOf } from "../../../model/layout/view.ts";
import type { Direction, LayoutGraph, Picture } from "../../../model/layout/graph.ts";
import type { GraphDag } from "../../../model/dag/graphJson.ts";
import { faultsOf, rectAt } from "./faultsOf.ts";
import { dagOf, platformDag, randomDag } from "./graphs.ts";

const all = { collapsed: new Set<string>(), unfolded: new Set<string>() };

function drawn(
  dag: GraphDag,
  direction: Direction = "LR",
  collapsed: readonly string[] = [],
): { graph: LayoutGraph; picture: Picture; at: (id: string) => ReturnType<typeof rectAt> } {
  const view = viewOf(dag, { ...all, collapsed: new Set(collapsed) });
  const graph = measure(view, direction, tableWidth);
  const { picture } = layout(graph);
  return { graph, picture, at: (id) => rectAt(picture, view.boxOf.get(id) ?? -1) };
}

test("120 random graphs: nothing overlaps, all is inside its group, no line runs through what it is not for", () => {
  for (let seed = 1; seed <= 120; seed++) {
    const { graph, picture } = drawn(randomDag(seed), seed % 2 === 0 ? "LR" : "TB");
    expect({ seed, faults: faultsOf(graph, picture) }).toEqual({ seed, faults: [] });
  }
});

test("the same graph gives the same picture, also from the memory of itself", () => {
  const graph = measure(viewOf(randomDag(11), all), "LR", tableWidth);
  const first = layout(graph);
  expect(layout(graph).picture).toEqual(first.picture);
  expect(layout(graph, first.memory).picture).toEqual(first.picture);
});

// extract → transform → load → check
test("a pipeline is one straight line", () => {
  const { picture, at } = drawn(dagOf("extract > transform > load > check"));
  expect(new Set(["extract", "transform", "load", "check"].map((id) => at(id).y)).size).toBe(1);
  expect(picture.routes.stops.length).toBe(3 * 4);
});

//       ┌→ one ──┐
// start ┼→ two ──┼→ end
//       └→ three ┘
test("the middle of a fan lies on the line of its ends, and siblings stay in the order of making", () => {
  const { at } = drawn(dagOf("start > one > end, start > two > end, start > three > end"));
  const middle = at("start").y;
  expect([at("two").y, at("end").y]).toEqual([middle, middle]);
  expect(at("one").y).toBeLessThan(middle);
  expect(at("three").y).toBeGreaterThan(middle);
});

// latest ─→ one ┬─→ three
//              ╳
//           two ┴─→ four
test("of two pictures that mirror each other, the one in the order of making is drawn", () => {
  const { at } = drawn(
    dagOf("latest > one > three, two > three, one > four, two > four, one > four"),
  );
  expect(at("one").y).toBeLessThan(at("two").y);
  expect(at("three").y).toBeLessThan(at("four").y);
});

test("groups follow their dependencies, not their names", () => {
  const { at } = drawn(
    dagOf(
      "stage_b.start > stage_b.mid > stage_b.end > stage_a.start > stage_a.end > final, stage_b.mid > final",
    ),
  );
  expect(at("stage_b").x + at("stage_b").width).toBeLessThan(at("stage_a").x);
  expect(at("stage_a").x + at("stage_a").width).toBeLessThan(at("final").x);
});

test("a group keeps its place among its siblings when it is closed and opened", () => {
  const dag = dagOf("alpha.a, alpha.b, beta.a, beta.b, gamma.a, gamma.b");
  for (const collapsed of [[], ["alpha"], ["alpha", "beta", "gamma"]]) {
    const { at } = drawn(dag, "LR", collapsed);
    expect(at("alpha").y).toBeLessThan(at("beta").y);
    expect(at("beta").y).toBeLessThan(at("gamma").y);
  }
});

test("an edge that closes a cycle runs against the flow, the others with it", () => {
  const { graph, at } = drawn(dagOf("a > b > c > a"));
  expect(at("a").x).toBeLessThan(at("b").x);
  expect(at("b").x).toBeLessThan(at("c").x);
  expect([...graph.edges.closing]).toEqual([0, 0, 1]);
});

test("what is not connected is packed into a page, not a tower", () => {
  const { picture } = drawn(dagOf([...Array(200).keys()].map((at) => `t${at}`).join(",")));
  expect(picture.width / picture.height).toBeGreaterThan(0.8);
  expect(picture.width / picture.height).toBeLessThan(3);
});

test("a chain of 10,000 tasks does not overflow anything", () => {
  const { picture } = drawn(dagOf([...Array(10_000).keys()].map((at) => `t${at}`).join(">")));
  expect(picture.routes.starts.length).toBe(10_000);
});

test("an edit moves almost nothing", () => {
  const dag = platformDag(300);
  const before = viewOf(dag, all);
  const first = layout(measure(before, "LR", tableWidth));
  const source = dag.tasks[120]?.taskId ?? "";
  const edited = {
    ...dag,
    tasks: [
      ...dag.tasks,
      { ...(dag.tasks[120] ?? dag.tasks[0]), taskId: "brand_new", group: null },
    ],
    edges: [...dag.edges, { from: source, to: "brand_new", label: null, certainty: "certain" }],
  } as GraphDag;
  const after = viewOf(edited, all);
  const second = layout(measure(after, "LR", tableWidth), first.memory);
  // A group that has to make room may move as a whole: what counts is where a task is among the others in it.
  const place = (of: typeof first, view: typeof before, id: string): readonly [number, number] => {
    const box = view.boxOf.get(id) ?? -1;
    const rect = rectAt(of.picture, box);
    const parent = view.boxes[box]?.parent;
    const sibling = view.boxes.findIndex(
      (other) => other.parent === parent && other.kind === "task",
    );
    const origin = rectAt(of.picture, sibling);
    return [rect.x - origin.x, rect.y - origin.y];
  };
  const moved = dag.tasks.filter(({ taskId }) => {
    const [x, y] = place(first, before, taskId);
    const [newX, newY] = place(second, after, taskId);
    return Math.hypot(newX - x, newY - y) > 20;
  });
  expect(moved.length / dag.tasks.length).toBeLessThanOrEqual(0.03);
});

test("tasks that are typed first and connected later end on one line", () => {
  const graphOf = (text: string): LayoutGraph =>
    measure(viewOf(dagOf(text), all), "LR", tableWidth);
  const { memory } = layout(graphOf("a > b, mail, c"));
  const { picture } = layout(graphOf("a > b > mail > c"), memory);
  const ys = [0, 1, 2, 3].map((index) => rectAt(picture, index).y);
  expect(new Set(ys).size).toBe(1);
});

test("a long pipeline is folded into rows that fit a page, with sound lines between them", () => {
  const skips = "t10 > t20, t3 > t40, t15 > t30 [skip], t31 > t29, t44 > t44, a > b";
  const chain = [...Array(60).keys()].map((at) => `t${at}`).join(" > ");
  for (const direction of ["LR", "TB"] as const) {
    const { graph, picture, at } = drawn(dagOf(`${chain}, ${skips}`), direction);
    expect(faultsOf(graph, picture)).toEqual([]);
    expect(Math.max(picture.width, picture.height)).toBeLessThan(4000);
    const [first, last] = [at("t0"), at("t59")];
    expect(direction === "LR" ? last.y > first.y : last.x > first.x).toBe(true);
  }
});

test("a task beside a long pipeline moves neither the row it is in nor the rows below", () => {
  const chain = [...Array(60).keys()].map((at) => `t${at}`).join(" > ");
  for (const direction of ["LR", "TB"] as const) {
    const graphOf = (text: string): LayoutGraph =>
      measure(viewOf(dagOf(text), all), direction, tableWidth);
    const { picture: before, memory } = layout(graphOf(chain));
    const after = layout(graphOf(`${chain}, t31 > more`), memory).picture;
    before.rects.forEach((value, at) => {
      expect(Math.abs(value - (after.rects[at] ?? NaN))).toBeLessThan(1);
    });
    expect(faultsOf(graphOf(`${chain}, t31 > more`), after)).toEqual([]);
  }
});

test("rows stay where they begin when something is typed", () => {
  const chain = [...Array(60).keys()].map((at) => `t${at}`).join(" > ");
  const graphOf = (text: string): LayoutGraph =>
    measure(viewOf(dagOf(text), all), "LR", tableWidth);
  const first = layout(graphOf(chain));
  const second = layout(graphOf(`${chain} > one_more`), first.memory);
  const ys = (picture: Picture): number[] =>
    [...Array(60).keys()].map((index) => rectAt(picture, index).y);
  expect(ys(second.picture)).toEqual(ys(first.picture));
});

/** `start > task_0 … > end`, each of another operator, so that none fold. */
function unlikeFan(count: number): GraphDag {
  const ids = Array.from({ length: count }, (_, at) => `task_${at}`);
  const operators = ids.map((id, at): [string, { operator: string }] => [
    id,
    { operator: `Operator${at}` },
  ]);
  return dagOf(ids.map((id) => `start > ${id} > end`).join(", "), Object.fromEntries(operators));
}

test.each(["LR", "TB"] as const)(
  "a fan that would be a tower is spread over columns, %s, and all stay in theirs when one more comes",
  (direction) => {
    const tallest = direction === "LR" ? "height" : "width";
    const tower = measure(viewOf(unlikeFan(40), all), direction, tableWidth);
    const { picture, memory } = layout(tower);
    expect(faultsOf(tower, picture)).toEqual([]);
    expect(picture[tallest]).toBeLessThan((40 * (direction === "LR" ? 64 : 176)) / 1.5);
    const more = measure(viewOf(unlikeFan(41), all), direction, tableWidth);
    const next = layout(more, memory).picture;
    expect(faultsOf(more, next)).toEqual([]);
    const along = direction === "LR" ? "x" : "y";
    const moved = tower.boxes.ids.filter(
      (id, box) => id !== "end" && rectAt(picture, box)[along] !== rectAt(next, box)[along],
    );
    expect(moved).toEqual([]);
  },
);

test("a side chain stands next to where it joins, and only as far as all before it can follow", () => {
  const { at } = drawn(dagOf("a > b > c > d > end, x > y > end, b > p > q > end, x > z"));
  expect(at("y").x).toBe(at("d").x);
  expect(at("x").x).toBe(at("c").x);
  expect(at("z").x).toBe(at("d").x);
  expect(at("p").x).toBe(at("c").x);
  expect(at("q").x).toBe(at("d").x);
  const between = drawn(dagOf("a > b > c > d > end, a > p > end"));
  expect(between.at("p").x).toBe(between.at("b").x);
});

test("a short fan stays one column", () => {
  const { at } = drawn(unlikeFan(12));
  expect(new Set(Array.from({ length: 12 }, (_, index) => at(`task_${index}`).x)).size).toBe(1);
});
