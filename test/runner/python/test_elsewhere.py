"""airflow_lite hands functions to other Pythons, and makes DAGs of assets, as Airflow does."""

from __future__ import annotations

import sys
from typing import Any

HEAD = """
import sys
from datetime import datetime
from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import ExternalPythonOperator, PythonVirtualenvOperator

MINE = 1

def told(a, b=2, ds=None):
    import os, sys
    return {"a": a, "b": b, "ds": ds, "strings": virtualenv_string_args, "prefix": sys.prefix,
            "own": "MINE" in globals(), "env": os.environ.get("GIVEN")}

def leaves(code):
    import sys
    sys.exit(code)

def fails():
    raise ValueError("no good")

def nothing():
    pass

with DAG("d", start_date=datetime(2024, 1, 1)):
"""


def test_a_function_runs_in_an_environment_of_its_own(run: Any) -> None:
    found = run(
        HEAD
        + """
    PythonVirtualenvOperator(task_id="told", python_callable=told, op_args=["{{ task.task_id }}"], string_args=["x", 3])
    PythonVirtualenvOperator(task_id="skips", python_callable=leaves, op_args=[3], skip_on_exit_code=[3, 4])
    PythonVirtualenvOperator(task_id="leaves", python_callable=leaves, op_args=[3])
    PythonVirtualenvOperator(task_id="fails", python_callable=fails)
    PythonVirtualenvOperator(task_id="version", python_callable=nothing, python_version="3.77")

    @task.virtualenv(
        multiple_outputs=True,
    )
    def outputs():
        from airflow.exceptions import AirflowException
        return {"known": AirflowException.__name__}

    @task.branch_virtualenv
    def pick():
        return "nothing_else"

    @task
    def nothing_else(): ...

    @task
    def left(): ...

    outputs()
    pick() >> [nothing_else(), left()]
"""
    )
    assert found.states == {
        "told": "success", "skips": "skipped", "leaves": "failed", "fails": "failed", "version": "failed",
        "outputs": "success", "pick": "success", "nothing_else": "success", "left": "skipped",
    }  # fmt: skip
    told = found.value("told")
    assert told.pop("prefix") not in (sys.prefix, sys.base_prefix)
    assert told == {
        "a": "told", "b": 2, "ds": "2025-01-02", "strings": ["x", "3"], "own": False, "env": None,
    }  # fmt: skip
    assert found.value("outputs", key="known") == "AirflowException"


def test_a_function_runs_in_a_python_that_is_there(run: Any) -> None:
    found = run(
        HEAD
        + """
    ExternalPythonOperator(task_id="told", python=sys.executable, python_callable=told, op_args=[1],
                           env_vars={"GIVEN": "yes"}, string_args=["{{ ds }}"])
    ExternalPythonOperator(task_id="gone", python="/no/such/python", python_callable=nothing)
    ExternalPythonOperator(task_id="zero", python=sys.executable, python_callable=nothing, skip_on_exit_code=0)

    @task.external_python(python=sys.executable)
    def each(n):
        return n * 2

    @task.external_python(python=sys.executable)
    def no_class():
        class Own: ...
        return Own()

    each.expand(n=[1, 2])
    no_class()
"""
    )
    assert found.states == {
        "told": "success", "gone": "failed", "zero": "skipped", "each[0]": "success", "each[1]": "success",
        "no_class": "failed",
    }  # fmt: skip
    told = found.value("told")
    assert (told["a"], told["env"], told["own"]) == (1, "yes", False)
    assert [found.value("each", index) for index in (0, 1)] == [2, 4]


ASSETS = """
from airflow.sdk import Asset, asset, task, DAG

@asset(schedule=None, uri="file://one")
def one(self, context, outlet_events, many=5):
    outlet_events[self].extra["rows"] = many
    return [self.uri, context["run_id"] != ""]

@asset.multi(schedule=one, outlets=[Asset("a"), Asset("b")])
def several(one, context):
    for each in context["outlets"]:
        context["outlet_events"][each].extra = {"from": one.uri}

@asset(schedule=several)
@task(retries=3)
def after():
    return 1
"""


def test_functions_of_assets_get_the_assets_they_name(load: Any, run: Any) -> None:
    _, ready = load(ASSETS)
    facts = {
        dag["dagId"]: [
            dag["schedule"]["expression"], dag["tasks"][0]["operator"], dag["tasks"][0]["retries"],
            dag["tasks"][0]["inlets"], dag["tasks"][0]["outlets"],
        ]
        for dag in ready["dags"]
    }  # fmt: skip
    assert facts == {
        "one": [None, "_AssetMainOperator", 0, [], ["one"]],
        "several": ['"one"', "_AssetMainOperator", 0, ["one"], ["a", "b"]],
        "after": ['"a" & "b"', "@task", 3, [], ["after"]],
    }
    assert run(ASSETS, dag_id="one").value("one") == ["file://one/", True]
    assert run(ASSETS, dag_id="several").states == {"several": "success"}


def test_the_function_of_an_asset_takes_no_wildcards(load: Any) -> None:
    _, ready = load("from airflow.sdk import asset\n@asset(schedule=None)\ndef a(**other): ...\n")
    assert "wildcard '**other' is not supported in @asset" in ready["errors"][0]["message"]


def test_subdags_of_airflow_2_are_dags_of_the_file(load: Any) -> None:
    _, ready = load(
        """
from datetime import datetime
from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.operators.subdag import SubDagOperator

def inner():
    dag = DAG("d.s", start_date=datetime(2024, 1, 1))
    EmptyOperator(task_id="e", dag=dag)
    return dag

with DAG("d", start_date=datetime(2024, 1, 1)):
    SubDagOperator(task_id="s", subdag=inner())
""",
        "--airflow",
        "2",
    )
    assert [dag["dagId"] for dag in ready["dags"]] == ["d", "d.s"]
