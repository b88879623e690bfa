import { expect, test } from "vitest";

import type { AirflowVersion } from "../../../model/readers/reader.ts";
import { applyEdits } from "../../../model/text/edits.ts";
import { checkText } from "./checkText.ts";

const lists = `
reads = [EmptyOperator(task_id="a", dag=dag)]
writes = [EmptyOperator(task_id="b", dag=dag)]
`;

/** The text after the fix with the given title, and what is found in it. */
function fixed(text: string, title: string, airflow: AirflowVersion): string {
  const fixes = checkText(text, { airflow }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  const after = applyEdits("dag.py", text, fix?.edits ?? []);
  expect(checkText(after, { airflow }).filter(({ severity }) => severity === "error")).toEqual([]);
  return after;
}

test.each([
  [
    "beside the names of the same module",
    3,
    `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator\ndag = DAG("d")`,
    `from airflow.sdk import DAG, cross_downstream\nfrom airflow.operators.empty import EmptyOperator\ndag = DAG("d")`,
  ],
  [
    "inside parentheses",
    3,
    `from airflow.sdk import (\n    DAG as D,\n)\nfrom airflow.operators.empty import EmptyOperator\ndag = D("d")`,
    `from airflow.sdk import (\n    DAG as D, cross_downstream,\n)\nfrom airflow.operators.empty import EmptyOperator\ndag = D("d")`,
  ],
  [
    "below the last import, where Airflow 2 has it",
    2,
    `from airflow import DAG\nfrom airflow.operators.empty import EmptyOperator\ndag = DAG("d")`,
    `from airflow import DAG\nfrom airflow.operators.empty import EmptyOperator\nfrom airflow.models.baseoperator import cross_downstream\ndag = DAG("d")`,
  ],
  [
    "not at all where the file has it",
    3,
    `from airflow.sdk import DAG, cross_downstream\nfrom airflow.operators.empty import EmptyOperator\ndag = DAG("d")`,
    `from airflow.sdk import DAG, cross_downstream\nfrom airflow.operators.empty import EmptyOperator\ndag = DAG("d")`,
  ],
] as const)("a fix that calls a function imports it %s", (_title, airflow, before, after) => {
  const text = `${before}${lists}reads >> writes\n`;
  expect(fixed(text, "Use cross_downstream", airflow)).toBe(
    `${after}${lists}cross_downstream(reads, writes)\n`,
  );
});
