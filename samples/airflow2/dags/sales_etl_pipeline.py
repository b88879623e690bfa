"""The sales of a day as it is written for Airflow 2: schedule_interval and the old import paths."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.python import PythonOperator

ROWS = [("apples", 10, 0.4), ("pears", 4, 0.65), ("plums", 25, 0.2)]


def extract():
    return [list(row) for row in ROWS]


def transform(ti):
    rows = ti.xcom_pull(task_ids="extract")
    return {product: round(quantity * price, 2) for product, quantity, price in rows}


def load(ti):
    totals = ti.xcom_pull(task_ids="transform")
    print(f"loaded {len(totals)} rows")
    return len(totals)


def check_quality(ti):
    if ti.xcom_pull(task_ids="load") == 0:
        raise ValueError("nothing was loaded")
    return "passed"


with DAG(
    dag_id="sales_etl_pipeline",
    description="Daily sales: extract, transform, load, check",
    schedule_interval="0 2 * * *",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    default_args={"owner": "sales", "retries": 3, "retry_delay": timedelta(minutes=5)},
    tags=["sales", "sample"],
) as dag:
    tasks = [
        PythonOperator(task_id=step.__name__, python_callable=step)
        for step in (extract, transform, load, check_quality)
    ]
    for before, after in zip(tasks, tasks[1:]):
        before >> after
