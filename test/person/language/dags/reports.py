"""Reports on the orders, once a night."""

from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("reports", schedule="@daily", start_date=datetime(2024, 1, 1), tags=["shop", "mail"]):
    BashOperator(task_id="write", bash_command="write.py") >> BashOperator(
        task_id="mail", bash_command="mail.py", retries=2
    )
