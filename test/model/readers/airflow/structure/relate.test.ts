import { expect, test } from "vitest";

import { chain, chainLinear } from "../../../../../model/readers/airflow/structure/chains.ts";
import type { Node } from "../../../../../model/readers/airflow/structure/draft.ts";
import { setUpstream } from "../../../../../model/readers/airflow/structure/relate.ts";
import { said, simulate } from "./simulation.ts";

const link = (nodes: Node | readonly Node[]): { nodes: typeof nodes; span: typeof said.span } => ({
  nodes,
  span: said.span,
});

test("lists may stand on either side of an arrow", () => {
  const dag = simulate();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => dag.task(id));
  if (a && b && c && d) dag.arrow(a, [b, c], d);
  expect(dag.edges()).toEqual(["a > b", "a > c", "b > d", "c > d"]);
});

test("chain pairs lists, chain_linear links all with all", () => {
  const pairs = simulate();
  const [a, b, c, d, e, f] = "abcdef".split("").map((id) => pairs.task(id));
  if (!a || !b || !c || !d || !e || !f) throw new Error("six tasks");
  chain(pairs.building, [link(a), link([b, c]), link([d, e]), link(f)], said);
  expect(pairs.edges()).toEqual(["a > b", "a > c", "b > d", "c > e", "d > f", "e > f"]);
  chainLinear(pairs.building, [link([b, c]), link([d, e])], said);
  expect(pairs.edges()).toContain("b > e");
});

test("chain refuses lists of different length, chain_linear labels and nothing", () => {
  const dag = simulate();
  const [a, b, c] = [dag.task("a"), dag.task("b"), dag.task("c")];
  chain(dag.building, [link([a, b]), link([c])], said);
  chainLinear(dag.building, [], said);
  chainLinear(dag.building, [link(a), link(dag.label("x")), link(b)], said);
  chainLinear(dag.building, [link([a, b, c])], said);
  expect(dag.faults()).toEqual(["R6", "R8", "R8", "R8"]);
});

test("a label stands on the edge between two tasks of one group", () => {
  const dag = simulate();
  dag.group("g", () => {
    dag.arrow(dag.task("a"), dag.label("then"), dag.task("b"));
  });
  expect(dag.labels()).toEqual(["g.a > g.b: then"]);
});

test("a label at a group's border makes the whole group the end of the edge", () => {
  const dag = simulate();
  const tasks: Node[] = [];
  dag.group("g", () => {
    tasks.push(dag.task("a"), dag.task("b"));
  });
  const [a] = tasks;
  const c = dag.task("c");
  if (a) dag.arrow(a, dag.label("done"), c);
  expect(dag.edges()).toEqual(["g.a > c", "g.b > c"]);
  expect(dag.labels()).toEqual(["g.a > c: done", "g.b > c: done"]);
});

test("labels to and from a group stand on every edge at its border", () => {
  const dag = simulate();
  const check = dag.task("check");
  const load = dag.group("load", () => {
    dag.task("left");
    dag.task("right");
  });
  const done = dag.task("done");
  dag.arrow(check, dag.label("has rows"), load);
  dag.arrow(load, dag.label("all loaded"), done);
  dag.arrow(check, dag.label("empty"), done);
  expect(dag.labels()).toEqual([
    "check > done: empty",
    "check > load.left: has rows",
    "check > load.right: has rows",
    "load.left > done: all loaded",
    "load.right > done: all loaded",
  ]);
});

test("a label between a task and a list stands on each of the edges", () => {
  const dag = simulate();
  const [a, b, c] = [dag.task("a"), dag.task("b"), dag.task("c")];
  const label = dag.label("x");
  setUpstream(dag.building, a, [label], said);
  setUpstream(dag.building, label, [b, c], said);
  expect(dag.labels()).toEqual(["b > a: x", "c > a: x"]);
});

test("tasks of two DAGs, and tasks of none, cannot be related", () => {
  const [one, two] = [simulate(), simulate()];
  one.arrow(one.task("a"), two.task("b"));
  one.building.dags.pop();
  one.arrow(one.task("c"), one.task("d"));
  expect(one.faults()).toEqual(["R2", "R3"]);
});

test("a task without a DAG joins the DAG of the task it is related to", () => {
  const dag = simulate();
  const a = dag.task("a");
  dag.building.dags.pop();
  dag.arrow(a, dag.task("b"));
  expect([...dag.dag.tasks.keys()]).toEqual(["a", "b"]);
});
