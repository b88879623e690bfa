"""Orders: from the shop to the warehouse, while the shop is open."""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, TaskGroup

with DAG(
    "orders",
    schedule="*/7 6-20 * * mon-fri",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    tags=["shop"],
):
    extract = BashOperator(task_id="extract", bash_command="extract.py {{ ds }}")
    with TaskGroup("prices") as prices:
        check = BashOperator(task_id="check", bash_command="check.py")
        convert = BashOperator(task_id="convert", bash_command="convert.py")
        check >> convert
    load = BashOperator(
        task_id="load",
        bash_command="load.py {{ ti.xcom_pull(task_ids='extrct') }}",
        trigger_rule="all_sucess",
    )
    extract >> prices >> load
    load >> extract
