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

default_args = {"owner": "me", "depends_on_past": False, "retries": 1, "retry_delay": timedelta(minutes=5), "trigger_rule": "all_done"}
dags = {}
for team, cron in [("a", "0 1 * * *"), ("b", "@weekly"), ("c", timedelta(minutes=90))]:
    dag_id = "default_args_{}".format(team)
    d = DAG(dag_id, default_args=dict(default_args, owner=team), schedule=cron, start_date=datetime(2024, 1, 1), catchup=False)
    with d:
        ops = [BashOperator(task_id=f"step_{i}", bash_command="true", trigger_rule="all_success" if i else "always") for i in range(3)]
        chain(*ops)
        with TaskGroup("tg", default_args={"trigger_rule": "one_failed"}) as tg:
            EmptyOperator(task_id="n") >> EmptyOperator(task_id="m", trigger_rule="all_done")
        ops[-1] >> tg
    dags[dag_id] = d
globals().update(dags)
