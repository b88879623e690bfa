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

class CustomDag(DAG):
    def __init__(self, dag_id, *args, team="x", **kwargs):
        kwargs.setdefault("schedule", "@daily")
        kwargs.setdefault("start_date", datetime(2024, 1, 1))
        super().__init__(f"{team}__{dag_id}", *args, **kwargs)
class StepGroup(TaskGroup):
    def __init__(self, name, steps, **kwargs):
        super().__init__(group_id=name, **kwargs)
        self.steps = steps
    def fill(self):
        with self:
            last = None
            for s in self.steps:
                t = EmptyOperator(task_id=s)
                if last: last >> t
                last = t
        return self
class MyShort(ShortCircuitOperator):
    def __init__(self, **kw):
        super().__init__(python_callable=lambda: True, **kw)
with CustomDag("subclasses", team="core", default_args={"queue": "q"}) as d:
    g = StepGroup("steps", ["a", "b"]).fill()
    m = MyShort(task_id="short")
    m >> g
    g.children
    for t in d.tasks:
        if not t.downstream_list and t.task_id != "steps.b":
            t >> EmptyOperator(task_id=f"after_{t.task_id}")
    leaves = [t for t in d.tasks if not t.downstream_task_ids]
    end = EmptyOperator(task_id="end")
    for l in leaves:
        l >> end
    end.set_upstream(d.get_task("short"))
    d.add_task(EmptyOperator(task_id="added")) if False else None
