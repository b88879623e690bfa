import { callsTo } from "./code/lookups.ts";
import { startsByItself } from "./code/startsByItself.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const paramClass = /^airflow\.(sdk|models|models\.param)\.Param$/;

/** A scheduled DAG with a parameter that has no value. Airflow: required params without default values. */
export const paramWithoutDefault: Rule = {
  code: "param-without-default",
  summary: "A scheduled DAG has a parameter without a default.",
  why: "Nobody can answer it when the schedule starts a run, so Airflow refuses the DAG.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1), params={"table": <|Param(type="string")|>}',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1), params={"table": Param("users", type="string")}',
        ),
      },
      { text: exampleDag(load, '"etl", schedule=None, params={"table": Param(type="string")}') },
    ],
  }),
  *check({ reading, file, code }) {
    for (const dag of reading.dags) {
      const given = dag.args.get("params")?.span;
      if (!startsByItself(dag) || given?.file !== file) continue;
      for (const { node } of callsTo(code, paramClass)) {
        if (node.start < given.start || node.end > given.end) continue;
        const hasDefault = node.args.some(
          ({ form, name }) =>
            form === "positional" ||
            form === "doubleStar" ||
            form === "star" ||
            name?.name === "default",
        );
        if (hasDefault) continue;
        yield {
          span: { file, start: node.start, end: node.end },
          message:
            "A scheduled run has nobody to ask: give this parameter a default, or the DAG no schedule.",
        };
      }
    }
  },
};
