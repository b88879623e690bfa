"""Loaded once by the base and thrown away: what a process does for the first time takes long, and forks inherit that it was done."""

# mypy: disable-error-code="untyped-decorator"

from datetime import datetime, timedelta

from airflow import DAG

try:
    from airflow.sdk import TaskGroup, chain, dag, task
except ImportError:
    from airflow.decorators import dag, task
    from airflow.models.baseoperator import chain
    from airflow.utils.task_group import TaskGroup

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.providers.standard.operators.python import PythonOperator
except ImportError:
    from airflow.operators.bash import BashOperator
    from airflow.operators.empty import EmptyOperator
    from airflow.operators.python import PythonOperator

with DAG(
    "dagsight_warm",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=5)},
    params={"n": 1},
):
    chain(
        PythonOperator(task_id="python", python_callable=print, op_args=[1]),
        BashOperator(task_id="bash", bash_command="true"),
        [EmptyOperator(task_id="first"), EmptyOperator(task_id="second")],
        EmptyOperator(task_id="last"),
    )


@dag("dagsight_warm_taskflow", schedule=None, start_date=datetime(2024, 1, 1))
def taskflow() -> None:
    """With functions, a group and a mapped task."""

    @task
    def one(n: int) -> int:
        return n

    with TaskGroup("group"):
        many = one.override(task_id="many").expand(n=[1, 2])
    one(1) >> many


taskflow()
