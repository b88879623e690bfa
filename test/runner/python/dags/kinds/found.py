"""Where runs once ended otherwise than in Airflow: skips that come late, what is rendered, what can be handed on, intervals."""

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pendulum
from airflow import DAG
from airflow.decorators import task
from airflow.exceptions import AirflowSkipException
from airflow.models import BaseOperator
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.sensors.python import PythonSensor
from airflow.timetables.interval import CronDataIntervalTimetable

ARGS = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
os.environ["AIRFLOW_CONN_FOUND"] = (
    '{"conn_type": "http", "host": "h", "port": 80, "extra": {"a": {"b": 1}}, "login": "l"}'
)


def empty(task_id, rule="all_success"):
    return EmptyOperator(task_id=task_id, trigger_rule=rule)


def fail():
    raise ValueError("broken")


def late(stop):
    """What fails or succeeds at once, beside what skips three seconds later."""
    bad = PythonOperator(task_id="bad", python_callable=fail)
    ok = PythonOperator(task_id="ok", python_callable=lambda: 1)
    slow = BashOperator(task_id="slow", bash_command="sleep 3")
    # A scheduler that goes step by step decides the others first.
    slow >> empty("step_1") >> empty("step_2") >> empty("step_3") >> stop
    [bad, stop] >> empty("after_bad") >> empty("then")
    [ok, stop] >> empty("one_success", "one_success") >> empty("after_one_success")
    [bad, stop] >> empty("one_failed", "one_failed") >> empty("after_one_failed")
    [bad, stop] >> empty("none_failed", "none_failed")
    return stop


with DAG("found_late_short_circuit", **ARGS):
    late(ShortCircuitOperator(task_id="stop", python_callable=lambda: False))

with DAG("found_late_soft_short_circuit", **ARGS):
    late(
        ShortCircuitOperator(
            task_id="stop", python_callable=lambda: False, ignore_downstream_trigger_rules=False
        )
    )

with DAG("found_late_branch", **ARGS):
    late(BranchPythonOperator(task_id="stop", python_callable=lambda: "taken")) >> empty("taken")

with DAG("found_rules_over_skipped", **ARGS):

    @task
    def odd_only(n):
        if n % 2 == 0:
            raise AirflowSkipException
        return n

    @task
    def use(x, y=None):
        return [x, y]

    skipped = odd_only.expand(n=[0, 2])
    for rule in ("all_done", "none_failed", "one_done", "all_skipped", "none_skipped"):
        use.override(task_id=f"mapped_{rule}", trigger_rule=rule).expand(x=skipped)
        use.override(task_id=f"partial_{rule}", trigger_rule=rule).partial(y=skipped).expand(x=[1])
        use.override(task_id=f"plain_{rule}", trigger_rule=rule)(skipped)

with DAG("found_mapped_values", **ARGS):

    @task
    def numbers():
        return [0, 1]

    @task
    def pairs():
        return {"x": 1, "y": 2}

    @task
    def show(v):
        return v

    many = numbers()
    BashOperator.partial(task_id="command").expand(
        bash_command=many.map(lambda n: f"echo {n} {{{{ ds }}}}")
    )
    BashOperator.partial(task_id="env", bash_command="echo $X $Y").expand(
        env=many.map(lambda n: {"X": str(n), "Y": "{{ ds }}"})
    )
    PythonOperator.partial(task_id="literal", python_callable=lambda *a, q=0: [list(a), q]).expand(
        op_args=[[1, "{{ ds }}"], []], op_kwargs=[{"q": "{{ ds }}"}]
    )
    show.expand(v=many.map(lambda n: "{{ ds }}"))
    show.override(task_id="of_dict").expand(v=pairs())
    show.override(task_id="map_of_dict").expand(v=pairs.override(task_id="p2")().map(lambda p: p))

with DAG("found_operators", **ARGS):

    class Gone(BaseOperator):
        template_fields = ("gone",)

        def execute(self, context):
            return 1

    class Own(BaseOperator):
        template_fields = ("v",)

        def __init__(self, v, **kwargs):
            super().__init__(**kwargs)
            self.v = v

        def render_template_fields(self, context, jinja_env=None):
            self.v = f"{self.v}!"
            super().render_template_fields(context, jinja_env)

        def execute(self, context):
            return [self.v, self.render_template("{{ extra }}", {**context, "extra": 1})]

    Gone(task_id="gone")
    Own(task_id="own", v="{{ ds }}")
    BashOperator(task_id="ranged", bash_command="exit 5", skip_on_exit_code=range(4, 6))
    PythonOperator(task_id="unreadable", python_callable=max, op_args=[[1, 2]])
    PythonOperator(task_id="unnamed", python_callable=lambda: 1, op_kwargs={"x": 1})
    PythonOperator(
        task_id="twice", python_callable=lambda a, b=0: a, op_args=[1], op_kwargs={"a": 2}
    )
    ShortCircuitOperator(task_id="dict", python_callable=dict)
    PythonSensor(
        task_id="soft",
        python_callable=lambda: False,
        mode="reschedule",
        poke_interval=0.1,
        timeout=0.15,
        soft_fail=True,
    ) >> empty("after_soft")
    PythonOperator(
        task_id="uri", python_callable=lambda uri: uri, op_args=["{{ conn.found.get_uri() }}"]
    )

with DAG("found_values", **ARGS):
    for name, make in {
        "zone": lambda: pendulum.timezone("Europe/Paris"),
        "zone_info": lambda: ZoneInfo("Asia/Tokyo"),
        "duration": lambda: pendulum.duration(days=1),
        "day": lambda: pendulum.date(2024, 1, 1),
    }.items():

        @task(task_id=name)
        def give(make=make):
            return make()

        @task(task_id=f"{name}_read", trigger_rule="all_done")
        def read(value):
            return [type(value).__name__, str(value)]

        read(give())

with DAG("found_calendar", **ARGS):

    @task
    def told(logical_date=None):
        d = logical_date
        return [
            str(each)
            for each in (
                d.first_of("month"), d.last_of("quarter", 4), d.nth_of("month", 2, 1), d.end_of("decade"), d.quarter,
                d.week_of_month, d.average(d.add(days=2)), d.closest(d.add(days=1), d.add(days=2)), d.to_rss_string(),
                d.format("dddd Do MMMM [at] h A zz"), d.diff_for_humans(d.add(days=12)), d.date().start_of("month"),
                d.date() - d.subtract(days=3).date(), d.time(), (d.add(days=400) - d).months, d.offset_hours, d.is_dst(),
                pendulum.from_format("Mar 7 2024", "MMM D YYYY"),
            )
        ]  # fmt: skip

    told()

for name, schedule in {
    "delta": timedelta(hours=5),
    "cron": "30 */6 * * *",
    "interval": CronDataIntervalTimetable("0 5 * * *", timezone="Europe/Paris"),
}.items():
    with DAG(
        f"found_interval_{name}",
        schedule=schedule,
        start_date=pendulum.datetime(2024, 1, 1),
        catchup=False,
    ):
        # Times of a day are taken for chance otherwise.
        PythonOperator(
            task_id="of",
            python_callable=lambda start, end: [start, end],
            op_args=[
                "{{ data_interval_start.strftime('%d %Hh%M') }}",
                "{{ data_interval_end.strftime('%d %Hh%M') }}",
            ],
        )
