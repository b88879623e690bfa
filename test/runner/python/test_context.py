"""What tasks see in airflow_lite is what they see in the Airflow that it plays."""

from __future__ import annotations

from typing import Any

HEAD = """
from datetime import date, datetime, timedelta
from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import PythonOperator
import pendulum

with DAG("d", start_date=datetime(2024, 1, 1)):
"""

ATTRIBUTES = """
    @task
    def has(ti=None, dag_run=None, var=None):
        names = ["operator", "dag_run", "execution_date", "log", "key", "duration", "pool", "start_date", "hostname"]
        found = [name for name in names if hasattr(ti, name)]
        return [found, [name for name in ("run_after", "execution_date", "external_trigger") if hasattr(dag_run, name)],
                isinstance(var, dict), var["value"].get("none", "else")]

    has()
"""


def test_only_airflow_2_has_what_was_taken_out_of_3(run: Any) -> None:
    assert run(HEAD + ATTRIBUTES).value("has") == [
        ["start_date", "hostname"], ["run_after"], True, "else",
    ]  # fmt: skip
    names = ["operator", "dag_run", "execution_date", "log", "key", "duration", "pool"]
    assert run(HEAD + ATTRIBUTES, "--airflow", "2").value("has") == [
        [*names, "start_date", "hostname"], ["execution_date", "external_trigger"], True, "else",
    ]  # fmt: skip


def test_a_task_of_airflow_2_finds_the_states_of_the_others(run: Any) -> None:
    found = run(
        HEAD
        + """
    def fails(): 1 / 0

    @task(trigger_rule="all_done")
    def told(dag_run=None):
        states = {each.task_id: each.state for each in dag_run.get_task_instances()}
        failed = [each.task_id for each in dag_run.get_task_instances(state=["failed"])]
        return [states["a"], states["b"], failed, dag_run.get_task_instance("a").current_state()]

    [PythonOperator(task_id="a", python_callable=lambda: 1), PythonOperator(task_id="b", python_callable=fails)] >> told()
""",
        "--airflow",
        "2",
    )
    assert found.value("told") == ["success", "failed", ["b"], "success"]


def test_a_subclass_may_change_how_the_function_is_called(run: Any) -> None:
    found = run(
        HEAD.replace("with DAG", "class Twice(PythonOperator):\n    def execute_callable(self):\n"
        "        return [super().execute_callable()] * 2\n\nwith DAG")
        + """
    async def later(ds, b): return [ds, b]
    Twice(task_id="t", python_callable=later, op_kwargs={"b": "{{ ds_nodash }}"})
"""
    )  # fmt: skip
    assert found.value("t") == [["2025-01-02", "20250102"]] * 2


def test_what_lies_between_two_dates_is_an_interval(run: Any) -> None:
    found = run(
        HEAD
        + """
    @task
    def told():
        a, b = pendulum.datetime(2025, 1, 1, 23), pendulum.datetime(2025, 1, 3, 1, 30)
        between, back = b - a, a - b
        return [str(between), between.in_hours(), between.in_days(), between.days, back.in_days(), back.invert,
                abs(back).in_minutes(), between.in_words(), [each.day for each in between.range("days")],
                str(pendulum.duration(days=8, hours=-1)), repr(pendulum.duration(weeks=3)), str(pendulum.duration()),
                (pendulum.datetime(2025, 3, 5, 1) - pendulum.datetime(2024, 1, 1)).in_words(),
                between + timedelta(hours=1) == timedelta(days=1, hours=3, minutes=30), f"{a.diff(b)}" == str(between)]

    told()
"""
    )
    assert found.value("told") == [
        "<Interval [2025-01-01 23:00:00+00:00 -> 2025-01-03 01:30:00+00:00]>", 26, 2, 1, -2, True, 1590,
        "1 day 2 hours 30 minutes", [1, 2], "1 week 23 hours", "Duration(weeks=3, days=0)", "0 microseconds",
        "1 year 2 months 4 days 1 hour", True, True,
    ]  # fmt: skip


def test_a_missing_template_field_and_a_function_without_signature_fail_their_task(
    run: Any,
) -> None:
    found = run(
        HEAD.replace(
            "with DAG",
            "from airflow.models import BaseOperator\nfrom airflow.operators.bash import BashOperator\n"
            "class Gone(BaseOperator):\n    template_fields = ('gone',)\n    def execute(self, context): return 1\n\nwith DAG",
        )
        + """
    Gone(task_id="gone")
    PythonOperator(task_id="unreadable", python_callable=max, op_args=[[1, 2]])
    BashOperator(task_id="ranged", bash_command="exit 5", skip_on_exit_code=range(4, 6))
"""
    )
    assert found.states == {"gone": "failed", "unreadable": "failed", "ranged": "skipped"}
