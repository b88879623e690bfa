"""DAGs as Python built them, as data. Airflow's own and airflow_lite's objects have the same attributes."""

from __future__ import annotations

import datetime as dt
from typing import Any, Callable, Dict, List, Optional

from dagsight_runner.wire import Message

CALLBACKS = ("execute", "success", "failure", "retry", "skipped")


def seconds(value: Any) -> Optional[float]:
    """A timedelta or number as seconds."""
    if value is None:
        return None
    return float(value.total_seconds()) if hasattr(value, "total_seconds") else float(value)


def iso(value: Any) -> Optional[str]:
    """A point in time for the wire."""
    return value.isoformat() if isinstance(value, dt.datetime) else None


def manual_interval(table: Any, zone: str) -> Message:
    """
    How the data interval of a run by hand follows from its logical date: `{"cron", "timezone"}` is the last whole one, `{"seconds",
    "months"}` one of that length before it.
    """
    kind = type(table).__name__
    inner = _first(table, "_timetable", "timetable")
    if inner is not None:
        return manual_interval(inner, zone)
    if kind == "CronDataIntervalTimetable":
        own = _first(table, "_timezone", "timezone")
        name = own if isinstance(own, str) else _first(own, "name", "key", "zone")
        return {"cron": str(_first(table, "_expression", "expression")), "timezone": name or zone}
    if kind == "DeltaDataIntervalTimetable":
        return _length(_first(table, "_delta", "delta"))
    if kind == "MultipleCronTriggerTimetable":
        table = (_first(table, "_timetables", "timetables") or [table])[0]
    return _length(_first(table, "_interval", "interval"))


def _first(value: Any, *names: str) -> Any:
    found = (getattr(value, name, None) for name in names)
    return next((each for each in found if each is not None), None)


def _length(delta: Any) -> Message:
    if isinstance(delta, dt.timedelta):
        return {"seconds": delta.total_seconds(), "months": 0}
    if type(delta).__name__ != "relativedelta":
        return {"seconds": 0, "months": 0}
    clock = (delta.days * 24 + delta.hours) * 3600 + delta.minutes * 60 + delta.seconds
    return {"seconds": clock, "months": delta.years * 12 + delta.months}


def describe_dag(
    dag: Any,
    schedule: Message,
    expand: Callable[[Any], Optional[Message]],
    source: Callable[[Any], Optional[Message]],
) -> Message:
    """A `DagDescription`."""
    groups: List[Message] = []
    _describe_groups(dag.task_group, None, groups, expand)
    return {
        "dagId": dag.dag_id,
        "file": getattr(dag, "fileloc", None),
        "format": "airflow",
        "schedule": schedule,
        "startDate": iso(getattr(dag, "start_date", None) or _of_all_tasks(dag, "start_date")),
        "endDate": iso(getattr(dag, "end_date", None) or _of_all_tasks(dag, "end_date")),
        "catchup": bool(dag.catchup),
        "maxActiveTasks": int(dag.max_active_tasks),
        "maxActiveRuns": int(dag.max_active_runs),
        "failFast": bool(getattr(dag, "fail_fast", False) or getattr(dag, "fail_stop", False)),
        "dagrunTimeout": seconds(getattr(dag, "dagrun_timeout", None)),
        "params": describe_params(dag.params),
        "callbacks": [
            name for name in ("success", "failure") if getattr(dag, f"on_{name}_callback", None)
        ],
        "description": getattr(dag, "description", None),
        "tags": sorted(str(tag) for tag in dag.tags or ()),
        "labels": _labels(dag),
        "tasks": [describe_task(task, expand, source) for task in dag.task_dict.values()],
        "groups": groups,
    }


def _of_all_tasks(dag: Any, name: str) -> Any:
    """Airflow 2 leaves a DAG's dates in its default arguments."""
    given = (getattr(dag, "default_args", None) or {}).get(name)
    return given if hasattr(given, "isoformat") else None


def _labels(dag: Any) -> List[Message]:
    found = []
    for upstream, others in (getattr(dag, "edge_info", None) or {}).items():
        for downstream, info in others.items():
            found.append({"from": upstream, "to": downstream, "label": info.get("label")})
    return found


def _describe_groups(
    group: Any,
    parent: Optional[str],
    into: List[Message],
    expand: Callable[[Any], Optional[Message]],
) -> None:
    for child in group.children.values():
        if not hasattr(child, "children"):
            continue
        expand_input = getattr(child, "_expand_input", None)
        into.append(
            {
                "groupId": child.group_id,
                "parent": parent,
                "expand": expand(expand_input) if expand_input is not None else None,
                "tooltip": child.tooltip or None,
            }
        )
        _describe_groups(child, child.group_id, into, expand)


def describe_params(params: Any) -> Dict[str, Message]:
    """`ParamDescription`s by name."""
    found: Dict[str, Message] = {}
    for name in params or {}:
        param = params.get_param(name) if hasattr(params, "get_param") else params[name]
        described: Message = {"value": None, "schema": None, "description": None}
        if hasattr(param, "schema"):
            dumped = param.dump()
            described.update(value=dumped.get("value"), description=dumped.get("description"))
            described["schema"] = dict(param.schema) if param.schema else None
        else:
            described["value"] = param
        found[str(name)] = described
    return found


def describe_task(
    task: Any,
    expand: Callable[[Any], Optional[Message]],
    source: Callable[[Any], Optional[Message]],
) -> Message:
    """A `TaskDescription`."""
    group = getattr(task, "task_group", None)
    cls = getattr(task, "operator_class", type(task))
    mapped = hasattr(task, "partial_kwargs")
    callbacks = [name for name in CALLBACKS if getattr(task, f"on_{name}_callback", None)]
    inlets, outlets = getattr(task, "inlets", None) or [], getattr(task, "outlets", None) or []
    empty = bool(getattr(task, "inherits_from_empty_operator", False))
    if not empty:
        empty = any(
            base.__name__ == "EmptyOperator" for base in getattr(cls, "__mro__", ())
        ) and not any(base.__name__ == "DecoratedOperator" for base in cls.__mro__)
    return {
        "taskId": task.task_id,
        "operator": str(getattr(task, "operator_name", cls.__name__)),
        "module": getattr(cls, "__module__", ""),
        "group": None if group is None else group.group_id,
        "upstream": sorted(task.upstream_task_ids),
        "triggerRule": _word(task.trigger_rule),
        "retries": int(task.retries or 0),
        "retryDelay": seconds(task.retry_delay),
        "retryExponentialBackoff": _backoff(task.retry_exponential_backoff),
        "maxRetryDelay": seconds(task.max_retry_delay),
        "executionTimeout": seconds(task.execution_timeout),
        "retryPolicy": getattr(task, "retry_policy", None) is not None,
        "dependsOnPast": bool(task.depends_on_past),
        "waitForDownstream": bool(task.wait_for_downstream),
        "ignoreFirstDependsOnPast": bool(task.ignore_first_depends_on_past),
        "startDate": iso(getattr(task, "start_date", None)),
        "endDate": iso(getattr(task, "end_date", None)),
        "priorityWeight": int(task.priority_weight or 0),
        "weightRule": _weight(task.weight_rule),
        "pool": task.pool or "default_pool",
        "poolSlots": int(task.pool_slots or 1),
        "maxActiveTisPerDag": task.max_active_tis_per_dag,
        "maxActiveTisPerDagrun": getattr(task, "max_active_tis_per_dagrun", None),
        "setup": bool(task.is_setup),
        "teardown": bool(task.is_teardown),
        "onFailureFailDagrun": bool(task.on_failure_fail_dagrun),
        "expand": expand(_input_of(task)) if mapped else None,
        "mapIndexTemplate": getattr(task, "map_index_template", None),
        "sensor": _sensor(task, cls),
        "branch": _branch(cls),
        "empty": empty and not (callbacks or inlets or outlets),
        "callbacks": callbacks,
        "inlets": [_asset(each) for each in inlets],
        "outlets": [_asset(each) for each in outlets],
        "simulated": getattr(cls, "simulated", None) if _pretends(cls) else None,
        "source": source(task),
        "params": describe_params(getattr(task, "params", None)),
        "doc": getattr(task, "doc_md", None),
    }


def _input_of(task: Any) -> Any:
    return (
        task._get_specified_expand_input()
        if hasattr(task, "_get_specified_expand_input")
        else task.expand_input
    )


def _word(value: Any) -> str:
    return str(getattr(value, "value", value))


def _weight(rule: Any) -> str:
    word = getattr(rule, "value", rule)
    if isinstance(word, str):
        return word
    name = type(rule).__name__.lstrip("_")
    known = {
        "DownstreamPriorityWeightStrategy": "downstream",
        "UpstreamPriorityWeightStrategy": "upstream",
        "AbsolutePriorityWeightStrategy": "absolute",
    }
    return known.get(name, name)


def _backoff(value: Any) -> float:
    if isinstance(value, bool):
        return 2 if value else 0
    return float(value or 0)


def _is_sensor(cls: Any) -> bool:
    return any(base.__name__ == "BaseSensorOperator" for base in getattr(cls, "__mro__", ()))


def _sensor(task: Any, cls: Any) -> Optional[Message]:
    if not _is_sensor(cls):
        return None
    given = getattr(task, "partial_kwargs", {})

    def value(name: str, otherwise: Any) -> Any:
        return given.get(name, otherwise) if given else getattr(task, name, otherwise)

    return {
        "mode": str(value("mode", "poke")),
        "timeout": seconds(value("timeout", 604800)),
        "pokeInterval": seconds(value("poke_interval", 60)),
        "softFail": bool(value("soft_fail", False)),
    }


def _branch(cls: Any) -> Optional[str]:
    names = {base.__name__ for base in getattr(cls, "__mro__", ())}
    if "ShortCircuitOperator" in names:
        return "shortCircuit"
    if "LatestOnlyOperator" in names:
        return "latestOnly"
    return "branch" if names & {"BranchMixIn", "BaseBranchOperator"} else None


def _pretends(cls: Any) -> bool:
    """Whether its work is our pretending: a user's subclass may do the work itself."""
    for base in getattr(cls, "__mro__", ()):
        if "execute" in base.__dict__:
            return "simulated" in base.__dict__ or base.__name__ in (
                "SimulatedOperator",
                "SimulatedSensor",
            )
    return False


def _asset(value: Any) -> str:
    return str(getattr(value, "name", None) or getattr(value, "uri", value))
