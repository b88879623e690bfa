from datetime import datetime

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG

with DAG(
    dag_id="has_self_dependency",
    description="Part of the samples",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    tags=["sample"],
) as dag:
    extract = EmptyOperator(task_id="extract")
    load = EmptyOperator(task_id="load")

    extract >> load
    load >> load
