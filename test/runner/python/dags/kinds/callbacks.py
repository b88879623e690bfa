"""What is called when, in which order."""

import os
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.models import BaseOperator
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator

START = datetime(2024, 1, 1)
FOLDER = f"/tmp/dagsight-callbacks-{os.environ.get('COMPARE', '')}-{os.getpid()}"


def note(word):
    def write(context, *_):
        os.makedirs(FOLDER, exist_ok=True)
        ti = context["ti"]
        error = context.get("exception")
        told = f"{word} {ti.try_number} {type(error).__name__ if error else '-'}"
        with open(f"{FOLDER}/{ti.dag_id}.{ti.task_id}.{ti.map_index}", "a") as file:
            file.write(f"{told}\n")

    return write


def read(dag):
    def told(ti):
        found = {}
        for name in sorted(os.listdir(FOLDER)):
            if name.startswith(f"{ti.dag_id}."):
                with open(f"{FOLDER}/{name}") as file:
                    found[name[len(ti.dag_id) + 1 :]] = file.read().splitlines()
                os.remove(f"{FOLDER}/{name}")
        return found

    others = list(dag.tasks)
    last = PythonOperator(task_id="told", python_callable=told, trigger_rule="all_done")
    others >> last


ALL = {
    "on_execute_callback": note("execute"),
    "on_success_callback": note("success"),
    "on_failure_callback": note("failure"),
    "on_retry_callback": note("retry"),
    "on_skipped_callback": note("skipped"),
}


class Hooks(BaseOperator):
    def __init__(self, error=None, **kwargs):
        super().__init__(**kwargs)
        self.error = error

    def pre_execute(self, context):
        note("pre method")(context)

    def execute(self, context):
        note("execute method")(context)
        if self.error:
            raise self.error

    def post_execute(self, context, result=None):
        note("post method")(context)


with DAG(
    "cb_all", schedule=None, start_date=START, default_args={**ALL, "retry_delay": timedelta(0)}
) as dag:

    def flaky(ti):
        if ti.try_number < 3:
            raise ValueError()

    def raising(error):
        def callable_():
            raise error

        return callable_

    PythonOperator(task_id="good", python_callable=lambda: 1)
    PythonOperator(task_id="bad", python_callable=raising(ValueError()))
    PythonOperator(task_id="skip", python_callable=raising(AirflowSkipException()))
    PythonOperator(task_id="fail", python_callable=raising(AirflowFailException()), retries=2)
    PythonOperator(task_id="flaky", python_callable=flaky, retries=2)
    PythonOperator(task_id="hopeless", python_callable=raising(KeyError("x")), retries=1)
    PythonOperator(task_id="exits", python_callable=raising(SystemExit(1)))
    BashOperator(task_id="shell", bash_command="exit 1")
    BashOperator(task_id="shell_skip", bash_command="exit 99")
    EmptyOperator(task_id="empty")
    dag.get_task("bad") >> EmptyOperator(task_id="upstream_failed")
    dag.get_task("skip") >> EmptyOperator(task_id="cascade")
    read(dag)

with DAG("cb_hooks", schedule=None, start_date=START, default_args=ALL) as dag:
    hooks = {"pre_execute": note("pre hook"), "post_execute": note("post hook")}
    Hooks(task_id="good", **hooks)
    Hooks(task_id="bad", error=ValueError(), **hooks)
    Hooks(task_id="skip", error=AirflowSkipException(), **hooks)
    read(dag)

with DAG("cb_lists", schedule=None, start_date=START) as dag:

    def broken(context):
        raise ValueError("broken callback")

    PythonOperator(
        task_id="list",
        python_callable=lambda: 1,
        on_success_callback=[note("one"), broken, note("two")],
        on_execute_callback=[note("execute one"), note("execute two")],
    )
    PythonOperator(task_id="none", python_callable=lambda: 1, on_success_callback=None)
    PythonOperator(task_id="empty", python_callable=lambda: 1, on_success_callback=[])
    read(dag)

with DAG("cb_mapped", schedule=None, start_date=START) as dag:

    @task(on_success_callback=note("success"), on_failure_callback=[note("failure")])
    def each(n):
        if n == 2:
            raise ValueError(n)

    each.expand(n=[1, 2])
    BashOperator.partial(
        task_id="shell", on_failure_callback=note("failure"), on_execute_callback=note("execute")
    ).expand(bash_command=["true", "exit 1"])
    read(dag)
