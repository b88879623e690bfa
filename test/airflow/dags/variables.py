from datetime import datetime, timedelta
import os
from airflow import DAG
from airflow.decorators import dag, task, task_group, setup, teardown
from airflow.models.baseoperator import chain, cross_downstream, chain_linear, BaseOperator
from airflow.models import Variable
from airflow.utils.task_group import TaskGroup
from airflow.utils.edgemodifier import Label
from airflow.utils.trigger_rule import TriggerRule
from airflow.operators.empty import EmptyOperator
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator, BranchPythonOperator, ShortCircuitOperator
D = dict(start_date=datetime(2024, 1, 1), schedule=None)

TABLES = Variable.get("tables", default_var="a,b").split(",")
ENV = os.environ.get("ENVX", "dev")
with DAG(f"variables_{ENV}", schedule="@daily" if ENV == "prod" else None, start_date=datetime(2024,1,1)) as dag:
    prev = None
    for t in TABLES:
        cur = EmptyOperator(task_id=f"load_{t}")
        if prev is not None:
            prev >> cur
        prev = cur
    if ENV == "prod":
        EmptyOperator(task_id="notify") << prev
    join = EmptyOperator(task_id="join", trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS)
    prev >> join
    n = int(os.getenv("COUNT_X", 2))
    [EmptyOperator(task_id=f"p{i}") >> join for i in range(n)]
