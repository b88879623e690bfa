"""Airflow's words as enums: they are strings, too."""

from __future__ import annotations

import enum
from typing import Any, FrozenSet

from airflow_lite.state import State as Played


class _Words(str, enum.Enum):
    def __str__(self) -> str:
        return str(self.value)


class TriggerRule(str, enum.Enum):
    """When a task runs, by what came before. In Airflow 3 it shows its name, as Python's own enums do."""

    def __str__(self) -> str:
        return str(self.value) if Played.is_2() else f"TriggerRule.{self.name}"

    ALL_SUCCESS = "all_success"
    ALL_FAILED = "all_failed"
    ALL_DONE = "all_done"
    ALL_DONE_MIN_ONE_SUCCESS = "all_done_min_one_success"
    ALL_DONE_SETUP_SUCCESS = "all_done_setup_success"
    ONE_SUCCESS = "one_success"
    ONE_FAILED = "one_failed"
    ONE_DONE = "one_done"
    NONE_FAILED = "none_failed"
    NONE_SKIPPED = "none_skipped"
    ALWAYS = "always"
    NONE_FAILED_MIN_ONE_SUCCESS = "none_failed_min_one_success"
    ALL_SKIPPED = "all_skipped"
    DUMMY = "dummy"
    NONE_FAILED_OR_SKIPPED = "none_failed_or_skipped"


class WeightRule(_Words):
    """How priorities add up."""

    DOWNSTREAM = "downstream"
    UPSTREAM = "upstream"
    ABSOLUTE = "absolute"


class TaskInstanceState(_Words):
    """States of task instances."""

    REMOVED = "removed"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    RESTARTING = "restarting"
    FAILED = "failed"
    UP_FOR_RETRY = "up_for_retry"
    UP_FOR_RESCHEDULE = "up_for_reschedule"
    UPSTREAM_FAILED = "upstream_failed"
    SKIPPED = "skipped"
    DEFERRED = "deferred"


class DagRunState(_Words):
    """States of runs."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    FAILED = "failed"


class DagRunType(_Words):
    """Where runs come from."""

    BACKFILL_JOB = "backfill"
    SCHEDULED = "scheduled"
    MANUAL = "manual"
    ASSET_TRIGGERED = "asset_triggered"
    DATASET_TRIGGERED = "dataset_triggered"


class WeekDay(enum.IntEnum):
    """Days of the week."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


class _StatesMeta(type):
    def __getattr__(cls, name: str) -> Any:
        if name in TaskInstanceState.__members__:
            return TaskInstanceState[name]
        if name in DagRunState.__members__:
            return DagRunState[name]
        raise AttributeError(name)


class State(metaclass=_StatesMeta):
    """All states, as Airflow 2 has them in one place."""

    NONE = None
    finished: FrozenSet[Any] = frozenset(
        TaskInstanceState[name]
        for name in ("SUCCESS", "FAILED", "SKIPPED", "UPSTREAM_FAILED", "REMOVED")
    )
    success_states: FrozenSet[Any] = frozenset(
        (TaskInstanceState.SUCCESS, TaskInstanceState.SKIPPED)
    )
    failed_states: FrozenSet[Any] = frozenset(
        (TaskInstanceState.FAILED, TaskInstanceState.UPSTREAM_FAILED)
    )
