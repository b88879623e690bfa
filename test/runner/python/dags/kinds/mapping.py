"""Mapped tasks over everything that a task may hand on."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task, task_group
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator

START = datetime(2024, 1, 1)


@task
def give(value):
    return value


@task
def one(x):
    return [x, "one"]


@task
def gather(values):
    return list(values)


@task(trigger_rule="all_done")
def gather_all(values):
    return list(values) if values is not None else "nothing"


with DAG("map_none", schedule=None, start_date=START):

    @task
    def nothing():
        return None

    gather_all(one.expand(x=nothing()))

with DAG(
    "map_none_retried",
    schedule=None,
    start_date=START,
    default_args={"retries": 1, "retry_delay": timedelta(0)},
):

    @task
    def nothing_again():
        return None

    one.expand(x=nothing_again())

with DAG("map_int", schedule=None, start_date=START):
    one.expand(x=give(5))

with DAG("map_text", schedule=None, start_date=START):
    gather(one.expand(x=give("abc")))

with DAG("map_dict", schedule=None, start_date=START):
    gather(one.expand(x=give({"b": 1, "a": 2})))

with DAG("map_literal_dict", schedule=None, start_date=START):
    gather(one.expand(x={"b": 1, "a": [2]}))

with DAG("map_tuple", schedule=None, start_date=START):

    @task
    def pair():
        return (1, 2)

    gather(one.expand(x=pair()))

with DAG("map_set", schedule=None, start_date=START):

    @task
    def some():
        return {1}

    gather(one.expand(x=some()))

with DAG("map_generator", schedule=None, start_date=START):

    @task
    def some_more():
        yield 1
        yield 2

    gather_all(some_more())

with DAG("map_fails", schedule=None, start_date=START):

    @task
    def broken():
        raise ValueError("no")

    out = one.expand(x=broken())
    gather(out)
    gather_all(out)

with DAG("map_skipped", schedule=None, start_date=START):

    @task
    def skipped():
        raise AirflowSkipException("no")

    out = one.expand(x=skipped())
    gather(out)
    gather_all(out)

with DAG("map_skipped_none_failed", schedule=None, start_date=START):

    @task
    def skipped_too():
        raise AirflowSkipException("no")

    @task(trigger_rule="none_failed")
    def lenient(x):
        return x

    @task(trigger_rule="all_done")
    def done(x):
        return x

    lenient.expand(x=skipped_too())
    done.expand(x=skipped_too())

with DAG("map_zero", schedule=None, start_date=START):
    out = one.expand(x=give([]))
    gather(out)
    gather_all(out)
    out >> EmptyOperator(task_id="none_failed", trigger_rule="none_failed")
    out >> EmptyOperator(task_id="all_skipped", trigger_rule="all_skipped")
    out >> EmptyOperator(task_id="min_one", trigger_rule="none_failed_min_one_success")
    one.override(task_id="literal").expand(x=[])

with DAG("map_of_map", schedule=None, start_date=START):
    first = give.expand(value=[1, 2, 3])
    second = one.expand(x=first)
    third = one.override(task_id="third").expand(x=second)
    gather(third)

with DAG("map_of_map_with_failure", schedule=None, start_date=START):

    @task
    def picky(n):
        if n == 1:
            raise ValueError(n)
        if n == 2:
            raise AirflowSkipException("two")
        return n

    @task(trigger_rule="all_done")
    def after(n):
        return n

    first = picky.expand(n=[0, 1, 2, 3])
    one.expand(x=first)
    gather_all(after.expand(n=first))

with DAG("map_rules", schedule=None, start_date=START):

    @task
    def mixed(n):
        if n == 1:
            raise ValueError(n)
        if n == 2:
            raise AirflowSkipException("two")
        return n

    out = mixed.expand(n=[0, 1, 2])
    for rule in (
        "all_success", "all_failed", "all_done", "all_skipped", "one_success", "one_failed",
        "one_done", "none_failed", "none_failed_min_one_success", "none_skipped", "always",
    ):  # fmt: skip
        out >> EmptyOperator(task_id=rule, trigger_rule=rule)

with DAG("map_product", schedule=None, start_date=START):

    @task
    def both(a, b, c=0):
        return [a, b, c]

    gather(both.partial(c=9).expand(a=give([1, 2]), b=["x", "y", "z"]))
    both.override(task_id="with_zero").expand(a=[1, 2], b=give.override(task_id="empty")([]))

with DAG("map_kwargs", schedule=None, start_date=START):

    @task
    def named(a, b=5):
        return a - b

    @task
    def dicts():
        return [{"a": 1}, {"a": 10, "b": 2}, {"b": 3, "a": 0}]

    @task
    def wrong():
        return [{"a": 1}, {"c": 2}, 5]

    gather(named.expand_kwargs(dicts()))
    named.override(task_id="wrong_named").expand_kwargs(wrong())
    named.override(task_id="made").expand_kwargs(give([1, 2]).map(lambda n: {"a": n, "b": n}))
    named.override(task_id="with_partial").partial(b=100).expand_kwargs([{"a": 1}, {"a": 2}])
    BashOperator.partial(task_id="shell", do_xcom_push=True).expand_kwargs(
        [{"bash_command": "echo $A", "env": {"A": "1"}}, {"bash_command": "exit 99"}]
    )

with DAG("map_functions", schedule=None, start_date=START):
    numbers = give([1, 2, 3, 4])
    letters = give.override(task_id="letters")(["a", "b"])

    def even(n):
        if n % 2:
            raise AirflowSkipException("odd")
        return n

    def broken_map(n):
        return 10 // (n - 2)

    gather(one.expand(x=numbers.map(even).map(lambda n: n * 10)))
    one.override(task_id="bad_map").expand(x=numbers.map(broken_map))
    one.override(task_id="zipped").expand(x=numbers.zip(letters))
    one.override(task_id="filled").expand(x=numbers.zip(letters, fillvalue="-"))
    one.override(task_id="filled_none").expand(x=numbers.zip(letters, fillvalue=None))
    one.override(task_id="joined").expand(x=letters.concat(numbers))
    one.override(task_id="joined_mapped").expand(x=letters.concat(numbers).map(lambda n: f"{n}!"))
    one.override(task_id="zip_map").expand(x=numbers.map(even).zip(letters))
    gather.override(task_id="whole")(numbers.map(lambda n: n + 1))
    gather.override(task_id="whole_zip")(numbers.zip(letters))
    gather.override(task_id="whole_concat")(numbers.concat(letters))

with DAG("map_retries", schedule=None, start_date=START):

    @task(retries=2, retry_delay=timedelta(0))
    def flaky(n, ti=None):
        if ti.try_number <= n:
            raise ValueError(n)
        return [n, ti.try_number]

    @task(retries=2, retry_delay=timedelta(0))
    def hopeless(n):
        raise AirflowFailException("no") if n else ValueError("no")

    flaky.expand(n=[0, 1, 2, 3])
    hopeless.expand(n=[0, 1])

with DAG("map_group", schedule=None, start_date=START):

    @task_group
    def pipeline(n, label="x"):
        @task
        def first(n):
            if n == 2:
                raise ValueError(n)
            return n

        @task
        def second(n, label):
            return [n, label]

        @task(trigger_rule="all_done")
        def always_last(n, ti=None):
            return ti.map_index

        a = first(n)
        b = second(a, label)
        b >> always_last(n)
        return b

    out = pipeline.partial(label="y").expand(n=give([1, 2, 3]))
    gather_all(out)
    gather(out)

with DAG("map_group_zero", schedule=None, start_date=START):

    @task_group
    def none_of(n):
        one.override(task_id="in_it")(n) >> EmptyOperator(task_id="second", trigger_rule="all_done")

    none_of.expand(n=give([])) >> EmptyOperator(task_id="end", trigger_rule="none_failed")

with DAG("map_group_literal_zero", schedule=None, start_date=START):

    @task_group
    def none_of_these(n):
        one.override(task_id="in_it")(n)

    none_of_these.expand(n=[]) >> EmptyOperator(task_id="end", trigger_rule="none_failed")

with DAG("map_in_group", schedule=None, start_date=START):

    @task_group
    def outer():
        numbers = give([1, 2])
        return one.expand(x=numbers)

    gather(outer())

with DAG("map_group_branch", schedule=None, start_date=START):

    @task.branch
    def choose(n):
        return "each.odd" if n % 2 else "each.even"

    @task_group
    def each(n):
        odd = EmptyOperator(task_id="odd")
        even_ = EmptyOperator(task_id="even")
        join = EmptyOperator(task_id="join", trigger_rule="none_failed_min_one_success")
        choose(n) >> [odd, even_] >> join

    each.expand(n=[1, 2, 3])

with DAG("map_group_short_circuit", schedule=None, start_date=START):

    @task.short_circuit
    def go(n):
        return n > 1

    @task_group
    def cut(n):
        (
            go(n)
            >> one.override(task_id="then")(n)
            >> EmptyOperator(task_id="end", trigger_rule="all_done")
        )

    cut.expand(n=[1, 2])

with DAG("map_branch", schedule=None, start_date=START):

    @task.branch
    def pick(n):
        return "a" if n == 1 else "b"

    picked = pick.expand(n=[1, 2])
    picked >> [EmptyOperator(task_id="a"), EmptyOperator(task_id="b"), EmptyOperator(task_id="c")]

with DAG("map_short_circuit", schedule=None, start_date=START):

    @task.short_circuit
    def only(n):
        return n == 1

    only.expand(n=[1, 2]) >> EmptyOperator(task_id="a") >> EmptyOperator(task_id="b")

with DAG("map_classic", schedule=None, start_date=START):
    PythonOperator.partial(task_id="args", python_callable=lambda a, b=1: [a, b]).expand(
        op_args=[[1], [2, 3]]
    )
    PythonOperator.partial(task_id="kwargs", python_callable=lambda a, b=1: [a, b]).expand(
        op_kwargs=[{"a": 1}, {"a": 2, "b": "{{ ds }}"}]
    )
    shell = BashOperator.partial(task_id="shell").expand(
        bash_command=["echo {{ ti.map_index }}", "exit 1"]
    )
    gather_all(shell.output)

with DAG("map_pull", schedule=None, start_date=START):

    @task
    def source(n):
        return n * 2

    @task
    def by_hand(ti=None):
        return [
            list(ti.xcom_pull(task_ids="source")),
            ti.xcom_pull(task_ids="source", map_indexes=1),
            list(ti.xcom_pull(task_ids="source", map_indexes=[2, 0])),
            list(ti.xcom_pull(task_ids=["source"], map_indexes=0)),
            ti.xcom_pull(task_ids="source", map_indexes=7, default="d"),
        ]

    source.expand(n=[1, 2, 3]) >> by_hand()

with DAG("map_names", schedule=None, start_date=START):

    @task(map_index_template="{{ label }}")
    def named_by_context(n):
        from airflow.operators.python import get_current_context

        get_current_context()["label"] = f"number {n}"
        return n

    named_by_context.expand(n=[1, 2])

with DAG("map_index_used", schedule=None, start_date=START):

    @task
    def first_of(values):
        return values[0]

    @task
    def length_of(values):
        return [len(values), values[-1], list(values)[1], values[1:3][0]]

    out = one.expand(x=[5, 6, 7])
    first_of(out)
    length_of(out)

with DAG("map_lazy_returned", schedule=None, start_date=START):

    @task
    def as_it_is(values):
        return values

    @task
    def inside(values):
        return {"a": values}

    @task
    def as_text(values):
        return [
            str(values),
            repr(values[0]),
            values[-1],
            len(values),
            bool(values),
            list(reversed(values)),
            6 in values,
        ]

    @task
    def sliced(values):
        return values[1:]

    @task
    def out_of_range(values):
        return values[9]

    @task
    def compared(values):
        return [values == values, sum(v[0] for v in values)]

    out = one.expand(x=[5, 6, 7])
    as_it_is(out)
    inside(out)
    as_text(out)
    sliced(out)
    out_of_range(out)
    compared(out)
    (
        BashOperator(
            task_id="shell",
            bash_command="echo {{ ti.xcom_pull(task_ids='one') | list }} {{ ti.xcom_pull(task_ids='one')[0] }}",
        )
        << out
    )
    BashOperator(task_id="argument", bash_command=out.map(lambda v: f"echo {v[0]}"))
