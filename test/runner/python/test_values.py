"""What airflow_lite makes of values as Airflow does: addresses of assets, numbers of numpy, classes derived from known ones."""

from __future__ import annotations

import datetime as dt
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Iterator

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "runner" / "python"))
serde = import_module("airflow_lite.serde")
normalized = import_module("airflow_lite.assets").normalized
State = import_module("airflow_lite.state").State


@pytest.fixture(params=["2", "3"])
def played(request: Any) -> Iterator[str]:
    before = State.target
    State.target = request.param
    yield request.param
    State.target = before


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        # What Airflow 2.11.0 and 3.3.2 make of them.
        ("file://one", "file://one/"),
        ("s3://bucket/key/", "s3://bucket/key"),
        ("S3://Bucket/Key", "s3://Bucket/Key"),
        ("gs://b//x//", "gs://b//x"),
        ("x-own://a/", "x-own://a/"),
        ("postgres://u:p@h:5432/db/s/t", "postgres://h:5432/db/s/t"),
        ("plain", "plain"),
    ],
)
def test_addresses_of_assets_are_kept_as_airflow_keeps_them(
    uri: str, kept: str, played: str
) -> None:
    assert normalized(uri) == kept


def test_a_user_in_an_address_is_kept_by_airflow_3_only(played: str) -> None:
    host = "h" if played == "2" else "u@h"
    assert normalized("https://u@h/a/?b=2&a=1#f") == f"https://{host}/a?a=1&b=2"


def test_numbers_of_numpy_come_back_as_such_and_arrays_are_refused(
    played: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numpy = ModuleType("numpy")

    class Number:
        def __init__(self, value: Any) -> None:
            self.value = value

        def item(self) -> Any:
            return self.value

    kinds = {name: type(name, (Number,), {"__module__": "numpy"}) for name in ("int64", "float32")}
    kinds["ndarray"] = type("ndarray", (Number,), {"__module__": "numpy"})
    for name, kind in kinds.items():
        setattr(numpy, name, kind)
    monkeypatch.setitem(sys.modules, "numpy", numpy)
    again = serde.loads(serde.dumps(kinds["int64"](5)))
    assert (type(again), again.value) == (kinds["int64"], 5)
    with pytest.raises(TypeError, match="cannot serialize"):
        serde.dumps(kinds["ndarray"]([1]))
    if played == "2":
        with pytest.raises(TypeError, match="cannot serialize"):
            serde.dumps(kinds["float32"](1.5))
    else:
        assert serde.loads(serde.dumps([kinds["float32"](1.5)]))[0].value == 1.5


def test_a_class_derived_from_a_known_one_is_refused(played: str) -> None:
    class Moment(dt.datetime):
        pass

    assert serde.loads(serde.dumps(dt.datetime(2024, 1, 2))) == dt.datetime(2024, 1, 2)
    with pytest.raises(TypeError, match="cannot serialize"):
        serde.dumps(Moment(2024, 1, 2))
