"""Params of every kind of JSON schema: defaults, wrong ones, of tasks and DAGs, in templates."""

from datetime import datetime

from airflow import DAG
from airflow.decorators import dag, task
from airflow.models import BaseOperator
from airflow.models.param import Param
from airflow.operators.python import PythonOperator

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}


def show(params):
    return {k: [v, type(v).__name__] for k, v in params.items()}


with DAG(
    "param_kinds",
    params={
        "s": Param("x", type="string", minLength=1, maxLength=5),
        "i": Param(3, type="integer", minimum=1, maximum=10, multipleOf=3),
        "f": Param(2.5, type="number", exclusiveMinimum=1),
        "b": Param(True, type="boolean"),
        "null": Param(None, type=["null", "string"]),
        "enum": Param("a", enum=["a", "b", 3]),
        "array": Param(
            [1, 2], type="array", items={"type": "integer"}, minItems=1, uniqueItems=True
        ),
        "object": Param(
            {"k": 1}, type="object", properties={"k": {"type": "integer"}}, required=["k"]
        ),
        "date": Param("2024-01-02", type="string", format="date"),
        "time": Param("10:11:12", type="string", format="time"),
        "moment": Param("2024-01-02T03:04:05+00:00", type="string", format="date-time"),
        "pattern": Param("ab1", type="string", pattern="^[a-z]+[0-9]$"),
        "any": Param({"x": [1]}, anyOf=[{"type": "object"}, {"type": "string"}]),
        "const": Param(5, const=5),
        "examples": Param(
            "e",
            type="string",
            examples=["e", "f"],
            values_display={"e": "E"},
            section="S",
            title="T",
            description_md="*d*",
        ),
        "plain": 7,
        "plain_none": None,
        "plain_list": [1, "a"],
        "plain_dict": {"q": {"r": 1}},
        "described": Param(1, "a number"),
        "any_value": Param("free"),
    },
    **COMMON,
):
    PythonOperator(task_id="all", python_callable=lambda params: show(params))
    PythonOperator(
        task_id="one",
        python_callable=lambda x: x,
        op_args=["{{ params.object.k }} {{ params['array'] }} {{ params.null }}"],
    )
    PythonOperator(
        task_id="own",
        python_callable=lambda params: show({k: params[k] for k in ("s", "extra", "i")}),
        params={"s": "mine", "extra": Param(1, type="integer")},
    )
    PythonOperator(
        task_id="changed",
        python_callable=lambda params: [params.update({"new": 1}), show({"new": params["new"]})][1],
    )
    PythonOperator(
        task_id="dumped",
        python_callable=lambda params, dag: [
            type(params).__name__,
            sorted(params),
            sorted(dag.params),
            dag.params["i"],
            dag.params.get_param("i").schema["maximum"],
        ],
    )
    PythonOperator(task_id="missing", python_callable=lambda params: params["nothing"])
    PythonOperator(
        task_id="got",
        python_callable=lambda params: [
            params.get("nothing"),
            params.get("nothing", 1),
            "s" in params,
            len(params) > 5,
        ],
    )

for number, bad in enumerate(
    [
        {"s": Param("toolong", type="string", maxLength=3)},
        {"s": Param(type="string")},
        {"i": Param("text", type="integer")},
        {"f": Param("2024-13-45", type="string", format="date")},
    ]
):
    try:
        with DAG(f"param_bad_{number}", params=bad, **COMMON):
            PythonOperator(task_id="t", python_callable=lambda params: show(params))
    except Exception as error:
        kind = type(error).__name__
        with DAG(f"param_bad_{number}", **COMMON):
            PythonOperator(task_id="t", python_callable=lambda kind: kind, op_args=[kind])

with DAG("param_task_bad", **COMMON):
    PythonOperator(task_id="fine", python_callable=lambda: 1)
    PythonOperator(
        task_id="assigns",
        python_callable=lambda params: params.__setitem__("i", "text"),
        params={"i": Param(1, type="integer")},
    )


OPTIONAL = Param("o", type=["string", "null"])


@dag("param_args", **COMMON)
def of_arguments(count: int = 3, name="n", opt=OPTIONAL):
    @task
    def use(c, n, o):
        return [c, n, o]

    use(count, name, opt)


of_arguments()


class Own(BaseOperator):
    template_fields = ("v",)

    def __init__(self, v, **kwargs):
        super().__init__(**kwargs)
        self.v = v

    def execute(self, context):
        return [self.v, dict(context["params"])]


with DAG(
    "param_defaults",
    params={"a": 1, "b": {"c": 2}},
    default_args={"params": {"a": 2, "d": 4}},
    **COMMON,
) as d:
    Own(task_id="merged", v="{{ params.a }} {{ params.d }}")
    Own(task_id="over", v="{{ params.a }}", params={"a": 3})
    Own(task_id="by_name", v=d.param("a"))
    Own(task_id="by_default", v=d.param("new", "nn"))
    Own.partial(task_id="mapped", params={"a": 9}).expand(v=["{{ params.a }}", "x"])
