"""Objects of the file's own that stand for several tasks in a relation, and errors of Airflow that a file catches."""
from datetime import date, datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator

try:
    from airflow.sdk import TaskGroup, chain
    from airflow.sdk.definitions._internal.mixins import DependencyMixin
except ImportError:
    from airflow.models.baseoperator import chain
    from airflow.models.taskmixin import DependencyMixin
    from airflow.utils.task_group import TaskGroup

HOLIDAYS = {date(2024, 1, 1), date(2024, 12, 25)}


class Pair(DependencyMixin):
    def __init__(self, first, last):
        self.first, self.last = first, last
        first >> last

    @property
    def roots(self):
        return [self.first]

    @property
    def leaves(self):
        return [self.last]

    def set_upstream(self, other, edge_modifier=None):
        self.first.set_upstream(other, edge_modifier)

    def set_downstream(self, other, edge_modifier=None):
        self.last.set_downstream(other, edge_modifier)


class Fake:
    """Has only what is asked of the right side."""

    def __init__(self, task):
        self.task = task

    roots = property(lambda self: [self.task])
    leaves = property(lambda self: [self.task])

    def update_relative(self, other, upstream=True, edge_modifier=None):
        pass


with DAG("stand_ins", start_date=datetime(2024, 1, 1), schedule=None) as dag:
    a, b, c, d, e, z = (EmptyOperator(task_id=name) for name in "abcdez")
    pair = Pair(b, c)
    a >> pair >> d
    chain(pair, [e, z])
    z.set_upstream(Fake(d))
    a >> [Fake(e), z]
    try:
        found = dag.get_task("missing")
    except Exception as error:
        found = EmptyOperator(task_id=f"made_for_{type(error).__name__}")
    found >> z
    for day in (date(2024, 12, 24) + timedelta(days=n) for n in range(3)):
        if day not in HOLIDAYS:
            EmptyOperator(task_id=f"day_{day:%Y%m%d}")

outside = DAG("stand_ins_outside", start_date=datetime(2024, 1, 1), schedule=None)
group = TaskGroup("g", dag=outside)
EmptyOperator(task_id="lost", task_group=group)
EmptyOperator(task_id="joins", task_group=group) >> EmptyOperator(task_id="z", dag=outside)
