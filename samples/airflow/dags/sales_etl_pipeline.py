"""The sales of a day, from the shop's file to a checked report. Runs at two every night."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from include.sales import check_quality, extract_sales, load_sales, transform_sales

default_args = {
    "owner": "sales",
    "retries": 3,
    "retry_delay": timedelta(minutes=5),
}

with DAG(
    dag_id="sales_etl_pipeline",
    description="Daily sales: extract, transform, load, check",
    schedule="0 2 * * *",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    default_args=default_args,
    tags=["sales", "sample"],
) as dag:
    extract = PythonOperator(
        task_id="extract_sales",
        python_callable=extract_sales,
        op_kwargs={"day": "{{ ds }}"},
    )
    transform = PythonOperator(
        task_id="transform_sales",
        python_callable=transform_sales,
        op_kwargs={"day": "{{ ds }}"},
    )
    load = PythonOperator(
        task_id="load_sales",
        python_callable=load_sales,
        op_kwargs={"day": "{{ ds }}"},
    )
    check = PythonOperator(
        task_id="check_quality",
        python_callable=check_quality,
        op_kwargs={"day": "{{ ds }}"},
    )

    extract >> transform >> load >> check
