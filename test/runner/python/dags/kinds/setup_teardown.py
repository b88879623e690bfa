"""Setups and teardowns: what runs after a failure, what counts for the run."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import setup, task, task_group, teardown
from airflow.exceptions import AirflowSkipException
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator, ShortCircuitOperator
from airflow.utils.task_group import TaskGroup

START = datetime(2024, 1, 1)


def fail():
    raise ValueError("no")


def skip():
    raise AirflowSkipException("no")


def ok(task_id, **more):
    return PythonOperator(task_id=task_id, python_callable=lambda: task_id, **more)


def bad(task_id, **more):
    return PythonOperator(task_id=task_id, python_callable=fail, **more)


def skipped(task_id, **more):
    return PythonOperator(task_id=task_id, python_callable=skip, **more)


with DAG("st_setup_fails", schedule=None, start_date=START):
    s, w, t = bad("s").as_setup(), ok("w"), ok("t")
    s >> w >> t.as_teardown(setups=s)
    w >> ok("after")

with DAG("st_work_fails", schedule=None, start_date=START):
    s, w, t = ok("s").as_setup(), bad("w"), ok("t")
    s >> w >> t.as_teardown(setups=s)
    t >> ok("after_teardown")

with DAG("st_teardown_fails", schedule=None, start_date=START):
    s, w, t = ok("s").as_setup(), ok("w"), bad("t")
    s >> w >> t.as_teardown(setups=s)

with DAG("st_teardown_fails_the_run", schedule=None, start_date=START):
    s, w, t = ok("s").as_setup(), ok("w"), bad("t")
    s >> w >> t.as_teardown(setups=s, on_failure_fail_dagrun=True)

with DAG("st_setup_skipped", schedule=None, start_date=START):
    s, w, t = skipped("s").as_setup(), ok("w"), ok("t")
    s >> w >> t.as_teardown(setups=s)

with DAG("st_two_setups_one_fails", schedule=None, start_date=START):
    s1, s2, w, t = ok("s1").as_setup(), bad("s2").as_setup(), ok("w"), ok("t")
    [s1, s2] >> w >> t.as_teardown(setups=[s1, s2])

with DAG("st_two_setups_one_skipped", schedule=None, start_date=START):
    s1, s2, w, t = ok("s1").as_setup(), skipped("s2").as_setup(), ok("w"), ok("t")
    [s1, s2] >> w >> t.as_teardown(setups=[s1, s2])

with DAG("st_nested", schedule=None, start_date=START):
    s1, s2 = ok("s1").as_setup(), bad("s2").as_setup()
    w1, w2, w3 = ok("w1"), ok("w2"), ok("w3", trigger_rule="all_done")
    t1, t2 = ok("t1"), ok("t2")
    s1 >> s2 >> w1 >> t2.as_teardown(setups=s2) >> t1.as_teardown(setups=s1)
    s1 >> w2 >> t1
    s1 >> w1
    w1 >> w3 >> t1

with DAG("st_context", schedule=None, start_date=START):

    @setup
    def make():
        return "cluster"

    @teardown
    def remove(cluster):
        print(cluster)
        return cluster

    @task
    def use(value):
        raise ValueError(value)

    @task
    def use_well():
        return 1

    made = make()
    with remove(made) as scope:
        scope.add_task(use("x"))
        use_well()

with DAG("st_group", schedule=None, start_date=START):
    with TaskGroup("g") as g:
        s, w, t = ok("s").as_setup(), bad("w"), ok("t")
        s >> w >> t.as_teardown(setups=s)
    g >> ok("after_group")
    ok("before") >> g

with DAG("st_group_teardown_ignored", schedule=None, start_date=START):
    with TaskGroup("g") as g:
        s, w, t = ok("s").as_setup(), ok("w"), bad("t")
        s >> w >> t.as_teardown(setups=s)
    g >> ok("after_group")

with DAG("st_only_teardown", schedule=None, start_date=START):
    bad("t").as_teardown()

with DAG("st_short_circuit", schedule=None, start_date=START):
    s, t = ok("s").as_setup(), ok("t")
    stop = ShortCircuitOperator(task_id="stop", python_callable=lambda: False)
    s >> stop >> ok("w") >> t.as_teardown(setups=s)

with DAG("st_short_circuit_before_setup", schedule=None, start_date=START):
    s, t = ok("s").as_setup(), ok("t")
    stop = ShortCircuitOperator(task_id="stop", python_callable=lambda: False)
    stop >> s >> ok("w") >> t.as_teardown(setups=s)

with DAG("st_upstream_of_setup_fails", schedule=None, start_date=START):
    s, t = ok("s").as_setup(), ok("t")
    bad("before") >> s >> ok("w") >> t.as_teardown(setups=s)

with DAG("st_far_work", schedule=None, start_date=START):
    s, t = bad("s").as_setup(), ok("t")
    far = ok("far", trigger_rule="all_done")
    middle = ok("middle")
    s >> middle >> far >> t.as_teardown(setups=s)

with DAG("st_mapped", schedule=None, start_date=START):

    @task
    def each(n):
        if n == 2:
            raise ValueError(n)
        return n

    s, t = ok("s").as_setup(), ok("t")
    e = each.expand(n=[1, 2, 3])
    s >> e >> t.as_teardown(setups=s)

with DAG("st_mapped_group", schedule=None, start_date=START):

    @setup
    def start(n):
        if n == 2:
            raise ValueError(n)
        return n

    @task
    def work(n):
        return n * 10

    @teardown
    def stop_it(n):
        return n

    @task_group
    def scoped(n):
        begun = start(n)
        worked = work(begun)
        ended = stop_it(begun)
        begun >> worked >> ended

    scoped.expand(n=[1, 2, 3]) >> EmptyOperator(task_id="end", trigger_rule="all_done")

with DAG(
    "st_retries",
    schedule=None,
    start_date=START,
    default_args={"retries": 1, "retry_delay": timedelta(0)},
):
    s, w, t = ok("s").as_setup(), bad("w"), ok("t")
    s >> w >> t.as_teardown(setups=s)

with DAG("st_leaf_and_teardown", schedule=None, start_date=START):
    s, t = ok("s").as_setup(), ok("t")
    w1, w2 = ok("w1"), bad("w2")
    s >> [w1, w2] >> t.as_teardown(setups=s)
    w1 >> ok("leaf")

with DAG("st_two_pairs", schedule=None, start_date=START):
    a, b = ok("a").as_setup(), ok("b").as_setup()
    x, y = bad("x"), ok("y")
    ta, tb = ok("ta"), skipped("tb")
    a >> x >> ta.as_teardown(setups=a)
    b >> y >> tb.as_teardown(setups=b)
    x >> y
    ta >> ok("then")
