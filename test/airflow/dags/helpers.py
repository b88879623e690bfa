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

from functools import partial, wraps
def logged(f):
    @wraps(f)
    def inner(*a, **k):
        return f(*a, **k)
    return inner
@logged
def op(name, *ups, **kw):
    t = EmptyOperator(task_id=name, **kw)
    for u in ups:
        u >> t
    return t
mk = partial(op, trigger_rule="all_done")
class Ctx:
    def __init__(self, name): self.name = name
    def __enter__(self):
        self.tg = TaskGroup(self.name).__enter__()
        return self.tg
    def __exit__(self, *a):
        self.tg.__exit__(*a)
with DAG("helpers", **D) as dag:
    a = mk("a")
    b = mk("b", a)
    with Ctx("grp") as g:
        c = op("c")
        d = op("d", c)
    b >> g
    x, *rest = [op(n) for n in "xyz"]
    x >> rest
    {**{"k": op("k", *rest)}}["k"] >> (op("l") if rest else op("m"))
    conds = {"p": True, "q": False}
    made = [op(k) for k, v in conds.items() if v]
    assert made
    for i, t in enumerate(made, 1):
        t.set_upstream([a, b])
    (lambda u: u >> op("lam"))(a)
    tg2 = TaskGroup("late")
    late = EmptyOperator(task_id="late_t", task_group=tg2)
    tg2 >> a
    if (n := len(made)) == 1:
        op(f"walrus_{n}", late)
