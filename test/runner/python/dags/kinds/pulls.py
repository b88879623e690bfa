"""XComs by odd keys: none, empty, many; of several tasks; objects of several libraries."""

import json
from datetime import datetime

from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import PythonOperator

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}


def outcome(call):
    try:
        found = call()
        found = (
            [found]
            if not hasattr(found, "__iter__") or isinstance(found, (str, dict))
            else list(found)
        )
        json.dumps(found)
        return found
    except Exception as error:
        # The one of dag.test(), which has no supervisor between itself and the server, is the other elsewhere.
        return type(error).__name__.replace("ServerResponseError", "AirflowRuntimeError")


with DAG("pull_any_key", **COMMON):

    @task
    def push(ti=None):
        ti.xcom_push("b", 2)
        ti.xcom_push("a", 1)
        return 0

    @task(do_xcom_push=False)
    def push_two(ti=None):
        ti.xcom_push("z", "z")
        ti.xcom_push("y", "y")

    @task
    def push_mapped(n, ti=None):
        ti.xcom_push("own", n * 10)
        return n

    @task(trigger_rule="all_done")
    def pull(ti=None):
        return {
            "one": outcome(lambda: ti.xcom_pull(task_ids="push", key=None)),
            "two": outcome(lambda: ti.xcom_pull(task_ids="push_two", key=None)),
            "listed": sorted(
                map(str, outcome(lambda: ti.xcom_pull(task_ids=["push", "push_two"], key=None)))
            ),
            "mapped": sorted(
                map(str, outcome(lambda: ti.xcom_pull(task_ids="push_mapped", key=None)))
            ),
            "index": outcome(lambda: ti.xcom_pull(task_ids="push_mapped", map_indexes=1, key=None)),
            "missing": outcome(lambda: ti.xcom_pull(task_ids="nothing", key=None)),
            "default": outcome(lambda: ti.xcom_pull(task_ids="nothing", key=None, default="d")),
            "empty": outcome(lambda: ti.xcom_pull(task_ids="push", key="")),
            "empty_id": outcome(lambda: ti.xcom_pull(task_ids="", key="a")),
            "no_ids": outcome(lambda: ti.xcom_pull(key="a")),
            "nones": outcome(lambda: ti.xcom_pull(task_ids=["push", "nothing"], key="a")),
            "prior": outcome(
                lambda: ti.xcom_pull(task_ids="push", key="a", include_prior_dates=True)
            ),
            "other_dag": outcome(lambda: ti.xcom_pull(dag_id="other", task_ids="push", key="a")),
            "tuple": outcome(lambda: ti.xcom_pull(task_ids=("push",), key="a")),
            "set": outcome(lambda: ti.xcom_pull(task_ids={"push"}, key="a")),
            "number": outcome(lambda: ti.xcom_pull(task_ids="push", key=5)),
        }

    push() >> push_two() >> push_mapped.expand(n=[1, 2]) >> pull()

with DAG("push_odd_keys", **COMMON):
    for name, key in {
        "empty": "",
        "space": " ",
        "none": None,
        "number": 5,
        "long": "k" * 600,
        "dots": "a.b/c",
        "return": "return_value",
    }.items():
        PythonOperator(
            task_id=name,
            python_callable=lambda ti, key: outcome(lambda: ti.xcom_push(key, 1)),
            op_kwargs={"key": key},
        )
        PythonOperator(
            task_id=f"raw_{name}",
            python_callable=lambda ti, key: ti.xcom_push(key, 1),
            op_kwargs={"key": key},
        )
    PythonOperator(
        task_id="twice",
        python_callable=lambda ti: [
            ti.xcom_push("k", 1),
            ti.xcom_push("k", 2),
            ti.xcom_pull(task_ids="twice", key="k"),
        ][2],
    )
    PythonOperator(
        task_id="own_before",
        python_callable=lambda ti: [
            ti.xcom_push("k", {"a": 1}),
            outcome(lambda: ti.xcom_pull(key="k", task_ids=ti.task_id)),
        ][1],
    )
    PythonOperator(
        task_id="none_value",
        python_callable=lambda ti: [
            ti.xcom_push("k", None),
            outcome(lambda: ti.xcom_pull(key="k", task_ids=ti.task_id, default="d")),
        ][1],
    )

with DAG("outputs_many", **COMMON):

    @task(multiple_outputs=True)
    def many():
        return {"a": 1, "b": {"c": 2}, "return_value": 3}

    @task(multiple_outputs=True)
    def odd():
        return {1: "a"}

    @task(multiple_outputs=True)
    def empty():
        return {}

    @task(multiple_outputs=True)
    def nothing():
        return None

    @task(multiple_outputs=True)
    def listed():
        return [1]

    @task
    def hinted() -> dict[str, int]:
        return {"x": 1}

    @task
    def use(a, b, c=None):
        return [a, b, c]

    found = many()
    use(found["a"], found["b"], c=found["missing"])
    use.override(task_id="deeper")(found["b"]["c"] if False else found["b"], hinted()["x"])
    odd(), empty(), nothing(), listed()
