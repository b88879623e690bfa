"""What files and tasks ask of Airflow's own objects, what the context keeps, and more ways to begin and to end."""

import inspect
import os
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import setup, task, task_group, teardown
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.hooks.base import BaseHook
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator, get_current_context
from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
from airflow.utils.task_group import TaskGroup

ARGS = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
NOW = timedelta(0)
os.environ.update(
    AIRFLOW_CONN_ASKED_HOST="http://https%3A%2F%2Fapi.example.com%2FV1/",
    AIRFLOW_CONN_ASKED_TWICE="http://https://api.example.com:8080/v1",
    AIRFLOW_CONN_ASKED_BARE="fs://",
    AIRFLOW_CONN_ASKED_KEY="redis://:p%40ss@h:6379/0",
    AIRFLOW_CONN_ASKED_EXTRA="my-type://?__extra__=%7B%22a%22%3A+1%7D",
)


def empty(task_id, rule="all_success"):
    return EmptyOperator(task_id=task_id, trigger_rule=rule)


def fail():
    raise ValueError("broken")


def skip():
    raise AirflowSkipException


with DAG("asked_groups", **ARGS) as groups:
    with TaskGroup("outer") as outer:
        with TaskGroup("b") as inner:
            empty("y") >> empty("x")
        empty("a") >> inner >> empty("z")
    empty("before") >> outer >> empty("after")
    told = [
        outer.get_child_by_label("b").group_id,
        inner.get_child_by_label("x").task_id,
        [each.task_id for each in outer.iter_tasks()],
        [each.node_id for each in outer.topological_sort()],
        [each.node_id for each in outer.hierarchical_alphabetical_sort()],
        [each.task_id for each in outer.upstream_list],
        [each.task_id for each in outer.downstream_list],
        outer.has_dag(),
    ]
    PythonOperator(task_id="told", python_callable=lambda told=told: told)

with DAG("asked_tasks", **ARGS, default_args={"on_success_callback": lambda context: None}) as dag:
    empty("up").as_setup() >> empty("work") >> empty("down").as_teardown()

    @task(trigger_rule="all_done")
    def of(task=None, dag=None):
        return [
            str(task.trigger_rule),
            task.trigger_rule == "all_done",
            f"{dag.get_task('down').trigger_rule.value}",
            [each.task_id for each in dag.teardowns],
            [each.task_id for each in dag.tasks_upstream_of_teardowns],
            task.get_needs_expansion(),
            getattr(task, "priority_weight_total", None),
            getattr(dag, "schedule_interval", "none of 3"),
            getattr(dag, "concurrency", "none of 3"),
        ]

    of()
    BashOperator(
        task_id="shown",
        bash_command="echo '{{ task.trigger_rule }} {{ prev_start_date_success is none }} "
        "{{ prev_data_interval_end_success is none }} {{ prev_start_date_success }}'",
    )

    @task
    def before(prev_start_date_success=None):
        earlier = prev_start_date_success
        return [earlier is None, bool(earlier), earlier == None, str(earlier)]  # noqa: E711

    before()

with DAG("asked_context", **ARGS):
    SEEN = {}

    def note(context):
        context["ti"].xcom_push(key="seen", value=[context["n"], context["label"]])

    @task(map_index_template="{{ label }} {{ n }}", on_execute_callback=lambda context: None)
    def each(n):
        get_current_context()["label"] = f"label {n}"
        return n

    @task(on_failure_callback=note)
    def fails(n):
        get_current_context()["label"] = "failed"
        raise AirflowFailException(n)

    each.expand(n=[1, 2])
    fails(3)

with DAG("asked_connections", **ARGS):

    @task
    def parts():
        found = []
        for name in ("host", "twice", "bare", "key", "extra"):
            one = BaseHook.get_connection(f"asked_{name}")
            found.append(
                [one.conn_type, one.host, one.port, one.schema, one.login, one.extra_dejson]
            )
            found.append(one.get_uri().replace("p%40ss", "…"))
        return found

    parts()

with DAG("asked_mapping", **ARGS):

    @task
    def numbers():
        return [1, 2, 3]

    @task
    def pairs():
        return {"x": 1, "y": [2]}

    @task
    def show(a, b=0):
        return [a, b]

    @task
    def kind(a, b=0):
        return type(a).__name__.endswith("XComArg")

    many, two = numbers(), pairs()
    show.override(task_id="keys").expand(a=many.concat(two))
    kind.override(task_id="inside").expand_kwargs([{"a": many, "b": 1}, {"a": "{{ ds }}"}])
    show.override(task_id="mixed").expand_kwargs([{"a": 1}, {"a": "{{ ds }}", "b": [2]}])

with DAG("asked_pulls", **ARGS):

    @task
    def one(n):
        return n * 10

    @task
    def alone():
        return "alone"

    @task
    def pull(ti=None):
        found = [
            ti.xcom_pull("one", map_indexes=[0, 7], default="d"),
            ti.xcom_pull("one", map_indexes=range(2)),
            ti.xcom_pull(["one"], map_indexes=1),
            ti.xcom_pull(["one", "alone"]),
            ti.xcom_pull("one", map_indexes=9, default="d"),
            ti.xcom_pull("alone", map_indexes=None),
            ti.xcom_pull({"alone"}),
            ti.xcom_pull([]),
        ]
        return [each if isinstance(each, str) else list(each) for each in found]

    @task
    def nameless(ti=None):
        ti.xcom_push(key="", value=1)

    [one.expand(n=[1, 2, 3]), alone()] >> pull()
    nameless()

with DAG("asked_group_after_branch", **ARGS):

    @task.branch
    def choose():
        return ["g.first", "side"]

    @task_group
    def g(n):
        @task
        def first(n):
            if n == 2:
                raise AirflowSkipException
            if n == 3:
                raise ValueError
            return n

        @task(trigger_rule="none_failed")
        def second(value, n):
            return [value, n]

        second(first(n), n)

    chosen, group = choose(), g.expand(n=[1, 2, 3])
    chosen >> [group, empty("side"), empty("not_taken")]
    for rule in ("all_success", "all_done", "none_failed", "one_failed", "one_success", "one_done"):
        group >> empty(f"join_{rule}", rule)
    for rule in ("none_skipped", "none_failed_min_one_success", "all_failed", "all_skipped"):
        group >> empty(f"join_{rule}", rule)

with DAG("asked_setups", **ARGS):

    @setup
    def good():
        return "good"

    @setup
    def not_now():
        raise AirflowSkipException

    @task
    def work(*needs):
        return list(needs)

    @teardown(on_failure_fail_dagrun=True)
    def drop(what):
        return f"drop {what}"

    @teardown
    def drop_both(what):
        return f"both {what}"

    up, away = good(), not_now()
    first, down = work(up), drop(up)
    up >> first >> down
    second, down_2 = work(up, away), drop_both(up)
    [up, away] >> second >> down_2
    broken = PythonOperator(task_id="broken", python_callable=fail).as_setup()
    with TaskGroup("later") as later:
        broken_work = work("x")
    ending = empty("ending").as_teardown(setups=[broken])
    broken >> later >> ending
    later >> [empty("after_later"), empty("after_later_done", "all_done")]

with DAG("asked_callbacks", **ARGS, default_args={"retry_delay": NOW}):

    def raises(context):
        raise KeyError("callback")

    PythonOperator(
        task_id="retried", python_callable=fail, retries=2,
        on_retry_callback=raises, on_failure_callback=raises,
    )  # fmt: skip
    PythonOperator(task_id="began", python_callable=lambda: 1, on_execute_callback=raises)
    PythonOperator(task_id="ended", python_callable=lambda: 1, on_success_callback=raises)
    PythonOperator(task_id="skipped", python_callable=skip, on_skipped_callback=[raises, raises])
    PythonOperator(
        task_id="pushes", python_callable=fail,
        on_failure_callback=lambda context: context["ti"].xcom_push(key="told", value=1),
    )  # fmt: skip


class Counts(BaseSensorOperator):
    """Done at the second look."""

    looks = 0

    def poke(self, context):
        self.looks += 1
        return PokeReturnValue(self.looks > 1, {"looks": self.looks, "pair": (1, 2)})


with DAG("asked_sensors", **ARGS):
    quick = {"poke_interval": 0.05}
    Counts(task_id="value", **quick)
    Counts(task_id="not_pushed", do_xcom_push=False, **quick)

    @task.sensor(timeout=0.3, soft_fail=True, **quick)
    def soft() -> PokeReturnValue:
        return PokeReturnValue(is_done=False)

    @task.sensor(timeout=0.25, mode="reschedule", retries=2, retry_delay=NOW, poke_interval=0.1)
    def hard():
        return False

    @task.sensor(timeout=5, retries=1, retry_delay=NOW, **quick)
    def second_try(ti=None):
        if ti.try_number == 1:
            raise ValueError
        return PokeReturnValue(True, ti.try_number)

    soft() >> empty("after_soft", "none_failed")
    hard()
    second_try()

STOPS = "fail_fast" if "fail_fast" in inspect.signature(DAG.__init__).parameters else "fail_stop"
with DAG("asked_fail_fast", **ARGS, **{STOPS: True}):
    (
        BashOperator(task_id="first", bash_command="true")
        >> PythonOperator(task_id="bad", python_callable=fail)
        >> empty("second")
        >> empty("third")
    )
