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

@task
def w(x=None): return 1
@dag(**D)
def setups():
    mk = lambda n: EmptyOperator(task_id=n)
    a = mk("s1").as_setup()
    b = mk("t1").as_teardown(setups=a)
    with b:
        k = w()
        w(k)
    s2, t2 = mk("s2").as_setup(), mk("t2")
    with s2 >> t2.as_teardown():
        w.override(task_id="inner")()
        s3, t3 = mk("s3").as_setup(), mk("t3").as_teardown()
        with s3 >> t3:
            w.override(task_id="inner2")()
    with TaskGroup("g") as g:
        ss = mk("ss").as_setup()
        x = w()
        tt = mk("tt").as_teardown(setups=ss)
        ss >> x >> tt
    g >> w.override(task_id="after")()
    extra = mk("extra")
    s4 = mk("s4").as_setup()
    t4 = mk("t4").as_teardown(setups=s4)
    with t4 as scope:
        scope.add_task(extra)
setups()
