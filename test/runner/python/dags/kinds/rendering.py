"""Templates: own filters and macros, search paths, native objects, nested fields, files, undefined names."""

import os
import tempfile
from datetime import datetime

import jinja2
from airflow import DAG
from airflow.decorators import task
from airflow.models import BaseOperator
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
FOLDER = os.path.join(tempfile.gettempdir(), "dagsight-kinds-templates")
os.makedirs(os.path.join(FOLDER, "inner"), exist_ok=True)
for name, text in {
    "query.sql": "select '{{ ds }}' -- {{ params.table }}\n{% include 'inner/part.sql' %}",
    "inner/part.sql": "from {{ params.table | double }}",
    "command.sh": "echo {{ ds_nodash }} {{ mine.word }}",
    "base.j2": "<{% block body %}{% endblock %}>",
    "child.sql": "{% extends 'base.j2' %}{% block body %}{{ double(2) }}{% endblock %}",
    "broken.sql": "{{ unclosed",
    "macros.j2": "{% macro say(x) %}said {{ x }}{% endmacro %}",
    "imports.sql": "{% import 'macros.j2' as m %}{{ m.say(ds) }}",
}.items():
    # Others may be reading them: they are there as a whole, or not at all.
    beside = os.path.join(FOLDER, f"{name}.{os.getpid()}")
    with open(beside, "w") as stream:
        stream.write(text)
    os.replace(beside, os.path.join(FOLDER, name))


class Mine:
    word = "mine"

    def __str__(self):
        return "a Mine"

    def call(self, x=1):
        return x * 3


class Shows(BaseOperator):
    template_fields = ("value", "sql", "nested")
    template_ext = (".sql", ".sh")
    template_fields_renderers = {"sql": "sql", "nested": "json"}

    def __init__(self, value=None, sql=None, nested=None, **kwargs):
        super().__init__(**kwargs)
        self.value, self.sql, self.nested = value, sql, nested

    def execute(self, context):
        return [self.value, self.sql, self.nested]


class Holder:
    template_fields = ("text",)

    def __init__(self, text):
        self.text = text


class HoldsOne(BaseOperator):
    template_fields = ("holder",)

    def __init__(self, holder, **kwargs):
        super().__init__(**kwargs)
        self.holder = holder

    def execute(self, context):
        return self.holder.text


def double(x):
    return x * 2


GIVEN = {
    **COMMON,
    "user_defined_macros": {
        "double": double,
        "mine": Mine(),
        "numbers": [1, 2, 3],
        "ds": "shadowed?",
    },
    "user_defined_filters": {"double": double, "shout": lambda s: str(s).upper() + "!"},
    "template_searchpath": [FOLDER],
    "params": {
        "table": "t",
        "n": 5,
        "list": [1, {"a": 2}],
        "deep": Param({"x": {"y": 1}}, type="object"),
    },
}

with DAG("render_macros", **GIVEN):
    Shows(
        task_id="macros",
        value="{{ double(21) }} {{ mine }} {{ mine.call(2) }} {{ numbers[1] }} {{ ds }}",
    )
    Shows(
        task_id="filters",
        value="{{ 'a' | double | shout }} {{ params.n | double }} {{ [3,1,2] | sort | join('-') }}",
    )
    Shows(task_id="file", sql="query.sql")
    Shows(task_id="child", sql="child.sql")
    Shows(task_id="imports", sql="imports.sql")
    Shows(task_id="list_of_files", sql=["query.sql", "child.sql", "just text {{ ds_nodash }}"])
    Shows(task_id="missing_file", sql="not_there.sql")
    Shows(task_id="broken_file", sql="broken.sql")
    Shows(task_id="not_a_file", sql="query.sql ")
    Shows(
        task_id="nested",
        nested={
            "{{ ds }}": ["{{ ds }}", ("{{ ts }}", {"k": "{{ params.deep.x.y }}"})],
            "set": {"{{ 1 + 1 }}"},
            "n": 1,
            "b": b"{{ ds }}",
        },
    )
    HoldsOne(task_id="holder", holder=Holder("{{ ds }} {{ task.task_id }}"))
    Shows(
        task_id="undefined",
        value="[{{ nowhere }}] [{{ params.missing }}] [{{ nowhere | default('d') }}]",
    )
    Shows(task_id="undefined_deeper", value="{{ nowhere.deeper }}")
    Shows(task_id="syntax", value="{{ 1 + }}")
    Shows(task_id="raises", value="{{ 1 / 0 }}")
    Shows(task_id="no_filter", value="{{ ds | nofilter }}")
    Shows(task_id="raw", value="{% raw %}{{ ds }}{% endraw %}")
    Shows(
        task_id="statements",
        value="{% for i in range(3) %}{{ i }},{% endfor %}{% set x = 4 %}{{ x }}{% if params.n > 4 %} big{% endif %}{% do numbers.append(4) %}",
    )
    Shows(
        task_id="loopcontrols",
        value="{% for i in range(9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
    )
    Shows(
        task_id="dates",
        value="{{ macros.ds_add(ds, 5) }} {{ macros.ds_format(ds, '%Y-%m-%d', '%d.%m.%y') }} {{ logical_date.add(days=1) | ds }} {{ logical_date | ts_nodash }} {{ data_interval_end | ts }} {{ macros.datetime(2024, 1, 2) }} {{ macros.timedelta(days=1) }} {{ macros.dateutil.parser.parse('2024-02-03') }}",
    )
    Shows(task_id="whitespace", value="  {{ ds }}\n\n{{ ds }}\n")
    Shows(task_id="unicode", value="ż {{ 'ł' | shout }} 😀")
    Shows(task_id="dunder", value="{{ ''.__class__.__name__ }} {{ mine.__class__.__name__ }}")
    BashOperator(task_id="script", bash_command="command.sh")
    BashOperator(
        task_id="inline",
        bash_command="echo '{{ params.table }}' $X",
        env={"X": "{{ ds }}"},
        append_env=True,
    )
    PythonOperator(
        task_id="kwargs",
        python_callable=lambda *a, **k: [list(a), k["x"], k["templates_dict"]],
        op_args=["{{ ds }}", 1],
        op_kwargs={"x": {"d": "{{ ts_nodash }}"}},
        templates_dict={"q": "query.sql"},
        templates_exts=[".sql"],
    )

with DAG("render_native", render_template_as_native_obj=True, **GIVEN):
    Shows(
        task_id="numbers",
        value="{{ params.n }}",
        sql="{{ 1.5 }}",
        nested=["{{ params.list }}", "{{ params.deep }}", "{{ None }}", "{{ true }}"],
    )
    Shows(
        task_id="mixed",
        value="{{ 1 }}{{ 2 }}",
        sql="x{{ 1 }}",
        nested=["{{ '1' }}", "'{{ 1 }}'", "[1, {{ 2 }}]", "{'a': {{ 1 }}}"],
    )
    Shows(
        task_id="objects",
        value="{{ mine.word }}",
        nested={"d": "{{ ds }}", "t": "{{ (1, 2) }}", "deep": "{{ params.deep.x }}"},
    )
    Shows(task_id="file", sql="query.sql")
    Shows(
        task_id="text_number",
        value="007",
        sql="1_000",
        nested=["1e3", "0x10", "None", "True", "", " 1"],
    )
    Shows(task_id="undefined", value="{{ nowhere }}")
    PythonOperator(
        task_id="kwargs",
        python_callable=lambda n, given: [type(n).__name__, n, given],
        op_kwargs={"n": "{{ params.n }}", "given": "{{ params.list }}"},
    )

with DAG("render_strict", template_undefined=jinja2.StrictUndefined, **COMMON):
    Shows(task_id="fine", value="{{ ds }}")
    Shows(task_id="undefined", value="{{ nowhere }}")
    Shows(task_id="default", value="{{ nowhere | default('d') }}")
    Shows(task_id="tested", value="{{ nowhere is defined }}")

with DAG(
    "render_environment",
    jinja_environment_kwargs={
        "variable_start_string": "<<",
        "variable_end_string": ">>",
        "trim_blocks": True,
    },
    **COMMON,
):
    Shows(task_id="other", value="<< ds >> {{ ds }}")
    Shows(task_id="trimmed", value="{% if true %}\nx{% endif %}\ny")

with DAG("render_tasks", **GIVEN):

    @task(templates_dict={"a": "{{ ds }}", "b": ["{{ params.n }}"]})
    def taken(templates_dict=None):
        return templates_dict

    taken()

    @task
    def given(x, y=None):
        return [x, y]

    given("{{ ds }}", y={"k": "{{ double(2) }}"})

    @task.bash(env={"A": "{{ ds }}"}, append_env=True)
    def shell(word):
        return "echo $A " + word

    shell("{{ params.table }}")

    @task.bash
    def templated():
        return "echo {{ ds }} {{ params.table | shout }}"

    templated()
    first = given.override(task_id="first")("a")
    Shows(
        task_id="pulled",
        value="{{ ti.xcom_pull(task_ids='first') }} {{ task_instance.xcom_pull('first')[0] }} {{ ti.xcom_pull(task_ids=['first'])[0] }}",
        nested=first,
    )
    first >> Shows(
        task_id="fields",
        value="{{ task.value }} {{ dag.dag_id }} {{ dag_run.run_type }} {{ ti.map_index }} {{ ti.try_number }} {{ task_instance_key_str[:12] }} {{ run_id[:8] }} {{ prev_data_interval_start_success }} {{ inlets }} {{ outlets }} {{ params }} {{ var.value.get('none', 'fallback') }} {{ conn.get('none', 'no') }} {{ dag_run.conf }}",
    )
