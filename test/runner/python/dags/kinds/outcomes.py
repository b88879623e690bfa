"""How tries end: exceptions, retries, timeouts, exit codes, callbacks, sensors."""

import os
import time
from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowSensorTimeout,
    AirflowSkipException,
)
from airflow.models import BaseOperator
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
from airflow.sensors.bash import BashSensor
from airflow.sensors.python import PythonSensor

START = datetime(2024, 1, 1)
NOW = {"retries": 1, "retry_delay": timedelta(0)}


def raising(error):
    def callable_(**context):
        raise error

    return callable_


with DAG("out_exceptions", schedule=None, start_date=START, default_args=NOW):
    for name, error in {
        "value": ValueError("v"), "airflow": AirflowException("a"), "fail": AirflowFailException("f"),
        "skip": AirflowSkipException("s"), "exit0": SystemExit(0), "exit1": SystemExit(1),
        "sensor_timeout": AirflowSensorTimeout("x"),
        "keys": KeyError("k"), "stop": StopIteration(), "assertion": AssertionError(),
        "exit_none": SystemExit(),
    }.items():  # fmt: skip
        PythonOperator(task_id=name, python_callable=raising(error)) >> EmptyOperator(
            task_id=f"after_{name}", trigger_rule="all_done"
        )

with DAG("out_in_callback", schedule=None, start_date=START):

    def broken(context):
        raise ValueError("in a callback")

    PythonOperator(task_id="ok", python_callable=lambda: 1, on_success_callback=broken)
    PythonOperator(task_id="execute", python_callable=lambda: 1, on_execute_callback=broken)
    PythonOperator(task_id="bad", python_callable=raising(ValueError()), on_failure_callback=broken)
    PythonOperator(
        task_id="skip", python_callable=raising(AirflowSkipException()), on_skipped_callback=broken
    )
    PythonOperator(task_id="pre", python_callable=lambda: 1, pre_execute=broken)
    PythonOperator(
        task_id="post", python_callable=lambda: 1, post_execute=lambda context, result: 1 / 0
    )

with DAG("out_pre_execute_skips", schedule=None, start_date=START):

    def not_now(context):
        raise AirflowSkipException("not now")

    PythonOperator(task_id="pre", python_callable=lambda: 1, pre_execute=not_now) >> EmptyOperator(
        task_id="then"
    )

with DAG("out_bash", schedule=None, start_date=START):
    BashOperator(task_id="lines", bash_command="echo a; echo b; echo; ")
    BashOperator(task_id="silent", bash_command="true")
    BashOperator(task_id="stderr", bash_command="echo out; echo err >&2")
    BashOperator(task_id="code", bash_command="exit 3")
    BashOperator(task_id="code255", bash_command="exit 255")
    BashOperator(task_id="skip99", bash_command="exit 99")
    BashOperator(task_id="skip_list", bash_command="exit 4", skip_on_exit_code=[3, 4])
    BashOperator(task_id="skip_zero", bash_command="exit 0", skip_on_exit_code=0)
    BashOperator(task_id="not_found", bash_command="no_such_command_at_all")
    BashOperator(task_id="syntax", bash_command="if then")
    BashOperator(task_id="pipe", bash_command="false | true; echo $?")
    BashOperator(task_id="killed", bash_command="kill -9 $$")
    BashOperator(task_id="cwd", bash_command="pwd", cwd="/usr")
    BashOperator(task_id="cwd_missing", bash_command="pwd", cwd="/not/there")
    BashOperator(task_id="cwd_file", bash_command="pwd", cwd="/etc/passwd")
    BashOperator(task_id="env_only", bash_command="echo [$HOME] [$X]", env={"X": "{{ ds }}"})
    BashOperator(
        task_id="env_append", bash_command="echo ${PATH:+has} $X", env={"X": "1"}, append_env=True
    )
    BashOperator(task_id="no_newline", bash_command="printf abc")
    BashOperator(task_id="unicode", bash_command="echo 'żółć ✓'")
    BashOperator(task_id="latin", bash_command="printf '\\xff\\n'")
    BashOperator(task_id="spaces", bash_command="echo '  padded  '")
    BashOperator(task_id="encoding", bash_command="printf '\\xe9\\n'", output_encoding="latin-1")
    BashOperator(
        task_id="json",
        bash_command="echo '{\"a\": [1]}'",
        output_processor=lambda text: __import__("json").loads(text),
    )
    BashOperator(
        task_id="bad_processor", bash_command="echo x", output_processor=lambda text: int(text)
    )
    BashOperator(task_id="no_push", bash_command="echo x", do_xcom_push=False)
    BashOperator(
        task_id="context",
        bash_command="echo $AIRFLOW_CTX_DAG_ID $AIRFLOW_CTX_TASK_ID $AIRFLOW_CTX_TRY_NUMBER $AIRFLOW_CTX_DAG_OWNER",
    )

with DAG("out_python", schedule=None, start_date=START):
    PythonOperator(
        task_id="args",
        python_callable=lambda *a, **k: [list(a), sorted(set(k) & {"x", "ds"})],
        op_args=[1, "{{ ds }}"],
        op_kwargs={"x": 2},
    )
    PythonOperator(task_id="named_context", python_callable=lambda ds, ti, x=3: [ds, ti.task_id, x])
    PythonOperator(task_id="clash", python_callable=lambda ds: ds, op_kwargs={"ds": "mine"})
    PythonOperator(
        task_id="clash_any", python_callable=lambda **kw: kw["ds"], op_kwargs={"ds": "mine"}
    )
    PythonOperator(task_id="missing", python_callable=lambda a, b: 1, op_args=[1])
    PythonOperator(
        task_id="no_log", python_callable=lambda: "x" * 10, show_return_value_in_logs=False
    )
    PythonOperator(
        task_id="templates",
        python_callable=lambda templates_dict: templates_dict,
        templates_dict={"a": "{{ ds_nodash }}", "b": ["{{ 1 + 1 }}"]},
    )
    PythonOperator(task_id="unserialisable", python_callable=lambda: object())
    PythonOperator(task_id="lambda_out", python_callable=lambda: lambda: 1)
    PythonOperator(task_id="nothing", python_callable=lambda: None)
    PythonOperator(task_id="false", python_callable=lambda: False)

with DAG("out_timeout", schedule=None, start_date=START):

    def slow():
        time.sleep(20)

    def catches():
        try:
            time.sleep(20)
        except Exception:
            return "caught"

    PythonOperator(task_id="slow", python_callable=slow, execution_timeout=timedelta(seconds=1))
    PythonOperator(
        task_id="catches", python_callable=catches, execution_timeout=timedelta(seconds=1)
    )
    PythonOperator(
        task_id="retried",
        python_callable=slow,
        execution_timeout=timedelta(seconds=0.5),
        retries=1,
        retry_delay=timedelta(0),
    )
    BashOperator(
        task_id="shell", bash_command="sleep 20; echo late", execution_timeout=timedelta(seconds=1)
    )
    PythonOperator(
        task_id="in_time", python_callable=lambda: 1, execution_timeout=timedelta(seconds=10)
    )

with DAG(
    "out_retries",
    schedule=None,
    start_date=START,
    default_args={"retry_delay": timedelta(seconds=0.2)},
):

    def until(n):
        def callable_(ti):
            if ti.try_number < n:
                raise ValueError(ti.try_number)
            return [ti.try_number, ti.max_tries]

        return callable_

    for retries in (0, 1, 2):
        PythonOperator(task_id=f"third_of_{retries + 1}", python_callable=until(3), retries=retries)
    PythonOperator(
        task_id="second_backoff",
        python_callable=until(2),
        retries=1,
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(seconds=0.5),
    )

    def fail_then_skip(ti):
        raise ValueError() if ti.try_number == 1 else AirflowSkipException()

    PythonOperator(task_id="fail_then_skip", python_callable=fail_then_skip, retries=3)

    def fail_then_for_good(ti):
        raise ValueError() if ti.try_number == 1 else AirflowFailException()

    PythonOperator(task_id="fail_then_for_good", python_callable=fail_then_for_good, retries=3)

    def push_then_fail(ti):
        ti.xcom_push(key="seen", value=ti.try_number)
        ti.xcom_push(key=f"try{ti.try_number}", value=True)
        if ti.try_number == 1:
            raise ValueError()

    PythonOperator(task_id="push_then_fail", python_callable=push_then_fail, retries=1)

with DAG("out_own_operators", schedule=None, start_date=START):

    class Hooks(BaseOperator):
        template_fields = ("path",)

        def __init__(self, path="{{ ds }}", **kwargs):
            super().__init__(**kwargs)
            self.path = path
            self.seen = []

        def pre_execute(self, context):
            self.seen.append("pre")

        def execute(self, context):
            self.seen.append("execute")
            return [self.path, list(self.seen)]

        def post_execute(self, context, result=None):
            context["ti"].xcom_push(key="post", value=[self.seen, result])

    class Extra(BaseOperator):
        ui_color = "#fff"
        template_fields = ["a", "b"]
        template_ext = (".txt",)

        def __init__(self, a, b=None, **kwargs):
            super().__init__(**kwargs)
            self.a, self.b = a, b

        def execute(self, context):
            return {"a": self.a, "b": self.b}

    class Broken(BaseOperator):
        pass

    Hooks(task_id="hooks")
    Extra(
        task_id="nested",
        a={"k": ["{{ ds }}", ("{{ params }}",)]},
        b={"{{ ds }}": "{{ task.task_id }}"},
    )
    Extra(task_id="no_push", a=1, do_xcom_push=False)
    Extra(task_id="multiple", a=1, multiple_outputs=True)
    Broken(task_id="broken")

with DAG("out_sensors", schedule=None, start_date=START):

    class Counter(BaseSensorOperator):
        def __init__(self, until=3, value=None, **kwargs):
            super().__init__(**kwargs)
            self.until, self.value, self.count = until, value, 0

        def poke(self, context):
            self.count += 1
            done = self.count >= self.until
            return (
                PokeReturnValue(is_done=done, xcom_value=[self.count, self.value])
                if self.value
                else done
            )

    class Raises(BaseSensorOperator):
        def __init__(self, error=None, **kwargs):
            super().__init__(**kwargs)
            self.error = error

        def poke(self, context):
            raise self.error

    Counter(task_id="third", poke_interval=0.05)
    Counter(task_id="value", poke_interval=0.05, value="v")
    Counter(task_id="late", poke_interval=0.3, timeout=0.4, until=100)
    Counter(task_id="late_soft", poke_interval=0.3, timeout=0.4, until=100, soft_fail=True)
    Counter(
        task_id="late_retries",
        poke_interval=0.3,
        timeout=0.4,
        until=100,
        retries=2,
        retry_delay=timedelta(0),
    )
    Counter(
        task_id="backoff",
        poke_interval=0.05,
        until=3,
        exponential_backoff=True,
        max_wait=timedelta(seconds=0.2),
    )
    for name, error in {
        "value": ValueError("v"),
        "fail": AirflowFailException("f"),
        "skip": AirflowSkipException("s"),
    }.items():
        Raises(task_id=f"raises_{name}", error=error, retries=1, retry_delay=timedelta(0))
        Raises(task_id=f"soft_{name}", error=error, soft_fail=True)
        Raises(task_id=f"never_{name}", error=error, never_fail=True)
        Raises(
            task_id=f"silent_{name}", error=error, silent_fail=True, timeout=0.2, poke_interval=0.1
        )
    PythonSensor(
        task_id="python_args", python_callable=lambda a, b: a == b, op_args=[1], op_kwargs={"b": 1}
    )
    PythonSensor(
        task_id="python_zero",
        python_callable=lambda: 0,
        timeout=0.1,
        poke_interval=0.05,
        soft_fail=True,
    )
    BashSensor(task_id="bash_ok", bash_command="exit 0")
    BashSensor(
        task_id="bash_no", bash_command="exit 1", timeout=0.1, poke_interval=0.05, soft_fail=True
    )
    BashSensor(task_id="bash_code", bash_command="exit 3", retry_exit_code=1)

    @task.sensor(poke_interval=0.05, timeout=1, mode="poke")
    def decorated() -> PokeReturnValue:
        return PokeReturnValue(is_done=True, xcom_value="found")

    @task.sensor(poke_interval=0.05, timeout=0.1, soft_fail=True)
    def decorated_bool():
        return False

    @task
    def use(value):
        return value

    use(decorated())
    decorated_bool()

with DAG("out_reschedule", schedule=None, start_date=START):
    MARK = f"/tmp/dagsight-kinds-{os.environ.get('COMPARE', '')}-{os.getpid()}"

    def seldom(name, times):
        def callable_(ti):
            path = f"{MARK}-{ti.run_id[-6:]}-{name}"
            with open(path, "a") as file:
                file.write(".")
            if os.path.getsize(path) >= times:
                os.remove(path)
                return True
            return False

        return callable_

    PythonSensor(
        task_id="thrice", python_callable=seldom("a", 3), mode="reschedule", poke_interval=0.1
    )
    PythonSensor(
        task_id="late",
        python_callable=lambda: False,
        mode="reschedule",
        poke_interval=0.2,
        timeout=0.5,
    )
    PythonSensor(
        task_id="soft",
        python_callable=lambda: False,
        mode="reschedule",
        poke_interval=0.2,
        timeout=0.5,
        soft_fail=True,
    )
