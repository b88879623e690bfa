"""The running task instance, its run, and the context that templates and callables see."""

from __future__ import annotations

import datetime as dt
import json
import logging
import random
import time
import uuid
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, Dict, List, Optional

from airflow_lite import serde
from airflow_lite.dates import instance, parse, pendulum, utcnow
from airflow_lite.exceptions import AirflowException
from airflow_lite.params import ParamsDict
from airflow_lite.runtime.pulling import MISSING, LazyXComSequence, count, get_all, get_one, ids
from airflow_lite.state import State
from airflow_lite.variables import ConnectionAccessor, VariableAccessor
from airflow_lite.xcom_arg import NOTSET, RETURN_KEY

_current: List[Any] = []


def current_context() -> Any:
    """The context of the running task."""
    if not _current:
        raise RuntimeError(
            "Current context was requested but no context was found! Are you running within an Airflow task?"
        )
    return _current[-1]


def enter_context(context: Any) -> None:
    """The task begins."""
    _current.append(context)


class _RunType(str):
    """As text it shows the name that it has in Airflow 3's enumeration."""

    def __str__(self) -> str:
        return f"DagRunType.{self.upper()}"


class DagRun:
    """The run."""

    def __init__(self, dag_id: str, run: Dict[str, Any]) -> None:
        def when(name: str) -> Any:
            return parse(run[name]) if run.get(name) else None

        self.dag_id, self.run_id = dag_id, run["runId"]
        run_type = run.get("runType") or "manual"
        self.run_type = run_type if State.is_2() else _RunType(run_type)
        self.logical_date, self.run_after = when("logicalDate"), when("runAfter")
        self.data_interval_start, self.data_interval_end = (
            when("intervalStart"),
            when("intervalEnd"),
        )
        self.start_date, self.end_date = when("startDate"), None
        self.conf: Dict[str, Any] = dict(run.get("conf") or {})
        self.external_trigger = run_type == "manual"
        self.execution_date, self.queued_at = self.logical_date, self.start_date
        self.state = "running"
        self.consumed_asset_events: List[Any] = []
        self.partition_key = self.partition_date = None
        self.clear_number = 0
        self.triggering_user_name = None

    @property
    def data_interval(self) -> Any:
        """From when to when."""
        return SimpleNamespace(start=self.data_interval_start, end=self.data_interval_end)

    def get_task_instance(self, task_id: str, map_index: int = -1) -> Any:
        """Not known inside of a task."""
        return None

    def get_task_instances(self, **_: Any) -> List[Any]:
        """Not known inside of a task."""
        return []

    def __repr__(self) -> str:
        return f"<DagRun {self.dag_id} @ {self.logical_date}: {self.run_id}>"


class TaskInstance:
    """One task in one run, at one try."""

    def __init__(self, task: Any, dag: Any, start: Dict[str, Any]) -> None:
        self.task, self._dag = task, dag
        self.task_id, self.dag_id = str(start["taskId"]), str(dag.dag_id)
        self.run_id = start["run"]["runId"]
        self.map_index = int(start.get("mapIndex", -1))
        self.try_number, self.max_tries = int(start.get("try", 1)), int(start.get("maxTries", 0))
        self.id = start["ti"]
        self.dag_run = DagRun(self.dag_id, start["run"])
        self.start_date = utcnow()
        self.end_date: Any = None
        self.state: Any = "running"
        self.rendered_map_index: Optional[str] = None
        self.hostname, self.unixname, self.pid = "localhost", "", None
        self.reschedules = int(start.get("reschedules") or 0)
        self._first_start = start.get("firstStart")
        self.queue, self.priority_weight = (
            getattr(task, "queue", None),
            getattr(task, "priority_weight", 1),
        )
        self.pool, self.operator = getattr(task, "pool", None), task.operator_name
        self.is_mapped = self.map_index >= 0
        self.bundle_instance = None
        self.context: Dict[str, Any] = {}

    execution_date = property(lambda self: self.dag_run.logical_date)
    logical_date = property(lambda self: self.dag_run.logical_date)
    raw = False
    test_mode = False
    log_url = ""
    mark_success_url = ""

    @property
    def log(self) -> Any:
        """The task's logger."""
        return logging.getLogger("airflow.task")

    @property
    def prev_attempted_tries(self) -> int:
        """Tries before this one and this one."""
        return self.try_number

    @property
    def duration(self) -> Optional[float]:
        """Seconds so far."""
        return float(((self.end_date or utcnow()) - self.start_date).total_seconds())

    @property
    def key(self) -> Any:
        """Names it."""
        return SimpleNamespace(
            dag_id=self.dag_id, task_id=self.task_id, run_id=self.run_id,
            try_number=self.try_number, map_index=self.map_index,
        )  # fmt: skip

    def get_dagrun(self, *_: Any) -> DagRun:
        """The run."""
        return self.dag_run

    get_dag_run = get_dagrun

    def get_template_context(self, *_: Any, **__: Any) -> Dict[str, Any]:
        """What templates see."""
        return self.context

    def get_first_reschedule_date(self, _: Any) -> Any:
        """When this sequence of reschedules began."""
        if self._first_start:
            return parse(self._first_start)
        if not self.reschedules:
            return None
        reply = State.ask(
            {"type": "GetTaskRescheduleStartDate", "ti_id": self.id, "try_number": self.try_number}
        )
        found = reply.get("start_date") if isinstance(reply, dict) else None
        return parse(found) if found else None

    def is_eligible_to_retry(self) -> bool:
        """Whether a failure would be tried again."""
        return self.max_tries > 0 and self.try_number <= self.max_tries

    def xcom_push(
        self,
        key: str,
        value: Any,
        execution_date: Any = None,
        mapped_length: Optional[int] = None,
        **_: Any,
    ) -> None:
        """Keeps a value for other tasks."""
        names = ids(self.dag_id, self.run_id, self.task_id, key)
        body = {
            "type": "SetXCom",
            **names,
            "map_index": self.map_index,
            "value": serde.dumps(value),
        }
        State.tell({**body, "mapped_length": mapped_length})

    def xcom_pull(
        self,
        task_ids: Any = None,
        dag_id: Optional[str] = None,
        key: str = RETURN_KEY,
        include_prior_dates: bool = False,
        session: Any = None,
        *,
        map_indexes: Any = NOTSET,
        default: Any = None,
        run_id: Optional[str] = None,
    ) -> Any:
        """Values that tasks left, in Airflow 3's or 2's way."""
        dag_id, run_id = dag_id or self.dag_id, run_id or self.run_id
        if task_ids is None and State.is_2():
            return self._pull_any(dag_id, run_id, key, default)
        tasks = (
            [self.task_id]
            if task_ids is None
            else ([task_ids] if isinstance(task_ids, str) else list(task_ids))
        )
        single = task_ids is None or isinstance(task_ids, str)
        if State.is_2() and map_indexes is NOTSET:
            return self._pull_as_2(tasks, single, dag_id, run_id, key, default)
        if map_indexes is NOTSET:
            found: List[Any] = []
            for task_id in tasks:
                values = get_all(ids(dag_id, run_id, task_id, key), include_prior_dates)
                found.extend(values or [None])
            return found[0] if single and len(found) == 1 else found
        one = map_indexes is None or isinstance(map_indexes, int)
        indexes = [-1 if map_indexes is None else map_indexes] if one else list(map_indexes)
        found = []
        for task_id in tasks:
            for index in indexes:
                value = get_one(ids(dag_id, run_id, task_id, key), index, include_prior_dates)
                found.append(default if value is MISSING else value)
        return found[0] if single and one else found

    def _pull_any(self, dag_id: str, run_id: str, key: str, default: Any) -> Any:
        for task in reversed(self._dag.topological_sort()):
            found = get_all(ids(dag_id, run_id, task.task_id, key))
            if found:
                return found[-1]
        return default

    def _pull_as_2(
        self, tasks: List[str], single: bool, dag_id: str, run_id: str, key: str, default: Any
    ) -> Any:
        def of(task_id: str) -> Any:
            known = self._dag.task_dict.get(task_id)
            names = ids(dag_id, run_id, task_id, key)
            grouped = known is not None and getattr(known, "task_group", None) is not None
            group = (
                next(known.task_group.iter_mapped_task_groups(), None)
                if grouped and known
                else None
            )
            if known is not None and (known.is_mapped or group is not None):
                return LazyXComSequence(names) if count(names) else default
            found = get_one(names, -1)
            return default if found is MISSING else found

        if single:
            return of(tasks[0])
        return [value for task_id in tasks for value in get_all(ids(dag_id, run_id, task_id, key))]

    def __repr__(self) -> str:
        index = f" map_index={self.map_index}" if self.map_index >= 0 else ""
        return f"<TaskInstance: {self.dag_id}.{self.task_id} {self.run_id}{index} [{self.state}]>"


class _Events(Dict[Any, Any]):
    """`outlet_events[asset]`: what is told about assets that are made."""

    def __missing__(self, key: Any) -> Any:
        made = SimpleNamespace(extra={}, key=key, asset_alias_events=[], partition_keys=set())
        made.add_partitions = lambda keys: made.partition_keys.update(
            [keys] if isinstance(keys, str) else keys
        )
        made.add = lambda asset, extra=None: made.asset_alias_events.append((asset, extra or {}))
        self[key] = made
        return made


class _Past(Dict[Any, Any]):
    """`inlet_events[asset]`: what happened before; nothing is known here."""

    def __missing__(self, key: Any) -> List[Any]:
        return []


class _Macros:
    """`macros` in templates."""

    datetime = dt.datetime
    timedelta = dt.timedelta
    time = time
    uuid = uuid
    random = random.random
    json = json

    @staticmethod
    def ds_add(ds: str, days: int) -> str:
        """A date so many days later."""
        if not days:
            return str(ds)
        return (dt.datetime.strptime(str(ds), "%Y-%m-%d") + dt.timedelta(days)).strftime("%Y-%m-%d")

    @staticmethod
    def ds_format(ds: str, input_format: str, output_format: str) -> str:
        """A date in another format."""
        return dt.datetime.strptime(str(ds), input_format).strftime(output_format)

    @staticmethod
    def ds_format_locale(ds: str, input_format: str, output_format: str, locale: Any = None) -> str:
        """A date in another format."""
        return dt.datetime.strptime(str(ds), input_format).strftime(output_format)

    @staticmethod
    def datetime_diff_for_humans(value: Any, since: Any = None) -> str:
        """`2 hours ago`."""
        return str(instance(value).diff_for_humans(since))

    def __getattr__(self, name: str) -> Any:
        if name in ("dateutil", "yaml", "pendulum"):
            from importlib import import_module

            return pendulum if name == "pendulum" else import_module(name)
        raise AttributeError(name)


macros = _Macros()


def make_context(ti: TaskInstance, dag: Any) -> Dict[str, Any]:
    """The context of a task instance for the Airflow that is played."""
    run, task = ti.dag_run, ti.task
    params = ParamsDict(dict(getattr(task.params, "raw", dict)()) or dict(dag.params.raw()))
    for name, value in run.conf.items():
        if name in params:
            params[name] = value
    context: Dict[str, Any] = {
        "dag": dag, "task": task, "ti": ti, "task_instance": ti, "dag_run": run, "run_id": run.run_id,
        "params": params.validate(), "macros": macros, "conn": ConnectionAccessor(),
        "var": SimpleNamespace(value=VariableAccessor(False), json=VariableAccessor(True)),
        "inlets": task.inlets or [], "outlets": task.outlets or [], "outlet_events": _Events(), "inlet_events": _Past(),
        "map_index_template": task.map_index_template, "templates_dict": None,
        "prev_start_date_success": None, "prev_end_date_success": None,
    }  # fmt: skip
    logical = run.logical_date
    name = run.run_id
    if logical is not None:
        context.update(_dates(logical, run, dag.timetable.can_be_scheduled))
        name = context["ds_nodash"]
    context["task_instance_key_str"] = f"{dag.dag_id}__{task.task_id}__{name}"
    if State.is_2():
        context.update(
            triggering_dataset_events={},
            test_mode=False,
            expanded_ti_count=None,
            conf=_Configuration(),
        )
    else:
        context.update(triggering_asset_events={}, task_reschedule_count=ti.reschedules)
        context.update(partition_key=None, partition_date=None)
    ti.context = context
    return context


def _dates(logical: Any, run: DagRun, scheduled: bool) -> Dict[str, Any]:
    ds = logical.strftime("%Y-%m-%d")
    ts = logical.isoformat()
    nodash = logical.strftime("%Y%m%dT%H%M%S")
    found = {
        "logical_date": logical, "ds": ds, "ds_nodash": ds.replace("-", ""), "ts": ts, "ts_nodash": nodash,
        "ts_nodash_with_tz": ts.replace("-", "").replace(":", ""), "data_interval_start": run.data_interval_start,
        "data_interval_end": run.data_interval_end, "prev_data_interval_start_success": None,
        "prev_data_interval_end_success": None,
    }  # fmt: skip
    if not State.is_2():
        return found
    start, after = run.data_interval_start or logical, run.data_interval_end or logical
    following = after if scheduled else None
    previous = start - (after - start) if scheduled else None
    for word, day in (
        ("next", following),
        ("prev", previous),
        ("tomorrow", logical.add(days=1)),
        ("yesterday", logical.subtract(days=1)),
    ):
        text = None if day is None else day.strftime("%Y-%m-%d")
        nodash = None if text is None else text.replace("-", "")
        found.update({f"{word}_ds": text, f"{word}_ds_nodash": nodash})
    found.update(
        execution_date=logical,
        next_execution_date=following,
        prev_execution_date=previous,
        prev_execution_date_success=None,
    )
    return found


class _Configuration:
    """`conf` of Airflow 2: from the environment only."""

    @staticmethod
    def get(section: str, key: str, fallback: Any = NOTSET, **_: Any) -> Any:
        """A setting."""
        from airflow_lite.configuration import conf

        return (
            conf.get(section, key)
            if fallback is NOTSET
            else conf.get(section, key, fallback=fallback)
        )


def context_environment(context: Any) -> Dict[str, str]:
    """`AIRFLOW_CTX_*` for the process and its children."""
    ti, run, task = context["ti"], context["dag_run"], context["task"]
    when = "AIRFLOW_CTX_EXECUTION_DATE" if State.is_2() else "AIRFLOW_CTX_LOGICAL_DATE"
    email = task.email
    found = {
        "AIRFLOW_CTX_DAG_ID": ti.dag_id,
        "AIRFLOW_CTX_TASK_ID": ti.task_id,
        when: run.logical_date.isoformat() if run.logical_date is not None else "",
        "AIRFLOW_CTX_TRY_NUMBER": str(ti.try_number),
        "AIRFLOW_CTX_DAG_RUN_ID": run.run_id,
        "AIRFLOW_CTX_DAG_OWNER": task.owner or "",
        "AIRFLOW_CTX_DAG_EMAIL": ",".join(email)
        if isinstance(email, Iterable) and not isinstance(email, str)
        else email or "",
    }
    return {name: value for name, value in found.items() if value}


__all__ = ["AirflowException", "TaskInstance", "make_context"]
