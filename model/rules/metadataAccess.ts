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
      {
        text: `from sqlalchemy import select\nfrom airflow.models import <|DagRun|>\n${exampleDag(`@task\ndef count(session):\n    return session.scalars(select(DagRun)).all()\n\ncount(None)`)}`,
      },
      {
        text: `from airflow.models import <|XCom|>\n${exampleDag(`@task\ndef clean(run_id):\n    XCom.clear(dag_id="etl", task_id="load", run_id=run_id)\n\nclean("x")`)}`,
      },
    ],
    clean: [
      {
        text: `from airflow.models import XCom\n${exampleDag(`@task\ndef look(run_id):\n    return XCom.get_one(dag_id="etl", task_id="load", run_id=run_id)\n\nlook("x")`)}`,
      },
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
    // The others of XCom ask the task SDK, which Airflow 3 hands out under the old path.
    if (path !== undefined && new RegExp(`\\.${name}\\.(find|get_many|clear)$`).test(path))
      return true;
    const isQuery =
      (node.callee.kind === "Attribute" && node.callee.name.name === "query") ||
      path?.startsWith("sqlalchemy.") === true;
    return isQuery && node.args.some(({ value }) => value.kind === "Name" && value.name === name);
  });
}
