import { selfEdgesOf } from "../dag/cycles.ts";
import { duplicatedIds } from "./code/duplicatedIds.ts";
import { removeEdge } from "./code/edgeRemoval.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A task that waits for itself. Airflow refuses it as a cycle. */
export const selfDependency: Rule = {
  code: "self-dependency",
  summary: "A task waits for itself.",
  why: "It can never run, so Airflow refuses the DAG as one with a cycle.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`load = EmptyOperator(task_id="load")\n<|load >> load|>`),
        fixed: exampleDag(`load = EmptyOperator(task_id="load")`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
extract = EmptyOperator(task_id="extract")
load = EmptyOperator(task_id="load")
extract >> load
`),
      },
    ],
  }),
  *check(input) {
    const { reading, module } = input;
    const doubles = duplicatedIds(input);
    for (const dag of reading.dags) {
      for (const edge of selfEdgesOf(dag)) {
        if (doubles.has(edge.from)) continue;
        const removed = removeEdge(module, dag, edge);
        yield {
          span: edge.span,
          message: `Task "${edge.from}" depends on itself.`,
          fixes:
            removed.kind === "edits"
              ? [{ title: removed.title, edits: removed.edits, preferred: true }]
              : [],
        };
      }
    }
  },
};
