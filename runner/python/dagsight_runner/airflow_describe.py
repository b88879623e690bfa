"""Real Airflow's DAGs as data: what differs from airflow_lite's."""

from __future__ import annotations

import datetime as dt
from typing import Any, Dict, List, Optional

from dagsight_runner.describe import describe_dag, manual_interval
from dagsight_runner.wire import Message


def describe_dags(dags: Dict[str, Any]) -> List[Message]:
    """`DagDescription`s."""
    return [
        describe_dag(dag, describe_schedule(dag), expand_tree, lambda task: None)
        for dag in dags.values()
    ]


def expand_tree(value: Any) -> Optional[Message]:
    """An expand input as an `ExpandInput`."""
    kind = type(value).__name__
    if "ListOfDicts" in kind:
        return _tree(value.value)
    if "DictOfLists" in kind or isinstance(getattr(value, "value", None), dict):
        of = [_tree(each) for each in value.value.values()]
        return of[0] if len(of) == 1 else {"kind": "product", "of": of}
    return _tree(value.value)


def _tree(value: Any) -> Message:
    kind = type(value).__name__
    if kind == "MapXComArg":
        return _tree(value.arg)
    if kind == "ZipXComArg":
        longest = type(value.fillvalue).__name__ not in ("ArgNotSet", "NotSet", "ArgNotSetType")
        return {"kind": "zip", "of": [_tree(each) for each in value.args], "longest": longest}
    if kind == "ConcatXComArg":
        return {"kind": "sum", "of": [_tree(each) for each in value.args]}
    if hasattr(value, "operator") and hasattr(value, "key"):
        return {"kind": "xcom", "taskId": value.operator.task_id, "key": value.key}
    if kind == "MappedArgument":
        tree = expand_tree(value._input)
        assert tree is not None
        return tree
    return {"kind": "literal", "length": len(value)}


def describe_schedule(dag: Any) -> Message:
    """A DAG's schedule as `dagsight graph` has it."""
    zone = _zone(getattr(dag, "timezone", None))
    table = getattr(dag, "timetable", None)
    kind = type(table).__name__.lstrip("_")
    given = getattr(dag, "schedule", None)
    if given is None:
        given = getattr(dag, "schedule_interval", None)

    def told(what: str, expression: Optional[str] = None, where: str = zone) -> Message:
        interval = manual_interval(table, zone)
        return {"kind": what, "expression": expression, "timezone": where, "interval": interval}

    if "Null" in kind:
        return told("none")
    if "Once" in kind:
        return told("once")
    if "Continuous" in kind:
        return told("continuous")
    if kind in ("AssetTriggeredTimetable", "DatasetTriggeredTimetable"):
        condition = getattr(table, "asset_condition", None) or getattr(
            table, "dataset_condition", None
        )
        return told("assets", _condition(condition))
    if isinstance(given, str):
        return told("preset" if given.startswith("@") else "cron", given)
    if isinstance(given, dt.timedelta) or type(given).__name__ == "relativedelta":
        from airflow_lite.timetables import iso_duration

        return told("delta", iso_duration(given))
    own = getattr(table, "_timezone", None) or getattr(table, "timezone", None)
    return told(
        "timetable", f"{kind}({getattr(table, 'summary', '')})", _zone(own) if own else zone
    )


def _zone(value: Any) -> str:
    for name in ("name", "key", "zone"):
        found = getattr(value, name, None)
        if isinstance(found, str):
            return found
    return str(value) if value else "UTC"


def _condition(value: Any, outer: bool = True) -> str:
    parts = getattr(value, "objects", None)
    if parts is None:
        return '"%s"' % (getattr(value, "name", None) or getattr(value, "uri", ""))
    word = " | " if "Any" in type(value).__name__ else " & "
    text = word.join(_condition(each, False) for each in parts)
    return text if outer or len(parts) < 2 else f"({text})"
