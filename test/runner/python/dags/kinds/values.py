"""What goes through XCom, and how it comes out."""

import enum
import uuid
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from airflow import DAG
from airflow.decorators import task

START = datetime(2024, 1, 1)
Point = namedtuple("Point", "x y")


class Color(enum.Enum):
    RED = "red"


class Size(str, enum.Enum):
    SMALL = "s"


class Number(int, enum.Enum):
    ONE = 1


VALUES = {
    "tuple_": lambda: (1, (2, [3])),
    "list_of_tuples": lambda: [(1, 2), {"a": (3,)}],
    "set_": lambda: {1},
    "frozen": lambda: frozenset(["a"]),
    "set_in_list": lambda: [{1}, frozenset([2])],
    "tuple_in_set": lambda: {(1, 2)},
    "bytes_": lambda: b"abc",
    "complex_": lambda: 1j,
    "nan": lambda: [float("inf"), -0.0, 1e300, 1.0],
    "big": lambda: [2**70, -(2**63)],
    "int_keys": lambda: {1: "a", 2.5: "b", None: "c", False: "d"},
    "tuple_keys": lambda: {(1, 2): "a"},
    "nested": lambda: {"a": {"b": [{"c": None}, [], {}, ""]}},
    "naive": lambda: datetime(2024, 1, 2, 3, 4, 5, 600),
    "aware": lambda: datetime(2024, 1, 2, tzinfo=timezone.utc),
    "offset": lambda: datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    "date_": lambda: date(2024, 1, 2),
    "time_": lambda: time(1, 2),
    "delta": lambda: timedelta(days=1, seconds=2.5),
    "deltas": lambda: [timedelta(1), {"d": timedelta(0)}],
    "decimal_": lambda: [Decimal("1.50"), Decimal("3"), Decimal("1e5")],
    "uuid_": lambda: uuid.UUID(int=5),
    "enum_": lambda: Color.RED,
    "str_enum": lambda: Size.SMALL,
    "int_enum": lambda: [Number.ONE],
    "path_": lambda: Path("/tmp/x"),
    "namedtuple_": lambda: Point(1, 2),
    "ordered": lambda: OrderedDict(b=1, a=2),
    "default": lambda: defaultdict(list, a=[1]),
    "range_": lambda: range(3),
    "generator": lambda: (n for n in (1, 2)),
    "function": lambda: len,
    "object_": lambda: object(),
    "class_": lambda: int,
    "exception": lambda: ValueError("x"),
    "reserved": lambda: {"__classname__": "x"},
    "text": lambda: 'a"\\\n\t\u0000é✓😀',
    "empty": lambda: "",
    "zero": lambda: 0,
    "long": lambda: "x" * 3000,
}

NAMES = list(VALUES)
for number in range(0, len(NAMES), 6):
    with DAG(f"val_round_trip_{number // 6}", schedule=None, start_date=START):
        for name in NAMES[number : number + 6]:

            @task(task_id=name)
            def give(make=VALUES[name]):
                return make()

            @task(task_id=f"{name}_again", trigger_rule="all_done")
            def take(value):
                return [type(value).__name__, value]

            @task(task_id=f"{name}_text", trigger_rule="all_done")
            def show(value):
                return repr(value)[:200]

            made = give()
            take(made)
            if name not in ("generator", "object_"):
                show(made)

with DAG("val_own_classes", schedule=None, start_date=START):

    @dataclass
    class Row:
        name: str
        count: int = 0

    class Own:
        __version__ = 2

        def __init__(self, n):
            self.n = n

        def serialize(self):
            return {"n": self.n}

        @staticmethod
        def deserialize(data, version):
            return Own(data["n"])

    @task
    def own():
        return Own(5)

    @task
    def use_own(value):
        return value.n

    use_own(own())

with DAG("val_multiple", schedule=None, start_date=START):

    @task(multiple_outputs=True)
    def several():
        return {"a": 1, "b": [1, 2], "c": None}

    @task(multiple_outputs=True)
    def not_a_dict():
        return [1]

    @task(multiple_outputs=True)
    def bad_keys():
        return {1: 2}

    @task(multiple_outputs=True)
    def none_at_all():
        return None

    @task
    def typed() -> dict[str, int]:
        return {"k": 1}

    @task(multiple_outputs=False)
    def typed_off() -> dict[str, int]:
        return {"k": 1}

    @task(trigger_rule="all_done")
    def use(*values, **named):
        return [list(values), named]

    out = several()
    use(out["a"], out["b"], out["c"], whole=out)
    use(out["missing"], which=1)
    not_a_dict()
    bad_keys()
    none_at_all()
    use(typed()["k"])
    typed_off()

with DAG("val_push_pull", schedule=None, start_date=START):

    @task
    def push(ti=None):
        ti.xcom_push(key="a", value={"x": (1, 2)})
        ti.xcom_push("b", [1])
        ti.xcom_push(key="none", value=None)
        ti.xcom_push(key="a", value="again")
        return "value"

    @task
    def other():
        return "other"

    @task
    def silent():
        return None

    @task(do_xcom_push=False)
    def not_pushed():
        return 5

    @task
    def pull(ti=None, task_instance=None):
        def safe(call):
            try:
                found = call()
                return (
                    list(found)
                    if not isinstance(found, (str, list, dict, int, type(None)))
                    else found
                )
            except Exception as error:
                return type(error).__name__

        return [
            safe(lambda: ti.xcom_pull(task_ids="push")),
            safe(lambda: ti.xcom_pull("push", key="a")),
            safe(lambda: ti.xcom_pull(task_ids="push", key="none")),
            safe(lambda: ti.xcom_pull(task_ids=["push", "other"])),
            safe(lambda: ti.xcom_pull(task_ids=["push", "silent", "other"])),
            safe(lambda: ti.xcom_pull(task_ids=["silent"])),
            safe(lambda: ti.xcom_pull(task_ids=["push"])),
            safe(lambda: ti.xcom_pull(task_ids=("push", "other"), key="a")),
            safe(lambda: ti.xcom_pull(task_ids="silent", default="d")),
            safe(lambda: ti.xcom_pull(task_ids="nowhere", default="d")),
            safe(lambda: ti.xcom_pull(task_ids="not_pushed")),
            safe(lambda: ti.xcom_pull(task_ids="push", key="missing", default="d")),
            safe(lambda: ti.xcom_pull(task_ids="push", map_indexes=-1)),
            safe(lambda: ti.xcom_pull(task_ids="push", dag_id="val_push_pull")),
            safe(lambda: ti.xcom_pull(task_ids="push", dag_id="other_dag")),
            safe(lambda: ti.xcom_pull(task_ids="push", include_prior_dates=True)),
        ]

    [push(), other(), silent(), not_pushed()] >> pull()
