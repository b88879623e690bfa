"""The running task instance, its run, and the context that templates and callables see."""

from __future__ import annotations

import datetime as dt
import enum
import getpass
import json
import logging
import os
import random
import time
import uuid
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, Dict, List, Optional

from airflow_lite import configuration, enums, serde
from airflow_lite.dates import instance, parse, pendulum, utcnow
from airflow_lite.exceptions import AirflowException, IntegrityError
from airflow_lite.params import ParamsDict
from airflow_lite.runtime.asset_events import InletEvents, OutletEvents
from airflow_lite.runtime.pulling import (
    MISSING,
    LazyXComSelectSequence,
    LazyXComSequence,
    count,
    get_all,
    get_one,
    ids,
)
from airflow_lite.runtime.state_stores import state_stores
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


_RunType = enum.Enum(  # type: ignore[misc]
    "DagRunType",
    {each.name: each.value for each in enums.DagRunType if each.value != "dataset_triggered"},
    type=str,
)
_State = enum.Enum(  # type: ignore[misc]
    "TaskInstanceState", {each.name: each.value for each in enums.TaskInstanceState}, type=str
)
"""As the tasks of Airflow 3 see them: as text they show their names."""


class _Table(type):
    """Airflow's class is a table, too: its columns can be named while a file is loaded, but there is nothing to ask."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        from airflow_lite.simulated import Absent

        return Absent(f"{cls.__name__}.{name}", "There is no metadata database without Airflow.")


class DagRun(metaclass=_Table):
    """The run."""

    def __init__(self, dag: Any, run: Dict[str, Any]) -> None:
        def when(name: str) -> Any:
            return _date_of_run(run[name]) if run.get(name) else None

        self._dag = dag
        self.dag_id, self.run_id = str(dag.dag_id), run["runId"]
        run_type = run.get("runType") or "manual"
        self.run_type: Any = run_type if State.is_2() else _RunType(run_type)
        self.logical_date = when("logicalDate")
        self.data_interval_start, self.data_interval_end = (
            when("intervalStart"),
            when("intervalEnd"),
        )
        self.start_date, self.end_date = when("startDate"), None
        self.conf: Dict[str, Any] = dict(run.get("conf") or {})
        self.state, self.clear_number = "running", 0
        if State.is_2():
            self.external_trigger = run_type == "manual"
            self.execution_date, self.queued_at = self.logical_date, self.start_date
            return
        self.run_after = when("runAfter")
        self.consumed_asset_events: List[Any] = []
        self.partition_key = self.partition_date = None
        self.triggering_user_name = self.note = self.team_name = None

    def __getattr__(self, name: str) -> Any:
        """What only Airflow 2's has."""
        return _of_2(self, "DagRun", name, _DAG_RUN_OF_2)

    def __repr__(self) -> str:
        return f"<DagRun {self.dag_id} @ {self.logical_date}: {self.run_id}>"


def _date_of_run(text: str) -> Any:
    """The dates of a run are Python's own; those of the context are pendulum's."""
    day = parse(text).in_timezone("UTC")
    second = (day.hour, day.minute, day.second, day.microsecond)
    zone = pendulum.timezone("UTC") if State.is_2() else dt.timezone.utc
    return dt.datetime(day.year, day.month, day.day, *second, tzinfo=zone)


def _in_utc(day: Optional[dt.datetime]) -> Any:
    return None if day is None else instance(day).in_timezone("UTC")


def _of_2(owner: Any, kind: str, name: str, known: Dict[str, Any]) -> Any:
    if State.is_2() and name in known:
        return known[name](owner)
    raise AttributeError(f"{kind!r} object has no attribute {name!r}")


def _nothing(_owner: Any) -> Any:
    """No earlier run is known."""
    return lambda *_, **__: None


_DAG_RUN_OF_2: Dict[str, Any] = {
    "get_task_instances": lambda run: lambda state=None, **_: instances_of(run, state),
    "get_task_instance": lambda run: (
        lambda task_id, map_index=-1, **_: next(
            (
                each
                for each in instances_of(run)
                if (each.task_id, each.map_index) == (task_id, map_index)
            ),
            None,
        )
    ),
    "task_instances": lambda run: instances_of(run),
    "dag": lambda run: run._dag,
    "get_dag": lambda run: lambda: run._dag,
    "get_state": lambda run: lambda: run.state,
    "log": lambda run: logging.getLogger("airflow.models.dagrun.DagRun"),
    "note": lambda run: None,
    "id": lambda run: 1,
    "refresh_from_db": _nothing,
    "creating_job_id": lambda run: None,
    "is_backfill": lambda run: run.run_type == "backfill",
    "get_previous_dagrun": _nothing,
    "get_previous_scheduled_dagrun": _nothing,
}


def instances_of(run: DagRun, state: Any = None) -> List[Any]:
    """The instances of a run's tasks, with the states that they have now."""
    reply = State.ask(
        {"type": "GetTaskStates", "dag_id": run.dag_id, "run_ids": [run.run_id], "task_ids": None}
    )
    states = (reply.get("task_states") or {}) if isinstance(reply, dict) else {}
    wanted = None if state is None else [state] if isinstance(state, str) else list(state)
    found = []
    for name, told in (states.get(run.run_id) or {}).items():
        if wanted is not None and told not in wanted:
            continue
        task_id, index = name, -1
        if name not in run._dag.task_dict:
            task_id, _, number = name.rpartition("_")
            index = int(number)
        found.append(
            SimpleNamespace(
                dag_id=run.dag_id, task_id=task_id, run_id=run.run_id, map_index=index, state=told,
                current_state=lambda told=told, **_: told, task=run._dag.task_dict.get(task_id), dag_run=run,
                execution_date=run.logical_date, try_number=1,
            )
        )  # fmt: skip
    return found


class TaskInstance(metaclass=_Table):
    """One task in one run, at one try."""

    @property
    def state(self) -> Any:
        """Its state now."""
        return self._state if State.is_2() or self._state is None else _State(self._state)

    @state.setter
    def state(self, state: Any) -> None:
        self._state = state

    def __init__(self, task: Any, dag: Any, start: Dict[str, Any]) -> None:
        self.task, self._dag = task, dag
        self.task_id, self.dag_id = str(start["taskId"]), str(dag.dag_id)
        self.run_id = start["run"]["runId"]
        self.map_index = int(start.get("mapIndex", -1))
        self.try_number, self.max_tries = int(start.get("try", 1)), int(start.get("maxTries", 0))
        self.id = start["ti"]
        self._run = DagRun(dag, start["run"])
        self.start_date = utcnow()
        self.end_date: Any = None
        self.state = "running"
        self.rendered_map_index: Optional[str] = None
        self.hostname = "localhost"
        self._reschedules = int(start.get("reschedules") or 0)
        self._first_start = start.get("firstStart")
        self.queue = getattr(task, "queue", None)
        self.is_mapped = self.map_index >= 0
        self.bundle_instance = None
        self._context: Dict[str, Any] = {}

    log_url = ""
    mark_success_url = ""

    def __getattr__(self, name: str) -> Any:
        """What only Airflow 2's has."""
        kind = "TaskInstance" if State.is_2() else "RuntimeTaskInstance"
        return _of_2(self, kind, name, _TASK_INSTANCE_OF_2)

    @property
    def _log(self) -> Any:
        """The task's logger."""
        return logging.getLogger("airflow.task")

    def get_template_context(self, *_: Any, **__: Any) -> Dict[str, Any]:
        """What templates see."""
        return self._context

    def get_first_reschedule_date(self, _: Any) -> Any:
        """When this sequence of reschedules began."""
        if self._first_start:
            return parse(self._first_start)
        if not self._reschedules:
            return None
        reply = State.ask(
            {"type": "GetTaskRescheduleStartDate", "ti_id": self.id, "try_number": self.try_number}
        )
        found = reply.get("start_date") if isinstance(reply, dict) else None
        return parse(found) if found else None

    def _can_retry(self, *_: Any) -> bool:
        """Whether a failure would be tried again."""
        return self.max_tries > 0 and self.try_number <= self.max_tries

    @staticmethod
    def get_ti_count(
        dag_id: str,
        map_index: Optional[int] = None,
        task_ids: Optional[List[str]] = None,
        task_group_id: Optional[str] = None,
        logical_dates: Any = None,
        run_ids: Optional[List[str]] = None,
        states: Optional[List[str]] = None,
    ) -> int:
        """How many task instances there are."""
        reply = State.ask(
            {
                "type": "GetTICount", "dag_id": dag_id, "map_index": map_index, "task_ids": task_ids,
                "task_group_id": task_group_id, "run_ids": run_ids, "states": states,
            }
        )  # fmt: skip
        return int(reply["count"]) if isinstance(reply, dict) and "count" in reply else 0

    @staticmethod
    def get_task_states(
        dag_id: str,
        map_index: Optional[int] = None,
        task_ids: Optional[List[str]] = None,
        task_group_id: Optional[str] = None,
        logical_dates: Any = None,
        run_ids: Optional[List[str]] = None,
    ) -> Any:
        """Their states, by run."""
        reply = State.ask(
            {
                "type": "GetTaskStates", "dag_id": dag_id, "map_index": map_index, "task_ids": task_ids,
                "task_group_id": task_group_id, "run_ids": run_ids,
            }
        )  # fmt: skip
        return (reply.get("task_states") or {}) if isinstance(reply, dict) else {}

    def get_previous_dagrun(self, state: Optional[str] = None) -> Any:
        """No earlier run is known."""

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
        if key is None:
            raise IntegrityError("NOT NULL constraint failed: xcom.key")
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
        if State.is_2():
            if map_indexes is NOTSET or map_indexes is None:
                return self._pull_as_2(tasks, single, dag_id, run_id, key, default)
            if not single or not isinstance(map_indexes, int):
                # What is not there is left out, whatever the default is.
                wanted = [map_indexes] if isinstance(map_indexes, int) else list(map_indexes)
                each_one = (
                    get_one(ids(dag_id, run_id, task_id, key), index)
                    for task_id in tasks
                    for index in wanted
                )
                return LazyXComSelectSequence([each for each in each_one if each is not MISSING])
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
        return LazyXComSelectSequence(
            [value for task_id in tasks for value in get_all(ids(dag_id, run_id, task_id, key))]
        )

    def __repr__(self) -> str:
        index = f" map_index={self.map_index}" if self.map_index >= 0 else ""
        return f"<TaskInstance: {self.dag_id}.{self.task_id} {self.run_id}{index} [{self.state}]>"


class _Later:
    """What Airflow 3 looks up when it is used: equal to None, as no earlier run is known, but not None itself."""

    __class__ = property(lambda self: type(None))  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(None))

    def __hash__(self) -> int:
        return hash(None)

    def __str__(self) -> str:
        return "None"

    __repr__ = __str__

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"'NoneType' object has no attribute {name!r}")


def _of_runs_before(names: Iterable[str]) -> Dict[str, Any]:
    return {name: None if State.is_2() else _Later() for name in names}


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


_TASK_INSTANCE_OF_2: Dict[str, Any] = {
    "dag_run": lambda ti: ti._run,
    "get_dagrun": lambda ti: lambda *_, **__: ti._run,
    "execution_date": lambda ti: ti._run.logical_date,
    "logical_date": lambda ti: ti._run.logical_date,
    "log": lambda ti: ti._log,
    "is_eligible_to_retry": lambda ti: ti._can_retry,
    "operator": lambda ti: ti.task.task_type,
    "operator_name": lambda ti: ti.task.operator_name,
    "pool": lambda ti: getattr(ti.task, "pool", None),
    "pool_slots": lambda ti: getattr(ti.task, "pool_slots", 1),
    "priority_weight": lambda ti: getattr(ti.task, "priority_weight", 1),
    "prev_attempted_tries": lambda ti: ti.try_number,
    "next_try_number": lambda ti: ti.try_number + 1,
    "duration": lambda ti: (
        float((ti.end_date - ti.start_date).total_seconds()) if ti.end_date else None
    ),
    "is_premature": lambda ti: False,
    "key": lambda ti: SimpleNamespace(
        dag_id=ti.dag_id, task_id=ti.task_id, run_id=ti.run_id, try_number=ti.try_number,
        map_index=ti.map_index,
    ),
    "current_state": lambda ti: lambda *_, **__: ti.state,
    "task_display_name": lambda ti: getattr(ti.task, "task_display_name", ti.task_id),
    "note": lambda ti: None,
    "executor": lambda ti: getattr(ti.task, "executor", None),
    "executor_config": lambda ti: getattr(ti.task, "executor_config", None) or {},
    "external_executor_id": lambda ti: None,
    "run_as_user": lambda ti: getattr(ti.task, "run_as_user", None),
    "queued_dttm": lambda ti: ti._run.start_date,
    "updated_at": lambda ti: ti.start_date,
    "next_method": lambda ti: None,
    "next_kwargs": lambda ti: None,
    "trigger_id": lambda ti: None,
    "refresh_from_db": _nothing,
    "refresh_from_task": _nothing,
    "next_retry_datetime": lambda ti: lambda: (ti.end_date or utcnow()) + ti.task.retry_delay,
    "render_templates": lambda ti: (
        lambda context=None, jinja_env=None: (
            ti.task.render_template_fields(context or ti._context, jinja_env) or ti.task
        )
    ),
    "pid": lambda ti: os.getpid(),
    "job_id": lambda ti: None,
    "unixname": lambda ti: getpass.getuser(),
    "raw": lambda ti: False,
    "test_mode": lambda ti: False,
    "previous_ti": lambda ti: None,
    "previous_ti_success": lambda ti: None,
    "previous_start_date_success": lambda ti: None,
    "get_previous_ti": _nothing,
    "get_previous_execution_date": _nothing,
    "get_previous_start_date": _nothing,
}  # fmt: skip


def make_context(ti: TaskInstance, dag: Any) -> Dict[str, Any]:
    """The context of a task instance for the Airflow that is played."""
    run, task = ti._run, ti.task
    params = ParamsDict(dict(dag.params.raw()))
    params.update(dict(getattr(task.params, "raw", dict)()))
    if configuration.conf.getboolean("core", "dag_run_conf_overrides_params", fallback=True):
        params.update(run.conf)
    context: Dict[str, Any] = {
        "dag": dag, "task": task, "ti": ti, "task_instance": ti, "dag_run": run, "run_id": run.run_id,
        "params": params.validate(), "macros": macros, "conn": ConnectionAccessor(),
        "var": {"value": VariableAccessor(False), "json": VariableAccessor(True)},
        "inlets": task.inlets or [], "outlets": task.outlets or [], "outlet_events": OutletEvents(),
        "inlet_events": InletEvents(task.inlets or []),
        "map_index_template": task.map_index_template, "templates_dict": None,
        **_of_runs_before(("prev_start_date_success", "prev_end_date_success")),
    }  # fmt: skip
    logical = run.logical_date
    name = run.run_id
    if logical is not None:
        context.update(_dates(_in_utc(logical), run, dag.timetable.can_be_scheduled))
        name = context["ds_nodash"]
    context["task_instance_key_str"] = f"{dag.dag_id}__{task.task_id}__{name}"
    if State.is_2():
        context.update(
            triggering_dataset_events={},
            test_mode=False,
            expanded_ti_count=_instances_of_task(ti),
            conf=_Configuration(),
        )
    else:
        context.update(triggering_asset_events={}, task_reschedule_count=ti._reschedules)
        context.update(partition_key=None, partition_date=None)
        context.update(state_stores(task))
    ti._context = context
    return context


def _instances_of_task(ti: TaskInstance) -> Optional[int]:
    if ti.map_index < 0:
        return None
    return ti.get_ti_count(dag_id=ti.dag_id, task_ids=[ti.task_id], run_ids=[ti.run_id])


def _dates(logical: Any, run: DagRun, scheduled: bool) -> Dict[str, Any]:
    ds = logical.strftime("%Y-%m-%d")
    ts = logical.isoformat()
    nodash = logical.strftime("%Y%m%dT%H%M%S")
    found = {
        "logical_date": logical, "ds": ds, "ds_nodash": ds.replace("-", ""), "ts": ts, "ts_nodash": nodash,
        "ts_nodash_with_tz": ts.replace("-", "").replace(":", ""),
        "data_interval_start": _in_utc(run.data_interval_start), "data_interval_end": _in_utc(run.data_interval_end),
        **_of_runs_before(("prev_data_interval_start_success", "prev_data_interval_end_success")),
    }  # fmt: skip
    if not State.is_2():
        return found
    start = found["data_interval_start"] or logical
    after = found["data_interval_end"] or logical
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
