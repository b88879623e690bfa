"""What is met seldom: teardowns after branches, groups of one, params that do not fit, and what the objects of a run are made of."""

from datetime import datetime, timedelta

import airflow
from airflow import DAG
from airflow.decorators import task, task_group
from airflow.exceptions import AirflowSkipException
from airflow.models.param import Param
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator

IS_2 = airflow.__version__.startswith("2")
COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
NOW = timedelta(0)


def ok(task_id, **more):
    return PythonOperator(task_id=task_id, python_callable=lambda: task_id, **more)


def choose(task_id, chosen):
    return BranchPythonOperator(task_id=task_id, python_callable=lambda: chosen)


with DAG("seldom_branch_to_teardown", **COMMON):
    for name, chosen in (("to_it", "to_it_down"), ("past_it", "past_it_work"), ("nowhere", None)):
        up, down = ok(f"{name}_up").as_setup(), ok(f"{name}_down")
        branch = choose(f"{name}_branch", chosen)
        work = ok(f"{name}_work")
        other = ok(f"{name}_other")
        up >> branch >> [work, other] >> down.as_teardown(setups=up)
        branch >> down
        branch >> ok(f"{name}_alone").as_teardown()
    stop = ShortCircuitOperator(task_id="stop", python_callable=lambda: False)
    stop >> ok("after_stop") >> ok("down_after_stop").as_teardown()
    stop >> ok("down_beside_stop").as_teardown()

with DAG("seldom_groups_of_one", **COMMON):

    @task
    def nothing_or(n):
        if n is None:
            raise AirflowSkipException("nothing")
        return n

    @task(trigger_rule="all_done")
    def show(x):
        return [x, 1]

    @task(trigger_rule="all_done")
    def tell(x):
        return str(x)

    @task_group
    def scoped(n):
        return nothing_or(n)

    for name, values in (("one", [5]), ("two", [5, 6]), ("part", [5, None, 7]), ("none", [None])):
        group = scoped.override(group_id=name).expand(n=values)
        show.override(task_id=f"show_{name}")(group)
        tell.override(task_id=f"tell_{name}")(group)
        mapped = nothing_or.override(task_id=f"mapped_{name}").expand(n=values)
        tell.override(task_id=f"tell_mapped_{name}")(mapped)

with DAG("seldom_run", tags=["x"], render_template_as_native_obj=True, **COMMON):

    def dates(**context):
        run = context["dag_run"]
        found = [run.logical_date, run.data_interval_start, run.data_interval_end, run.start_date]
        return [[hasattr(each, "add"), each.utcoffset().total_seconds()] for each in found]

    def dates_of_context(logical_date, data_interval_start, data_interval_end):
        found = [logical_date, data_interval_start, data_interval_end]
        return [[each.timezone_name, each.add(days=1).to_date_string()] for each in found]

    PythonOperator(task_id="dates", python_callable=dates)
    PythonOperator(task_id="dates_of_context", python_callable=dates_of_context)
    for name, template in {
        "text": "{{ dag_run.logical_date }} {{ dag_run.data_interval_start }} {{ logical_date }}",
        "added": "{{ dag_run.logical_date + macros.timedelta(days=1) }} {{ logical_date.add(days=1) }}",
        "filtered": "{{ dag_run.logical_date | ds }} {{ dag_run.data_interval_end | ts_nodash }}",
        "not_pendulum": "{{ dag_run.logical_date.add(days=1) }}",
    }.items():
        PythonOperator(task_id=name, python_callable=lambda x: str(x), op_args=[template])

    @task
    def asked(dag=None, ti=None, dag_run=None):
        if not IS_2:
            return [type(dag.tags).__name__, sorted(dag.tags)]
        told = [ti.duration, ti.is_premature, dag_run.creating_job_id]
        return [type(dag.tags).__name__, *dag.tags, *told]

    asked()

with DAG("seldom_params", params={"n": Param(5, type="integer"), "s": "x"}, **COMMON):
    PythonOperator(
        task_id="fits", python_callable=lambda params: [params["n"], params["s"]], params={"n": 6}
    )
    if not IS_2:  # There the file cannot be loaded.
        PythonOperator(
            task_id="does_not_fit",
            python_callable=lambda params: [params["n"], params["s"]],
            params={"n": "text", "s": 1},
        ) >> EmptyOperator(task_id="after")

with DAG("seldom_counts", **COMMON):

    @task
    def give(n):
        return list(range(n))

    @task
    def take(x):
        return x

    @task
    def counted(x, **context):
        return [x, context.get("expanded_ti_count"), context["ti"].map_index]

    take.expand(x=give.override(task_id="too_many")(1025)) >> EmptyOperator(
        task_id="then", trigger_rule="all_done"
    )
    counted.expand(x=give(2))
    counted.override(task_id="alone")(7)

    async def later():
        return 3

    PythonOperator(task_id="waited_for", python_callable=later)

with DAG("seldom_dates", end_date=datetime(2040, 1, 1), **COMMON):
    ok("later", start_date=datetime(2030, 1, 1)) >> ok("after_later")
    ok("ended", end_date=datetime(2024, 6, 1)) >> ok("after_ended", trigger_rule="all_done")
    ok("now", start_date=datetime(2024, 6, 1), end_date=datetime(2030, 1, 1)) >> ok("after_now")
    [ok("beside"), ok("later_too", start_date=datetime(2030, 1, 1))] >> ok(
        "any", trigger_rule="one_success"
    )

with DAG("seldom_dates_of_leaves", **COMMON):
    ok("first") >> ok("leaf", start_date=datetime(2030, 1, 1))
    take.override(task_id="mapped", end_date=datetime(2024, 2, 1)).expand(x=[1, 2])

with DAG("seldom_over_groups", **COMMON):

    @task_group
    def lists(n):
        return give.override(task_id="listed")(n)

    listed = lists.expand(n=[1, 2])
    take.override(task_id="over_group").expand(x=listed) >> EmptyOperator(
        task_id="after_over_group", trigger_rule="all_done"
    )
    take.override(task_id="over_lengths").expand(x=listed.map(lambda values: len(values)))
    take.override(task_id="over_mapped").expand(x=give.override(task_id="given").expand(n=[1, 2]))
    lists.override(group_id="over").expand(n=listed)
    show.override(task_id="whole")(listed)
