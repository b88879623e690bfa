import { expect, test } from "vitest";

import { simulate } from "./simulation.ts";

test("a group prefixes the ids inside it unless it is told not to", () => {
  const dag = simulate();
  dag.group(
    "outer",
    () => {
      dag.task("a");
      dag.group("inner", () => dag.task("b"));
    },
    { prefix: false },
  );
  dag.group("top", () => {
    dag.group("plain", () => dag.task("c"), { prefix: false });
  });
  expect([...dag.dag.tasks.keys()]).toEqual(["a", "inner.b", "c"]);
  expect([...dag.dag.usedIds.all]).toContain("top.plain");
});

test("an arrow to a group goes to its roots, an arrow from it leaves its leaves", () => {
  const dag = simulate();
  const [before, after] = [dag.task("before"), dag.task("after")];
  const group = dag.group("g", () => {
    const [a, b, c] = [dag.task("a"), dag.task("b"), dag.task("c")];
    dag.arrow(a, b);
    dag.arrow(c);
  });
  dag.arrow(before, group, after);
  expect(dag.edges()).toEqual([
    "before > g.a",
    "before > g.c",
    "g.a > g.b",
    "g.b > after",
    "g.c > after",
  ]);
});

test("tasks that join a group later do not change an arrow made before", () => {
  const dag = simulate();
  const before = dag.task("before");
  dag.group("g", (group) => {
    dag.task("a");
    dag.arrow(before, group);
    dag.task("b");
  });
  expect(dag.edges()).toEqual(["before > g.a"]);
});

test("what stands before an empty group is joined to what stands after it, in Airflow 3 only", () => {
  const edges = ([2, 3] as const).map((version) => {
    const dag = simulate(version);
    const [a, b] = [dag.task("a"), dag.task("b")];
    dag.arrow(
      a,
      dag.group("g", () => undefined),
      b,
    );
    return dag.edges();
  });
  expect(edges).toEqual([[], ["a > b"]]);
});

test("a teardown is no leaf of its group: what stands before it is", () => {
  const dag = simulate();
  const after = dag.task("after");
  const group = dag.group("g", () => {
    const setup = dag.task("setup", { setup: true });
    const work = dag.task("work");
    const teardown = dag.task("teardown", { teardown: true });
    dag.arrow(setup, work, teardown);
    dag.arrow(setup, teardown);
  });
  dag.arrow(group, after);
  expect(dag.edges()).toContain("g.work > after");
  expect(dag.edges()).not.toContain("g.teardown > after");
});

test("a group's id that is taken is refused, or gets a number where that is asked for", () => {
  const dag = simulate();
  dag.group("g", () => dag.task("a"));
  dag.group("g", () => dag.task("b"), { suffixOnCollision: true });
  dag.group("g", () => dag.task("c"), { suffixOnCollision: true });
  expect([...dag.dag.tasks.keys()]).toEqual(["g.a", "g__1.b", "g__2.c"]);
  dag.group("g", () => undefined);
  expect(dag.faults()).toEqual(["N7"]);
});

test("a TaskFlow task that is made again gets a number", () => {
  const dag = simulate();
  dag.group("g", () => {
    for (let count = 0; count < 3; count++) dag.task("f", { unique: true });
    dag.task("f__1", { unique: true });
  });
  expect([...dag.dag.tasks.keys()]).toEqual(["g.f", "g.f__1", "g.f__2", "g.f__3"]);
});

test("a classic task that is made again is refused", () => {
  const dag = simulate();
  dag.task("a");
  dag.task("a");
  dag.group("g", () => undefined);
  dag.task("g");
  expect(dag.faults()).toEqual(["N5", "N6"]);
});
