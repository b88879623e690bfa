import { expect, test } from "vitest";

import { filesOf } from "../rules/checkText.ts";
import { snapshotOf } from "../../../model/snapshot/snapshot.ts";

function neighboursOf(text: string, airflow: 2 | 3 = 3): string[] {
  const files = filesOf(new Map([["dags/a.py", text]]));
  const given = { file: "dags/a.py", text, version: 0, airflow, files, importRoots: [] };
  const { reading } = snapshotOf(given);
  return reading.dags.flatMap(({ neighbours = [] }) =>
    neighbours.map(({ kind, role, name, tasks }) => `${role} ${kind} ${name}: ${tasks.join(", ")}`),
  );
}

test("assets that start a DAG, that its tasks read and make, and DAGs that it waits for and triggers", () => {
  const text = `
from airflow.sdk import DAG, Asset, task
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor

orders = Asset("orders")
with DAG("etl", schedule=[orders, Asset("customers")]):
    wait = ExternalTaskSensor(task_id="wait", external_dag_id="upstream", external_task_id="done")
    load = EmptyOperator(task_id="load", inlets=[orders], outlets=[Asset("totals")])

    @task(outlets=[Asset("totals")])
    def more(): ...

    go = TriggerDagRunOperator(task_id="go", trigger_dag_id="report")
    either = TriggerDagRunOperator(task_id="either", trigger_dag_id="{{ params.next }}")
    wait >> load >> more() >> go >> either
`;
  expect(neighboursOf(text)).toEqual([
    "starts asset orders: ",
    "starts asset customers: ",
    "awaited dag upstream: wait",
    "read asset orders: load",
    "made asset totals: load, more",
    "triggered dag report: go",
  ]);
});

test("a dataset of Airflow 2 is named by its URI; what is put together while it runs is left out", () => {
  const text = `
import os
from airflow import DAG, Dataset
from airflow.operators.empty import EmptyOperator

with DAG("etl", schedule=Dataset("s3://bucket/a") | Dataset("s3://bucket/b")):
    EmptyOperator(task_id="a", outlets=Dataset(os.urandom(3).hex()))
`;
  expect(neighboursOf(text, 2)).toEqual([
    "starts asset s3://bucket/a: ",
    "starts asset s3://bucket/b: ",
  ]);
});

test("a DAG without any has none", () => {
  const text = `from airflow.sdk import DAG\nwith DAG("etl", schedule="@daily"):\n    pass\n`;
  expect(neighboursOf(text)).toEqual([]);
});
