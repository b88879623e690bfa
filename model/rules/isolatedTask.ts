import type { Dag } from "../dag/dag.ts";
import { placeOf } from "./code/placeOf.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A task without any dependency in a DAG that has some. */
export const isolatedTask: Rule = {
  code: "isolated-task",
  summary: "A task is joined to no other task of its DAG.",
  why: "It runs by itself, at the start of each run. Often a dependency was forgotten.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
a = EmptyOperator(task_id="a")
b = EmptyOperator(task_id="b")
EmptyOperator(task_id="<|lonely|>")
a >> b
`),
      },
    ],
    clean: [
      { text: exampleDag(`EmptyOperator(task_id="only")`) },
      { text: exampleDag(`EmptyOperator(task_id="one")\nEmptyOperator(task_id="two")`) },
    ],
  }),
  *check(input) {
    const joined = new Map<Dag, ReadonlySet<string>>();
    const joinedIn = (dag: Dag): ReadonlySet<string> => {
      const known = joined.get(dag);
      if (known) return known;
      const ends = new Set<string>();
      for (const { from, to } of dag.edges) ends.add(from).add(to);
      joined.set(dag, ends);
      return ends;
    };
    for (const { task, dag } of writtenTasks(input)) {
      if (dag.edges.length === 0 || dag.unknown.length > 0 || task.certainty === "dynamic")
        continue;
      if (joinedIn(dag).has(task.taskId)) continue;
      yield {
        span: placeOf(task),
        message: `Task "${task.taskId}" is joined to no other task: it runs at the start of each run.`,
      };
    }
  },
};
