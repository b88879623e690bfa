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
def get(): return [1, 2]
@task
def proc(i, j=0): return i
@task
def summ(x): return x
@task.branch
def choose(x):
    return "t_a" if x else ["t_b"]
@task.short_circuit
def sc(): return True
@task.bash
def bsh(x) -> str: return "echo"
@dag(schedule="*/5 * * * *", start_date=datetime(2024,1,1), catchup=False, tags=["x"])
def taskflow():
    vals = get()
    p = proc.expand(i=vals)
    q = proc.partial(j=vals).expand(i=p.zip(vals) if False else [1, 2])
    s = summ([p, q])
    ch = choose(s)
    ta, tb = EmptyOperator(task_id="t_a"), EmptyOperator(task_id="t_b")
    ch >> [ta, tb]
    [ta, tb] >> sc() >> bsh(s)
    for k in range(2):
        with TaskGroup(group_id=f"loop_{k}") as tg:
            f = summ(k)
            l = summ.override(trigger_rule="none_failed")(f)
        s >> tg
    h = inner_group()
    h >> Label("z") >> summ.override(task_id="lbl")(1)
@task_group
def inner_group():
    a = summ(1)
    b = summ(a)
    EmptyOperator(task_id="e")
taskflow()
