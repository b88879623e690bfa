"""Deferrable operators, conditions, children with their own Python, assets, classic sensors and operators."""

import sys
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.exceptions import AirflowSkipException
from airflow.models import BaseOperator
from airflow.models.baseoperator import chain
from airflow.operators.bash import BashOperator
from airflow.operators.datetime import BranchDateTimeOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.latest_only import LatestOnlyOperator
from airflow.operators.python import PythonOperator
from airflow.operators.weekday import BranchDayOfWeekOperator
from airflow.sensors.date_time import DateTimeSensor
from airflow.sensors.filesystem import FileSensor
from airflow.sensors.time_delta import TimeDeltaSensor
from airflow.sensors.weekday import DayOfWeekSensor
from airflow.triggers.temporal import TimeDeltaTrigger
from airflow.utils.task_group import TaskGroup
from airflow.utils.trigger_rule import TriggerRule

START = datetime(2024, 1, 1)


class Waits(BaseOperator):
    def __init__(self, seconds=0.2, fails=False, again=False, timeout=None, **kwargs):
        super().__init__(**kwargs)
        self.seconds, self.fails, self.again, self.wait_timeout = seconds, fails, again, timeout

    def execute(self, context):
        self.defer(
            trigger=TimeDeltaTrigger(timedelta(seconds=self.seconds)),
            method_name="resume",
            kwargs={"n": 1},
            timeout=self.wait_timeout,
        )

    def resume(self, context, event=None, n=0):
        if self.again and n < 2:
            self.defer(
                trigger=TimeDeltaTrigger(timedelta(seconds=0.1)),
                method_name="resume",
                kwargs={"n": n + 1},
            )
        if self.fails:
            raise ValueError("after the trigger")
        return [event is not None]


with DAG("more_deferred", schedule=None, start_date=START):
    Waits(task_id="waits")
    Waits(task_id="fails", fails=True, retries=1, retry_delay=timedelta(0))
    Waits(task_id="skips_after") >> EmptyOperator(task_id="end")

with DAG("more_conditions", schedule=None, start_date=START):

    @task.run_if(lambda context: context["ds"] == "2025-01-02")
    @task
    def runs():
        return "ran"

    @task.run_if(lambda context: False, skip_message="not today")
    @task
    def does_not():
        return "ran"

    @task.skip_if(lambda context: context["ti"].task_id == "skipped")
    @task
    def skipped():
        return "ran"

    @task.skip_if(lambda context: 0)
    @task.bash
    def not_skipped():
        return "echo shell"

    @task.run_if(lambda context: 1 / 0)
    @task
    def broken():
        return "ran"

    runs() >> does_not() >> EmptyOperator(task_id="after", trigger_rule="none_failed")
    skipped() >> EmptyOperator(task_id="cascade")
    not_skipped()
    broken()

with DAG("more_external", schedule=None, start_date=START):

    @task.external_python(python=sys.executable, expect_airflow=False)
    def outside(x, y=2):
        return [x, y, {"a": (1, 2)}]

    @task.external_python(python=sys.executable, expect_airflow=False)
    def outside_fails():
        raise ValueError("outside")

    @task.external_python(python=sys.executable, expect_airflow=False, skip_on_exit_code=7)
    def outside_skips():
        import sys

        sys.exit(7)

    @task
    def inside(value):
        return value

    inside(outside(1))
    outside_fails()
    outside_skips()

with DAG("more_bash", schedule=None, start_date=START):

    @task.bash
    def command(x):
        return f"echo {x} {{{{ ds }}}}"

    @task.bash(env={"X": "{{ ds }}"}, append_env=True)
    def with_env():
        return "echo $X"

    @task.bash
    def not_text():
        return 5

    @task.bash
    def blank():
        return "  "

    @task.bash(skip_on_exit_code=3)
    def skips():
        return "exit 3"

    @task.bash
    def skips_itself():
        raise AirflowSkipException("no")

    command(5)
    with_env()
    not_text()
    blank()
    skips()
    skips_itself()
    command.expand(x=[1, 2])

with DAG("more_dates", schedule=None, start_date=START):
    BranchDateTimeOperator(
        task_id="in_range",
        follow_task_ids_if_true=["yes"],
        follow_task_ids_if_false=["no"],
        target_lower=datetime(2025, 1, 1),
        target_upper=datetime(2025, 1, 3),
        use_task_logical_date=True,
    ) >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]
    BranchDayOfWeekOperator(
        task_id="weekday",
        follow_task_ids_if_true="thursday",
        follow_task_ids_if_false="other_day",
        week_day={"Thursday"},
        use_task_logical_date=True,
    ) >> [EmptyOperator(task_id="thursday"), EmptyOperator(task_id="other_day")]
    DateTimeSensor(task_id="past", target_time=datetime(2024, 1, 1), poke_interval=0.1)
    DateTimeSensor(task_id="templated", target_time="{{ data_interval_start }}", poke_interval=0.1)
    TimeDeltaSensor(task_id="delta", delta=timedelta(seconds=1), poke_interval=0.1, timeout=5)
    DayOfWeekSensor(
        task_id="day", week_day="Thursday", use_task_logical_date=True, poke_interval=0.1, timeout=1
    )
    DayOfWeekSensor(
        task_id="not_day",
        week_day={"Monday"},
        use_task_logical_date=True,
        poke_interval=0.1,
        timeout=0.2,
        soft_fail=True,
    )
    FileSensor(task_id="file", filepath="/etc/passwd", poke_interval=0.1)
    FileSensor(
        task_id="no_file", filepath="/etc/no_*_such", poke_interval=0.1, timeout=0.2, soft_fail=True
    )
    FileSensor(task_id="glob", filepath="/etc/pass*", poke_interval=0.1)
    LatestOnlyOperator(task_id="latest") >> EmptyOperator(task_id="after_latest")

with DAG("more_async", schedule=None, start_date=START):

    @task
    def plain():
        return 1

    with TaskGroup("outer") as outer:
        with TaskGroup("inner") as inner:
            a = plain()
        b = plain()
        a >> b
    chain(
        [plain.override(task_id="x")(), plain.override(task_id="y")()],
        outer,
        plain.override(task_id="z")(),
    )

with DAG("more_rules", schedule=None, start_date=START):
    up = {
        "s": PythonOperator(task_id="s", python_callable=lambda: 1),
        "f": BashOperator(task_id="f", bash_command="exit 1"),
        "k": BashOperator(task_id="k", bash_command="exit 99"),
    }
    up["u"] = EmptyOperator(task_id="u")
    up["f"] >> up["u"]
    for rule in TriggerRule:
        if rule.value in (
            "all_done_setup_success",
            "all_done_min_one_success",
            "dummy",
            "none_failed_or_skipped",
        ):
            continue
        for names in ("s", "f", "k", "u", "sf", "sk", "su", "fk", "fu", "ku", "sfk", "sfku"):
            [up[name] for name in names] >> EmptyOperator(
                task_id=f"{rule.value}_{names}", trigger_rule=rule
            )

with DAG(
    "more_default_args",
    schedule=None,
    start_date=START,
    default_args={
        "trigger_rule": "all_done",
        "retries": 1,
        "retry_delay": timedelta(0),
        "bash_command": "exit 1",
    },
):
    (
        BashOperator(task_id="a")
        >> BashOperator(task_id="b", bash_command="echo b", retries=0)
        >> EmptyOperator(task_id="c", trigger_rule="all_success")
    )
    with TaskGroup("g", default_args={"bash_command": "echo g"}) as g:
        BashOperator(task_id="d")

with DAG("more_watcher", schedule=None, start_date=START):

    @task(trigger_rule="one_failed", retries=0)
    def watcher():
        raise ValueError("something failed")

    tasks = [
        BashOperator(task_id="bad", bash_command="exit 1"),
        BashOperator(task_id="good", bash_command="true"),
        BashOperator(task_id="clean", bash_command="true", trigger_rule="all_done"),
    ]
    tasks[0] >> tasks[1] >> tasks[2]
    tasks >> watcher()

with DAG("more_skip_cascade", schedule=None, start_date=START):

    @task
    def skip():
        raise AirflowSkipException("no")

    s = skip()
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b", trigger_rule="none_failed")
    c = EmptyOperator(task_id="c", trigger_rule="none_skipped")
    d = EmptyOperator(task_id="d", trigger_rule="all_done")
    s >> a >> b >> d
    [a, b] >> c >> EmptyOperator(task_id="e", trigger_rule="one_success")
    [c, d] >> EmptyOperator(task_id="f", trigger_rule="one_success")
    [c, d] >> EmptyOperator(task_id="g")
