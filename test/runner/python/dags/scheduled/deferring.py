"""What a worker, a scheduler and a triggerer make of deferred tasks: `dag.test()` does without all of them."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.operators.empty import EmptyOperator
from airflow.sensors.base import BaseSensorOperator
from odd_triggers import Odd, Unbuilt

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
IDS = ["sched_deferred"]
RUNS: dict = {}


def told(name):
    def call(context):
        error = context.get("exception")
        context["ti"].xcom_push(name, [type(error).__name__, str(error)])

    return call


class Waits(BaseOperator):
    def __init__(self, how, trigger=Odd, limit=None, **kwargs):
        super().__init__(
            on_failure_callback=told("failure"),
            on_retry_callback=told("retry"),
            on_skipped_callback=told("skipped"),
            **kwargs,
        )
        self.how, self.trigger, self.limit = how, trigger, limit

    def pre_execute(self, context):
        before = context["ti"].xcom_pull(task_ids=self.task_id, key="begun") or 0
        context["ti"].xcom_push("begun", before + 1)

    def execute(self, context):
        self.defer(
            trigger=self.trigger(self.how),
            method_name="go",
            kwargs={"own": (1, timedelta(hours=1))},
            timeout=self.limit,
        )

    def go(self, context, event, own):
        return [event, own]


class Sensor(BaseSensorOperator):
    def __init__(self, how, limit=None, then=True, **kwargs):
        super().__init__(on_failure_callback=told("failure"), **kwargs)
        self.how, self.limit, self.then = how, limit, then

    def execute(self, context):
        self.defer(trigger=Odd(self.how), method_name="go", timeout=self.limit)

    def go(self, context, event):
        if not self.then:
            raise AirflowException("nothing was seen")


with DAG("sched_deferred", **COMMON):
    Waits(task_id="event", how="one") >> EmptyOperator(task_id="after")
    Waits(task_id="several", how="several")
    Waits(task_id="raises", how="raises") >> EmptyOperator(
        task_id="after_failed", trigger_rule="all_failed"
    )
    Waits(task_id="raises_again", how="raises", retries=1, retry_delay=timedelta(seconds=1))
    Waits(task_id="silent", how="silent")
    Waits(task_id="late", how="late", limit=timedelta(seconds=2))
    Waits(task_id="unbuilt", how="one", trigger=Unbuilt)
    Sensor(task_id="soft", how="raises", soft_fail=True)
    Sensor(task_id="soft_late", how="late", soft_fail=True, limit=timedelta(seconds=2))
    Sensor(task_id="soft_after", how="one", then=False, soft_fail=True)
    Sensor(
        task_id="hard_late",
        how="late",
        limit=timedelta(seconds=2),
        retries=2,
        retry_delay=timedelta(seconds=1),
    )
