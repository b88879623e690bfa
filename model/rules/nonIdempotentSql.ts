import { tasksGiven, textOf } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const sqlOperator =
  "from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\n";

/** SQL that adds the same rows again when the task is run again. */
export const nonIdempotentSql: Rule = {
  code: "non-idempotent-sql",
  summary: "A statement adds the same rows again each time the task runs.",
  why: "Tasks are tried again and runs are repeated. An upsert, or deleting the run's partition first, gives the same result each time.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: `${sqlOperator}${exampleDag(`SQLExecuteQueryOperator(task_id="load", sql=<|"INSERT INTO sales SELECT * FROM staging"|>)`)}`,
      },
    ],
    clean: [
      {
        text: `${sqlOperator}${exampleDag(`SQLExecuteQueryOperator(task_id="load", sql="INSERT INTO sales SELECT * FROM staging ON CONFLICT DO NOTHING")`)}`,
      },
      {
        text: `${sqlOperator}${exampleDag(`SQLExecuteQueryOperator(task_id="load", sql="DELETE FROM sales WHERE day = '{{ ds }}'; INSERT INTO sales SELECT * FROM staging")`)}`,
      },
    ],
  }),
  check: allFindings,
};

const safe =
  /\b(on\s+conflict|on\s+duplicate|insert\s+overwrite|insert\s+or\s+(replace|ignore)|insert\s+ignore|merge\s+into|delete\s+from|truncate|not\s+exists|create\s+(or\s+replace\s+)?(temp|temporary)?\s*table|drop\s+table)\b/i;

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, "sql")) {
    const given = task.args.get("sql");
    const sql = textOf(given);
    if (!given || sql === undefined || !/\binsert\s+into\b/i.test(sql) || safe.test(sql)) continue;
    if (given.span.file !== input.file) continue;
    yield {
      span: given.span,
      message:
        "Run twice, this INSERT adds its rows twice: use an upsert, or delete the run's rows first.",
    };
  }
}
