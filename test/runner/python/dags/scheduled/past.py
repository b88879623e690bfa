"""The past of tasks, run by the scheduler of real Airflow: mapped tasks, branches and sensors that look back, and skips that wait."""

from datetime import datetime

from airflow import DAG
from airflow.decorators import task, task_group
from airflow.exceptions import AirflowException, AirflowSkipException
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.sensors.python import PythonSensor

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}

IDS = ["past_mapped", "past_branch", "past_skips", "past_downstream", "past_group", "past_first"]
RUNS = {
    "past_mapped": [{"conf": {"fail": True}}, {}],
    "past_branch": [
        {"conf": {"to": "left"}},
        {"conf": {"to": "right"}},
        {"conf": {"to": "none"}},
        {},
    ],
    "past_skips": [{"conf": {"fail": True}}, {"conf": {"skip": True}}],
    "past_downstream": [{"conf": {"skip": True}}, {}, {"conf": {"fail": True}}, {}],
    "past_group": [{"conf": {"fail": True}}, {}],
    "past_first": [{}, {}],
}


def by_conf(dag_run):
    conf = dag_run.conf or {}
    if conf.get("fail"):
        raise AirflowException("as asked")
    if conf.get("skip"):
        raise AirflowSkipException("as asked")
    return "fine"


with DAG("past_mapped", **COMMON):

    @task(depends_on_past=True)
    def each(n, dag_run=None):
        if n == 2:
            by_conf(dag_run)
        return n

    each.expand(n=[1, 2, 3]) >> EmptyOperator(task_id="after", depends_on_past=True)
    EmptyOperator(task_id="done", trigger_rule="all_done", depends_on_past=True)

with DAG("past_branch", default_args={"depends_on_past": True}, **COMMON):
    chosen = BranchPythonOperator(
        task_id="chosen",
        python_callable=lambda dag_run: {"none": None}.get(
            (dag_run.conf or {}).get("to"), (dag_run.conf or {}).get("to", "left")
        ),
    )
    (
        chosen
        >> [EmptyOperator(task_id="left"), EmptyOperator(task_id="right")]
        >> EmptyOperator(task_id="joined", trigger_rule="none_failed_min_one_success")
    )

with DAG("past_skips", **COMMON):
    first = PythonOperator(task_id="first", python_callable=by_conf, depends_on_past=False)
    first >> EmptyOperator(
        task_id="waits", depends_on_past=True, wait_for_past_depends_before_skipping=True
    )
    first >> EmptyOperator(task_id="waits_not", depends_on_past=True)
    stop = ShortCircuitOperator(
        task_id="stop", python_callable=lambda dag_run: not (dag_run.conf or {}).get("skip")
    )
    (
        stop
        >> EmptyOperator(task_id="stopped", depends_on_past=True)
        >> EmptyOperator(task_id="stopped_later", depends_on_past=True)
    )

with DAG("past_downstream", **COMMON):
    begin = EmptyOperator(task_id="begin", wait_for_downstream=True)
    middle = PythonOperator(task_id="middle", python_callable=by_conf)
    (
        begin
        >> middle
        >> EmptyOperator(task_id="end")
        >> EmptyOperator(task_id="always", trigger_rule="all_done")
    )
    PythonSensor(task_id="sensor", python_callable=lambda: True, depends_on_past=True)

with DAG("past_group", default_args={"depends_on_past": True}, **COMMON):

    @task_group
    def scoped(n):
        @task
        def one(n, dag_run=None):
            if n == 1:
                by_conf(dag_run)
            return n

        @task(trigger_rule="all_done")
        def two(n):
            return n

        one(n) >> two(n)

    scoped.expand(n=[0, 1])

with DAG("past_first", **COMMON):
    EmptyOperator(task_id="strict", depends_on_past=True, ignore_first_depends_on_past=False)
    EmptyOperator(task_id="lenient", depends_on_past=True, ignore_first_depends_on_past=True)
