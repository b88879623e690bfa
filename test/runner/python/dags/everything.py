"""Every feature of a local run in one DAG: its states, tries and XComs are compared with `dag.test()`."""

from __future__ import annotations

import os
from collections import namedtuple
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

try:
    from airflow.sdk import (
        DAG,
        BaseOperator,
        Label,
        Param,
        TaskGroup,
        chain,
        get_current_context,
        setup,
        task,
        task_group,
        teardown,
    )
    from airflow.sdk.bases.sensor import PokeReturnValue
except ImportError:
    from airflow.decorators import setup, task, task_group, teardown
    from airflow.models import BaseOperator
    from airflow.models.baseoperator import chain
    from airflow.models.dag import DAG
    from airflow.models.param import Param
    from airflow.operators.python import get_current_context
    from airflow.sensors.base import PokeReturnValue
    from airflow.utils.edgemodifier import Label
    from airflow.utils.task_group import TaskGroup
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.latest_only import LatestOnlyOperator
from airflow.providers.standard.operators.python import (
    BranchPythonOperator,
    PythonOperator,
    ShortCircuitOperator,
)
from airflow.providers.standard.sensors.bash import BashSensor
from airflow.providers.standard.sensors.filesystem import FileSensor
from airflow.providers.standard.sensors.python import PythonSensor

Point = namedtuple("Point", "x y")
NOW = timedelta(seconds=0)


class Doubler(BaseOperator):
    """The user's own operator."""

    template_fields = ("text", "number", "nested")

    def __init__(self, *, text="", number=1, nested=None, **kwargs):
        super().__init__(**kwargs)
        self.text, self.number, self.nested = text, number, nested

    def pre_execute(self, context):
        self.before = "before"

    def execute(self, context):
        return {
            "text": self.text * 2,
            "number": self.number,
            "nested": self.nested,
            "pre": self.before,
        }


def fail_first(ti):
    if ti.try_number < 3:
        raise AirflowException("not yet")
    return ti.try_number


def note(name):
    def callback(context):
        print(f"callback {name} of {context['ti'].task_id}")

    return callback


def add(a, b=10, *, c=100):
    return a + b + c


with DAG(
    "everything",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    params={"size": Param(3, type="integer", minimum=1), "name": "world"},
    default_args={"retry_delay": timedelta(0), "owner": "me"},
    user_defined_macros={"shout": lambda text: text.upper()},
    user_defined_filters={"twice": lambda text: text * 2},
    tags=["compare"],
) as dag:
    # Values that go through XCom.
    @task
    def scalars():
        return {"i": 1, "f": 2.5, "s": "text", "n": None, "b": True, "l": [1, [2, {"x": 3}]]}

    @task
    def moments():
        return [datetime(2024, 2, 3, 4, 5, 6, tzinfo=timezone.utc), timedelta(minutes=5)]

    @task
    def check_moments(values):
        return [values[0].isoformat(), values[1].total_seconds()]

    @task
    def big():
        return [2**60, 10**15]

    @task
    def nothing():
        return None

    check_moments(moments())
    big()
    nothing()

    @task(multiple_outputs=True)
    def several():
        return {"first": 1, "second": [2, 3]}

    @task
    def use(first, second, whole):
        return [first, second, whole]

    pair = several()
    use(pair["first"], pair["second"], pair)

    @task
    def typed() -> dict:
        return {"k": "v"}

    @task
    def use_typed(k):
        return k

    use_typed(typed()["k"])

    @task
    def with_context(ti=None, params=None, run_id=None, dag_run=None, **context):
        return [ti.task_id, params["size"], ti.try_number, ti.map_index, sorted(dag_run.conf or {})]

    with_context()

    @task
    def current():
        found = get_current_context()
        return [found["ti"].task_id, found["params"]["name"], found["ds"]]

    current()
    PythonOperator(task_id="op_args", python_callable=add, op_args=[1], op_kwargs={"c": 3})
    PythonOperator(
        task_id="templated_kwargs",
        python_callable=lambda a, b, templates_dict: [a, b, templates_dict["t"]],
        op_kwargs={"a": "{{ ds }}", "b": ["{{ params.name }}", {"k": "{{ ts_nodash }}"}]},
        templates_dict={"t": "{{ macros.ds_add(ds, 2) }}"},
    )

    @task
    def push(ti=None):
        ti.xcom_push(key="extra", value={"a": [1, 2]})
        return "main"

    @task
    def pull(ti=None):
        return [
            ti.xcom_pull(task_ids="push"),
            ti.xcom_pull(task_ids="push", key="extra"),
            ti.xcom_pull(task_ids=["push", "scalars"])[0],
            ti.xcom_pull(task_ids="never_pushed_anything"),
        ]

    [push(), scalars()] >> pull()

    # Templates.
    BashOperator(task_id="bash_ds", bash_command="echo {{ ds }} {{ ds_nodash }} {{ params.size }}")
    BashOperator(
        task_id="bash_env",
        bash_command="echo $GREETING $AIRFLOW_CTX_TASK_ID",
        env={"GREETING": "hi {{ shout('x') }}"},
    )
    BashOperator(
        task_id="bash_append",
        bash_command="echo $HERE${PATH:+path}",
        env={"HERE": "1"},
        append_env=True,
    )
    BashOperator(task_id="bash_lines", bash_command="echo one; echo two; echo three")
    BashOperator(task_id="bash_cwd", bash_command="pwd", cwd="/")
    BashOperator(
        task_id="bash_filter",
        bash_command="echo {{ 'ab' | twice }} {{ dag.dag_id }} {{ task.task_id }}",
    )
    BashOperator(
        task_id="bash_macro", bash_command="echo {{ macros.ds_format(ds, '%Y-%m-%d', '%d.%m.%Y') }}"
    )
    BashOperator(
        task_id="bash_processor",
        bash_command="echo '[1, 2]'",
        output_processor=lambda out: len(out),
    )
    BashOperator(task_id="bash_no_push", bash_command="echo x", do_xcom_push=False)
    BashOperator(task_id="bash_undefined", bash_command="echo {{ not_there }}")
    BashOperator(
        task_id="bash_variable", bash_command="echo {{ var.value.get('missing', 'default') }}"
    )
    Doubler(
        task_id="own_operator",
        text="{{ ds }}",
        number=scalars.override(task_id="scalars_again")(),
        nested=[{"a": "{{ params.size }}"}],
    )

    @task.bash(env={"WHO": "me"})
    def task_bash():
        return "echo task {{ ds }} $WHO"

    task_bash()

    # Outcomes.
    @task
    def skips():
        raise AirflowSkipException("no")

    @task(retries=2)
    def fails_for_good():
        raise AirflowFailException("no")

    @task(retries=1, on_retry_callback=note("retry"), on_failure_callback=[note("failure")])
    def fails_twice():
        raise ValueError("no")

    @task(execution_timeout=timedelta(seconds=1))
    def too_slow():
        import time

        time.sleep(30)

    @task
    def exits():
        raise SystemExit(3)

    PythonOperator(task_id="third_time", python_callable=fail_first, retries=3)
    BashOperator(task_id="bash_99", bash_command="exit 99")
    BashOperator(task_id="bash_7", bash_command="exit 7", skip_on_exit_code=[7, 8])
    BashOperator(task_id="bash_1", bash_command="exit 1")
    after_skip = EmptyOperator(task_id="after_skip")
    after_skip_any = EmptyOperator(task_id="after_skip_any", trigger_rule="none_failed")
    skips() >> [after_skip, after_skip_any]
    fails_for_good() >> EmptyOperator(task_id="after_failure", trigger_rule="all_failed")
    fails_twice() >> EmptyOperator(task_id="after_done", trigger_rule="all_done")
    exits() >> EmptyOperator(task_id="one_failed", trigger_rule="one_failed")

    # Branches.
    pick = BranchPythonOperator(task_id="pick", python_callable=lambda: ["left", "inner"])
    left, right = EmptyOperator(task_id="left"), EmptyOperator(task_id="right")
    with TaskGroup("inner", prefix_group_id=True) as inner:
        EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
    join = EmptyOperator(task_id="join", trigger_rule="none_failed_min_one_success")
    pick >> Label("go") >> [left, right] >> join
    pick >> inner >> join

    @task.branch
    def pick_none():
        return None

    pick_none() >> [EmptyOperator(task_id="none_a"), EmptyOperator(task_id="none_b")]

    @task.short_circuit
    def stop():
        return []

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def stop_softly():
        return 0

    chain(
        stop(),
        EmptyOperator(task_id="hard_1"),
        EmptyOperator(task_id="hard_2", trigger_rule="all_done"),
    )
    chain(
        stop_softly(),
        EmptyOperator(task_id="soft_1"),
        EmptyOperator(task_id="soft_2", trigger_rule="all_done"),
    )
    ShortCircuitOperator(task_id="go_on", python_callable=lambda: "yes") >> EmptyOperator(
        task_id="went_on"
    )
    LatestOnlyOperator(task_id="latest") >> EmptyOperator(task_id="after_latest")

    # Mapping.
    @task
    def numbers():
        return [1, 2, 3]

    @task
    def square(x, offset=0):
        return x * x + offset

    @task
    def total(values):
        return sum(values)

    @task
    def words():
        return {"a": 1, "b": 2}

    @task
    def show(item):
        return list(item)

    @task(map_index_template="{{ task.op_kwargs['x'] }}")
    def labelled(x):
        return x

    @task
    def empty_list():
        return []

    @task
    def product(a, b):
        return [a, b]

    @task
    def keyed(a, b):
        return a - b

    listed = numbers()
    total(square.partial(offset=1).expand(x=listed))
    total.override(task_id="total_mapped")(listed.map(lambda x: x * 10))
    show.expand(item=words())
    labelled.expand(x=["p", "q"])
    square.override(task_id="never").expand(x=empty_list())
    product.expand(a=[1, 2], b=listed)
    keyed.expand_kwargs([{"a": 3, "b": 1}, {"a": 5, "b": 2}])
    show.override(task_id="zipped").expand(item=listed.zip(numbers.override(task_id="others")()))
    show.override(task_id="filled").expand(item=listed.zip(empty_list(), fillvalue="none"))
    square.override(task_id="joined").expand(x=listed.concat(numbers.override(task_id="more")()))

    def only_odd(x):
        if x % 2 == 0:
            raise AirflowSkipException("even")
        return x

    square.override(task_id="filtered").expand(x=listed.map(only_odd))
    BashOperator.partial(task_id="bash_mapped").expand(bash_command=["echo 1", "exit 99", "echo 3"])

    @task_group
    def mapped_group(n):
        @task
        def plus(n):
            return n + 1

        @task
        def times(n):
            return n * 2

        return times(plus(n))

    total.override(task_id="total_group")(mapped_group.expand(n=[10, 20]))

    # Setup and teardown.
    @setup
    def begin():
        return "resource"

    @task
    def work(resource):
        raise ValueError(resource)

    @teardown
    def end():
        return "gone"

    resource = begin()
    resource >> work(resource) >> end()
    resource >> dag.get_task("end")

    # Sensors.
    PythonSensor(task_id="sensor_ok", python_callable=lambda: True, poke_interval=0.1)
    PythonSensor(
        task_id="sensor_soft",
        python_callable=lambda: False,
        poke_interval=0.1,
        timeout=0.2,
        soft_fail=True,
    )
    PythonSensor(
        task_id="sensor_hard",
        python_callable=lambda: False,
        poke_interval=0.1,
        timeout=0.2,
        retries=2,
    )
    BashSensor(task_id="sensor_bash", bash_command="true", poke_interval=0.1)
    FileSensor(task_id="sensor_file", filepath=os.path.abspath(__file__), poke_interval=0.1)

    @task.sensor(poke_interval=0.1, timeout=5)
    def sensor_value():
        return PokeReturnValue(is_done=True, xcom_value={"found": 1})

    @task
    def use_sensor(value):
        return value

    use_sensor(sensor_value())

    def after_one(task_reschedule_count=0, ti=None):
        path = (
            f"/tmp/dagsight-compare-{os.getppid()}-{ti.run_id[-8:]}-{os.environ.get('COMPARE', '')}"
        )
        if os.path.exists(path):
            os.remove(path)
            return True
        open(path, "w").close()
        return False

    PythonSensor(
        task_id="sensor_again", python_callable=after_one, poke_interval=0.1, mode="reschedule"
    )

    # Callbacks and hooks.
    PythonOperator(
        task_id="called_back",
        python_callable=lambda: "done",
        on_execute_callback=note("execute"),
        on_success_callback=[note("success"), note("second")],
        pre_execute=lambda context: print("pre"),
        post_execute=lambda context, result: print("post", result),
    )
    PythonOperator(
        task_id="pre_fails",
        python_callable=lambda: "done",
        pre_execute=lambda context: 1 / 0,
    )

    @task
    def dates():
        return str(date(2024, 1, 2)) + str(Decimal("1.5"))

    dates()
