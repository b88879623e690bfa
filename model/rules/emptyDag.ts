import { placeOf } from "./code/placeOf.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A DAG of which nothing can be missing, and nothing is there. */
export const emptyDag: Rule = {
  code: "empty-dag",
  summary: "A DAG has no tasks.",
  why: "It runs and does nothing. Often its tasks were made outside its `with` block, or `dag=` was forgotten.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleFile(`with DAG("<|etl|>", schedule=None):\n    pass\n`) }],
    clean: [
      { text: exampleDag(`EmptyOperator(task_id="load")`) },
      {
        text: exampleFile(`
from company import make_tasks

with DAG("etl", schedule=None) as dag:
    make_tasks(dag)
`),
      },
    ],
  }),
  *check({ module, reading, file }) {
    // Half-typed, it may hold tasks that cannot be read yet.
    if (module.syntaxErrors.length > 0) return;
    for (const dag of reading.dags) {
      if (dag.tasks.size > 0 || dag.certainty === "dynamic" || dag.unknown.length > 0) continue;
      if (dag.span.file !== file) continue;
      yield { span: placeOf(dag), message: `DAG "${dag.dagId}" has no tasks.` };
    }
  },
};
