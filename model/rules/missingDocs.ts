import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A DAG that does not say what it is for. */
export const missingDocs: Rule = {
  code: "missing-docs",
  summary: "A DAG has no description, documentation or tags.",
  why: "Whoever is called at night sees them first: what the DAG does, and whose it is.",
  severity: "hint",
  preset: "off",
  examples: () => ({
    flagged: [{ text: exampleDag(load, '"<|etl|>", schedule=None') }],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, description="Loads the orders", tags=["sales"]',
        ),
      },
    ],
  }),
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      if (dag.format !== "airflow" || dag.span.file !== file || dag.certainty === "dynamic")
        continue;
      const described =
        dag.args.has("description") || dag.args.has("doc_md") || dag.description !== undefined;
      if (described && dag.args.has("tags")) continue;
      const lacks = [
        ...(described ? [] : ["a description"]),
        ...(dag.args.has("tags") ? [] : ["tags"]),
      ];
      yield {
        span: placeOf(dag),
        message: `DAG "${dag.dagId}" has no ${lacks.join(" and no ").replace("no a ", "no ").replace("a description", "description")}.`,
      };
    }
  },
};
