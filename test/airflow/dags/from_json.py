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

import json, pathlib
CONF = json.loads((pathlib.Path(__file__).parent / "lib" / "conf.json").read_text())
def callable_(**kw): pass
def build_dag(spec):
    dag = DAG(spec["id"], schedule=spec.get("cron"), start_date=datetime.strptime(spec["start"], "%Y-%m-%d"), catchup=spec.get("catchup", False))
    made = {}
    for s in spec["steps"]:
        made[s["name"]] = PythonOperator(task_id=s["name"], python_callable=callable_, op_kwargs=s.get("args", {}), dag=dag)
    for s in spec["steps"]:
        for dep in s.get("after", []):
            made[dep] >> made[s["name"]]
    return dag
for spec in CONF["dags"]:
    globals()[spec["id"]] = build_dag(spec)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib", "conf.json")) as fh:
    again = json.load(fh)
extra = DAG("from_json_extra_%d" % len(again["dags"]), **D)
