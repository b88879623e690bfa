"""Mail, HTTP and SQL with what is on this machine; XComs of attrs, dataclasses and frames; nested setups; mapped groups and rules."""

import dataclasses
import json
import os
import sqlite3
import tempfile
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import airflow
import attr
from airflow import DAG
from airflow.decorators import setup, task, task_group, teardown
from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.hooks.base import BaseHook
from airflow.models import Variable
from airflow.operators.empty import EmptyOperator

COMMON = {"schedule": None, "start_date": datetime(2024, 1, 1), "catchup": False}
NOW = timedelta(0)


@dataclasses.dataclass
class Point:
    x: int
    y: list = dataclasses.field(default_factory=list)


@attr.define
class Attrs:
    a: int
    b: str = "b"


with DAG("place_objects", **COMMON):

    @task
    def point():
        return {"plain": [1, 2.5, None, True], "nested": {"deep": ({"t": (1,)},)}}

    @task
    def dataclass_():
        return Point(1, [2])

    @task
    def attrs_():
        return Attrs(1)

    @task
    def read(a, b, c):
        return [str(a), str(b), str(c)]

    read(point(), dataclass_(), attrs_())

    @task
    def huge():
        return "x" * 200_000

    @task
    def length(x):
        return len(x)

    length(huge())

    @task
    def recursive():
        found = []
        found.append(found)
        return found

    @task
    def lambda_():
        return lambda: 1

    @task
    def keys():
        return {1: "c", None: "b", (1, 2): "d"}

    @task
    def generator():
        yield 1

    @task
    def module():
        return os

    recursive(), lambda_(), keys(), generator(), module()

with DAG("place_setups", **COMMON):

    @setup
    def make():
        return "made"

    @setup
    def make_inner(outer):
        return outer + " inner"

    @teardown
    def drop(name):
        return name + " dropped"

    @teardown(on_failure_fail_dagrun=True)
    def drop_inner(name):
        return name + " dropped"

    @task
    def work(x):
        return x

    @task
    def fails(x):
        raise ValueError(x)

    outer = make()
    inner = make_inner(outer)
    done_inner = drop_inner(inner)
    done = drop(outer)
    with done.as_teardown(setups=outer):
        with done_inner.as_teardown(setups=inner):
            first = work(inner)
            second = fails(inner)
            third = work.override(task_id="third")(inner)
            first >> second >> third
        fourth = work.override(task_id="fourth")(outer)
        third >> fourth

with DAG("place_mapped_groups", **COMMON):

    @task
    def numbers():
        return [0, 1, 2]

    @task_group
    def each(n):
        @task(retries=1, retry_delay=NOW)
        def start(n, ti=None):
            if n == 1:
                raise AirflowSkipException
            if n == 2:
                raise AirflowFailException
            return n

        @task(trigger_rule="none_failed")
        def none_failed(n=None):
            return "none_failed"

        @task(trigger_rule="all_done")
        def all_done(n):
            return n * 10

        @task(trigger_rule="one_failed")
        def one_failed():
            return "one_failed"

        started = start(n)
        started >> [none_failed(), one_failed()]
        last = all_done(n)
        started >> last
        return last

    found = each.expand(n=numbers())

    @task(trigger_rule="all_done")
    def gather(values):
        return sorted(values)

    gather(found)

    @task_group
    def outer(m):
        @task
        def one(x):
            return x + 1

        @task
        def two(x, y):
            return [x, y]

        return two(one(m), m)

    outer.expand(m=[1, 2]) >> EmptyOperator(
        task_id="after", trigger_rule="none_failed_min_one_success"
    )
    outer.override(group_id="nothing").expand(m=[]) >> [
        EmptyOperator(task_id="after_none"),
        EmptyOperator(task_id="after_any", trigger_rule="all_done"),
        EmptyOperator(task_id="after_always", trigger_rule="always"),
    ]

with DAG("place_local", **COMMON):

    @task
    def served():
        import urllib.request

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/ok" else 500)
                self.end_headers()
                self.wfile.write(json.dumps({"path": self.path}).encode())

            def log_message(self, *args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/ok") as answer:
            return json.loads(answer.read())

    @task
    def stored():
        with tempfile.TemporaryDirectory() as folder:
            base = sqlite3.connect(os.path.join(folder, "x.db"))
            base.execute("create table t (a int)")
            base.executemany("insert into t values (?)", [(1,), (2,)])
            return base.execute("select sum(a) from t").fetchone()

    @task
    def threads():
        found = []
        all_ = [threading.Thread(target=lambda n=n: found.append(n)) for n in range(3)]
        for one in all_:
            one.start()
        for one in all_:
            one.join()
        return sorted(found)

    @task
    def children():
        import concurrent.futures
        import subprocess

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            return [
                list(pool.map(str.upper, "ab")),
                subprocess.run(["echo", "x"], capture_output=True, text=True, check=False).stdout,
            ]

    @task
    def variables():
        Variable.set("place_x", {"a": 1}, serialize_json=True)
        found = [Variable.get("place_x", deserialize_json=True)["a"]]
        Variable.delete("place_x")
        return found + [
            Variable.get("place_x", "none") if airflow.__version__.startswith("2") else "none"
        ]

    @task
    def connection():
        try:
            BaseHook.get_connection("place_not_there")
        except Exception as error:
            return type(error).__name__

    served(), stored(), threads(), children(), variables(), connection()
