"""Operators of the standard provider and of others, with what is on this machine: shells, files, sqlite, a local server, mail."""

import os
import sys
from datetime import datetime, timedelta, timezone
from datetime import time as clock

import airflow
from airflow import DAG
from airflow.decorators import task, task_group
from airflow.operators.bash import BashOperator
from airflow.operators.datetime import BranchDateTimeOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.latest_only import LatestOnlyOperator
from airflow.operators.python import (
    BranchExternalPythonOperator,
    ExternalPythonOperator,
    PythonOperator,
    ShortCircuitOperator,
)
from airflow.operators.weekday import BranchDayOfWeekOperator
from airflow.sensors.bash import BashSensor
from airflow.sensors.date_time import DateTimeSensor
from airflow.sensors.filesystem import FileSensor
from airflow.sensors.python import PythonSensor
from airflow.sensors.time_delta import TimeDeltaSensor
from airflow.sensors.time_sensor import TimeSensor
from airflow.sensors.weekday import DayOfWeekSensor
from airflow.utils.trigger_rule import TriggerRule

if airflow.__version__.startswith("2"):
    from airflow.utils.weekday import WeekDay
else:
    from airflow.providers.standard.utils.weekday import WeekDay

IS_2 = airflow.__version__.startswith("2")
COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
NOW = timedelta(0)

with DAG("ops_bash", **COMMON):
    for code in (0, 1, 2, 99, 100, 126, 127, 255):
        BashOperator(
            task_id=f"code_{code}", bash_command=f"exit {code}", retries=1, retry_delay=NOW
        )
    BashOperator(task_id="skip_own", bash_command="exit 5", skip_on_exit_code=5)
    BashOperator(task_id="skip_list", bash_command="exit 7", skip_on_exit_code=[5, 7])
    BashOperator(task_id="skip_none", bash_command="exit 99", skip_on_exit_code=None)
    BashOperator(task_id="killed", bash_command="kill -9 $$")
    BashOperator(task_id="termed", bash_command="kill -TERM $$")
    BashOperator(task_id="missing", bash_command="no_such_command_here")
    BashOperator(task_id="last_line", bash_command="echo a; echo b")
    BashOperator(task_id="stderr", bash_command="echo out; echo err >&2")
    BashOperator(task_id="no_output", bash_command="true")
    BashOperator(task_id="spaces", bash_command="echo '  x  '")
    BashOperator(task_id="no_newline", bash_command="printf abc")
    BashOperator(task_id="empty_last", bash_command="echo a; echo")
    BashOperator(
        task_id="env",
        bash_command='echo "$A-$HOME_NOT_SET-$AIRFLOW_CTX_TASK_ID"',
        env={"A": "{{ ds }}"},
    )
    BashOperator(
        task_id="append",
        bash_command="echo $A $AIRFLOW_CTX_DAG_ID $AIRFLOW_CTX_TRY_NUMBER",
        env={"A": "1"},
        append_env=True,
    )
    BashOperator(task_id="cwd", bash_command="pwd", cwd="/tmp")
    BashOperator(task_id="cwd_missing", bash_command="pwd", cwd="/no/such/folder")
    BashOperator(task_id="cwd_file", bash_command="pwd", cwd=__file__)
    BashOperator(
        task_id="processed",
        bash_command="echo '{\"a\": [1]}'",
        output_processor=lambda text: __import__("json").loads(text),
    )
    BashOperator(
        task_id="processor_fails", bash_command="echo x", output_processor=lambda text: int(text)
    )
    BashOperator(task_id="encoded", bash_command="printf '\\xe9'", output_encoding="latin-1")
    BashOperator(task_id="not_utf8", bash_command="printf '\\xff\\xfe'")
    BashOperator(task_id="pipe", bash_command="false | true")
    BashOperator(task_id="set_e", bash_command="set -e\nfalse\necho no")
    BashOperator(task_id="several", bash_command="echo a\necho b\nexit 3", do_xcom_push=False)
    BashOperator(task_id="background", bash_command="(sleep 0.2; echo late) & echo now")
    BashOperator(task_id="unicode", bash_command="echo żółw 😀")
    BashOperator(task_id="long", bash_command="head -c 100000 /dev/zero | tr '\\0' x")

with DAG("ops_task_bash", **COMMON):

    @task.bash(skip_on_exit_code=3)
    def skips():
        return "exit 3"

    @task.bash
    def fails():
        return "exit 4"

    @task.bash(env={"A": "b"}, cwd="/tmp")
    def shows(x):
        return f"echo $A $PWD {x}"

    @task.bash
    def nothing():
        return None

    @task.bash
    def number():
        return 5

    @task.bash
    def empty():
        return ""

    @task.bash(multiple_outputs=False, output_processor=lambda t: t.split(","))
    def split():
        return "echo a,b"

    skips(), fails(), shows("q"), nothing(), number(), empty(), split()
    shows.override(task_id="mapped").expand(x=["1", "2 3"])

with DAG("ops_python", **COMMON):
    PythonOperator(task_id="lambda", python_callable=lambda: {"a": (1, 2)})
    PythonOperator(
        task_id="args",
        python_callable=lambda a, b=2, *c, **d: [
            a,
            b,
            list(c),
            sorted(k for k in d if k in ("ds", "ti", "x")),
        ],
        op_args=[1, 2, 3],
        op_kwargs={"x": 1},
    )
    PythonOperator(task_id="clash", python_callable=lambda ds: ds, op_kwargs={"ds": "mine"})
    PythonOperator(
        task_id="partial",
        python_callable=__import__("functools").partial(lambda a, b: [a, b], 1),
        op_kwargs={"b": 2},
    )
    PythonOperator(task_id="method", python_callable="abc".upper)
    PythonOperator(task_id="builtin", python_callable=len, op_args=[[1, 2]])
    PythonOperator(task_id="class", python_callable=dict, op_kwargs={"a": 1})
    PythonOperator(task_id="generator", python_callable=lambda: (n for n in range(3)))
    PythonOperator(
        task_id="templates",
        python_callable=lambda templates_dict: templates_dict,
        templates_dict={"a": "{{ ds }}"},
    )
    PythonOperator(
        task_id="ds_default",
        python_callable=lambda ds=None, nodash="x", ds_nodash="d": [ds, nodash, ds_nodash],
    )
    PythonOperator(task_id="too_many", python_callable=lambda a: a, op_args=[1, 2])
    PythonOperator(task_id="too_few", python_callable=lambda a, b: a, op_args=[1])
    ShortCircuitOperator(task_id="short_text", python_callable=lambda: "") >> EmptyOperator(
        task_id="after_text"
    )
    ShortCircuitOperator(task_id="short_list", python_callable=lambda: [0]) >> EmptyOperator(
        task_id="after_list"
    )

OWN = sys.executable


def child(a, b=None):
    import sys

    return {"a": a, "b": b, "main": __name__, "own": bool(sys.executable)}


def choose(x):
    return "left" if x else ["right"]


def child_fails():
    raise ValueError("in the child")


def child_skips():
    raise SystemExit(99)


with DAG("ops_external", **COMMON):
    ExternalPythonOperator(
        task_id="child",
        python=OWN,
        python_callable=child,
        op_args=[1],
        op_kwargs={"b": "{{ ds }}"},
        expect_airflow=False,
    )
    ExternalPythonOperator(
        task_id="fails", python=OWN, python_callable=child_fails, expect_airflow=False
    )
    ExternalPythonOperator(
        task_id="skips",
        python=OWN,
        python_callable=child_skips,
        skip_on_exit_code=99,
        expect_airflow=False,
    )
    ExternalPythonOperator(
        task_id="no_python", python="/no/python", python_callable=child, op_args=[1]
    )
    branch = BranchExternalPythonOperator(
        task_id="branch", python=OWN, python_callable=choose, op_args=[1], expect_airflow=False
    )
    branch >> [EmptyOperator(task_id="left"), EmptyOperator(task_id="right")]

    @task.external_python(python=OWN, expect_airflow=False)
    def decorated(x: int):
        return [x, x + 1]

    decorated(4)

    @task.branch_external_python(python=OWN, expect_airflow=False)
    def decide():
        return "chosen"

    decide() >> [EmptyOperator(task_id="chosen"), EmptyOperator(task_id="not_chosen")]

with DAG("ops_sensors", **COMMON):
    FileSensor(task_id="file", filepath=__file__, poke_interval=0.1)
    FileSensor(
        task_id="glob",
        filepath=os.path.join(os.path.dirname(__file__), "opera*.py"),
        poke_interval=0.1,
    )
    FileSensor(task_id="folder", filepath=os.path.dirname(__file__), poke_interval=0.1)
    FileSensor(
        task_id="recursive",
        filepath=os.path.join(os.path.dirname(__file__), "**", "operators.py"),
        recursive=True,
        poke_interval=0.1,
    )
    FileSensor(task_id="not_there", filepath="/no/such/file", poke_interval=0.1, timeout=0.3)
    FileSensor(
        task_id="not_there_soft",
        filepath="/no/such/file",
        poke_interval=0.1,
        timeout=0.3,
        soft_fail=True,
    ) >> EmptyOperator(task_id="after_soft")
    FileSensor(
        task_id="not_there_again",
        filepath="/no/such/file",
        poke_interval=0.1,
        timeout=0.3,
        mode="reschedule",
        retries=2,
        retry_delay=NOW,
    )
    FileSensor(
        task_id="bad_conn", filepath="x", fs_conn_id="no_such_conn", poke_interval=0.1, timeout=0.2
    )
    BashSensor(task_id="bash", bash_command="exit 0", poke_interval=0.1)
    BashSensor(task_id="bash_fails", bash_command="exit 1", poke_interval=0.1, timeout=0.2)
    BashSensor(
        task_id="bash_code",
        bash_command="exit 7",
        retry_exit_code=8,
        poke_interval=0.1,
        timeout=0.2,
    )
    PythonSensor(task_id="python_value", python_callable=lambda: [1], poke_interval=0.1)
    PythonSensor(
        task_id="python_args",
        python_callable=lambda x, ds: x and ds,
        op_args=[1],
        poke_interval=0.1,
    )
    PythonSensor(
        task_id="python_raises", python_callable=lambda: 1 / 0, poke_interval=0.1, timeout=0.2
    )
    PythonSensor(
        task_id="python_silent",
        python_callable=lambda: 1 / 0,
        silent_fail=True,
        poke_interval=0.1,
        timeout=0.2,
    )
    PythonSensor(
        task_id="python_never",
        python_callable=lambda: 1 / 0,
        never_fail=True,
        poke_interval=0.1,
        timeout=0.2,
    )
    PythonSensor(task_id="python_zero", python_callable=lambda: False, timeout=0, poke_interval=0.1)
    TimeDeltaSensor(task_id="delta", delta=timedelta(seconds=1), poke_interval=0.1)
    DateTimeSensor(
        task_id="moment", target_time=datetime(2024, 1, 1, tzinfo=timezone.utc), poke_interval=0.1
    )
    DateTimeSensor(task_id="templated", target_time="{{ logical_date }}", poke_interval=0.1)
    TimeSensor(task_id="clock", target_time=clock(0, 0), poke_interval=0.1)
    DayOfWeekSensor(
        task_id="day",
        week_day={WeekDay.THURSDAY, WeekDay.FRIDAY},
        use_task_logical_date=True,
        poke_interval=0.1,
    )
    DayOfWeekSensor(
        task_id="other_day",
        week_day="Monday",
        use_task_logical_date=True,
        poke_interval=0.1,
        timeout=0.2,
    )

with DAG("ops_dates", **COMMON):
    for name, lower, upper in (
        ("inside", datetime(2020, 1, 1), datetime(2099, 1, 1)),
        ("before", datetime(2098, 1, 1), datetime(2099, 1, 1)),
        ("after", datetime(2020, 1, 1), datetime(2020, 1, 2)),
        ("open", datetime(2020, 1, 1), None),
        ("clock", clock(0, 0), clock(23, 59, 59)),
    ):
        BranchDateTimeOperator(
            task_id=name,
            target_lower=lower,
            target_upper=upper,
            follow_task_ids_if_true=f"{name}_yes",
            follow_task_ids_if_false=[f"{name}_no"],
            use_task_logical_date=True,
        ) >> [EmptyOperator(task_id=f"{name}_yes"), EmptyOperator(task_id=f"{name}_no")]
    BranchDayOfWeekOperator(
        task_id="day",
        week_day={WeekDay.THURSDAY},
        follow_task_ids_if_true="thursday",
        follow_task_ids_if_false="other",
        use_task_logical_date=True,
    ) >> [EmptyOperator(task_id="thursday"), EmptyOperator(task_id="other")]
    (
        LatestOnlyOperator(task_id="latest")
        >> EmptyOperator(task_id="only")
        >> EmptyOperator(task_id="any", trigger_rule="all_done")
    )

with DAG("ops_groups", **COMMON):

    @task_group(default_args={"retries": 2, "retry_delay": NOW, "owner": "group"})
    def outer():
        @task
        def shows(ti=None):
            return [ti.task.retries, ti.task.owner, ti.task.task_id]

        @task(retries=0)
        def own(ti=None):
            return ti.task.retries

        @task.branch
        def pick():
            return "outer.left"

        @task.short_circuit
        def stop():
            return False

        @task.run_if(lambda context: context["ti"].task_id.endswith("gated"))
        @task
        def gated():
            return 1

        @task.skip_if(lambda context: True)
        @task
        def skipped():
            return 1

        left, right = EmptyOperator(task_id="left"), EmptyOperator(task_id="right")
        pick() >> [left, right]
        stop() >> EmptyOperator(task_id="stopped")
        right >> EmptyOperator(
            task_id="joined", trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS
        )
        left >> EmptyOperator(task_id="joined_left", trigger_rule="none_failed_min_one_success")

        @task_group(group_id="inner", default_args={"owner": "inner"})
        def inner():
            shows.override(task_id="deep")()

        inner()
        return shows(), own(), gated(), skipped()

    outer() >> EmptyOperator(task_id="end", trigger_rule="all_done")
