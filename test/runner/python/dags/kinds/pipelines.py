"""Whole pipelines as people write them: many features meeting in one DAG."""

import json
import os
from collections import Counter, OrderedDict, namedtuple
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Optional
from uuid import UUID

import pendulum
from airflow import DAG
from airflow.decorators import dag, setup, task, task_group, teardown
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.models import BaseOperator, Variable
from airflow.models.baseoperator import chain, cross_downstream
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import (
    BranchPythonOperator,
    PythonOperator,
    ShortCircuitOperator,
    get_current_context,
)
from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
from airflow.sensors.python import PythonSensor
from airflow.utils.edgemodifier import Label
from airflow.utils.task_group import TaskGroup
from airflow.utils.trigger_rule import TriggerRule

START = datetime(2024, 1, 1)
NOW = timedelta(0)
MARK = f"/tmp/dagsight-pipelines-{os.environ.get('COMPARE', '')}-{os.getpid()}"

os.environ["AIRFLOW_VAR_PIPELINE_BUCKET"] = "s3-bucket"
os.environ["AIRFLOW_VAR_PIPELINE_CONFIG"] = json.dumps({"tables": ["a", "b", "c"], "limit": 2})
os.environ["AIRFLOW_VAR_PIPELINE_FLAG"] = "false"
os.environ["AIRFLOW_CONN_PIPELINE_DB"] = (
    "postgres://us%40er:p%2Fw@db.host:5433/shop?sslmode=require&n=1"
)
os.environ["AIRFLOW_CONN_PIPELINE_API"] = json.dumps(
    {"conn_type": "http", "host": "api.host", "schema": "https", "login": "me", "password": "secret-word",
     "extra": {"timeout": 5, "headers": {"a": "b"}}}
)  # fmt: skip


def fail(*args, **kwargs):
    raise AirflowException("broken")


# 1: an hourly load with a choice of path, a join and a report that always comes.
with DAG(
    "pipe_choice",
    schedule="@daily",
    start_date=START,
    catchup=False,
    default_args={"owner": "data", "retries": 1, "retry_delay": NOW},
    params={"mode": Param("full", enum=["full", "delta"])},
    tags=["load"],
):

    @task
    def inspect(params=None, ds=None):
        return {"mode": params["mode"], "rows": 120, "day": ds}

    @task.branch
    def choose(found):
        return ["full.extract", "audit"] if found["mode"] == "full" else "delta.extract"

    @task_group
    def full(found):
        @task
        def extract(found):
            return found["rows"]

        @task
        def load(rows):
            return rows * 2

        return load(extract(found))

    @task_group
    def delta(found):
        @task
        def extract(found):
            return found["rows"] // 10

        @task
        def load(rows):
            return rows

        return load(extract(found))

    audit = EmptyOperator(task_id="audit")

    @task(trigger_rule="none_failed_min_one_success")
    def join(first, second):
        return [first, second]

    @task(trigger_rule=TriggerRule.ALL_DONE)
    def report(ti=None):
        return [ti.xcom_pull(task_ids="full.load"), ti.xcom_pull(task_ids="delta.load")]

    inspected = inspect()
    choice = choose(inspected)
    one, two = full(inspected), delta(inspected)
    choice >> Label("everything") >> one
    choice >> Label("new rows") >> two
    choice >> audit
    joined = join(one, two)
    [joined, audit] >> report()

# 2: a cluster around mapped work of which some fails.
with DAG("pipe_cluster", schedule=None, start_date=START):

    @setup
    def start_cluster():
        return {"id": "c-1"}

    @teardown
    def stop_cluster(cluster):
        return f"stopped {cluster['id']}"

    @task
    def shards():
        return [{"n": n, "bad": n == 2} for n in range(4)]

    @task(retries=1, retry_delay=NOW, max_active_tis_per_dagrun=2)
    def process(shard, cluster, ti=None):
        if shard["bad"] and ti.try_number <= 2:
            raise AirflowException("shard")
        return f"{cluster['id']}/{shard['n']}/{ti.map_index}"

    @task(trigger_rule="all_done")
    def collect(done):
        return sorted(done)

    cluster = start_cluster()
    worked = process.partial(cluster=cluster).expand(shard=shards())
    collected = collect(worked)
    stopped = stop_cluster(cluster)
    cluster >> worked >> stopped
    collected >> stopped

# 3: a sensor in reschedule mode whose value is used, a soft one that gives up, and what comes after each.
with DAG("pipe_sensors", schedule=None, start_date=START):

    class Arrives(BaseSensorOperator):
        template_fields = ("name",)

        def __init__(self, name, after=1, **kwargs):
            super().__init__(**kwargs)
            self.name, self.after = name, after

        def poke(self, context):
            seen = context["ti"].try_number
            mark = Path(f"{MARK}-{context['run_id'][-6:]}-{self.task_id}")
            count = int(mark.read_text()) + 1 if mark.exists() else 1
            if count > self.after:
                mark.unlink()
                return PokeReturnValue(is_done=True, xcom_value=[self.name, seen])
            mark.write_text(str(count))
            return False

    arrived = Arrives(
        task_id="arrived", name="{{ ds }}.csv", mode="reschedule", poke_interval=0.2, timeout=60
    )
    polled = Arrives(task_id="polled", name="poll", after=2, poke_interval=0.1, timeout=60)
    never = PythonSensor(
        task_id="never",
        python_callable=lambda: False,
        mode="reschedule",
        poke_interval=0.2,
        timeout=0.3,
        soft_fail=True,
    )
    late = PythonSensor(
        task_id="late",
        python_callable=lambda: False,
        poke_interval=0.1,
        timeout=0.2,
        retries=2,
        retry_delay=NOW,
    )

    @task(trigger_rule="none_failed")
    def read(ti=None):
        return ti.xcom_pull(task_ids=["arrived", "polled", "never"])

    @task(trigger_rule="one_failed")
    def alert():
        return "late"

    [arrived, polled, never] >> read()
    [late, arrived] >> alert()

    @task.sensor(poke_interval=0.1, timeout=30, mode="reschedule")
    def ready(day, ds=None):
        return PokeReturnValue(is_done=day == ds, xcom_value={"day": day})

    @task
    def after(found):
        return found["day"]

    after(ready("{{ ds }}"))


# 4: callbacks of tasks and of the DAG that write what they were told.
def tell(what):
    def callback(context):
        ti = context["ti"]
        ti.xcom_push(
            key=f"told_{what}",
            value=[
                # In dag.test() of Airflow 2 a task is not running yet when it runs.
                what if what == "execute" else getattr(ti.state, "value", ti.state),
                ti.try_number,
                type(context.get("exception")).__name__,
            ],
        )

    return callback


with DAG(
    "pipe_callbacks",
    schedule=None,
    start_date=START,
    default_args={
        "retries": 1,
        "retry_delay": NOW,
        "on_failure_callback": tell("failure"),
        "on_success_callback": [tell("success")],
        "on_execute_callback": tell("execute"),
    },
    on_failure_callback=lambda context: print("dag failed"),
):
    good = PythonOperator(task_id="good", python_callable=lambda: "ok")
    bad = PythonOperator(task_id="bad", python_callable=fail)
    skips = PythonOperator(
        task_id="skips",
        python_callable=lambda: (_ for _ in ()).throw(AirflowSkipException("no")),
        on_success_callback=None,
    )
    good >> bad >> EmptyOperator(task_id="never", retries=0)
    good >> skips >> EmptyOperator(task_id="skipped_too")
    [bad, skips] >> PythonOperator(
        task_id="cleanup",
        python_callable=lambda: "clean",
        trigger_rule="all_done",
        on_execute_callback=None,
    )


# 5: values of many types between tasks.
class Colour(str, Enum):
    RED = "red"


@dataclass
class Row:
    name: str
    price: Decimal


Pair = namedtuple("Pair", "left right")

MANY = {
    "datetime": datetime(2024, 2, 29, 12, 30, tzinfo=timezone.utc),
    "naive": datetime(2024, 2, 29, 12, 30),
    "zoned": pendulum.datetime(2024, 3, 31, 2, 30, tz="Europe/Berlin"),
    "date": date(2024, 2, 29),
    "delta": timedelta(days=1, seconds=3, microseconds=5),
    "decimal": Decimal("1.10"),
    "tuple": (1, (2, 3)),
    "set": {3, 1, 2},
    "frozen": frozenset(["x"]),
    "nested": {"a": [(1, 2), {"b": date(2024, 1, 1)}]},
    "ordered": OrderedDict([("b", 1), ("a", 2)]),
    "counter": Counter("aab"),
    "pair": Pair(1, "r"),
    "enum": Colour.RED,
    "int_keys": {1: "a", 2: "b"},
    "none_in": [None, True, 1.5, "x"],
    "float": 1e300,
    "bytes": b"raw",
    "uuid": UUID(int=5),
    "path": Path("/a/b"),
    "time": time(1, 2, 3),
    "row": Row("a", Decimal("2.50")),
    "range": range(3),
    "exception": ValueError("v"),
    "inf": float("inf"),
    "text": "żółw \u2028 \x00 \U0001f600",
    "empty": {},
    "broken": "\ud83d",
}
with DAG("pipe_types", schedule=None, start_date=START):
    for name in MANY:

        @task(task_id=f"make_{name}")
        def make(name):
            return MANY[name]

        @task(task_id=f"show_{name}")
        def show(value):
            return [type(value).__name__, str(value)]

        show(make(name))

# 6: templates with macros, params and Variables.
with DAG(
    "pipe_templates",
    schedule="0 6 * * 1-5",
    start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Berlin"),
    catchup=False,
    params={
        "table": "orders",
        "limit": Param(10, type="integer"),
        "cols": ["id", "at"],
        "opt": Param(None, type=["null", "string"]),
    },
    user_defined_macros={"quote": lambda text: f'"{text}"', "layers": {"raw": "r", "mart": "m"}},
    user_defined_filters={"csv": lambda items: ",".join(map(str, items))},
):
    BashOperator(
        task_id="sql",
        bash_command="echo 'select {{ params.cols | csv }} from {{ quote(params.table) }} where d >= {{ data_interval_start | ds }} limit {{ params.limit + 1 }}'",
    )
    BashOperator(
        task_id="window",
        bash_command="echo {{ macros.ds_add(ds, -7) }}..{{ ds }} {{ (logical_date - macros.timedelta(hours=3)).isoformat() }}",
    )
    BashOperator(
        task_id="local",
        bash_command="echo {{ data_interval_end.in_timezone('Europe/Berlin').strftime('%d %b %H:%M') }} {{ logical_date.in_tz(dag.timezone) }}",
    )
    BashOperator(
        task_id="values",
        bash_command="echo {{ var.value.pipeline_bucket }}/{{ var.json.pipeline_config.tables | join('+') }} {{ var.value.get('gone', 'none') }} {{ var.json.pipeline_flag }}",
    )
    BashOperator(
        task_id="links",
        bash_command="echo {{ conn.pipeline_db.host }}:{{ conn.pipeline_db.port }}/{{ conn.pipeline_db.schema }} {{ conn.pipeline_db.login }} {{ conn.pipeline_api.extra_dejson.timeout }} {{ conn.pipeline_db.extra_dejson.sslmode }}",
    )
    BashOperator(
        task_id="loops",
        bash_command="""
{% for layer, letter in layers.items() -%}
echo {{ loop.index }} {{ layer }} {{ letter | upper }}
{% endfor -%}
{% if params.opt is none %}echo no option{% else %}echo {{ params.opt }}{% endif %}
""",
    )
    BashOperator(
        task_id="env",
        bash_command="echo $DAY $BUCKET",
        env={"DAY": "{{ ds_nodash }}", "BUCKET": "{{ var.value.pipeline_bucket }}"},
    )
    PythonOperator(
        task_id="kwargs",
        python_callable=lambda **given: {key: given[key] for key in ("day", "rows", "raw")},
        op_kwargs={
            "day": "{{ ds }}",
            "rows": "{{ params.limit }}",
            "raw": [1, {"deep": "{{ ti.task_id }}"}],
        },
    )
    BashOperator(
        task_id="week",
        bash_command="echo {{ logical_date.week_of_year }} {{ logical_date.day_of_week }} {{ logical_date.start_of('month') | ds }} {{ logical_date.add(months=1).end_of('month').to_date_string() }}",
    )
    BashOperator(
        task_id="previous",
        bash_command="echo {{ prev_data_interval_end_success or 'first' }} {{ run_id.split('__')[0] }}",
    )

# 7: a mapped group with a setup, a branch of rules and a reduction.
with DAG("pipe_mapped_group", schedule=None, start_date=START):

    @task
    def tables():
        return Variable.get("pipeline_config", deserialize_json=True)["tables"]

    @task_group
    def per_table(name):
        @task(map_index_template="{{ task.op_kwargs['name'] }}")
        def extract(name):
            if name == "b":
                raise AirflowSkipException("nothing new")
            return {"name": name, "rows": len(name)}

        @task(retries=1, retry_delay=NOW)
        def check(found, ti=None):
            if found["name"] == "c" and ti.try_number == 1:
                raise AirflowException("not yet")
            return found["rows"]

        @task(trigger_rule="all_done")
        def note(ti=None):
            return ti.map_index

        checked = check(extract(name))
        checked >> note()
        return checked

    @task(trigger_rule="none_failed_min_one_success")
    def total(rows):
        return sum(rows)

    total(per_table.expand(name=tables()))

# 8: chains and crossings of classic operators with a short circuit between.
with DAG("pipe_classic", schedule=timedelta(days=1), start_date=START, catchup=False):
    first = [EmptyOperator(task_id=f"first_{n}") for n in range(2)]
    second = [BashOperator(task_id=f"second_{n}", bash_command=f"echo {n}") for n in range(2)]
    gate = ShortCircuitOperator(
        task_id="gate",
        python_callable=lambda ti: (
            sum(int(x) for x in ti.xcom_pull(task_ids=["second_0", "second_1"])) > 5
        ),
        ignore_downstream_trigger_rules=False,
    )
    cross_downstream(first, second)
    last = EmptyOperator(task_id="last", trigger_rule="none_failed")
    chain(second, gate, EmptyOperator(task_id="closed"), last)
    chain(
        EmptyOperator(task_id="a"),
        [EmptyOperator(task_id="b"), EmptyOperator(task_id="c")],
        [EmptyOperator(task_id="d"), EmptyOperator(task_id="e")],
        last,
    )

# 9: nested groups, a default of the group, and a group that skips.
with DAG("pipe_groups", schedule=None, start_date=START, default_args={"retries": 0}):
    with TaskGroup(
        "outer", default_args={"retries": 2, "retry_delay": NOW}, tooltip="all"
    ) as outer:

        @task
        def flaky(ti=None):
            if ti.try_number < 3:
                raise AirflowException("again")
            return ti.try_number

        with TaskGroup("inner", prefix_group_id=False) as inner:
            EmptyOperator(task_id="plain") >> BashOperator(
                task_id="exit_two", bash_command="exit 2", retries=1
            )
        flaky() >> inner
    with TaskGroup("rescue") as rescue:
        EmptyOperator(task_id="page", trigger_rule="one_failed") >> EmptyOperator(task_id="paged")
    outer >> rescue >> EmptyOperator(task_id="end", trigger_rule="none_skipped")
    outer >> EmptyOperator(task_id="good_end", trigger_rule="all_success")


# 10: a @dag with arguments that become params.
@dag(schedule=None, start_date=START, params={"extra": 1})
def pipe_arguments(name: str = "shop", count: int = 3, flags: Optional[list] = None):
    if flags is None:
        flags = [True, None]

    @task
    def given(name, count, flags, params=None):
        return [name, count, flags, sorted(params)]

    BashOperator(task_id="bash", bash_command="echo {{ params.name }} {{ params.count * 2 }}")
    given(name, count, flags)


pipe_arguments()

# 11: outputs of many keys and the ways to read them.
with DAG("pipe_outputs", schedule=None, start_date=START):

    @task(multiple_outputs=True)
    def stats():
        return {"low": 1, "high": 9, "names": ["x", "y"], "nothing": None}

    @task
    def names(found):
        return found["names"]

    @task
    def spread(low, high, nothing):
        return [high - low, nothing]

    @task
    def each(name, low):
        return f"{name}{low}"

    @task
    def read(ti=None, **context):
        return {
            "key": ti.xcom_pull(task_ids="stats", key="high"),
            "none": ti.xcom_pull(task_ids="stats", key="missing"),
            "list": list(ti.xcom_pull(task_ids=["stats", "spread"], key="return_value")),
            "mapped": list(ti.xcom_pull(task_ids="each")),
            "one": ti.xcom_pull(task_ids="each", map_indexes=1),
            "some": list(ti.xcom_pull(task_ids="each", map_indexes=[1, 0])),
        }

    found = stats()
    spreads = spread(found["low"], found["high"], found["nothing"])
    named = each.partial(low=found["low"]).expand(name=names(found))
    [spreads, named] >> read()
    BashOperator(task_id="bash", bash_command=f"echo {found['low']}") << named

# 12: the watcher pattern and failures that do not fail the run.
with DAG("pipe_watcher", schedule=None, start_date=START):
    broken = PythonOperator(task_id="broken", python_callable=fail)
    fine = EmptyOperator(task_id="fine")
    tidy = EmptyOperator(task_id="tidy", trigger_rule="all_done")
    watcher = PythonOperator(
        task_id="watcher", python_callable=fail, trigger_rule="one_failed", retries=0
    )
    [broken, fine] >> tidy
    [broken, fine, tidy] >> watcher

# 13: setup and teardown as context managers, nested, inside of a group, with a failing middle.
with DAG("pipe_resources", schedule=None, start_date=START):

    @task
    def db():
        return "db"

    @task
    def drop():
        return "dropped"

    @task
    def lock():
        return "lock"

    @task
    def unlock():
        raise AirflowException("stuck")

    @task
    def write():
        raise AirflowFailException("full")

    @task
    def verify():
        return "verified"

    with drop().as_teardown(setups=db()):
        with TaskGroup("critical"):
            with unlock().as_teardown(setups=lock()):
                write() >> verify()
        EmptyOperator(task_id="beside")
    EmptyOperator(task_id="outside")

# 14: conditions with run_if and skip_if, and a bash task that skips by its exit code.
with DAG("pipe_conditions", schedule=None, start_date=START, params={"run": False}):

    @task.run_if(lambda context: context["params"]["run"], skip_message="not asked for")
    @task
    def optional():
        return 1

    @task.skip_if(lambda context: context["ds"].endswith("02"))
    @task.bash
    def second_day():
        return "echo second"

    @task.short_circuit
    def go():
        return {"truthy": 1}

    @task(trigger_rule="all_skipped")
    def nothing_ran():
        return "nothing"

    [optional(), second_day()] >> nothing_ran()
    (
        go()
        >> BashOperator(task_id="bash_skip", bash_command="exit 5", skip_on_exit_code=[5])
        >> EmptyOperator(task_id="gone")
    )


# 15: an operator of one's own with templates, extra links, hooks and its own retry logic.
class Copy(BaseOperator):
    template_fields = ("source", "target", "options")
    template_fields_renderers = {"options": "json"}
    template_ext = (".sql",)
    ui_color = "#fff"

    def __init__(self, *, source, target, options=None, **kwargs):
        super().__init__(**kwargs)
        self.source, self.target, self.options = source, target, options or {}

    def pre_execute(self, context):
        self.began = context["ti"].try_number

    def execute(self, context):
        if self.options.get("fail") and context["ti"].try_number == 1:
            raise AirflowException("first")
        context["ti"].xcom_push(key="meta", value=self.options)
        return f"{self.source}>{self.target}#{self.began}"

    def post_execute(self, context, result=None):
        context["ti"].xcom_push(key="post", value=result)


class CopyAgain(Copy):
    def execute(self, context):
        return super().execute(context).upper()


NAMES = [
    "source",
    "call",
    "line",
    "branches",
    "is_sensor",
    "skip",
    "sla",
    "kind",
    "zone",
    "items",
    "state",
    "expand_tree",
    "lite",
    "begun",
    "_check",
    "_stop",
    "_relate",
    "_begun",
    "_passed",
    "_next_wait",
    "_call",
    "_init_done",
    "_init_started",
    "_from_mapped",
    "_finish_init",
]


class Named(BaseOperator):
    """Has attributes that anyone might choose."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for name in NAMES:
            setattr(self, name, f"mine: {name}")

    def execute(self, context):
        return [getattr(self, name) for name in NAMES]


class NamedSensor(BaseSensorOperator):
    """Has methods that anyone might write."""

    def _check(self):
        return "checked"

    def _begun(self):
        return "begun"

    def _passed(self):
        return "passed"

    def call(self):
        return "called"

    def poke(self, context):
        value = [self._check(), self._begun(), self._passed(), self.call()]
        return PokeReturnValue(is_done=True, xcom_value=value)


with DAG("pipe_own", schedule=None, start_date=START, params={"day": "2020-01-01"}):
    copied = Copy(
        task_id="copy",
        source="{{ params.day }}",
        target="{{ task.task_id }}",
        options={"at": "{{ ds }}"},
    )
    again = CopyAgain(
        task_id="again",
        source=copied.output,
        target="x{{ ti.xcom_pull(task_ids='copy') }}",
        options={"fail": True, "list": ["{{ ds_nodash }}"]},
        retries=1,
        retry_delay=NOW,
    )
    mapped = Copy.partial(task_id="mapped", source="s", options={"n": "{{ ti.map_index }}"}).expand(
        target=["a", "{{ ds }}"]
    )
    copied >> again >> mapped
    Named(task_id="named") >> Named(task_id="named_again")
    NamedSensor(task_id="named_sensor")

# 16: failures inside of mapping that flow on by rules.
with DAG("pipe_map_rules", schedule=None, start_date=START):

    @task
    def three():
        return [0, 1, 2]

    @task
    def divide(n):
        return 6 // n

    @task
    def skip_odd(n):
        if n % 2:
            raise AirflowSkipException("odd")
        return n

    numbers = three()
    divided, evens = divide.expand(n=numbers), skip_odd.expand(n=numbers)
    for rule in (
        "all_success",
        "all_done",
        "one_failed",
        "one_success",
        "none_failed",
        "none_failed_min_one_success",
        "none_skipped",
        "all_failed",
        "all_skipped",
        "one_done",
    ):
        divided >> EmptyOperator(task_id=f"failed_{rule}", trigger_rule=rule)
        evens >> EmptyOperator(task_id=f"skipped_{rule}", trigger_rule=rule)

# 17: expand of everything: kwargs, zip, concat, product, filters, dict.
with DAG("pipe_expand", schedule=None, start_date=START):

    @task
    def people():
        return [{"name": "a", "age": 3}, {"name": "b", "age": 5}]

    @task
    def ages():
        return {"a": 3, "b": 5}

    @task
    def greet(name, age, greeting="hi"):
        return f"{greeting} {name} {age}"

    @task
    def entry(item):
        return list(item) if isinstance(item, (tuple, list)) else item

    @task
    def gather(values):
        return list(values)

    persons = people()
    greeted = greet.partial(greeting="hello").expand_kwargs(persons)
    entries = entry.expand(item=ages())
    gather.override(task_id="gather_greeted")(greeted)
    gather.override(task_id="gather_entries")(entries)
    gather.override(task_id="gather_zip")(
        entry.override(task_id="zipped").expand(item=persons.map(lambda p: p["name"]).zip(greeted))
    )
    gather.override(task_id="gather_concat")(
        entry.override(task_id="both").expand(item=greeted.concat(entries))
    )
    BashOperator.partial(task_id="bash", do_xcom_push=True).expand_kwargs(
        [{"bash_command": "echo $X", "env": {"X": "1"}}, {"bash_command": "exit 99"}]
    )
    PythonOperator.partial(task_id="classic", python_callable=lambda a, b: [a, b]).expand(
        op_args=[(1, 2), [3, 4]]
    )

# 18: a branch over groups with a nested branch, rules at the joins.
with DAG("pipe_branches", schedule=None, start_date=START):

    @task.branch
    def region():
        return ["eu", "us.start"]

    with TaskGroup("eu") as eu:

        @task.branch
        def country():
            return "eu.de"

        de, fr = EmptyOperator(task_id="de"), EmptyOperator(task_id="fr")
        country() >> [de, fr] >> EmptyOperator(task_id="eu_join", trigger_rule="one_success")
    with TaskGroup("us") as us:
        EmptyOperator(task_id="start") >> EmptyOperator(task_id="stop")
    with TaskGroup("asia") as asia:
        EmptyOperator(task_id="start") >> EmptyOperator(task_id="rescue", trigger_rule="all_done")
    done = EmptyOperator(task_id="done", trigger_rule="none_failed_min_one_success")
    region() >> [eu, us, asia] >> done

# 19: exceptions of every kind in the middle of a fan.
with DAG(
    "pipe_fan", schedule=None, start_date=START, default_args={"retries": 1, "retry_delay": NOW}
):

    @task
    def source():
        return [1]

    @task(retries=0)
    def sink(ti=None):
        return ti.try_number

    RAISED = {
        "value": ValueError,
        "fail": AirflowFailException,
        "skip": AirflowSkipException,
        "exit": SystemExit,
    }
    begin = source()
    for name in RAISED:

        @task(task_id=name)
        def middle(given, name):
            raise RAISED[name]("x")

        end = sink.override(task_id=f"sink_{name}", trigger_rule="all_done")()
        middle(begin, name) >> end

# 20: files between tasks, a folder of one's own, and stderr.
with DAG("pipe_files", schedule=None, start_date=START):
    make = BashOperator(
        task_id="make",
        bash_command="d=$(mktemp -d /tmp/dagsight-files-XXXXXX); echo hello > $d/x.txt; echo $d",
        append_env=True,
    )
    use = BashOperator(
        task_id="use",
        bash_command="cat {{ ti.xcom_pull(task_ids='make') }}/x.txt; echo warn >&2; wc -c < {{ ti.xcom_pull(task_ids='make') }}/x.txt | tr -d ' '",
    )
    drop_files = BashOperator(
        task_id="drop",
        bash_command="rm -r {{ ti.xcom_pull(task_ids='make') }} && echo gone",
        trigger_rule="all_done",
    )
    make >> use >> drop_files

# 21: a loop that makes tasks from data and joins them by name.
with DAG("pipe_loop", schedule="@hourly", start_date=START, catchup=False, max_active_tasks=2):
    ends = []
    for table, needs in {"dim": [], "fact": ["dim"], "mart": ["dim", "fact"]}.items():
        op = PythonOperator(
            task_id=table,
            python_callable=lambda name, **context: [name, context["ts_nodash"]],
            op_args=[table],
        )
        for need in needs:
            op.set_upstream(op.dag.get_task(need))
        ends.append(op)
    (
        ends[0]
        >> EmptyOperator(task_id="quality", priority_weight=10, weight_rule="absolute")
        >> ends[2]
    )

# Times that clocks skip or show twice.
with DAG("pipe_clocks", schedule=None, start_date=START):

    @task
    def clocks(parts, zone):
        at = {"tz": zone}
        before = pendulum.datetime(*parts, **at).subtract(days=1)
        five = pendulum.datetime(*parts[:3], 5, **at)
        text = "{}-{:02}-{:02}T{:02}:{:02}".format(*parts)
        made = [
            pendulum.datetime(*parts, **at),
            pendulum.datetime(*parts, fold=0, **at),
            pendulum.parse(text, **at),
            pendulum.instance(datetime(*parts), **at),
            pendulum.naive(*parts).in_timezone(zone),
            before.add(days=1),
            before + timedelta(days=1),
            before.add(hours=24),
            before.add(days=1, hours=1),
            five.replace(hour=2, minute=30),
            five.set(hour=2, minute=30),
            five.at(2, 30),
            before.on(*parts[:3]),
            pendulum.from_format(text.replace("T", " "), "YYYY-MM-DD HH:mm", **at),
            before.add(days=2).subtract(days=1),
            pendulum.timezone(zone).datetime(*parts),
            pendulum.timezone(zone).convert(datetime(*parts)),
        ]
        hours = [(one - before).total_seconds() / 3600 for one in made]
        return [[str(one).replace(":", ".") for one in made], hours]

    clocks([2024, 3, 31, 2, 30], "Europe/Berlin")
    clocks([2024, 10, 27, 2, 30], "Europe/Berlin")
    clocks([2024, 3, 10, 2, 30], "America/New_York")
    clocks([2024, 6, 1, 2, 30], "Asia/Kolkata")

# 22: one task's context in depth.
with DAG(
    "pipe_context",
    schedule="0 0 * * *",
    start_date=START,
    catchup=False,
    params={"a": {"b": [1, 2]}},
    description="d",
    doc_md="# doc",
    render_template_as_native_obj=True,
):

    @task
    def look(ti=None, dag=None, dag_run=None, params=None, task=None, **context):
        return {
            "ti": [
                ti.task_id,
                ti.dag_id,
                ti.run_id == dag_run.run_id,
                ti.try_number,
                ti.map_index,
                str(ti.state) in ("TaskInstanceState.RUNNING", "running", "scheduled"),
            ],
            "dag": [dag.dag_id, dag.description, dag.doc_md, sorted(t.task_id for t in dag.tasks)],
            "run": [
                dag_run.dag_id,
                str(getattr(dag_run.run_type, "value", dag_run.run_type)),
                str(dag_run.logical_date),
                dag_run.conf,
            ],
            "params": [params["a"]["b"], params.get("zz", "none"), dict(params)],
            "task": [
                task.task_id,
                task.trigger_rule
                if isinstance(task.trigger_rule, str)
                else task.trigger_rule.value,
                task.retries,
                sorted(task.upstream_task_ids),
                task.owner,
            ],
            "dates": [
                context["ds"],
                str(context["data_interval_start"]),
                str(context["data_interval_end"]),
            ],
            "same": get_current_context()["ti"].task_id,
        }

    @task
    def native(value, other):
        return [value, other, type(value).__name__]

    look() >> native("{{ params.a.b }}", "{{ ti.xcom_pull(task_ids='look')['params'][0] }}")

# 23: connections and Variables from the environment in Python.
with DAG("pipe_connections", schedule=None, start_date=START):

    @task
    def connect():
        from airflow.hooks.base import BaseHook

        one, two = BaseHook.get_connection("pipeline_db"), BaseHook.get_connection("pipeline_api")
        return [
            [
                one.conn_id,
                one.conn_type,
                one.host,
                one.port,
                one.schema,
                one.login,
                len(one.password),
                one.extra_dejson,
            ],
            [
                two.conn_type,
                two.host,
                two.schema,
                two.login,
                two.extra_dejson,
                two.get_uri().split("?")[0].replace(two.password, "***"),
            ],
        ]

    @task
    def variables():
        return [
            Variable.get("pipeline_bucket"),
            Variable.get("pipeline_config", deserialize_json=True),
            Variable.get("gone_away", default_var="default"),
            Variable.get("PIPELINE_FLAG", deserialize_json=True),
        ]

    @task
    def no_variable():
        return Variable.get("gone_away")

    @task
    def no_connection():
        from airflow.hooks.base import BaseHook

        return BaseHook.get_connection("gone_away").host

    connect() >> variables()
    no_variable()
    no_connection()

# 24: values that are returned but must not be kept, and tasks that return lazily.
with DAG("pipe_quiet", schedule=None, start_date=START):

    @task(do_xcom_push=False)
    def silent():
        return "secret"

    @task
    def from_silent(value):
        return [value]

    @task
    def lazy():
        return (n for n in range(3))

    @task
    def mapped_values(values):
        return [len(values), values[0], values[-1], list(values[1:])]

    @task
    def twice(n):
        return n * 2

    from_silent(silent())
    lazy()
    mapped_values(twice.expand(n=[1, 2, 3]))

# 25: teardown of a mapped group and a setup whose skip is passed on.
with DAG("pipe_map_resources", schedule=None, start_date=START):

    @task_group
    def site(name):
        @setup
        def open_site(name):
            if name == "closed":
                raise AirflowSkipException("closed")
            return name

        @task
        def crawl(name):
            if name == "broken":
                raise AirflowException("500")
            return name.upper()

        @teardown
        def close_site(name):
            return f"closed {name}"

        opened = open_site(name)
        crawled = crawl(opened)
        closed = close_site(opened)
        opened >> crawled >> closed

    @task(trigger_rule="all_done")
    def summary():
        return "done"

    site.expand(name=["good", "closed", "broken"]) >> summary()

# 26: retries with backoff that succeed late, and their XComs of each try.
with DAG("pipe_retries", schedule=None, start_date=START):

    @task(retries=3, retry_delay=NOW)
    def grows(ti=None):
        before = ti.xcom_pull(task_ids="grows", key="seen")
        ti.xcom_push(key="seen", value=[ti.try_number, before])
        if ti.try_number < 3:
            raise AirflowException("again")
        return ti.try_number

    @task(retries=2, retry_delay=NOW)
    def gives_up(ti=None):
        ti.xcom_push(key="seen", value=ti.try_number)
        if ti.try_number == 2:
            raise AirflowFailException("enough")
        raise AirflowException("again")

    @task(retries=2, retry_delay=NOW)
    def skips_late(ti=None):
        if ti.try_number == 2:
            raise AirflowSkipException("enough")
        raise AirflowException("again")

    @task(trigger_rule="all_done")
    def read(ti=None):
        return [
            ti.xcom_pull(task_ids=name, key="seen") for name in ("grows", "gives_up", "skips_late")
        ]

    [grows(), gives_up(), skips_late()] >> read()

# 27: a classic branch between bash tasks with a default path, and a join that must not be skipped.
with DAG("pipe_weekdays", schedule="@weekly", start_date=START, catchup=False):

    def which(logical_date, **context):
        return "weekend" if logical_date.weekday() >= 5 else ["weekday", "report"]

    pick = BranchPythonOperator(task_id="pick", python_callable=which)
    weekend = BashOperator(task_id="weekend", bash_command="echo weekend")
    weekday = BashOperator(task_id="weekday", bash_command="echo weekday")
    report_ = EmptyOperator(task_id="report", trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS)
    pick >> [weekend, weekday] >> report_
    pick >> report_

# 28: tasks that override, reuse and partly fill one function.
with DAG("pipe_reuse", schedule=None, start_date=START):

    @task(retries=1, retry_delay=NOW, doc_md="adds")
    def add(a, b=1, *rest, scale=1):
        return (a + b + sum(rest)) * scale

    one = add(1)
    two = add(one, 2, 3, scale=10)
    three_ = add.override(task_id="renamed", retries=0, trigger_rule="all_done")(two, b=one)
    add.override(task_id="listed").partial(b=2).expand(a=[1, 2])
    add(three_, b="{{ 1 }}")

# 29: assets that are made and read, with extra.
try:
    from airflow.sdk import Asset
except ImportError:
    from airflow.datasets import Dataset as Asset

with DAG("pipe_assets", schedule=[Asset("file:///in")], start_date=START):
    here, there = Asset("file:///out/a"), Asset("file:///out/b", extra={"team": "x"})

    @task(outlets=[here, there])
    def produce(*, outlet_events):
        outlet_events[here].extra = {"rows": 3}
        return outlet_events[here].extra

    @task(inlets=[here], outlets=[])
    def consume(inlets=None, outlets=None):
        return [len(inlets), len(outlets)]

    @task
    def triggered(**context):
        events = context.get("triggering_asset_events", context.get("triggering_dataset_events"))
        return len(events)

    produce() >> consume() >> triggered()

# 30: the end of a run decided by teardowns and ignored leaves.
with DAG("pipe_ends", schedule=None, start_date=START):
    up = EmptyOperator(task_id="up").as_setup()
    work = PythonOperator(task_id="work", python_callable=fail)
    ignored = PythonOperator(task_id="ignored", python_callable=fail, trigger_rule="all_done")
    saved = EmptyOperator(task_id="saved", trigger_rule="one_failed")
    down = PythonOperator(task_id="down", python_callable=fail).as_teardown(
        setups=up, on_failure_fail_dagrun=False
    )
    up >> work >> saved >> down
    work >> ignored >> EmptyOperator(task_id="after_ignored", trigger_rule="all_failed") >> down
