import { describe, expect, test } from "vitest";

import { completionsAt } from "../../../server/features/completion.ts";
import { linksOf } from "../../../server/features/documentLinks.ts";
import { ask } from "../ask.ts";

const head = `from airflow.sdk import DAG, TaskGroup
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import BranchPythonOperator, PythonOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
`;

describe("where an id is expected", () => {
  test("the task ids of the DAG are offered, with their operators", async () => {
    expect(
      await offered(`${head}
with DAG("sales"):
    EmptyOperator(task_id="extract")
    with TaskGroup("stage"):
        EmptyOperator(task_id="load")
    PythonOperator(task_id="use", python_callable=lambda ti: ti.xcom_pull(task_ids="<|>"))
`),
    ).toEqual(["extract: EmptyOperator", "stage.load: EmptyOperator"]);
  });

  test("also while the text does not parse", async () => {
    expect(
      await offered(`${head}
with DAG("sales"):
    EmptyOperator(task_id="extract")

def use(ti):
    return ti.xcom_pull("<|>
`),
    ).toContain("extract: EmptyOperator");
  });

  test("a branch may return the tasks of its DAG", async () => {
    expect(
      await offered(`${head}
def choose():
    return "<|>"

with DAG("sales"):
    BranchPythonOperator(task_id="pick", python_callable=choose)
    EmptyOperator(task_id="red")
`),
    ).toContain("red: EmptyOperator");
  });

  test("DAGs of the workspace are offered to a trigger", async () => {
    expect(
      await offered(`
#- dags/starter.py
${head}
with DAG("starter"):
    TriggerDagRunOperator(task_id="start", trigger_dag_id="<|>")
#- dags/sales.py
${head}
with DAG("sales"):
    EmptyOperator(task_id="load")
`),
    ).toEqual(["starter: dags/starter.py", "sales: dags/sales.py"]);
  });

  test("the tasks of the other DAG are offered to a sensor", async () => {
    expect(
      await offered(`
#- dags/waiting.py
${head}
with DAG("waiting"):
    ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_id="<|>")
#- dags/sales.py
${head}
with DAG("sales"):
    EmptyOperator(task_id="load")
`),
    ).toEqual(["load: EmptyOperator"]);
  });

  test("pools and connections that the workspace uses are offered", async () => {
    const source = (place: string): string => `
#- dags/a.py
${head}
with DAG("a"):
    EmptyOperator(task_id="x", ${place})
#- dags/b.py
${head}
with DAG("b"):
    EmptyOperator(task_id="y", pool="database", snowflake_conn_id="warehouse")
`;
    expect(await offered(source('pool="<|>"'))).toEqual(["database: used in this workspace"]);
    expect(await offered(source('aws_conn_id="<|>"'))).toEqual([
      "warehouse: used in this workspace",
    ]);
  });

  test("a DAG of another file is a link to it", async () => {
    const { question } = await ask(`
#- dags/starter.py
${head}
with DAG("starter"):
    TriggerDagRunOperator(task_id="start", trigger_dag_id="sales")
#- dags/sales.py
${head}
with DAG("sales"):
    EmptyOperator(task_id="load")
`);
    expect(linksOf(question).map(({ target }) => target)).toEqual([
      "file:///work/dags/sales.py#L8",
    ]);
  });
});

async function offered(source: string): Promise<string[]> {
  const { question } = await ask(source);
  return (completionsAt(question)?.items ?? []).map(
    ({ label, detail }) => `${label}: ${detail ?? ""}`,
  );
}
