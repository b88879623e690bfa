"""Runs of the kinds that people report: odd values, exits, output, names, templates, rules in mapped groups."""

import logging
import os
import sys
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import setup, task, task_group, teardown
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.models import Variable
from airflow.models.baseoperator import BaseOperator, chain, cross_downstream
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

START = datetime(2024, 1, 1)
ZERO = timedelta(0)
ARGS = {"schedule": None, "start_date": START, "catchup": False}

# 1 xcom odd types
with DAG("r_xcom_types", **ARGS):

    @task
    def make():
        import datetime as dt
        import decimal

        return {
            "date": dt.date(2024, 2, 29),
            "dt": dt.datetime(2024, 1, 1, 3, tzinfo=dt.timezone.utc),
            "td": dt.timedelta(hours=25),
            "dec": decimal.Decimal("1.10"),
            "tuple": (1, (2, 3)),
            "none": None,
            "nan": 1e400,
            "big": 2**70,
            "neg": -0.0,
            "uni": "zażółć \u2028 😀",
            "bool": True,
            "empty": {},
            "nested": [[], [{}]],
        }

    @task
    def kinds(v):
        return {k: [type(x).__name__, repr(x)] for k, x in v.items()}

    @task
    def as_set():
        return {3, 1, 2}

    @task
    def as_frozen():
        return frozenset([1])

    @task
    def as_bytes():
        return b"abc"

    @task
    def as_generator():
        return (i for i in range(3))

    @task
    def int_keys():
        return {1: "a", None: 2}

    @task
    def tuple_keys():
        return {(1, 2): "a"}

    @task
    def as_class():
        return ValueError

    @task
    def as_exception():
        return ValueError("x")

    @task
    def as_range():
        return range(3)

    @task
    def as_module_fn():
        return len

    @task
    def as_path():
        import pathlib

        return pathlib.Path("/tmp/x")

    @task
    def as_enum():
        import enum

        class E(str, enum.Enum):
            A = "a"

        return E.A

    @task
    def as_dataclass():
        import dataclasses

        @dataclasses.dataclass
        class D:
            a: int = 1

        return D()

    @task
    def as_named():
        import collections

        return collections.namedtuple("N", "a b")(1, 2)

    @task
    def as_ordered():
        import collections

        return collections.OrderedDict(b=1, a=2)

    @task
    def as_counter():
        import collections

        return collections.Counter("aab")

    @task
    def as_complex():
        return 1j

    kinds(make())
    as_set()
    as_frozen()
    as_bytes()
    as_generator()
    int_keys()
    tuple_keys()
    as_class()
    as_exception()
    as_range()
    as_module_fn()
    as_path()
    as_enum()
    as_dataclass()
    as_named()
    as_ordered()
    as_counter()
    as_complex()

# 2 exits
with DAG("r_exits", default_args={"retries": 1, "retry_delay": ZERO}, **ARGS):
    PythonOperator(task_id="exit0", python_callable=lambda: sys.exit(0))
    PythonOperator(task_id="exit1", python_callable=lambda: sys.exit(1))
    PythonOperator(task_id="exit_text", python_callable=lambda: sys.exit("bye"))
    PythonOperator(task_id="exit_none", python_callable=lambda: sys.exit())

    @task
    def recursion():
        def f():
            return f()

        f()

    @task
    def memory():
        raise MemoryError

    @task
    def stop():
        raise StopIteration(3)

    @task
    def assertion():
        assert 1 == 2, "no"

    @task
    def fail():
        raise AirflowFailException("for good")

    @task
    def from_cause():
        try:
            _ = 1 / 0
        except ZeroDivisionError as e:
            raise AirflowSkipException("because") from e

    recursion()
    memory()
    stop()
    assertion()
    fail()
    from_cause()


# 3 callbacks
def note(word):
    def call(context):
        ti = context["ti"]
        print("CALLBACK", word, ti.task_id, ti.try_number)

    return call


def bad_callback(context):
    raise RuntimeError("callback broken")


with DAG(
    "r_callbacks",
    default_args={
        "on_failure_callback": bad_callback,
        "on_retry_callback": bad_callback,
        "on_success_callback": bad_callback,
    },
    on_success_callback=bad_callback,
    on_failure_callback=bad_callback,
    **ARGS,
):
    PythonOperator(task_id="ok", python_callable=lambda: 1)
    PythonOperator(task_id="bad", python_callable=lambda: 1 / 0, retries=1, retry_delay=ZERO)
    PythonOperator(task_id="exec_cb", python_callable=lambda: 1, on_execute_callback=bad_callback)

    @task(on_execute_callback=[note("a"), note("b")])
    def listed():
        return 1

    listed()

# 4 output
with DAG("r_output", **ARGS):

    @task
    def partial():
        sys.stdout.write("no newline")
        sys.stderr.write("err no newline")
        return "x"

    @task
    def binary():
        os.write(1, b"\xff\xfe bad bytes\n")
        print("\r10%\r20%", end="")
        print("\x1b[31mred\x1b[0m")
        return 1

    @task
    def huge():
        return "x" * 2_000_000

    @task
    def length(v):
        return len(v)

    @task
    def replaces():
        import io

        sys.stdout = io.StringIO()
        print("lost")
        return 2

    @task
    def logs():
        log = logging.getLogger("mine")
        log.setLevel(logging.DEBUG)
        log.debug("d %s", 1)
        log.info("i")
        log.warning("w")
        log.error("e")
        logging.getLogger("airflow.task").info("t")
        logging.basicConfig(level=logging.DEBUG, force=True)
        logging.info("root")
        try:
            _ = 1 / 0
        except Exception:
            log.exception("boom")
        return 3

    partial()
    binary()
    length(huge())
    replaces()
    logs()

# 5 groups & branches
with DAG("r_branch_groups", **ARGS):

    @task.branch
    def pick():
        return ["left.inner", "right"]

    with TaskGroup("left") as left:
        with TaskGroup("inner") as inner:
            EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")
        EmptyOperator(task_id="alone")
    right = EmptyOperator(task_id="right")
    other = EmptyOperator(task_id="other")
    join = EmptyOperator(task_id="join", trigger_rule="none_failed_min_one_success")
    p = pick()
    p >> [left, right, other]
    [left, right, other] >> join

with DAG("r_branch_twice", **ARGS):
    b1 = BranchPythonOperator(task_id="b1", python_callable=lambda: "b2")
    b2 = BranchPythonOperator(task_id="b2", python_callable=lambda: "end")
    mid = EmptyOperator(task_id="mid")
    end = EmptyOperator(task_id="end", trigger_rule="none_failed")
    x = EmptyOperator(task_id="x")
    b1 >> [b2, x]
    b2 >> [mid, end]
    mid >> end
    x >> end

with DAG("r_branch_none", **ARGS):
    BranchPythonOperator(task_id="b", python_callable=lambda: None) >> [
        EmptyOperator(task_id="x"),
        EmptyOperator(task_id="y"),
    ]
    BranchPythonOperator(task_id="self_id", python_callable=lambda: "self_id") >> EmptyOperator(
        task_id="z"
    )
    BranchPythonOperator(task_id="upstream", python_callable=lambda: "b") >> EmptyOperator(
        task_id="w"
    )
    BranchPythonOperator(task_id="num", python_callable=lambda: 5) >> EmptyOperator(task_id="v")

# 6 short circuit
with DAG("r_short", **ARGS):
    s = ShortCircuitOperator(
        task_id="s", python_callable=list, ignore_downstream_trigger_rules=False
    )
    t1 = EmptyOperator(task_id="t1")
    t2 = EmptyOperator(task_id="t2")
    t3 = EmptyOperator(task_id="t3", trigger_rule="all_done")
    t4 = EmptyOperator(task_id="t4", trigger_rule="one_success")
    s >> [t1, t2]
    t1 >> t3
    t2 >> t4

    @task.short_circuit
    def cond():
        return 0

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def cond2():
        return None

    @task
    def after1():
        return 1

    @task(trigger_rule="all_done")
    def after2():
        return 2

    cond() >> after1() >> after2()
    cond2() >> after1.override(task_id="after3")() >> after2.override(task_id="after4")()

# 7 setup teardown failing
with DAG("r_setup", **ARGS):

    @setup
    def up():
        raise ValueError("up")

    @task
    def work():
        return 1

    @teardown
    def down():
        return 1

    @task
    def after():
        return 1

    d = down()
    u = up()
    u >> work() >> d.as_teardown(setups=u) if hasattr(d, "as_teardown") else None
    d >> after()

with DAG("r_teardown_fails", **ARGS):
    u = PythonOperator(task_id="u", python_callable=lambda: 1).as_setup()
    w = PythonOperator(task_id="w", python_callable=lambda: 1)
    d = PythonOperator(task_id="d", python_callable=lambda: 1 / 0).as_teardown(setups=u)
    u >> w >> d
    u2 = PythonOperator(task_id="u2", python_callable=lambda: 1).as_setup()
    w2 = PythonOperator(task_id="w2", python_callable=lambda: 1)
    d2 = PythonOperator(task_id="d2", python_callable=lambda: 1 / 0).as_teardown(
        setups=u2, on_failure_fail_dagrun=False
    )
    u2 >> w2 >> d2

with DAG("r_with_teardown", **ARGS):

    @task_group
    def section():
        a = PythonOperator(task_id="create", python_callable=lambda: 1)
        z = PythonOperator(task_id="destroy", python_callable=lambda: 1)
        with z.as_teardown(setups=a):
            PythonOperator(task_id="q1", python_callable=lambda: 1 / 0)
            PythonOperator(task_id="q2", python_callable=lambda: 1)

    section() >> EmptyOperator(task_id="later")


# 8 sensors
class Count(BaseSensorOperator):
    def __init__(self, upto, **kw):
        super().__init__(**kw)
        self.upto = upto

    def poke(self, context):
        (context["ti"].xcom_pull(key="n", task_ids=self.task_id) or 0) + 1
        self.count = getattr(self, "count", 0) + 1
        return self.count >= self.upto


with DAG("r_sensors", **ARGS):
    Count(task_id="three", upto=3, poke_interval=0.05, timeout=30)
    (
        PythonSensor(
            task_id="soft",
            python_callable=lambda: False,
            poke_interval=0.05,
            timeout=0.2,
            soft_fail=True,
        )
        >> EmptyOperator(task_id="after_soft")
        >> EmptyOperator(task_id="ndm", trigger_rule="none_failed")
    )
    PythonSensor(
        task_id="raises_soft",
        python_callable=lambda: 1 / 0,
        poke_interval=0.05,
        timeout=5,
        soft_fail=True,
    )
    PythonSensor(
        task_id="raises_never",
        python_callable=lambda: 1 / 0,
        poke_interval=0.05,
        timeout=0.3,
        silent_fail=True,
    )
    PythonSensor(
        task_id="never_fail",
        python_callable=lambda: 1 / 0,
        poke_interval=0.05,
        timeout=5,
        never_fail=True,
    )
    PythonSensor(
        task_id="retried",
        python_callable=lambda: False,
        poke_interval=0.05,
        timeout=0.2,
        retries=2,
        retry_delay=ZERO,
    )
    PythonSensor(
        task_id="expo",
        python_callable=lambda: True,
        poke_interval=0.05,
        timeout=5,
        exponential_backoff=True,
        max_wait=timedelta(seconds=1),
    )

    @task.sensor(poke_interval=0.05, timeout=5, mode="reschedule")
    def value() -> PokeReturnValue:
        return PokeReturnValue(is_done=True, xcom_value={"a": 1})

    @task
    def use(v):
        return v

    @task.sensor(poke_interval=0.05, timeout=0.1)
    def plain_false():
        return False

    @task.sensor(poke_interval=0.05, timeout=5)
    def none():
        return PokeReturnValue(True)

    def skip_it():
        raise AirflowSkipException("x")

    PythonSensor(task_id="skips", python_callable=skip_it)
    use(value())
    plain_false()
    none()

# 9 trigger rules with mapped groups
with DAG("r_mapped_group_rules", **ARGS):

    @task
    def nums():
        return [1, 2, 0]

    @task
    def inv(n):
        return 1 // n

    @task(trigger_rule="all_done")
    def tidy(n=None):
        return n

    @task(trigger_rule="one_failed")
    def alarm():
        return "alarm"

    @task_group
    def g(n):
        i = inv(n)
        i >> tidy(n)
        i >> alarm()

    gg = g.expand(n=nums())

    @task(trigger_rule="all_done")
    def end(v):
        return "end"

    @task(trigger_rule="one_success")
    def early():
        return 1

    @task(trigger_rule="all_failed")
    def none_ok():
        return 1

    @task(trigger_rule="none_skipped")
    def ns():
        return 1

    gg >> early()
    gg >> none_ok()
    gg >> ns()
    end(gg) if gg is not None else None

# 10 templates
with DAG(
    "r_templates",
    params={"n": 3, "t": Param("x", type="string"), "l": [1, 2], "o": {"k": {"d": 1}}},
    user_defined_macros={"twice": lambda x: x * 2, "const": 7},
    user_defined_filters={"shout": lambda s: str(s).upper() + "!"},
    **ARGS,
):
    a = BashOperator(
        task_id="a",
        bash_command="echo {{ twice(params.n) }} {{ const }} {{ 'a' | shout }} {{ params.o.k.d }} {{ params.l | join('-') }}",
    )
    b = BashOperator(
        task_id="b",
        bash_command="echo {{ macros.ds_add(ds, -1) }} {{ macros.ds_format(ds, '%Y-%m-%d', '%d.%m.%Y') }} {{ macros.datetime.strptime('2020', '%Y').year }} {{ macros.json.dumps({'a': 1}) }}",
    )
    BashOperator(
        task_id="c",
        bash_command="echo {{ logical_date.in_timezone('Europe/Warsaw').isoformat() }} {{ logical_date.add(days=1).strftime('%A') }} {{ data_interval_end - data_interval_start }} {{ ts_nodash_with_tz }}",
    )
    BashOperator(
        task_id="d",
        bash_command="echo {{ dag.dag_id }} {{ task.task_id }} {{ ti.try_number }} {{ dag_run.run_type }} {{ task.owner }} {{ dag.timezone }} {{ ti.map_index }} {{ run_id[:6] }}",
    )
    BashOperator(task_id="e", bash_command="echo {{ undefined_thing }}")
    BashOperator(task_id="f", bash_command="echo {{ undefined_thing.more }}")
    BashOperator(
        task_id="g",
        bash_command="{% for i in range(3) %}echo {{ i }};{% endfor %}{# gone #}{% set x = 4 %}echo {{ x }}{% raw %} '{{ raw }}'{% endraw %}",
    )
    BashOperator(
        task_id="h",
        bash_command="echo {{ var.value.get('no_such', 'fallback') }} {{ var.json.get('no_such', {'a': 1}).a }}",
    )
    BashOperator(task_id="i", bash_command="echo {{ var.value.no_such_variable }}")
    j = BashOperator(
        task_id="j",
        bash_command="echo {{ ti.xcom_pull(task_ids='a') }} {{ ti.xcom_pull(task_ids=['a', 'b']) | length }} {{ ti.xcom_pull(task_ids='nobody') }} {{ task_instance.xcom_pull('a', key='nothing', default='dflt') }}",
        trigger_rule="all_done",
    )
    BashOperator(
        task_id="k",
        bash_command="echo {{ params }} {{ params.get('zz', 1) }} {{ params['n'] + 1 }}",
    )
    BashOperator(
        task_id="l",
        bash_command="echo '{{ inlets }}' '{{ outlets }}' {{ conf.get('core', 'parallelism') if conf else '' }}",
    )
    BashOperator(task_id="m", bash_command="echo {{ 1 / 0 }}")
    PythonOperator(
        task_id="n",
        python_callable=lambda a, b=None, **k: [a, b, sorted(k)[:2]],
        op_args=["{{ ds }}"],
        op_kwargs={"b": ["{{ params.n }}", {"{{ ds }}": "{{ ds_nodash }}"}]},
        templates_dict={"q": "{{ ts }}"},
    )
    PythonOperator(
        task_id="o",
        python_callable=lambda templates_dict: templates_dict,
        templates_dict={"q": "{{ ds }}", "w": 3},
    )
    BashOperator(
        task_id="p",
        bash_command="echo $MINE $OTHER",
        env={"MINE": "{{ ds }}", "OTHER": "{{ params.t }}"},
    )
    BashOperator(
        task_id="q", bash_command="echo ${HOME:+home} $MINE", env={"MINE": "1"}, append_env=True
    )
    BashOperator(task_id="r", bash_command="exit 0")
    BashOperator(task_id="s", bash_command="printf ''")
    BashOperator(task_id="t", bash_command="echo '{\"a\": 1}'", do_xcom_push=False)
    BashOperator(task_id="u", bash_command="echo one; echo; echo")
    BashOperator(task_id="v", bash_command="echo zażółć; false")
    BashOperator(task_id="w", bash_command="kill -9 $$")
    BashOperator(task_id="x", bash_command="pwd | grep -c airflowtmp", cwd=None)
    BashOperator(task_id="y", bash_command="pwd", cwd="/usr")
    BashOperator(task_id="z", bash_command="pwd", cwd="/no/such/dir")
    [a, b] >> j

# 11 multiple outputs etc
with DAG("r_outputs", **ARGS):

    @task(multiple_outputs=True)
    def many():
        return {"a": 1, "b": [2]}

    @task
    def typed() -> dict[str, int]:
        return {"x": 1}

    @task(multiple_outputs=False)
    def not_many() -> dict:
        return {"x": 1}

    @task(multiple_outputs=True)
    def wrong():
        return [1]

    @task(multiple_outputs=True)
    def wrong_keys():
        return {1: 2}

    @task(multiple_outputs=True)
    def nothing():
        return None

    @task
    def add(a, b=5, *, c=6):
        return [a, b, c]

    m = many()
    add(m["a"], m["b"])
    add.override(task_id="k")(m, c=m["a"])
    t = typed()
    add(t["x"], b=not_many())
    wrong()
    wrong_keys()
    nothing()

    @task
    def missing(v):
        return v

    missing(m["zzz"])

# 12 dynamic mapping odd
with DAG("r_map_odd", **ARGS):

    @task
    def lst():
        return ["a", {"b": 1}, None, [1, 2], 1.5]

    @task
    def dct():
        return {"k1": 1, "k2": [2]}

    @task
    def show(x):
        return repr(x)

    @task
    def pair(x, y):
        return [x, y]

    show.expand(x=lst())
    show.override(task_id="shd").expand(x=dct())
    pair.partial(y=10).expand(x=[1, 2])
    pair.override(task_id="pp").expand(x=[1, 2], y=["a", "b"])
    pair.override(task_id="kw").expand_kwargs([{"x": 1, "y": 2}, {"x": 3, "y": 4}])
    pair.override(task_id="kwbad").expand_kwargs(lst())
    BashOperator.partial(task_id="bb", do_xcom_push=True).expand(
        bash_command=["echo 1", "exit 99", "exit 3", "echo {{ ti.map_index }}"]
    )
    BashOperator.partial(task_id="be", bash_command="echo $V").expand(env=[{"V": "1"}, {"V": "2"}])

    @task
    def big():
        return list(range(40))

    @task(max_active_tis_per_dag=2)
    def sq(n):
        return n * n

    @task
    def total(v):
        return sum(v)

    total(sq.expand(n=big()))

    @task(map_index_template="{{ task.op_kwargs['x'] }}")
    def named(x):
        return x

    named.expand(x=["red", "blue"])

    @task
    def flt(x):
        if x is None:
            raise AirflowSkipException
        return x

    show.override(task_id="after_map").expand(x=flt.expand(x=lst()))
    show.override(task_id="mapped_fn").expand(x=lst().map(lambda v: str(v)[:2]))
    total.override(task_id="total2")(big())
    show.override(task_id="zipd").expand(x=lst().zip(big()))

# 13 trigger rules plain
with DAG("r_rules", **ARGS):
    ok = EmptyOperator(task_id="ok")
    bad = PythonOperator(task_id="bad", python_callable=lambda: 1 / 0)

    def sk():
        raise AirflowSkipException

    skipped = PythonOperator(task_id="skipped", python_callable=sk)
    upf = EmptyOperator(task_id="upf")
    bad >> upf
    for rule in [
        "all_success",
        "all_failed",
        "all_done",
        "all_skipped",
        "one_success",
        "one_failed",
        "one_done",
        "none_failed",
        "none_failed_min_one_success",
        "none_skipped",
        "always",
    ]:
        for name, ups in {
            "ok_bad": [ok, bad],
            "ok_sk": [ok, skipped],
            "bad_sk": [bad, skipped],
            "upf_": [upf],
            "upf_ok": [upf, ok],
            "sk": [skipped],
            "all": [ok, bad, skipped, upf],
            "upf_sk": [upf, skipped],
        }.items():
            ups >> EmptyOperator(task_id=f"{rule}__{name}", trigger_rule=rule)

# 14 retries
with DAG("r_retries", **ARGS):

    @task(
        retries=3,
        retry_delay=timedelta(seconds=0.1),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(seconds=0.2),
    )
    def third(ti=None):
        ti.xcom_push("t", ti.try_number)
        if ti.try_number < 3:
            raise ValueError
        return [ti.try_number, ti.max_tries]

    @task(retries=2, retry_delay=ZERO)
    def then_fail(ti=None):
        if ti.try_number == 2:
            raise AirflowFailException("stop")
        raise ValueError

    @task(retries=2, retry_delay=ZERO)
    def then_skip(ti=None):
        if ti.try_number == 2:
            raise AirflowSkipException("stop")
        raise ValueError

    third()
    then_fail()
    then_skip()

# 15 odd names, display names, docs
with DAG("r_names", dag_display_name="Ünïcode 🚀", doc_md="# x", tags=["a", "b"], **ARGS):
    EmptyOperator(task_id="with.dot", task_display_name="With dot")
    EmptyOperator(task_id="with-dash_and_1")
    PythonOperator(task_id="x" * 200, python_callable=lambda ti: ti.task_id)
    with TaskGroup("g_x") as g:
        EmptyOperator(task_id="in")
    with TaskGroup("noprefix", prefix_group_id=False):
        EmptyOperator(task_id="bare")

# 16 context use
with DAG("r_context", **ARGS):

    @task
    def ctx():
        c = get_current_context()
        return sorted(k for k in c if not k.endswith("state_store"))

    @task
    def args(
        ds,
        ti,
        dag_run,
        params,
        logical_date,
        run_id,
        data_interval_start,
        task,
        dag,
        conn=None,
        macros=None,
        var=None,
    ):
        return [
            ds,
            ti.task_id,
            dag_run.run_id == run_id,
            dict(params),
            logical_date.isoformat(),
            task.task_id,
            dag.dag_id,
            var.value.get("zz", "d"),
        ]

    @task
    def kw(**kwargs):
        return [kwargs["ds"], kwargs["ti"] is kwargs["task_instance"], "params" in kwargs]

    @task
    def env():
        return {
            k: v
            for k, v in os.environ.items()
            if k.startswith("AIRFLOW_CTX") and k not in ("AIRFLOW_CTX_DAG_RUN_ID",)
        }

    @task
    def pulls(ti=None):
        return [
            ti.xcom_pull(task_ids="pushes", key="a"),
            ti.xcom_pull(task_ids="pushes"),
            ti.xcom_pull(task_ids=["pushes", "none"], key="a"),
            ti.xcom_pull(key="a", task_ids="pushes", dag_id="other"),
        ]

    @task
    def pushes(ti=None):
        ti.xcom_push(key="a", value=1)
        ti.xcom_push(key="a", value=2)
        ti.xcom_push("b", None)

    @task
    def dagrun_facts(dag_run=None, ti=None):
        return [
            dag_run.run_type,
            dag_run.conf,
            str(dag_run.logical_date),
            ti.map_index,
            ti.max_tries,
            ti.dag_id,
            ti.operator if hasattr(ti, "operator") else None,
        ]

    ctx()
    args()
    kw()
    env()
    pushes() >> pulls()
    dagrun_facts()

# 17 run_if skip_if, lineage
with DAG("r_conditions", **ARGS):

    @task.run_if(lambda c: False)
    @task
    def not_run():
        return 1

    @task.skip_if(lambda c: False)
    @task
    def run_it():
        return 1

    @task.run_if(lambda c: 1 / 0)
    @task
    def breaks():
        return 1

    @task.run_if(lambda c: c["ds"] > "2000", "old")
    @task.bash
    def sh():
        return "echo hi"

    not_run()
    run_it()
    breaks()
    sh()


# 18 own operators
class Mine(BaseOperator):
    template_fields = ("what", "deep")
    template_ext = (".nope",)

    def __init__(self, what, deep=None, **kw):
        super().__init__(**kw)
        self.what = what
        self.deep = deep

    def pre_execute(self, context):
        print("pre")

    def execute(self, context):
        return [self.what, self.deep]

    def post_execute(self, context, result=None):
        print("post", result)


class NoExecute(BaseOperator): ...


class Raises(BaseOperator):
    def execute(self, context):
        return 1

    def post_execute(self, context, result=None):
        raise ValueError("post")


class Nested:
    template_fields = ("inner",)

    def __init__(self, v):
        self.inner = v


with DAG("r_own", **ARGS):
    m = Mine(
        task_id="m",
        what="{{ ds }}",
        deep={"a": ["{{ ds_nodash }}", ("{{ dag.dag_id }}", {"{{ ds }}"})]},
    )
    NoExecute(task_id="n")
    Raises(task_id="r")
    m >> Mine(task_id="after", what="{{ ti.xcom_pull(task_ids='m')[0] }}", trigger_rule="all_done")

# 19 cross deps, labels, chain
with DAG("r_chain", **ARGS):
    a, b, c, d, e = [EmptyOperator(task_id=x) for x in "abcde"]
    chain(a, [b, c], [d, e])
    f = EmptyOperator(task_id="f")
    d >> Label("x") >> f
    cross_downstream([a, b], [f])

# 20 soft states: mixed
with DAG("r_skip_chain", **ARGS):

    def sk2():
        raise AirflowSkipException

    s = PythonOperator(task_id="s", python_callable=sk2)
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b", trigger_rule="none_failed")
    c = EmptyOperator(task_id="c", trigger_rule="one_success")
    d = EmptyOperator(task_id="d", trigger_rule="all_skipped")
    e = EmptyOperator(task_id="e", trigger_rule="none_failed_min_one_success")
    s >> a >> [b, c, d, e]

# 21 task-level defaults
with DAG(
    "r_defaults",
    default_args={
        "retries": 2,
        "retry_delay": ZERO,
        "owner": "me",
        "trigger_rule": "all_done",
        "bash_command": "echo dflt",
        "unknown": 1,
    },
    **ARGS,
):
    BashOperator(task_id="a")
    PythonOperator(
        task_id="b", python_callable=lambda ti: 1 / 0 if ti.try_number < 3 else ti.try_number
    )
    EmptyOperator(task_id="c", retries=0)
    with TaskGroup("g", default_args={"retries": 0}):
        PythonOperator(task_id="d", python_callable=lambda: 1 / 0)

# 23 async
with DAG("r_variables", **ARGS):

    @task
    def sets():
        Variable.set("k", "v")
        Variable.set("j", {"a": 1}, serialize_json=True)
        return [
            Variable.get("k"),
            Variable.get("j", deserialize_json=True),
            Variable.get("nope", default_var=None),
        ]

    @task
    def later():
        return Variable.get("k")

    @task
    def missing():
        return Variable.get("nope_never")

    @task
    def deletes():
        Variable.delete("k")
        return Variable.get("k", default_var="gone")

    sets() >> later() >> deletes()
    missing()
