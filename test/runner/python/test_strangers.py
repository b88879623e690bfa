"""What files of many people needed of airflow_lite to be loaded as Airflow loads them."""

from __future__ import annotations

from typing import Any, Callable

Load = Callable[..., Any]


def dag_of(load: Load, text: str, airflow: str = "3", **more: Any) -> Any:
    _, ready = load(text, "--airflow", airflow, **more)
    assert not ready["errors"], ready["errors"][0]["traceback"]
    return ready["dags"][0]


def test_an_operator_may_be_an_abstract_class_too(load: Load) -> None:
    dag = dag_of(
        load,
        """
        from abc import ABC, abstractmethod
        from datetime import datetime
        from airflow import DAG
        from airflow.models import BaseOperator
        from airflow.sensors.base import BaseSensorOperator

        class Base(BaseOperator, ABC):
            def execute(self, context):
                return self.work()
            @abstractmethod
            def work(self): ...

        class Mine(Base):
            def work(self):
                return 1

        class Waits(BaseSensorOperator, ABC):
            def poke(self, context):
                return True

        with DAG("d"):
            Mine(task_id="mine") >> Waits(task_id="waits")
        """,
    )
    assert [task["taskId"] for task in dag["tasks"]] == ["mine", "waits"]


def test_modules_that_were_moved_before_airflow_2_lead_where_they_led(load: Load) -> None:
    dag = dag_of(
        load,
        """
        from airflow import DAG
        from airflow.kubernetes.secret import Secret
        from airflow.models import ImportError, DagPickle
        from airflow.operators.mysql_operator import MySqlOperator
        from airflow.sensors.http_sensor import HttpSensor

        secret = Secret("env", "A", "b", "c")
        with DAG("d"):
            HttpSensor(task_id="http", endpoint="x") >> MySqlOperator(task_id="sql", sql="select 1")
        """,
        "2",
    )
    assert [task["simulated"] is not None for task in dag["tasks"]] == [True, True]


def test_columns_of_airflows_tables_can_be_named(load: Load) -> None:
    dag = dag_of(
        load,
        """
        from airflow import DAG
        from airflow.models import DagRun, TaskInstance
        from airflow.operators.empty import EmptyOperator

        OBJECTS = [{"table": DagRun, "age": DagRun.execution_date}, {"table": TaskInstance, "age": TaskInstance.state}]
        with DAG("d"):
            EmptyOperator(task_id="a")
        """,
        "2",
    )
    assert dag["dagId"] == "d"


def test_settings_of_logs_are_found_where_they_were(load: Load) -> None:
    dag = dag_of(
        load,
        """
        import os
        from airflow import DAG
        from airflow.configuration import conf
        from airflow.operators.empty import EmptyOperator

        logs = conf.get("core", "BASE_LOG_FOLDER")
        assert logs == os.environ["AIRFLOW_HOME"] + "/logs" == conf.get("logging", "base_log_folder")
        with DAG("d"):
            EmptyOperator(task_id="a")
        """,
        "2",
    )
    assert dag["dagId"] == "d"


GROUP = """
from datetime import datetime
from airflow import DAG
from airflow.decorators import task_group
from airflow.operators.empty import EmptyOperator

@task_group
def group():
    \"\"\" First line.
    Second. \"\"\"
    EmptyOperator(task_id="a")

with DAG("d", default_args={"start_date": datetime(2024, 1, 1)}):
    group()
"""


def test_a_groups_tooltip_is_its_text_and_a_start_date_may_be_a_default(load: Load) -> None:
    newer, older = dag_of(load, GROUP), dag_of(load, GROUP, "2")
    assert newer["groups"][0]["tooltip"] == older["groups"][0]["tooltip"]
    assert older["groups"][0]["tooltip"] == " First line.\n    Second. "
    assert [dag["tasks"][0]["ignoreFirstDependsOnPast"] for dag in (newer, older)] == [False, True]
    assert newer["startDate"] == older["startDate"] == "2024-01-01T00:00:00+00:00"


TEARDOWN = """
    from datetime import datetime
    from airflow import DAG
    from airflow.decorators import task, teardown

    with DAG("d", start_date=datetime(2024, 1, 1)):
        @teardown
        def drop(n=1):
            return n
        {calls}
"""


def test_a_teardown_may_be_called_only_once(load: Load) -> None:
    for calls, is_loaded in {
        "drop()": True,
        'drop.override(task_id="a")(); drop.override(task_id="b")()': True,
        "drop.override(on_failure_fail_dagrun=True)()": True,
        "drop(); drop()": False,
        'drop(); drop.override(task_id="b")()': False,
        "drop(); drop.expand(n=[1])": False,
        'drop.override(trigger_rule="all_done")()': False,
    }.items():
        _, ready = load(TEARDOWN.format(calls=calls))
        told = [error["message"] for error in ready["errors"]]
        wanted = [] if is_loaded else ["Trigger rule not configurable for teardown tasks."]
        assert told == wanted, calls
