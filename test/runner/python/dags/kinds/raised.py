"""Exceptions of every kind from the task, from pre_execute and post_execute, and from callbacks; exits and signals."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowSensorTimeout,
    AirflowSkipException,
    AirflowTaskTimeout,
    TaskDeferred,
)
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.triggers.temporal import TimeDeltaTrigger

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
NOW = timedelta(0)


KINDS = {
    "value": lambda: ValueError("x"),
    "airflow": lambda: AirflowException("x"),
    "fail": lambda: AirflowFailException("x"),
    "skip": lambda: AirflowSkipException("x"),
    "sensor_timeout": lambda: AirflowSensorTimeout("x"),
    "timeout": lambda: AirflowTaskTimeout("x"),
    "exit0": lambda: SystemExit(0),
    "exit1": lambda: SystemExit(1),
    "exit_text": lambda: SystemExit("text"),
    "interrupt": lambda: KeyboardInterrupt(),
    "base": lambda: BaseException("x"),
    "generator": lambda: GeneratorExit(),
    "stop": lambda: StopIteration(),
    "group": lambda: RecursionError("x"),
    "memory": lambda: MemoryError(),
}


def thrower(name):
    def throw(*args, **kwargs):
        raise KINDS[name]()

    return throw


ODD = ("exit0", "exit1", "exit_text", "interrupt", "base", "generator", "timeout")
WHAT = [name for name in KINDS if name not in ODD]

for where in ("task", "pre", "post"):
    with DAG(f"raised_in_{where}", **COMMON):
        for name in WHAT:
            given = {
                "task": {"python_callable": thrower(name)},
                "pre": {"python_callable": lambda: 1, "pre_execute": thrower(name)},
                "post": {"python_callable": lambda: 1, "post_execute": thrower(name)},
            }[where]
            PythonOperator(task_id=name, retries=1, retry_delay=NOW, **given) >> EmptyOperator(
                task_id=f"after_{name}"
            )

for where in ("execute", "success", "failure", "retry", "skipped"):
    with DAG(f"raised_in_on_{where}", **COMMON):
        body = {
            "execute": lambda: 1,
            "success": lambda: 1,
            "failure": thrower("value"),
            "retry": thrower("value"),
            "skipped": thrower("skip"),
        }[where]
        for name in WHAT:
            PythonOperator(
                task_id=name,
                python_callable=body,
                retries=1 if where == "retry" else 0,
                retry_delay=NOW,
                **{f"on_{where}_callback": thrower(name)},
            )


with DAG("raised_odd", **COMMON):

    def deferred(**kwargs):
        raise TaskDeferred(
            trigger=TimeDeltaTrigger(timedelta(seconds=0.1)), method_name="execute_complete"
        )

    PythonOperator(task_id="deferred", python_callable=deferred)
    PythonOperator(task_id="deferred_in_post", python_callable=lambda: 1, post_execute=deferred)

    def chained():
        try:
            raise ValueError("a")
        except ValueError as error:
            raise AirflowSkipException("b") from error

    PythonOperator(task_id="chained", python_callable=chained)

    class Own(AirflowException):
        def __init__(self, a, b):
            super().__init__(f"{a} {b}")

    def own():
        raise Own(1, 2)

    PythonOperator(task_id="own", python_callable=own)

    class OwnSkip(AirflowSkipException):
        pass

    def own_skip():
        raise OwnSkip("mine")

    PythonOperator(task_id="own_skip", python_callable=own_skip)

    class OwnFail(AirflowFailException):
        pass

    def own_fail():
        raise OwnFail("mine")

    PythonOperator(task_id="own_fail", python_callable=own_fail, retries=3, retry_delay=NOW)

    class Silent(Exception):
        def __str__(self):
            raise RuntimeError("no text")

    def silent():
        raise Silent

    PythonOperator(task_id="silent", python_callable=silent)
    PythonOperator(task_id="text", python_callable=lambda: (_ for _ in ()).throw(Exception("")))
    PythonOperator(
        task_id="bytes", python_callable=lambda: (_ for _ in ()).throw(Exception(b"\xff"))
    )
