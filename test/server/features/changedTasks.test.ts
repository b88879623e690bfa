import { expect, test } from "vitest";

import { snapshotOf, type Snapshot } from "../../../model/snapshot/snapshot.ts";
import { changedIn } from "../../../server/features/changedTasks.ts";
import { filesOf } from "../../model/rules/checkText.ts";

const text = `
from airflow.sdk import DAG, task
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator

SIZE = 3

def helper():
    return SIZE

def load():
    return helper()

with DAG("etl"):
    @task
    def extract():
        return 1

    first = extract()
    shell = BashOperator(task_id="shell", bash_command="true")
    last = PythonOperator(task_id="last", python_callable=load)
    first >> shell >> last
`;

function read(source: string): Snapshot {
  return snapshotOf({
    file: "dags/etl.py",
    text: source,
    version: 1,
    files: filesOf(new Map()),
    airflow: 3,
    importRoots: [],
  });
}

function changed(from: string, to: string): readonly string[] | undefined {
  expect(text).toContain(from);
  return changedIn(read(text), read(text.replace(from, to)), "etl");
}

test("a save reruns the tasks whose call or function was edited", () => {
  expect(changed("return 1", "return 2")).toEqual(["extract"]);
  expect(changed('"true"', '"false"')).toEqual(["shell"]);
  expect(changed("return helper()", "return helper() + 1")).toEqual(["last"]);
  expect(changed("SIZE", "SIZE")).toEqual([]);
});

test("what may matter to any task makes all of them run", () => {
  for (const [from, to] of [
    ["SIZE = 3", "SIZE = 4"],
    ["return SIZE", "return 2 * SIZE"],
    ["first >> shell >> last", "first >> last >> shell"],
    ["from airflow.sdk", "import os\nfrom airflow.sdk"],
    ['DAG("etl")', 'DAG("etl", max_active_tasks=1)'],
    ['DAG("etl")', 'DAG("other")'],
  ] as const)
    expect(changed(from, to)).toBeUndefined();
});
