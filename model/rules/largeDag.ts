import { adjacencyOf } from "../dag/adjacency.ts";
import type { Dag } from "../dag/dag.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const most = 100;
const deepest = 20;

/** A DAG that does the work of several. Airflow: Best Practices, "Reducing DAG complexity". */
export const largeDag: Rule = {
  code: "large-dag",
  summary: "A DAG has very many tasks, or a very long chain of them.",
  why: "One DAG for each business process is easier to read, run and repair, and costs the scheduler less. A long chain runs one task at a time.",
  severity: "hint",
  preset: "off",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `for i in range(${most + 1}):\n    EmptyOperator(task_id=f"load_{i}")`,
          '"<|etl|>", schedule=None',
        ),
      },
    ],
    clean: [{ text: exampleDag(`for i in range(10):\n    EmptyOperator(task_id=f"load_{i}")`) }],
  }),
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      if (dag.span.file !== file) continue;
      const span = placeOf(dag);
      if (dag.tasks.size > most) {
        yield {
          span,
          message: `DAG "${dag.dagId}" has ${dag.tasks.size} tasks: one DAG for each business process is easier to run and repair.`,
        };
      } else if (depthOf(dag) > deepest) {
        yield {
          span,
          message: `DAG "${dag.dagId}" has a chain of ${depthOf(dag)} tasks: what does not need to wait can run beside it.`,
        };
      }
    }
  },
};

/** The number of tasks in the longest chain; bounded, so that a cycle ends too. */
function depthOf(dag: Dag): number {
  const { downstream, upstream } = adjacencyOf(dag);
  let front = [...dag.tasks.keys()].filter((id) => !upstream.has(id));
  let depth = 0;
  while (front.length > 0 && depth <= dag.tasks.size) {
    depth++;
    front = [...new Set(front.flatMap((id) => (downstream.get(id) ?? []).map(({ to }) => to)))];
  }
  return depth;
}
