"""What only a scheduler does, run by the scheduler of real Airflow: limits, timeouts, deaths, the past, and a conf."""

import os
import signal
import time
from datetime import datetime, timedelta

import airflow
from airflow import DAG
from airflow.decorators import setup, task, teardown
from airflow.exceptions import AirflowException
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.sensors.python import PythonSensor

IS_2 = airflow.__version__.startswith("2")
FAST = {"fail_stop" if IS_2 else "fail_fast": True}
COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
SOON = timedelta(seconds=1)
# A scheduler takes its time; ours need not.
SLOW = os.environ.get("COMPARE") != "ours"
LONG = timedelta(seconds=90 if SLOW else 12)
FOR_EVER = 400 if SLOW else 60
BEFORE = 40 if SLOW else 4

IDS = [
    "sched_conf",
    "sched_conf_invalid",
    "sched_empty",
    "sched_execution_timeout",
    "sched_fail_fast",
    "sched_fail_fast_retry",
    "sched_killed",
    "sched_past",
    "sched_past_kept",
    "sched_past_skipped",
    "sched_required",
    "sched_rules_in_time",
    "sched_timeout",
    "sched_wait",
    "sched_wait_ok",
]
RUNS = {
    "sched_conf": [
        {"conf": {"n": 5, "extra": [1, {"a": None}], "name": "żółw"}},
        {},
        {"conf": {}},
    ],
    "sched_conf_invalid": [{"conf": {"n": "text"}}, {"conf": {"n": 99}}, {"conf": {"kind": "c"}}],
    "sched_required": [{"conf": {"n": 3}}, {}],
    "sched_past": [
        {"conf": {"fail": True}},
        {},
        {"conf": {"fail": True}},
    ],
    "sched_past_skipped": [{}, {}],
    "sched_past_kept": [{"conf": {"fail": True}}, {"conf": {"fail": False}}],
    "sched_wait": [{"conf": {"fail": True}}, {}],
    "sched_wait_ok": [{}, {}],
}


def waits(seconds):
    time.sleep(seconds)


def fails():
    raise AirflowException("broken")


def by_conf(dag_run):
    if (dag_run.conf or {}).get("fail"):
        raise AirflowException("as asked")
    return "fine"


with DAG("sched_conf", params={"n": Param(1, type="integer"), "name": "world"}, **COMMON):

    @task
    def seen(params=None, dag_run=None):
        return [params["n"], params["name"], sorted(params), sorted(dag_run.conf or {})]

    BashOperator(
        task_id="bash",
        bash_command="echo {{ params.n + 1 }} {{ params.name }} {{ dag_run.conf.get('extra') }}",
    )
    BashOperator(
        task_id="own",
        bash_command="echo {{ params.n }} {{ params.mine }}",
        params={"n": 7, "mine": 8},
    )
    seen()

with DAG(
    "sched_conf_invalid",
    params={"n": Param(1, type="integer", maximum=9), "kind": Param("a", enum=["a", "b"])},
    **COMMON,
):
    PythonOperator(task_id="one", python_callable=lambda params: params["n"])

with DAG("sched_required", params={"n": Param(type="integer")}, **COMMON):
    PythonOperator(task_id="one", python_callable=lambda params: params["n"])

with DAG("sched_past", default_args={"depends_on_past": True}, **COMMON):
    PythonOperator(task_id="one", python_callable=by_conf) >> EmptyOperator(task_id="two")
    EmptyOperator(task_id="three")

with DAG("sched_past_skipped", **COMMON):
    BashOperator(task_id="skips", bash_command="exit 99", depends_on_past=True) >> EmptyOperator(
        task_id="after", depends_on_past=True
    )

with DAG("sched_past_kept", **COMMON):
    PythonOperator(task_id="one", python_callable=by_conf)
    EmptyOperator(task_id="two", depends_on_past=True)

for name in ("sched_wait", "sched_wait_ok"):
    with DAG(name, **COMMON):
        EmptyOperator(task_id="first", wait_for_downstream=True) >> PythonOperator(
            task_id="second", python_callable=by_conf
        )

with DAG("sched_timeout", dagrun_timeout=LONG, **COMMON):
    slow = PythonOperator(task_id="slow", python_callable=waits, op_args=[FOR_EVER])
    (
        EmptyOperator(task_id="begin")
        >> slow
        >> EmptyOperator(task_id="after")
        >> EmptyOperator(task_id="always", trigger_rule="all_done")
    )
    PythonOperator(
        task_id="retries", python_callable=fails, retries=2, retry_delay=timedelta(seconds=200)
    )
    PythonSensor(
        task_id="pokes", python_callable=lambda: False, mode="reschedule", poke_interval=100
    )

    @setup
    def up():
        return 1

    @teardown
    def down():
        return 2

    began, ended = up(), down()
    began >> slow >> ended
    began >> ended

with DAG("sched_fail_fast", **FAST, **COMMON):
    late = PythonSensor(
        task_id="pokes", python_callable=lambda: False, mode="reschedule", poke_interval=100
    )
    late >> EmptyOperator(task_id="later")
    first = PythonOperator(task_id="first", python_callable=waits, op_args=[BEFORE])
    first >> PythonOperator(task_id="fails", python_callable=fails)
    first >> EmptyOperator(task_id="beside") >> EmptyOperator(task_id="after_beside")

    @setup
    def up():
        return 1

    @teardown
    def down():
        return 2

    @task
    def work():
        time.sleep(BEFORE)
        raise AirflowException("work")

    began, ended, worked = up(), down(), work()
    first >> began >> worked >> ended
    began >> ended

with DAG("sched_fail_fast_retry", **FAST, **COMMON):
    PythonOperator(task_id="fails", python_callable=fails, retries=1, retry_delay=SOON)
    PythonSensor(
        task_id="pokes", python_callable=lambda: False, mode="reschedule", poke_interval=100
    ) >> EmptyOperator(task_id="later")

with DAG("sched_execution_timeout", **COMMON):
    short = timedelta(seconds=2)
    PythonOperator(
        task_id="python", python_callable=waits, op_args=[60], execution_timeout=short
    ) >> EmptyOperator(task_id="after")
    BashOperator(
        task_id="bash",
        bash_command="sleep 60",
        execution_timeout=short,
        retries=1,
        retry_delay=SOON,
    ) >> EmptyOperator(task_id="done", trigger_rule="all_done")
    PythonOperator(
        task_id="in_time",
        python_callable=waits,
        op_args=[0.1],
        execution_timeout=timedelta(seconds=30),
    )
    PythonSensor(
        task_id="sensor",
        python_callable=lambda: False,
        poke_interval=0.5,
        execution_timeout=short,
        soft_fail=True,
    )
    PythonSensor(
        task_id="sensor_hard",
        python_callable=lambda: False,
        poke_interval=0.5,
        execution_timeout=short,
    )

with DAG("sched_killed", **COMMON):

    def dies(number):
        os.kill(os.getpid(), number)
        time.sleep(30)

    def dies_first(number, ti):
        if ti.try_number == 1:
            os.kill(os.getpid(), number)
            time.sleep(30)
        return ti.try_number

    for number in (signal.SIGKILL, signal.SIGABRT):
        PythonOperator(
            task_id=f"dies_{number.name}", python_callable=dies, op_args=[number]
        ) >> EmptyOperator(task_id=f"after_{number.name}", trigger_rule="all_done")
    PythonOperator(
        task_id="again",
        python_callable=dies_first,
        op_args=[signal.SIGKILL],
        retries=1,
        retry_delay=SOON,
    )
    PythonOperator(task_id="leaves", python_callable=lambda: os._exit(3))
    PythonOperator(task_id="leaves_well", python_callable=lambda: os._exit(0))
    BashOperator(task_id="bash", bash_command="kill -9 $$")
    BashOperator(task_id="parent", bash_command="kill -9 $PPID; sleep 20")

with DAG("sched_rules_in_time", **COMMON):
    quick = PythonOperator(task_id="quick", python_callable=fails)
    slow = PythonOperator(task_id="slow", python_callable=waits, op_args=[BEFORE])
    for rule in ("one_failed", "one_success", "one_done", "all_success", "all_done", "none_failed"):
        [quick, slow] >> EmptyOperator(task_id=rule, trigger_rule=rule)

with DAG("sched_empty", **COMMON):
    EmptyOperator(task_id="plain") >> EmptyOperator(task_id="end")
    EmptyOperator(
        task_id="with_callback", on_success_callback=lambda context: print("called"), retries=1
    )
