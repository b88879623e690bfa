import { expect, test } from "vitest";

import { checkText } from "./checkText.ts";

const text = `from datetime import timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("etl", schedule=None, dagrun_timeout=3600, default_args={"retries": 1}):
    EmptyOperator(task_id="load", start_date="2024-01-01", execution_timeout=60)
`;

test("what Airflow 2 takes is no error while nothing says which Airflow the file is for", () => {
  const said = (airflowIsGuess: boolean): readonly string[] =>
    checkText(text, { airflowIsGuess, codes: ["invalid-argument-type"] }).map(
      ({ severity, message }) => `${severity} ${message.split(" ")[0] ?? ""}`,
    );
  expect(said(true)).toEqual([
    "error dagrun_timeout",
    "warning start_date",
    "error execution_timeout",
  ]);
  expect(said(false)).toEqual([
    "error dagrun_timeout",
    "error start_date",
    "error execution_timeout",
  ]);
});
