"""XCom values as JSON and back, in the form that Airflow 3 writes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import json
import re
import uuid
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any, Callable, Dict, Set
from zoneinfo import ZoneInfo

from airflow_lite.state import State

CLASS, VERSION, DATA = "__classname__", "__version__", "__data__"


def dumps(value: Any) -> str:
    """A value as text."""
    return _dumps_as_2(value) if State.is_2() else _dumps_as_3(value)


def _dumps_as_3(value: Any) -> str:
    """Airflow 3 sends what it keeps, and that must be text: half a surrogate pair is refused like NaN."""
    encoded = encode(value)
    text = json.dumps(encoded, allow_nan=False)
    if "\\ud" in text:
        json.dumps(encoded, ensure_ascii=False).encode()
    return text


def _dumps_as_2(value: Any) -> str:
    """Airflow 2 leaves what JSON knows to JSON: a tuple is kept as one only at the top, or inside of what JSON does not know."""
    if isinstance(value, dict) and CLASS in value:
        raise AttributeError(f"reserved key {CLASS} found in dict to serialize")
    if type(value).__name__ in ("LazyXComSequence", "LazyXComSelectSequence"):
        value = list(value)
    return json.dumps(encode(value) if isinstance(value, tuple) else value, default=encode)


def dumps_deferred(value: Any) -> str:
    """What goes to a trigger and back. Airflow 2 does not write it as it writes XComs: a tuple stays one, a time becomes
    pendulum's in UTC (serialization/serialized_objects.py)."""
    return json.dumps(encode(_with_pendulum(value))) if State.is_2() else _dumps_as_3(value)


def _with_pendulum(value: Any) -> Any:
    from airflow_lite.dates import pendulum

    if isinstance(value, dict):
        return {key: _with_pendulum(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(_with_pendulum(item) for item in value)
    return pendulum.from_timestamp(value.timestamp()) if isinstance(value, dt.datetime) else value


def loads(text: str) -> Any:
    """The value again."""
    return decode(json.loads(text))


def encode(value: Any) -> Any:
    """A value as JSON can hold it."""
    if value is None or isinstance(value, (bool, str)) or type(value) in (int, float):
        return value
    if isinstance(value, enum.Enum) and isinstance(value, (str, int, float)):
        return value.value
    if isinstance(value, (int, float)):
        return int(value) if isinstance(value, int) else float(value)
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        if CLASS in value or VERSION in value:
            raise AttributeError(f"reserved key {CLASS} found in dict to serialize")
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return _mark("builtins.tuple", [encode(item) for item in value])
    if isinstance(value, (set, frozenset)):
        return _mark(f"builtins.{type(value).__name__}", [encode(item) for item in value])
    for kind, write in _WRITERS.items():
        if isinstance(value, kind) and _is_known(type(value), kind):
            return write(value)
    return _encode_object(value)


def _is_known(kind: type, of: type) -> bool:
    """Airflow goes by the name of the class: one derived from it is another one, except pendulum's and those of zones."""
    return kind is of or of is dt.tzinfo or kind.__module__.partition(".")[0] in _PENDULUM


_PENDULUM = ("pendulum", __name__.partition(".")[0])


def _encode_object(value: Any) -> Any:
    from airflow_lite.assets import Asset, AssetAlias

    if isinstance(value, (Asset, AssetAlias)):
        return _mark(
            f"airflow.sdk.definitions.asset.{type(value).__name__}",
            {"name": value.name, "uri": getattr(value, "uri", None)},
        )
    kind = type(value)
    name = f"{_module_of(kind)}.{kind.__qualname__}"
    if kind.__module__ == "numpy" and kind.__name__ in _numpy_names():
        return _mark(name, _numpy_data(value))
    if hasattr(value, "to_dict") and kind.__name__ == "DataFrame":
        return _mark(name, json.loads(value.to_json(orient="split")))
    if hasattr(value, "serialize") and callable(value.serialize) and not isinstance(value, type):
        return _mark(name, encode(value.serialize()), getattr(kind, "__version__", 0))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            each.name: encode(getattr(value, each.name)) for each in dataclasses.fields(value)
        }
        return _mark(name, fields, getattr(kind, "__version__", 0))
    if hasattr(value, "model_dump"):
        return _mark(name, encode(value.model_dump(mode="json")))
    if hasattr(value, "__attrs_attrs__"):
        fields = {each.name: encode(getattr(value, each.name)) for each in value.__attrs_attrs__}
        return _mark(name, fields, getattr(kind, "__version__", 0))
    raise TypeError(f"cannot serialize object of type {kind}")


def _module_of(kind: type) -> str:
    """Where a class is in Airflow itself."""
    if kind.__module__ != "airflow_lite.params":
        return kind.__module__
    return "airflow.models.param" if State.is_2() else "airflow.sdk.definitions.param"


def _numpy_names() -> Set[str]:
    """The scalars that Airflow keeps; an array is none of them. A `float64` is Python's own float already."""
    whole = {f"{kind}{size}" for kind in ("int", "uint") for size in (8, 16, 32, 64)}
    if State.is_2():
        return {*whole, "bool_", "float16"}
    return {*whole, "bool", "bool_", "float16", "float32"}


def _numpy_data(value: Any) -> Any:
    """What is in a scalar. Airflow 2 asks numpy for a name that its second version no longer has, and takes every bool for true."""
    if State.is_2() and type(value).__name__ == "bool_":
        return True
    if State.is_2() and type(value).__name__ == "float16":
        import_module("numpy").float_  # noqa: B018
    return value.item()


def _mark(name: str, data: Any, version: int = 1) -> Dict[str, Any]:
    return {CLASS: name, VERSION: version, DATA: data}


def _write_datetime(value: dt.datetime) -> Any:
    zone = None if value.tzinfo is None else _write_zone(value.tzinfo)
    kind = "datetime.datetime"
    if type(value).__name__ == "DateTime":
        kind = "pendulum.datetime.DateTime"
    return _mark(kind, {"timestamp": value.timestamp(), "tz": zone}, 2)


def _write_zone(zone: dt.tzinfo) -> Any:
    for name, kind in (("key", "zoneinfo.ZoneInfo"), ("name", ""), ("zone", "pytz")):
        found = getattr(zone, name, None)
        if isinstance(found, str):
            if type(zone).__name__ == "Timezone":
                kind = "pendulum.tz.timezone.Timezone"
            return _zone_mark(found, kind or "pendulum.tz.timezone.FixedTimezone")
    offset = zone.utcoffset(None)
    if offset is None:
        raise TypeError(f"cannot serialize object of type {type(zone)}")
    if offset:
        # Airflow writes it like this, and cannot read it again.
        return _mark("builtins.tuple", ["", "", 0, False])
    return _zone_mark("UTC", "pendulum.tz.timezone.FixedTimezone")


def _zone_mark(name: Any, kind: str) -> Any:
    return _mark("builtins.tuple", [name, kind, 1, True])


def _write_decimal(value: decimal.Decimal) -> Any:
    exponent = value.as_tuple().exponent
    whole = isinstance(exponent, int) and exponent >= 0
    return _mark("decimal.Decimal", int(value) if whole else float(value))


def _write_uuid(value: uuid.UUID) -> Any:
    if State.is_2():
        raise TypeError(f"cannot serialize object of type {type(value)}")
    return _mark("uuid.UUID", str(value))


def _write_own_zone(zone: dt.tzinfo) -> Any:
    _, kind, version, found = _write_zone(zone)[DATA] or ("", "", 0, False)
    if not found:
        raise TypeError(f"cannot serialize object of type {type(zone)}")
    return _mark(kind, _write_zone(zone)[DATA][0], version)


def _write_delta(value: dt.timedelta) -> Any:
    if type(value).__name__ in ("Duration", "Interval"):
        raise TypeError(f"cannot serialize object of type {type(value)}")
    return _mark("datetime.timedelta", value.total_seconds(), 2)


def _write_date(value: dt.date) -> Any:
    if type(value).__name__ != "Date":
        return _mark("datetime.date", value.isoformat(), 2)
    if State.is_2():
        raise TypeError(f"cannot serialize object of type {type(value)}")
    return _mark("pendulum.date.Date", value.isoformat(), 2)


_WRITERS: Dict[type, Callable[[Any], Any]] = {
    dt.datetime: _write_datetime,
    dt.date: _write_date,
    dt.timedelta: _write_delta,
    dt.tzinfo: _write_own_zone,
    decimal.Decimal: _write_decimal,
    uuid.UUID: _write_uuid,
}


def decode(value: Any) -> Any:
    """What `encode` was given."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if CLASS not in value:
        return {key: decode(item) for key, item in value.items()}
    return _read(str(value[CLASS]), value.get(DATA), value.get(VERSION, 1))


def _read(name: str, data: Any, version: int) -> Any:
    reader = _READERS.get(name)
    if reader is not None:
        return reader(data)
    if name.startswith("airflow.sdk.definitions.asset."):
        from airflow_lite import assets

        kind = getattr(assets, name.rsplit(".", 1)[1])
        return kind(**{key: item for key, item in decode(data).items() if item is not None})
    module, _, path = name.rpartition(".")
    if module == "numpy" and path in _numpy_names():
        return getattr(import_module(module), path)(data)
    if path != "DataFrame" and not _may_be_imported(name):
        raise ImportError(
            f"{name} was not found in allow list for deserialization imports. "
            "To allow it, add it to allowed_deserialization_classes in the configuration"
        )
    kind = import_module(module)
    for part in path.split("."):
        kind = getattr(kind, part)
    fields = decode(data)
    made: Any = kind
    if hasattr(made, "deserialize"):
        return made.deserialize(fields, version)
    if hasattr(made, "model_validate"):
        return made.model_validate(fields)
    if path == "DataFrame":
        return made(**{"data" if key == "data" else key: item for key, item in fields.items()})
    return made(**fields)


def _may_be_imported(name: str) -> bool:
    from airflow_lite.configuration import conf

    globs = conf.get("core", "allowed_deserialization_classes", fallback="airflow.*").split()
    expressions = conf.get("core", "allowed_deserialization_classes_regexp", fallback="").split()
    return any(fnmatchcase(name, glob) for glob in globs) or any(
        re.match(expression, name) for expression in expressions
    )


def _read_datetime(data: Any) -> Any:
    return dt.datetime.fromtimestamp(data["timestamp"], tz=_zone_of(data))


def _read_pendulum(data: Any) -> Any:
    from airflow_lite.dates import pendulum

    zone = _zone_of(data)
    made = pendulum.instance(
        dt.datetime.fromtimestamp(data["timestamp"], tz=zone or dt.timezone.utc)
    )
    return made.naive() if zone is None else made


def _zone_of(data: Any) -> Any:
    from airflow_lite.dates import pendulum

    zone = decode(data.get("tz"))
    if zone is None:
        return None
    if zone[0] == "":
        raise ImportError('"" doesn\'t look like a module path')
    if isinstance(zone[0], int):
        return dt.timezone(dt.timedelta(seconds=zone[0]))
    return pendulum.timezone(zone[0])


def _read_date(data: Any) -> Any:
    return dt.date.fromisoformat(data)


def _read_pendulum_date(data: Any) -> Any:
    from airflow_lite.dates import pendulum

    found = dt.date.fromisoformat(data)
    return pendulum.date(found.year, found.month, found.day)


def _read_zone(data: Any) -> Any:
    from airflow_lite.dates import pendulum

    return pendulum.timezone(data)


_READERS: Dict[str, Callable[[Any], Any]] = {
    "builtins.tuple": lambda data: tuple(decode(item) for item in data),
    "builtins.set": lambda data: {decode(item) for item in data},
    "builtins.frozenset": lambda data: frozenset(decode(item) for item in data),
    "datetime.datetime": _read_datetime,
    "pendulum.datetime.DateTime": _read_pendulum,
    "datetime.date": _read_date,
    "pendulum.date.Date": _read_pendulum_date,
    "pendulum.tz.timezone.Timezone": _read_zone,
    "pendulum.tz.timezone.FixedTimezone": _read_zone,
    "zoneinfo.ZoneInfo": ZoneInfo,
    "datetime.timedelta": lambda data: dt.timedelta(seconds=data),
    "decimal.Decimal": lambda data: decimal.Decimal(str(data)),
    "uuid.UUID": uuid.UUID,
}
