import { expect, test } from "vitest";

import {
  enterSetups,
  leaveSetups,
  markSetup,
  markTeardown,
} from "../../../../../model/readers/airflow/structure/setupTeardown.ts";
import type { TaskDraft } from "../../../../../model/readers/airflow/structure/draft.ts";
import { said, simulate, type Simulation } from "./simulation.ts";

function inside(dag: Simulation, tasks: readonly TaskDraft[], body: () => void): void {
  enterSetups(dag.building, tasks, said);
  body();
  leaveSetups(dag.building, said);
}

test("as_teardown makes its setups setups, comes after them, and gets its own trigger rule", () => {
  const dag = simulate();
  const [setup, teardown] = [dag.task("setup"), dag.task("teardown")];
  markTeardown(dag.building, teardown, [setup], said);
  expect([setup.setup, teardown.teardown, teardown.triggerRule]).toEqual([
    true,
    true,
    "all_done_setup_success",
  ]);
  expect(dag.edges()).toEqual(["setup > teardown"]);
});

test("work inside a context stands between its setup and its teardown", () => {
  const dag = simulate();
  const setup = dag.task("setup", { setup: true });
  const teardown = dag.task("teardown", { teardown: true });
  dag.arrow(setup, teardown);
  inside(dag, [teardown], () => {
    dag.arrow(dag.task("a"), dag.task("b"));
  });
  expect(dag.edges()).toEqual(["a > b", "b > teardown", "setup > a", "setup > teardown"]);
});

test("a setup's context finds the teardown downstream of it", () => {
  const dag = simulate();
  const setup = dag.task("setup", { setup: true });
  const teardown = dag.task("teardown", { teardown: true });
  dag.arrow(setup, teardown);
  inside(dag, [setup], () => {
    dag.task("work");
  });
  expect(dag.edges()).toEqual(["setup > teardown", "setup > work", "work > teardown"]);
});

test("outer setups come before inner ones, inner teardowns before outer ones", () => {
  const dag = simulate();
  const [s1, t1] = [dag.task("s1", { setup: true }), dag.task("t1", { teardown: true })];
  const [s2, t2] = [dag.task("s2", { setup: true }), dag.task("t2", { teardown: true })];
  dag.arrow(s1, t1);
  dag.arrow(s2, t2);
  inside(dag, [t1], () => {
    dag.task("outer");
    inside(dag, [t2], () => {
      dag.task("inner");
    });
  });
  expect(dag.edges()).toEqual(
    expect.arrayContaining([
      "s1 > outer",
      "outer > t1",
      "s2 > inner",
      "inner > t2",
      "s1 > s2",
      "t2 > t1",
    ]),
  );
});

test("only setups and teardowns open a context, and not both at once", () => {
  const dag = simulate();
  expect(enterSetups(dag.building, [dag.task("plain")], said)).toBe(false);
  const both = [dag.task("s", { setup: true }), dag.task("t", { teardown: true })];
  expect(enterSetups(dag.building, both, said)).toBe(false);
  expect(dag.faults()).toEqual(["T5", "T6"]);
});

test("a task is a setup or a teardown, not both", () => {
  const dag = simulate();
  const task = dag.task("a");
  markSetup(dag.building, task, said);
  markTeardown(dag.building, task, [], said);
  expect(dag.faults()).toEqual(["T2"]);
});
