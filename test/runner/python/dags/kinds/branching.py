"""Branches, short circuits and what becomes of the tasks after them."""

from datetime import datetime

from airflow import DAG
from airflow.decorators import task, task_group
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.utils.task_group import TaskGroup

START = datetime(2024, 1, 1)


def empty(task_id, rule="all_success"):
    return EmptyOperator(task_id=task_id, trigger_rule=rule)


def branch(task_id, chosen):
    return BranchPythonOperator(task_id=task_id, python_callable=lambda: chosen)


with DAG("br_list", schedule=None, start_date=START):
    (
        branch("pick", ["a", "c"])
        >> [empty("a"), empty("b"), empty("c")]
        >> empty("join", "none_failed")
    )

with DAG("br_none", schedule=None, start_date=START):
    branch("pick", None) >> [empty("a"), empty("b")] >> empty("join", "all_skipped")

with DAG("br_empty_list", schedule=None, start_date=START):
    branch("pick", []) >> [empty("a"), empty("b")] >> empty("join", "all_done")

with DAG("br_unknown", schedule=None, start_date=START):
    branch("pick", "nowhere") >> [empty("a"), empty("b")] >> empty("join", "all_done")

with DAG("br_not_direct", schedule=None, start_date=START):
    branch("pick", "c") >> [empty("a"), empty("b")]
    empty("c")

with DAG("br_wrong_type", schedule=None, start_date=START):
    branch("pick", 5) >> [empty("a"), empty("b")]

with DAG("br_tuple", schedule=None, start_date=START):
    branch("pick", ("a",)) >> [empty("a"), empty("b")]

with DAG("br_grandchild", schedule=None, start_date=START):
    p = branch("pick", "a")
    a, b, c = empty("a"), empty("b"), empty("c", "none_failed_min_one_success")
    p >> [a, b] >> c
    p >> c
    c >> empty("d")

with DAG("br_group", schedule=None, start_date=START):
    p = branch("pick", "g")
    with TaskGroup("g") as g:
        x, y = empty("x"), empty("y")
        x >> y
        empty("z")
    with TaskGroup("h") as h:
        empty("x") >> empty("y")
    p >> [g, h] >> empty("join", "none_failed_min_one_success")

with DAG("br_in_group", schedule=None, start_date=START):
    with TaskGroup("g") as g:
        p = branch("pick", "g.a")
        p >> [empty("a"), empty("b")] >> empty("join", "none_failed_min_one_success")
    g >> empty("after")

with DAG("br_in_group_without_prefix", schedule=None, start_date=START):
    with TaskGroup("g", prefix_group_id=False) as g:
        p = branch("pick", "a")
        p >> [empty("a"), empty("b")]
    g >> empty("after")
    g >> empty("after_any", "one_success")

with DAG("br_in_group_wrong_name", schedule=None, start_date=START):
    with TaskGroup("g") as g:
        p = branch("pick", "a")
        p >> [empty("a"), empty("b")]

with DAG("br_two", schedule=None, start_date=START):
    p, q = branch("p", "a"), branch("q", "b")
    a, b, c = empty("a"), empty("b"), empty("c", "one_success")
    p >> [a, c]
    q >> [b, c]
    [a, b] >> empty("join", "none_failed_min_one_success")

with DAG("br_nested", schedule=None, start_date=START):
    p, q = branch("p", "q"), branch("q", "b")
    p >> [q, empty("x")]
    q >> [empty("a"), empty("b")] >> empty("end", "none_failed_min_one_success")

with DAG("br_nested_not_taken", schedule=None, start_date=START):
    p, q = branch("p", "x"), branch("q", "b")
    x = empty("x")
    p >> [q, x]
    q >> [empty("a"), empty("b")] >> empty("end", "none_failed_min_one_success") << x

with DAG("br_rules_on_children", schedule=None, start_date=START):
    p = branch("pick", "a")
    a = empty("a")
    p >> a
    for rule in ("all_done", "always", "none_failed", "one_done", "none_skipped"):
        p >> empty(f"not_{rule}", rule) >> empty(f"after_{rule}", "all_done")

with DAG("br_fails", schedule=None, start_date=START):

    @task.branch
    def broken():
        raise ValueError("no")

    broken() >> [empty("a"), empty("b", "all_done")]

with DAG("br_returns", schedule=None, start_date=START):

    @task.branch
    def pick_one():
        return ["a"]

    @task(trigger_rule="none_failed")
    def what(value, ti=None):
        return [value, ti.xcom_pull(task_ids="pick_one", key="skipmixin_key")]

    picked = pick_one()
    picked >> [empty("a"), empty("b")]
    what(picked)

with DAG("sc_true", schedule=None, start_date=START):
    ShortCircuitOperator(task_id="go", python_callable=lambda: [1]) >> empty("a") >> empty("b")

with DAG("sc_hard", schedule=None, start_date=START):
    stop = ShortCircuitOperator(task_id="stop", python_callable=lambda: None)
    stop >> empty("a") >> empty("b", "all_done") >> empty("c", "none_failed")
    [empty("other"), stop] >> empty("join", "none_skipped")

with DAG("sc_soft", schedule=None, start_date=START):
    stop = ShortCircuitOperator(
        task_id="stop", python_callable=lambda: 0, ignore_downstream_trigger_rules=False
    )
    stop >> [empty("a"), empty("x", "none_failed")] >> empty("b", "none_failed") >> empty("c")

with DAG("sc_group", schedule=None, start_date=START):
    with TaskGroup("g") as g:
        ShortCircuitOperator(task_id="stop", python_callable=lambda: False) >> empty("in_it")
        empty("beside")
    g >> empty("after", "none_failed")

with DAG("sc_returns", schedule=None, start_date=START):

    @task.short_circuit
    def go_on():
        return {"a": 1}

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def do_not():
        return 0

    @task(trigger_rule="all_done")
    def see(ti=None):
        return [ti.xcom_pull(task_ids="go_on"), ti.xcom_pull(task_ids="do_not")]

    [go_on(), do_not()] >> empty("x") >> see()

with DAG("br_to_bash", schedule=None, start_date=START):
    p = BranchPythonOperator(
        task_id="pick",
        python_callable=lambda ds, **context: f"on_{ds[-2:]}",
    )
    p >> [
        BashOperator(task_id="on_02", bash_command="echo 2"),
        BashOperator(task_id="on_03", bash_command="echo 3"),
    ]

with DAG("br_labels", schedule=None, start_date=START):
    from airflow.utils.edgemodifier import Label

    p = branch("pick", "b")
    p >> Label("yes") >> empty("a") >> empty("a2")
    p >> Label("no") >> empty("b") >> Label("then") >> empty("b2")

with DAG("br_group_decorator", schedule=None, start_date=START):

    @task_group(group_id="left")
    def left_side():
        PythonOperator(task_id="l1", python_callable=lambda: 1) >> empty("l2")

    @task_group(group_id="right")
    def right_side():
        empty("r1")

    branch("pick", "left") >> [left_side(), right_side()]

with DAG("br_mapped_children", schedule=None, start_date=START):

    @task.branch
    def which():
        return "kept"

    @task
    def numbers():
        return [1, 2]

    @task
    def literal(n):
        return n

    @task(trigger_rule="none_failed")
    def from_xcom(n):
        return n

    @task_group
    def grouped(n):
        @task
        def first(n):
            return n

        @task
        def second(n):
            return n

        second(first(n))

    chosen = which()
    chosen >> empty("kept")
    chosen >> literal.expand(n=[1, 2])
    chosen >> from_xcom.expand(n=numbers())
    chosen >> grouped.expand(n=[1, 2])

with DAG("sc_mapped_children", schedule=None, start_date=START):

    @task.short_circuit
    def no():
        return False

    @task
    def over(n):
        return n

    stopped = no()
    stopped >> over.expand(n=[1, 2]) >> empty("end", "all_done")

with DAG("br_skips_and_failures", schedule=None, start_date=START):
    bad = BashOperator(task_id="bad", bash_command="exit 1")
    # What joins both depends on which ends first: as in dag.test(), that is "bad".
    gone = BashOperator(task_id="gone", bash_command="sleep 1; exit 99")
    good = BashOperator(task_id="good", bash_command="true")
    after_bad, after_gone, after_good = empty("after_bad"), empty("after_gone"), empty("after_good")
    bad >> after_bad
    gone >> after_gone
    good >> after_good
    [gone, after_bad] >> empty("skip_then_failed")
    [bad, after_gone] >> empty("failed_then_skip")
    [after_gone, after_bad] >> empty("both_later")
    [after_gone, after_bad, good] >> empty("min_one", "none_failed_min_one_success")
    [gone, after_bad] >> empty("none_failed", "none_failed")
    [after_good, gone] >> empty("none_skipped", "none_skipped")
    [after_bad, gone] >> empty("all_skipped", "all_skipped")
    [after_bad, bad] >> empty("all_failed", "all_failed")
    [after_bad, after_good] >> empty("one_success", "one_success")
    [bad, after_good] >> empty("one_failed", "one_failed")
    [after_gone, after_good] >> empty("one_done", "one_done")
