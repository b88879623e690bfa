"""airflow_lite, seen from the engine's side of the messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest
from smoke import STATES, count_states, run_everything

HEAD = """
from datetime import datetime, timedelta
from airflow import DAG
from airflow.decorators import dag, setup, task, task_group, teardown
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.models.param import Param
from airflow.models import Variable
from airflow.hooks.base import BaseHook
from airflow.utils.task_group import TaskGroup
"""


def text(body: str) -> str:
    return HEAD + body


def test_the_dag_with_every_feature_ends_as_airflow_ends_it() -> None:
    found = run_everything()
    assert count_states(found) == STATES
    assert found.tries["third_time"] == 3
    assert found.value("total") == 17
    assert found.value("total_group") == 64


def test_an_unknown_operator_argument_is_refused_with_airflows_words(
    load: Callable[..., Any],
) -> None:
    _, ready = load(text("with DAG('d'):\n    EmptyOperator(task_id='a', nonsense=1)\n"))
    error = ready["errors"][0]
    assert error["type"] == "TypeError"
    assert "Invalid arguments were passed to EmptyOperator (task_id: a)" in error["message"]
    assert error["line"] == 13


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("with DAG('d'):\n    EmptyOperator(task_id='a')\n    EmptyOperator(task_id='a')\n", "DuplicateTaskIdFound", "already been added"),
        ("with DAG('d'):\n    EmptyOperator(task_id='a b')\n", "ValueError", "alphanumeric"),
        ("with DAG('d'):\n    EmptyOperator(task_id='a', trigger_rule='sometimes')\n", "ValueError", "trigger_rule must be one of"),
        ("with DAG('d'):\n    BashOperator(task_id='a')\n", "TypeError", "missing keyword argument 'bash_command'"),
        ("with DAG('d'):\n    EmptyOperator('a')\n", "TypeError", "Use keyword arguments"),
        ("with DAG('d'):\n    a = EmptyOperator(task_id='a')\n    a >> a\n", "AirflowDagCycleException", "Cycle detected"),
        ("with DAG('d', schedule='@continuous'):\n    EmptyOperator(task_id='a')\n", "ValueError", "max_active_runs"),
        ("with DAG('d', schedule=5):\n    EmptyOperator(task_id='a')\n", "ValueError", "not a valid schedule"),
        ("@task\ndef f(x): ...\nwith DAG('d'):\n    f()\n", "TypeError", "missing a required argument: 'x'"),
        ("@task\ndef f(x): ...\nwith DAG('d'):\n    f.expand(x=5)\n", "ValueError", "unexpected type 'int'"),
        ("@task\ndef f(x): ...\nwith DAG('d'):\n    f.expand(y=[1])\n", "TypeError", "unexpected keyword argument 'y'"),
        ("@task\ndef f(): ...\nwith DAG('d'):\n    a, b = f()\n", "TypeError", "not iterable"),
        ("with DAG('d', fail_fast=True):\n    EmptyOperator(task_id='a', trigger_rule='all_done')\n", "FailFastDagInvalidTriggerRule", "all_success"),
        ("with DAG('d'):\n    BashOperator.partial(task_id='a').expand(retries=[1])\n", "TypeError", "unmappable or already specified"),
        ("from airflow.decorators import nothing\n", "ImportError", "nothing"),
        ("from airflow.operatorz.bash import BashOperator\n", "ModuleNotFoundError", "airflow.operatorz"),
        ("import not_a_package_at_all\n", "ModuleNotFoundError", "not_a_package_at_all"),
        ("raise SystemExit(1)\n", "SystemExit", "1"),
        ("def f(:\n", "SyntaxError", "invalid syntax"),
    ],
)  # fmt: skip
def test_what_airflow_refuses_is_refused(
    load: Callable[..., Any], body: str, kind: str, words: str
) -> None:
    _, ready = load(text(body))
    assert [(error["type"], words in error["message"]) for error in ready["errors"]] == [
        (kind, True)
    ]
    assert ready["dags"] == []


def test_operators_of_missing_packages_pretend_and_say_so(run: Any) -> None:
    found = run(
        text(
            """
from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from some_company.operators import CompanyOperator
with DAG("d"):
    a = SnowflakeOperator(task_id="a", sql="select 1", retries=2)
    b = S3KeySensor(task_id="b", bucket_key=a.output, poke_interval=1)
    c = CompanyOperator(task_id="c", whatever={"x": 1})
    a >> b >> c
"""
        )
    )
    assert found.states == {"a": "success", "b": "success", "c": "success"}
    assert "apache-airflow-providers-snowflake" in found.outcomes[0]["message"]["simulated"]
    assert "some_company.operators is not installed" in found.outcomes[2]["message"]["simulated"]


def test_a_hook_of_a_missing_package_fails_only_where_it_is_used(run: Any) -> None:
    found = run(
        text(
            """
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
with DAG("d"):
    @task
    def use():
        S3Hook("x").read_key("k")
    use()
"""
        )
    )
    assert found.states == {"use": "failed"}
    assert "apache-airflow-providers-amazon" in found.errors["use"]["message"]


def test_variables_and_connections_come_from_the_environment_and_from_the_engine(run: Any) -> None:
    found = run(
        text(
            """
with DAG("d"):
    @task
    def read():
        conn = BaseHook.get_connection("db")
        other = BaseHook.get_connection("web")
        return [Variable.get("from_env"), Variable.get("from_engine", deserialize_json=True), conn.host, conn.port,
                conn.extra_dejson, other.login, Variable.get("nowhere", default_var=None)]
    read() >> BashOperator(task_id="t", bash_command="echo {{ var.json.from_engine.a }} {{ conn.web.host }}")
    @task
    def lacks():
        Variable.get("nowhere")
    lacks()
"""
        ),
        env={
            "AIRFLOW_VAR_FROM_ENV": "e",
            "AIRFLOW_CONN_DB": "postgres://u:secretword@h:5432/s?x=1",
        },
        variables={"from_engine": '{"a": 1}'},
        connections={"web": {"conn_type": "http", "host": "site", "login": "me"}},
    )
    assert found.value("read") == ["e", {"a": 1}, "h", 5432, {"x": "1"}, "me", None]
    assert found.value("t") == "1 site"
    assert "AIRFLOW_VAR_NOWHERE" in found.errors["lacks"]["message"]


def test_secrets_are_masked_wherever_they_are_printed(run: Any) -> None:
    found = run(
        text(
            """
with DAG("d"):
    @task
    def leak():
        import logging, os, sys
        secret = BaseHook.get_connection("db").password
        print(secret)
        logging.getLogger("x").warning("log %s", secret)
        sys.stderr.write(secret + "\\n")
        os.system("echo $AIRFLOW_CONN_DB")
        raise ValueError(secret)
    leak()
"""
        ),
        env={"AIRFLOW_CONN_DB": "postgres://u:secretword@h/s"},
    )
    assert "secretword" not in str(found.messages)
    assert found.logs["leak"].count("***") >= 4
    assert found.errors["leak"]["message"] == "***"


def test_the_error_points_at_the_users_line(run: Any, tmp_path: Path) -> None:
    found = run(
        text(
            """
def helper():
    return {}["missing"]
with DAG("d"):
    PythonOperator(task_id="a", python_callable=helper)
"""
        )
    )
    error = found.errors["a"]
    assert (error["type"], error["message"]) == ("KeyError", "'missing'")
    assert error["file"].endswith("dag_file.py")
    assert error["line"] == 14
    assert "airflow_lite" not in error["traceback"]


def test_template_files_macros_and_native_objects(run: Any, tmp_path: Path) -> None:
    (tmp_path / "query.sh").write_text("echo file {{ ds }} {{ params.n }}\n")
    found = run(
        text(
            """
with DAG("d", params={"n": 2}, render_template_as_native_obj=True):
    BashOperator(task_id="file", bash_command="query.sh")
    @task
    def native(value):
        return value
    native("{{ params.n + 1 }}")
    native("{{ [1, 2] }}")
"""
        )
    )
    assert found.value("file") == "file 2025-01-02 2"
    assert found.value("native") == 3
    assert found.value("native__1") == [1, 2]


def test_a_run_without_logical_date_has_no_dates_in_its_context(run: Any) -> None:
    body = text(
        "with DAG('d'):\n    BashOperator(task_id='a', bash_command='echo {{ ds }}')\n    BashOperator(task_id='b', bash_command='echo {{ run_id }}')\n"
    )
    dates = {"logicalDate": None, "intervalStart": None, "intervalEnd": None, "runId": "manual__x"}
    found = run(body, run=dates)
    assert found.states == {"a": "failed", "b": "success"}
    assert found.errors["a"]["type"] == "UndefinedError"


def test_airflow_2_has_its_own_context_and_pulls(run: Any) -> None:
    found = run(
        text(
            """
with DAG("d", schedule="@daily", start_date=datetime(2024, 1, 1)):
    BashOperator(task_id="old", bash_command="echo {{ execution_date.year }} {{ yesterday_ds }} {{ next_ds_nodash }}")
    @task
    def give():
        return (1, 2)
    @task
    def take(ti=None):
        return ti.xcom_pull(task_ids="give")
    give() >> take()
"""
        ),
        "--engine",
        "lite",
        "--airflow",
        "2",
    )
    assert found.value("old") == "2025 2025-01-01 20250102"
    assert found.value("take")["__classname__"] == "builtins.tuple"


def test_params_are_checked_and_overridden_by_the_conf(run: Any) -> None:
    body = text(
        "with DAG('d', params={'n': Param(1, type='integer', maximum=5)}):\n    BashOperator(task_id='a', bash_command='echo {{ params.n }}')\n"
    )
    assert run(body, run={"conf": {"n": 4}}).value("a") == "4"
    failed = run(body, run={"conf": {"n": 9}})
    assert failed.states == {"a": "failed"}
    assert "greater than the maximum of 5" in failed.errors["a"]["message"]


TRIGGERS = """
import asyncio
from airflow.models import BaseOperator
from airflow.sensors.base import BaseSensorOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent
class Odd(BaseTrigger):
    def __init__(self, how):
        super().__init__()
        self.how = how
    def serialize(self):
        return f"{__name__}.Odd", {"how": self.how}
    async def run(self):
        if self.how == "raises":
            raise ValueError("broken")
        if self.how == "late":
            await asyncio.sleep(60)
        if self.how != "silent":
            yield TriggerEvent(1)
class Waits(BaseOperator):
    def __init__(self, how, **kwargs):
        super().__init__(**kwargs)
        self.how = how
    def execute(self, context):
        self.defer(trigger=Odd(self.how), method_name="go", timeout=timedelta(seconds=0.2))
    def go(self, context, event):
        return event
class Sensor(BaseSensorOperator):
    def execute(self, context):
        self.defer(trigger=Odd("raises"), method_name="go")
def told(context):
    context["ti"].xcom_push("why", [type(context["exception"]).__name__, str(context["exception"])])
"""


def test_a_trigger_that_fails_is_late_or_says_nothing_fails_its_task_in_the_tasks_own_process(
    run: Any,
) -> None:
    body = """
with DAG('d'):
    for how in ('raises', 'late', 'silent'):
        Waits(task_id=how, how=how, on_failure_callback=told)
    Waits(task_id='again', how='raises', retries=1, retry_delay=timedelta(0), on_retry_callback=told)
    Sensor(task_id='soft', soft_fail=True)
    Sensor(task_id='hard')
"""
    found = run(text(TRIGGERS + body))
    states = {task: found.states[task] for task in ("raises", "late", "silent", "again")}
    assert set(states.values()) == {"failed"}
    assert found.value("raises", key="why") == ["TaskDeferralError", "Trigger failure"]
    assert found.value("late", key="why") == ["TaskDeferralTimeout", "Trigger timeout"]
    assert found.value("silent", key="why") == ["TaskDeferralError", "Trigger failure"]
    assert found.tries["again"] == 2
    assert (found.states["soft"], found.states["hard"]) == ("skipped", "failed")


def test_a_deferrable_operator_waits_for_its_trigger(run: Any) -> None:
    found = run(
        text(
            """
from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger
class Waiter(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(timedelta(seconds=0.2)), method_name="resume", kwargs={"own": (1, 2)})
    def resume(self, context, event=None, own=None):
        return [str(type(event).__name__), list(own)]
with DAG("d"):
    Waiter(task_id="w")
"""
        )
    )
    assert found.value("w") == ["DateTime", [1, 2]]
    assert [each["state"] for each in found.outcomes] == ["deferred", "success"]


def test_dag_callbacks_run_in_a_try_of_their_own(load: Any) -> None:
    body = text(
        "def tell(context):\n    print('told', context['reason'], context['ti'].task_id)\nwith DAG('d', on_failure_callback=[tell]):\n    EmptyOperator(task_id='a')\n"
    )
    channel, ready = load(body)
    assert ready["dags"][0]["callbacks"] == ["failure"]
    from driver import RUN

    message = {
        "kind": "callback",
        "ti": "x",
        "dagId": "d",
        "callback": "failure",
        "reason": "task_failure",
    }
    channel.send({**message, "taskId": "a", "mapIndex": -1, "try": 1, "maxTries": 0, "run": RUN})
    found = {}
    while "exited" not in found:
        told = channel.receive()
        found[told["kind"]] = told
    assert found["output"]["text"] == "told task_failure a"
    assert found["outcome"]["state"] == "success"
    assert found["exited"]["code"] == 0


def test_the_description_tells_what_a_run_needs(load: Any) -> None:
    _, ready = load(
        text(
            """
with DAG("d", schedule="@daily", start_date=datetime(2024, 1, 1), dagrun_timeout=timedelta(minutes=5), max_active_tasks=3, tags=["t"]) as d:
    a = EmptyOperator(task_id="a", retries=2, retry_delay=timedelta(seconds=7), retry_exponential_backoff=True, pool="p", pool_slots=2)
    with TaskGroup("g") as g:
        b = BashOperator(task_id="b", bash_command="true", execution_timeout=timedelta(seconds=9), depends_on_past=True, priority_weight=5)
    a >> g
"""
        )
    )
    dag = ready["dags"][0]
    assert dag["schedule"] == {
        "kind": "preset",
        "expression": "@daily",
        "timezone": "UTC",
        "interval": {"seconds": 0, "months": 0},
    }
    assert (dag["dagrunTimeout"], dag["maxActiveTasks"], dag["tags"]) == (300, 3, ["t"])
    a, b = dag["tasks"]
    assert (
        a["retries"],
        a["retryDelay"],
        a["retryExponentialBackoff"],
        a["pool"],
        a["poolSlots"],
    ) == (2, 7, 2, "p", 2)
    assert a["empty"] is True
    assert (b["taskId"], b["group"], b["upstream"], b["executionTimeout"], b["dependsOnPast"]) == (
        "g.b",
        "g",
        ["a"],
        9,
        True,
    )
    assert b["source"]["line"] == 16
    assert dag["groups"] == [{"groupId": "g", "parent": None, "expand": None, "tooltip": None}]


def test_what_a_task_is_mapped_over_is_told_as_a_tree(load: Any) -> None:
    _, ready = load(
        text(
            """
with DAG("d"):
    @task
    def a(): return [1]
    @task
    def m(x, y=0): ...
    one = a()
    m.expand(x=[1, 2], y=one)
    m.override(task_id="z").expand(x=one.zip(one.concat(one), fillvalue=1))
    m.override(task_id="k").expand_kwargs([{"x": 1}, {"x": 2}, {"x": 3}])
    @task_group
    def g(n):
        m(n)
    g.expand(n=one.map(str))
"""
        )
    )
    dag = ready["dags"][0]
    tree = {task["taskId"]: task["expand"] for task in dag["tasks"]}
    xcom = {"kind": "xcom", "taskId": "a", "key": "return_value"}
    assert tree["m"] == {"kind": "product", "of": [{"kind": "literal", "length": 2}, xcom]}
    assert tree["z"] == {
        "kind": "zip",
        "of": [xcom, {"kind": "sum", "of": [xcom, xcom]}],
        "longest": True,
    }
    assert tree["k"] == {"kind": "literal", "length": 3}
    assert tree["g.m"] is None
    assert dag["groups"][0]["expand"] == xcom


def test_the_interval_of_a_run_by_hand_follows_from_the_timetable(load: Any) -> None:
    source = """
from datetime import datetime, timedelta
from airflow import DAG
from airflow.timetables.interval import CronDataIntervalTimetable
from airflow.timetables.trigger import CronTriggerTimetable

for name, schedule in {
    "cron": "0 5 * * *", "delta": timedelta(hours=5), "none": None,
    "interval": CronDataIntervalTimetable("@daily", timezone="Europe/Paris"),
    "trigger": CronTriggerTimetable("@daily", timezone="UTC", interval=timedelta(days=1)),
}.items():
    globals()[name] = DAG(name, schedule=schedule, start_date=datetime(2024, 1, 1))
"""
    empty = {"seconds": 0, "months": 0}
    explicit = {
        "interval": {"cron": "@daily", "timezone": "Europe/Paris"},
        "trigger": {"seconds": 86400, "months": 0},
        "none": empty,
    }
    for options, rest in (
        ((), {"cron": empty, "delta": empty}),
        (
            ("--airflow", "2"),
            {
                "cron": {"cron": "0 5 * * *", "timezone": "UTC"},
                "delta": {**empty, "seconds": 18000},
            },
        ),
    ):
        _, ready = load(source, *options)
        found = {dag["dagId"]: dag["schedule"]["interval"] for dag in ready["dags"]}
        assert found == {**explicit, **rest}
