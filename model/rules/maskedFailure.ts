import { adjacencyOf } from "../dag/adjacency.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** The last task of a DAG runs whatever happened before, so that failures do not show. */
export const maskedFailure: Rule = {
  code: "masked-failure",
  summary: "The last task of a DAG runs even after failures, so the run counts as a success.",
  why: "The state of a run is that of its last tasks. One with `all_done` succeeds although work before it failed. Make it a teardown, or add a watcher.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
load = EmptyOperator(task_id="load")
clean = EmptyOperator(task_id="clean", trigger_rule=<|"all_done"|>)
load >> clean
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
load = EmptyOperator(task_id="load")
clean = EmptyOperator(task_id="clean", trigger_rule="all_done")
report = EmptyOperator(task_id="report")
load >> [clean, report]
`),
      },
    ],
  }),
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      if (dag.unknown.length > 0) continue;
      const { downstream, upstream } = adjacencyOf(dag);
      const leaves = [...dag.tasks.values()].filter(
        ({ taskId, teardown }) => !downstream.has(taskId) && !teardown,
      );
      // Another leaf of the ordinary kind shows the failure.
      if (leaves.some(({ triggerRule }) => triggerRule !== "all_done")) continue;
      for (const { taskId, args } of leaves) {
        const given = args.get("trigger_rule");
        if (!given || !upstream.has(taskId) || given.span.file !== file) continue;
        yield {
          span: given.span,
          message: `"${taskId}" comes last and runs whatever happened before: failures before it do not fail the run.`,
        };
      }
    }
  },
};
