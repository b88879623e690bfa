"""Templates, macros, params and the context."""

from datetime import datetime

import pendulum
from airflow import DAG
from airflow.decorators import dag, task
from airflow.models import BaseOperator
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator, get_current_context

START = datetime(2024, 1, 1)


class Show(BaseOperator):
    template_fields = ("value",)

    def __init__(self, value, **kwargs):
        super().__init__(**kwargs)
        self.value = value

    def execute(self, context):
        return self.value


TEXTS = {
    "ds": "{{ ds }} {{ ds_nodash }}",
    "ts": "{{ ts }} {{ ts_nodash }} {{ ts_nodash_with_tz }}",
    "logical": "{{ logical_date }} {{ logical_date.year }} {{ logical_date | ds }} {{ logical_date | ts_nodash }}",
    "interval": "{{ data_interval_start }} {{ data_interval_end }} {{ data_interval_end | ds_nodash }}",
    "prev": "{{ prev_data_interval_start_success }} {{ prev_start_date_success }}",
    "ids": "{{ dag.dag_id }} {{ task.task_id }} {{ ti.task_id }} {{ task_instance.try_number }} {{ ti.map_index }}",
    "key": "{{ task_instance_key_str }}",
    "run": "{{ dag_run.run_type }} {{ dag_run.logical_date }} {{ dag_run.conf }}",
    "add": "{{ macros.ds_add(ds, 5) }} {{ macros.ds_add(ds, -5) }}",
    "format": "{{ macros.ds_format(ds, '%Y-%m-%d', '%d/%m/%y') }}",
    "macros": "{{ macros.datetime(2024, 1, 2) }} {{ macros.timedelta(days=1) }} {{ macros.json.dumps([1]) }}",
    "macro_modules": "{{ macros.dateutil.parser.parse('2024-01-02') }} {{ macros.time.__name__ }} {{ macros.uuid.UUID(int=1) }}",
    "human": "{{ macros.datetime_diff_for_humans(logical_date, logical_date.add(days=2)) }}",
    "math": "{{ 7 // 2 }} {{ [1, 2, 3] | sum }} {{ 'a' ~ 1 }}",
    "control": "{% for n in range(3) %}{{ n }}{% if not loop.last %},{% endif %}{% endfor %}",
    "set": "{% set x = 5 %}{{ x * 2 }}",
    "do": "{% set l = [] %}{% do l.append(1) %}{{ l }}",
    "comment": "a{# b #}c",
    "raw": "{% raw %}{{ ds }}{% endraw %}",
    "newline": "one\n",
    "newlines": "one\n\n",
    "spaces": "  {{ ds }}  ",
    "default": "{{ nothing | default('d') }}",
    "undefined": "{{ nothing }}",
    "undefined_attribute": "{{ ti.nothing_here }}",
    "syntax": "{{ ds ",
    "filter": "{{ 'x' | nofilter }}",
    "params": "{{ params.n + 1 }} {{ params['text'] }} {{ params.list | join('-') }}",
    "params_missing": "{{ params.missing }}",
    "variable": "{{ var.value.nothing }}",
    "variable_default": "{{ var.value.get('nothing', 'd') }} {{ var.json.get('nothing', {'a': 1}) }}",
    "connection": "{{ conn.get('nothing', 'd') }}",
    "private": "{{ ti._nothing }}",
    "sandbox": "{{ ''.__class__.__mro__ }}",
    "html": "{{ '<a>' }} {{ '<b>' | e }}",
    "own": "{{ twice('a') }} {{ 'b' | shout }} {{ CONSTANT }}",
    "date_math": "{{ (logical_date + macros.timedelta(days=1)).strftime('%Y%m%d') }}",
    "next": "{{ data_interval_end.add(hours=1).format('YYYY-MM-DD HH') }}",
    "inlets": "{{ inlets }} {{ outlets }}",
    "test_mode": "{{ test_mode }}",
    "old": "{{ execution_date }} {{ next_ds }} {{ prev_ds }} {{ yesterday_ds_nodash }} {{ tomorrow_ds }}",
    "expanded": "{{ expanded_ti_count }}",
    "reschedules": "{{ task_reschedule_count }}",
    "conf_": "{{ conf.get('core', 'dags_are_paused_at_creation') }}",
    "xcom": "{{ ti.xcom_pull(task_ids='ds') }}",
    "owner": "{{ task.owner }} {{ dag.tags | list | sort }} {{ task.retries }}",
}

with DAG(
    "tpl_texts",
    schedule=None,
    start_date=START,
    params={"n": 3, "text": "t", "list": [1, 2]},
    user_defined_macros={"twice": lambda text: text * 2, "CONSTANT": 5},
    user_defined_filters={"shout": str.upper},
    tags=["b", "a"],
) as tpl:
    for name, text in TEXTS.items():
        Show(task_id=name, value=text)
    tpl.get_task("ds") >> tpl.get_task("xcom")

with DAG("tpl_shapes", schedule=None, start_date=START, params={"n": 3}):
    Show(task_id="list", value=["{{ ds }}", 5, None, ["{{ params.n }}"]])
    Show(task_id="dict", value={"{{ ds }}": "{{ ds }}", "n": 5, "inner": {"a": "{{ params.n }}"}})
    Show(task_id="tuple", value=("{{ ds }}", ("{{ params.n }}",)))
    Show(task_id="set", value={"{{ ds }}"})
    Show(task_id="number", value=5)
    Show(task_id="none", value=None)
    Show(task_id="callable", value=lambda context, jinja_env: f"{context['ds']}!")
    Show(task_id="empty", value="")
    Show(task_id="percent", value="{{ '%s-%d' % ('a', 1) }} 100%")

with DAG(
    "tpl_native",
    schedule=None,
    start_date=START,
    params={"n": 3, "d": {"a": [1]}},
    render_template_as_native_obj=True,
):
    Show(task_id="number", value="{{ params.n }}")
    Show(task_id="dict", value="{{ params.d }}")
    Show(task_id="two", value="{{ params.n }}{{ params.n }}")
    Show(task_id="text", value="{{ ds }}")
    Show(task_id="list", value="[{{ params.n }}, 'x']")
    Show(task_id="plain", value="1,2")
    Show(task_id="none", value="{{ none }}")
    Show(task_id="leading", value="007")

with DAG("tpl_context", schedule=None, start_date=START, params={"n": Param(3, type="integer")}):

    @task
    def names(**context):
        return sorted(
            key
            for key in context
            if key
            not in (
                "expanded_ti_count",
                "test_mode",
                "task_state_store",
                "asset_state_store",
                "partition_key",
                "partition_date",
                "start_date",
            )
        )

    @task
    def values(
        ds,
        ts,
        run_id,
        params,
        logical_date=None,
        data_interval_start=None,
        dag_run=None,
        ti=None,
        macros=None,
        var=None,
    ):
        return [
            ds,
            ts,
            run_id,
            params["n"],
            str(logical_date),
            str(data_interval_start),
            dag_run.run_id,
            ti.run_id,
            macros.ds_add(ds, 1),
            type(params).__name__,
        ]

    @task
    def current():
        context = get_current_context()
        return [
            context["ds"],
            context["dag"].dag_id,
            context["ti"].task_id,
            str(context["logical_date"]),
        ]

    @task
    def kinds(ti=None, dag_run=None, task=None, dag=None):
        return [
            dag_run.dag_id,
            ti.dag_id,
            task.task_id,
            dag.dag_id,
            ti.map_index,
            ti.max_tries,
        ]

    names()
    current()
    kinds()

with DAG(
    "tpl_params",
    schedule=None,
    start_date=START,
    params={
        "ok": Param(5, type="integer", minimum=1),
        "none": Param(None, type=["null", "string"]),
        "list": Param([1], type="array"),
        "enum": Param("a", enum=["a", "b"]),
        "date": Param("2024-01-02", type="string", format="date"),
        "plain": {"a": 1},
    },
):

    @task
    def params_of(params=None):
        return {key: params[key] for key in sorted(params)}

    params_of()
    BashOperator(
        task_id="own",
        bash_command="echo {{ params.ok }} {{ params.mine }}",
        params={"mine": 2, "ok": 9},
    )
    PythonOperator(
        task_id="dump",
        python_callable=lambda params: params.dump() if hasattr(params, "dump") else dict(params),
    )


@dag(schedule=None, start_date=START, params={"x": 1})
def tpl_dag_params(a=5, b="text", c=None):
    @task
    def use(a, b, c, x):
        return [a, b, c, x]

    use(a, b, c, "{{ params.x }} {{ params.a }}")
    BashOperator(task_id="shell", bash_command="echo {{ params.b }}")


tpl_dag_params()

with DAG(
    "tpl_daily",
    schedule="@daily",
    start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Berlin"),
    catchup=False,
):
    Show(
        task_id="interval",
        value="{{ data_interval_start }} {{ data_interval_end }} {{ ds }} {{ logical_date }}",
    )
    Show(task_id="zone", value="{{ dag.timezone }} {{ logical_date.in_timezone('Europe/Berlin') }}")

with DAG(
    "tpl_default_args",
    schedule=None,
    start_date=START,
    default_args={"owner": "me", "params": {"p": 1}, "env": {"A": "1"}, "retries": 0},
):
    BashOperator(task_id="env", bash_command="echo $A {{ params.p }} {{ task.owner }}")
    BashOperator(task_id="own_env", bash_command="echo [$A] $B", env={"B": "2"})
