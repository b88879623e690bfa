"""What DAG files import from Airflow's smaller modules is there in airflow_lite, and works."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

HEAD = """
from datetime import datetime, timedelta
from airflow import DAG
from airflow.decorators import task
"""

STORES = """
from airflow.sdk import NEVER_EXPIRE, Asset, ResumableJobMixin, BaseOperator

class Job(ResumableJobMixin, BaseOperator):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
    def execute(self, context):
        return self.execute_resumable(context)
    def submit_job(self, context):
        return f"job {context['ti'].try_number}"
    def get_job_status(self, external_id, context):
        return "RUNNING"
    def is_job_active(self, status):
        return status == "RUNNING"
    def is_job_succeeded(self, status):
        return status == "DONE"
    def poll_until_complete(self, external_id, context):
        if context["ti"].try_number < 2:
            raise RuntimeError("the worker is gone")
        return f"polled {external_id}"
    def get_job_result(self, external_id, context):
        return external_id

with DAG("d"):
    @task(retries=2, retry_delay=timedelta(0))
    def counts(task_state_store=None, ti=None):
        seen = task_state_store.get("seen", []) + [ti.try_number]
        task_state_store.set("seen", seen, retention=NEVER_EXPIRE)
        task_state_store.set("gone", 1, retention=timedelta(hours=1))
        task_state_store.delete("gone")
        if ti.try_number < 3:
            raise ValueError("again")
        return [seen, task_state_store.get("gone", "none")]

    one, two = Asset("one"), Asset("two")

    @task(inlets=[one], outlets=[two])
    def marks(**context):
        stores = context["asset_state_store"]
        stores[one].set("mark", 7)
        try:
            stores.get("mark")
        except ValueError as error:
            said = str(error)
        return [stores[one].get("mark"), stores[two].get("mark"), said]

    @task(inlets=[one])
    def reads(asset_state_store=None, task_state_store=None):
        return [asset_state_store.get("mark"), task_state_store.get("mark")]

    counts() >> marks() >> reads()
    Job(task_id="job", retries=1, retry_delay=timedelta(0))
"""


def test_tasks_and_assets_remember_what_they_stored(run: Any) -> None:
    found = run(HEAD + STORES)
    assert found.value("counts") == [[1, 2, 3], "none"]
    mark, other, said = found.value("marks")
    assert [mark, other] == [7, None]
    assert said.startswith("Task has 2 concrete inlets and outlets")
    assert found.value("reads") == [7, None]


def test_a_resumable_job_goes_on_with_the_one_of_its_last_try(run: Any) -> None:
    assert run(HEAD + STORES).value("job") == "polled job 1"


HELPERS = """
from airflow.utils.helpers import (as_flattened_list, at_most_one, chunks, convert_camel_to_snake, exactly_one,
    merge_dicts, partition, prune_dict)
from airflow.utils.module_loading import import_string
from airflow.utils.strings import to_boolean
from airflow.utils.timeout import timeout
from airflow.utils.email import get_email_address_list
from airflow.models.taskinstancekey import TaskInstanceKey
from airflow.models.xcom import XCOM_RETURN_KEY
from airflow.utils.session import NEW_SESSION, provide_session
from airflow.utils.timezone import make_naive
from airflow import configuration
from airflow.lineage.entities import File

with DAG("d"):
    @task
    def helpers():
        odd = [list(each) for each in partition(lambda n: n % 2, [1, 2, 3])]
        try:
            with timeout(seconds=0.01):
                import time
                time.sleep(5)
            late = False
        except BaseException as error:
            late = type(error).__name__
        return [
            exactly_one(1, 0), at_most_one(1, 1), list(chunks([1, 2, 3], 2)), as_flattened_list([[1], [2]]),
            convert_camel_to_snake("LoadToGcs"), merge_dicts({"a": {"b": 1}}, {"a": {"c": 2}}), odd,
            prune_dict({"a": None, "b": {"c": None}, "d": 0}), import_string("json.dumps")([1]), to_boolean("Yes"), late,
            get_email_address_list("a@b.c; d@e.f"), list(TaskInstanceKey("d", "t", "r")), XCOM_RETURN_KEY,
            NEW_SESSION, str(make_naive(datetime(2024, 1, 1, 12, tzinfo=__import__("datetime").timezone.utc)))[:10],
            configuration.getint("core", "parallelism"), configuration.get("operators", "default_owner"),
        ]

    helpers()
"""


@pytest.mark.parametrize("airflow", ["2", "3"])
def test_small_functions_do_what_airflows_do(run: Any, airflow: str) -> None:
    assert run(HEAD + HELPERS, "--airflow", airflow).value("helpers") == [
        True, False, [[1, 2], [3]], [1, 2], "load_to_gcs", {"a": {"b": 1, "c": 2}}, [[2], [1, 3]],
        {"b": {}, "d": 0}, "[1]", True, "AirflowTaskTimeout", ["a@b.c", "d@e.f"], ["d", "t", "r", 1, -1], "return_value",
        None, "2024-01-01", 32, "airflow",
    ]  # fmt: skip


VERSIONS = """
from airflow.providers.common.compat.version_compat import AIRFLOW_V_3_0_PLUS, AIRFLOW_V_3_4_PLUS
from airflow.providers.standard.exceptions import ExternalTaskFailedError

with DAG("d"):
    @task
    def told():
        try:
            raise ExternalTaskFailedError("no")
        except ExternalTaskFailedError:
            return [AIRFLOW_V_3_0_PLUS, AIRFLOW_V_3_4_PLUS]

    told()
"""


def test_flags_of_versions_are_those_of_the_airflow_that_is_played(run: Any) -> None:
    assert run(HEAD + VERSIONS).value("told") == [True, False]
    assert run(HEAD + VERSIONS, "--airflow", "2").value("told") == [False, False]


RESULT = """
from airflow.sdk import BaseDeadlineReference, deadline_reference, result

@deadline_reference()
class Mine(BaseDeadlineReference):
    pass

with DAG("d") as dag:
    @result
    @task
    def told():
        return 1

    dag.add_result(told())
"""


def test_a_task_may_give_the_result_of_its_dag(run: Any) -> None:
    assert run(HEAD + RESULT).value("told") == 1


def test_rendered_fields_of_airflow_2_are_json_for_everybody() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "runner" / "python"))
    try:
        from dagsight_runner.airflow2_savings import plain
    finally:
        del sys.path[0]
    given = {"op_args": [float("nan"), float("inf"), 1.5, {"b": b"x"}]}
    assert plain(given) == {"op_args": ["NaN", "Infinity", 1.5, {"b": "b'x'"}]}
