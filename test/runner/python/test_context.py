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


def test_what_comes_from_a_task_is_no_template_and_zones_can_be_handed_on(run: Any) -> None:
    found = run(
        HEAD
        + """
    @task
    def give(): return ["{{ ds }}", "b"]

    @task
    def zone(): return pendulum.timezone("Europe/Paris")

    @task
    def span(): return pendulum.duration(days=1)

    @task
    def name(value): return [type(value).__name__, str(value)]

    same = PythonOperator.partial(task_id="same", python_callable=lambda value: value)
    same.expand(op_args=give().map(lambda each: [each]))
    PythonOperator.partial(task_id="written", python_callable=lambda value: value).expand(op_args=[["{{ ds }}"]])
    name(zone())
    span()
"""
    )
    assert [found.value("same", 0), found.value("written", 0)] == ["{{ ds }}", "2025-01-02"]
    assert found.value("name") == ["Timezone", "Europe/Paris"]
    assert found.states["span"] == "failed"


def test_a_connection_is_written_as_airflow_writes_it(run: Any) -> None:
    found = run(
        HEAD
        + """
    from airflow.models import Connection

    @task
    def told():
        plain = Connection(conn_id="a", conn_type="http", host="https://h", port=80, extra={"b": "1"})
        deep = Connection(conn_id="a", conn_type="my_sql", login="u", password="p/", schema="s", extra={"b": [1]})
        return [plain.get_uri(), deep.get_uri(), str(Connection(conn_id="a", port=5))]

    told()
"""
    )
    assert found.value("told") == [
        "http://https://h:80/?b=1",
        "my-sql://u:p%2F@/s?__extra__=%7B%22b%22%3A+%5B1%5D%7D",
        "Connection(conn_id='a', conn_type=None, description=None, host=None, schema=None, "
        "login=None, password=None, port=5, extra=None)",
    ]
