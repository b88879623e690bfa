import { definesDags } from "./code/definesDags.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** Where they are: cheaper to ask than the pattern is. */
const homes = ["airflow.settings", "airflow.utils.session", "airflow.models."];
const orm =
  /^airflow\.(settings(\.Session|\.engine)?|utils\.session(\.\w+)?|models\.(DagRun|TaskInstance|XCom|dagrun\.DagRun|taskinstance\.TaskInstance|xcom\.XCom|dag\.DagModel|DagModel))$/;

/** Airflow's own database in a DAG file. Airflow 3 tasks cannot reach it. */
export const metadataAccess: Rule = {
  code: "metadata-access",
  summary: "The file reaches for Airflow's own database.",
  why: "In Airflow 3 a task has no access to it and fails. Ask through the context, the task SDK or the REST API.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: `from airflow.utils.session import <|create_session|>\n${exampleDag(`EmptyOperator(task_id="load")`)}`,
      },
    ],
    clean: [
      {
        airflow: 2,
        text: `from airflow.utils.session import create_session\n${exampleDag(`EmptyOperator(task_id="load")`)}`,
      },
    ],
  }),
  *check(input) {
    if (input.airflow === 2 || !definesDags(input)) return;
    for (const { path, module, span, place, name } of input.code.imports) {
      if (place.guarded || name === undefined) continue;
      if (!homes.some((home) => path.startsWith(home)) || !orm.test(path)) continue;
      if (module === "airflow" && name.name !== "settings") continue;
      if (
        module.startsWith("airflow.models") &&
        place.functions.length === 0 &&
        !isQueried(name.name, input)
      )
        continue;
      yield {
        span: { file: input.file, ...span },
        message:
          "Tasks of Airflow 3 cannot reach Airflow's database: ask through the context, the task SDK or the REST API.",
      };
    }
  },
};

/** The model classes serve as types as well: only what is queried reaches for the database. */
function isQueried(name: string, { code }: Parameters<Rule["check"]>[0]): boolean {
  return code.calls.some(({ node, path }) => {
    if (path?.endsWith(`.${name}.find`)) return true;
    const isQuery = node.callee.kind === "Attribute" && node.callee.name.name === "query";
    return isQuery && node.args.some(({ value }) => value.kind === "Name" && value.name === name);
  });
}
