import { expect, test } from "vitest";

import { faultsIn, sketch } from "../readText.ts";

const head = `from simple_workflow import SimpleWorkflow, Task\n\ndef work():\n    pass\n\nwf = SimpleWorkflow("etl")\n`;

test("tasks and dependencies by id", () => {
  expect(
    sketch(`${head}
wf.add_task(Task("extract", work))
load = Task("load", work, retries=2)
wf.add_task(load)
wf.set_dependency("extract", "load")
`),
  ).toEqual(["etl: extract, load", "extract > load"]);
});

test("the workspace's own classes are watched, not run", () => {
  const own = `
    #- wf.py
    from engine import SimpleWorkflow, Task
    wf = SimpleWorkflow("etl")
    for name in ["a", "b"]:
        wf.add_task(Task(name, print))
    wf.set_dependency("a", "b")
    wf.run()
    #- engine.py
    class Task:
        def __init__(self, task_id, func, retries=3):
            self.task_id = task_id
    class SimpleWorkflow:
        def __init__(self, name):
            self.tasks = {}
        def add_task(self, task):
            self.tasks[task.task_id] = task
        def set_dependency(self, upstream_id, downstream_id):
            pass
        def run(self):
            while True:
                pass
  `;
  expect(sketch(own).map((line) => line.replace(/~/g, ""))).toEqual(["etl: a, b", "a > b"]);
});

test("an id that no task has, and a task that was never added", () => {
  expect(
    faultsIn(`${head}
wf.add_task(Task("a", work))
late = Task("b", work)
wf.set_dependency("a", "bb")
wf.set_dependency("aa", "a")
`),
  ).toEqual([
    'simple-unknown-downstream "bb"',
    'simple-unknown-upstream "aa"',
    "simple-task-not-added b",
  ]);
});
