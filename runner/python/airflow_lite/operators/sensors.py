"""Operators that wait."""

from __future__ import annotations

import datetime
import glob
import hashlib
import os
import time
from typing import Any, Callable, Dict, Optional

from airflow_lite.dates import instance, parse, utcnow
from airflow_lite.edges import error_2
from airflow_lite.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowRescheduleException,
    AirflowSensorTimeout,
    AirflowSkipException,
    AirflowTaskTimeout,
    TaskDeferralTimeout,
)
from airflow_lite.operator import BaseOperator
from airflow_lite.operators.branching import SkipMixin, moment, weekdays
from airflow_lite.state import State


class PokeReturnValue:
    """Whether a sensor is done, and with what."""

    def __init__(self, is_done: bool, xcom_value: Any = None) -> None:
        self.is_done, self.xcom_value = is_done, xcom_value

    def __bool__(self) -> bool:
        return self.is_done


class BaseSensorOperator(BaseOperator, SkipMixin):
    """Pokes until it is done or too much time has passed."""

    ui_color = "#e6f1f2"
    valid_modes = ["poke", "reschedule"]
    inherits_from_skipmixin = False

    def __init__(
        self,
        *,
        poke_interval: Any = 60,
        timeout: Any = 604800,
        soft_fail: bool = False,
        mode: str = "poke",
        exponential_backoff: bool = False,
        max_wait: Any = None,
        silent_fail: bool = False,
        never_fail: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.poke_interval = _duration("poke_interval", poke_interval)
        self.timeout = _duration("timeout", timeout)
        self.max_wait = None if max_wait is None else _duration("max_wait", max_wait)
        self.soft_fail, self.silent_fail, self.never_fail = soft_fail, silent_fail, never_fail
        self.mode, self.exponential_backoff = mode, exponential_backoff
        if soft_fail and never_fail:
            raise ValueError(
                "soft_fail and never_fail are mutually exclusive, you can not provide both."
            )
        if mode not in self.valid_modes:
            name = f"{self.dag_id}.{self.task_id}"
            raise error_2(
                f"The mode must be one of {self.valid_modes},'{name}'; received '{mode}'."
            )

    @property
    def reschedule(self) -> bool:
        """Whether it frees its slot between pokes."""
        return self.mode == "reschedule"

    def poke(self, context: Any) -> Any:
        """Whether what it waits for is there."""
        raise AirflowException("Override me.")

    def execute(self, context: Any) -> Any:
        ti = context["ti"]
        begun = self._lite_begun(ti)
        number = 1
        if self.reschedule:
            number = context.get("task_reschedule_count", 0) + 1
        while True:
            try:
                found = self.poke(context)
            except (AirflowSensorTimeout, AirflowTaskTimeout, AirflowFailException) as error:
                if self.soft_fail or self.never_fail:
                    raise AirflowSkipException(
                        "Skipping due to the sensor's own failure."
                    ) from error
                raise
            except AirflowSkipException:
                raise
            except Exception as error:
                if self.silent_fail:
                    self.log.exception("Sensor poke failed: %s", error)
                    found = False
                elif self.never_fail:
                    raise AirflowSkipException("Sensor failed, but never_fail is set.") from error
                else:
                    raise
            if found:
                self.log.info("Success criteria met. Exiting.")
                return found.xcom_value if isinstance(found, PokeReturnValue) else None
            passed = self._lite_passed(begun)
            if passed > self.timeout:
                text = f"Sensor has timed out; run duration of {passed} seconds exceeds the specified timeout of {self.timeout}."
                if self.soft_fail:
                    raise AirflowSkipException(text)
                raise AirflowSensorTimeout(text)
            wait = self._lite_next_wait(ti, number)
            if self.reschedule:
                raise AirflowRescheduleException(utcnow() + datetime.timedelta(seconds=wait))
            time.sleep(wait)
            number += 1

    def resume_execution(
        self, next_method: str, next_kwargs: Optional[Dict[str, Any]], context: Any
    ) -> Any:
        """A deferred sensor fails as softly as one that pokes (Airflow: sensors/base.py)."""
        try:
            try:
                return super().resume_execution(next_method, next_kwargs, context)
            except TaskDeferralTimeout as late:
                raise AirflowSensorTimeout(*late.args) from late
        except AirflowException as error:
            if self.soft_fail or (self.never_fail and not State.is_2()):
                raise AirflowSkipException(f"Skipping: {error}") from error
            raise

    def _lite_begun(self, ti: Any) -> Any:
        if not self.reschedule:
            return time.monotonic()
        first = ti.get_first_reschedule_date(None)
        return instance(first) if first is not None else utcnow()

    def _lite_passed(self, begun: Any) -> float:
        if self.reschedule:
            return float((utcnow() - begun).total_seconds())
        return float(time.monotonic() - begun)

    def _lite_next_wait(self, ti: Any, number: int) -> float:
        if not self.exponential_backoff:
            return self.poke_interval
        least = max(int(self.poke_interval * (2 ** (number - 2))), 1)
        text = f"{ti.dag_id}#{ti.task_id}#{ti.start_date}#{number}"
        spread = int(hashlib.sha1(text.encode()).hexdigest(), 16) % least
        wait = float(least + spread)
        return min(wait, self.max_wait) if self.max_wait is not None else wait


def _duration(name: str, value: Any) -> float:
    if isinstance(value, datetime.timedelta):
        value = value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise error_2(f"Operator arg `{name}` must be timedelta object or a non-negative number")
    return float(value)


def poke_mode_only(cls: Any) -> Any:
    """Class decorator: no reschedule."""

    def get_mode(self: Any) -> str:
        return "poke"

    def set_mode(self: Any, value: str) -> None:
        if value != "poke":
            raise ValueError("Cannot set mode to 'reschedule'. Only 'poke' is acceptable")

    cls.mode = property(get_mode, set_mode)
    return cls


class PythonSensor(BaseSensorOperator):
    """Waits until a function says so."""

    template_fields: Any = ("templates_dict", "op_args", "op_kwargs")

    def __init__(
        self,
        *,
        python_callable: Callable[..., Any],
        op_args: Any = None,
        op_kwargs: Any = None,
        templates_dict: Optional[Dict[str, Any]] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.python_callable = python_callable
        self.op_args, self.op_kwargs = op_args or [], op_kwargs or {}
        self.templates_dict = templates_dict

    def poke(self, context: Any) -> Any:
        from airflow_lite.operators.python import call_with_context

        found = call_with_context(
            self.python_callable, self.op_args, self.op_kwargs, context, self.templates_dict
        )
        return found if isinstance(found, PokeReturnValue) else bool(found)


class FileSensor(BaseSensorOperator):
    """Waits for a file or for a file in a folder."""

    template_fields: Any = ("filepath",)

    def __init__(
        self,
        *,
        filepath: Any,
        fs_conn_id: str = "fs_default",
        recursive: bool = False,
        deferrable: bool = False,
        start_from_trigger: bool = False,
        trigger_kwargs: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.filepath, self.fs_conn_id, self.recursive = filepath, fs_conn_id, recursive

    def poke(self, context: Any) -> bool:
        path = os.path.join(self._base(), str(self.filepath))
        self.log.info("Poking for file %s", path)
        for found in glob.glob(path, recursive=self.recursive):
            if os.path.isfile(found):
                self.log.info("Found File %s", found)
                return True
            if any(files for _, _, files in os.walk(found)):
                return True
        return False

    def _base(self) -> str:
        from airflow_lite.variables import Connection

        connection = Connection.get_connection_from_secrets(self.fs_conn_id)
        return str(connection.extra_dejson.get("path", ""))


class DateTimeSensor(BaseSensorOperator):
    """Waits for a point in time."""

    template_fields: Any = ("target_time",)

    def __init__(
        self,
        *,
        target_time: Any,
        start_from_trigger: bool = False,
        trigger_kwargs: Any = None,
        end_from_trigger: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if isinstance(target_time, datetime.datetime):
            self.target_time: Any = target_time.isoformat()
        elif isinstance(target_time, str):
            self.target_time = target_time
        else:
            raise TypeError(
                f"Expected str or datetime.datetime type for target_time. Got {type(target_time)}"
            )

    def poke(self, context: Any) -> bool:
        return bool(utcnow() > parse(self.target_time))


class TimeSensor(BaseSensorOperator):
    """Waits for a time of the day."""

    def __init__(
        self,
        *,
        target_time: datetime.time,
        deferrable: bool = False,
        start_from_trigger: bool = False,
        trigger_kwargs: Any = None,
        end_from_trigger: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.target_time = target_time

    def poke(self, context: Any) -> bool:
        zone = getattr(self.dag, "timezone", None) or datetime.timezone.utc
        today = datetime.datetime.now(zone).date()
        target = datetime.datetime.combine(
            today, self.target_time.replace(tzinfo=None), tzinfo=zone
        )
        return bool(utcnow() > instance(target))


class TimeDeltaSensor(BaseSensorOperator):
    """Waits for some time after the end of the data interval."""

    def __init__(
        self,
        *,
        delta: datetime.timedelta,
        deferrable: bool = False,
        end_from_trigger: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.delta, self.deferrable = delta, deferrable

    def execute(self, context: Any) -> Any:
        if self.deferrable and self.poke(context):
            return True  # As Airflow's deferrable one when there is nothing to wait for.
        return super().execute(context)

    def poke(self, context: Any) -> bool:
        base = context.get("data_interval_end") or context["dag_run"].run_after
        target = base + self.delta
        self.log.info("Checking if the delta has elapsed (%s)", target)
        return bool(utcnow() > target)


class TimeDeltaSensorAsync(TimeDeltaSensor):
    """The deferrable one of Airflow 2: here it waits in its slot."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"deferrable": True, **kwargs})


class WaitSensor(BaseSensorOperator):
    """Waits for some time after its start."""

    def __init__(self, *, time_to_wait: Any, deferrable: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        minutes = time_to_wait
        self.time_to_wait = (
            minutes
            if isinstance(minutes, datetime.timedelta)
            else datetime.timedelta(minutes=minutes)
        )

    def execute(self, context: Any) -> None:
        time.sleep(self.time_to_wait.total_seconds())


class DayOfWeekSensor(BaseSensorOperator):
    """Waits for a day of the week."""

    def __init__(
        self,
        *,
        week_day: Any,
        use_task_logical_date: bool = False,
        use_task_execution_day: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.week_day = week_day
        self.use_task_logical_date = use_task_logical_date or use_task_execution_day
        self._week_day_num = weekdays(week_day)

    def poke(self, context: Any) -> bool:
        return moment(context, self.use_task_logical_date).isoweekday() in self._week_day_num


class ExternalTaskSensor(BaseSensorOperator):
    """Waits for tasks of another DAG: there is none here, so it only pretends."""

    template_fields: Any = (
        "external_dag_id",
        "external_task_id",
        "external_task_ids",
        "external_task_group_id",
    )
    simulated = "Other DAGs do not run here."

    def __init__(
        self,
        *,
        external_dag_id: str,
        external_task_id: Any = None,
        external_task_ids: Any = None,
        external_task_group_id: Any = None,
        allowed_states: Any = None,
        skipped_states: Any = None,
        failed_states: Any = None,
        execution_delta: Any = None,
        execution_date_fn: Any = None,
        check_existence: bool = False,
        poll_interval: float = 2.0,
        deferrable: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if external_task_id is not None and external_task_ids is not None:
            raise ValueError(
                "Only one of `external_task_id` or `external_task_ids` may be provided to ExternalTaskSensor; "
                "use external_task_id or external_task_ids or external_task_group_id."
            )
        if execution_delta is not None and execution_date_fn is not None:
            raise ValueError(
                "Only one of `execution_delta` or `execution_date_fn` may be provided to ExternalTaskSensor; not both."
            )
        allowed, skipped = set(allowed_states or ["success"]), set(skipped_states or [])
        failed = set(failed_states or [])
        if (allowed | skipped | failed) != allowed ^ skipped ^ failed:
            raise error_2(
                "Duplicate values provided across allowed_states, skipped_states and failed_states."
            )
        self.external_dag_id, self.external_task_id = external_dag_id, external_task_id
        self.external_task_ids = external_task_ids or (
            [external_task_id] if external_task_id else None
        )
        self.external_task_group_id = external_task_group_id

    def execute(self, context: Any) -> None:
        from airflow_lite.simulated import simulate

        simulate(self, self.simulated)


class ExternalTaskMarker(BaseOperator):
    """Marks a dependency of another DAG: does nothing."""

    template_fields: Any = ("external_dag_id", "external_task_id", "logical_date")
    inherits_from_empty_operator = True

    def __init__(
        self,
        *,
        external_dag_id: str,
        external_task_id: str,
        logical_date: Any = "{{ logical_date.isoformat() }}",
        execution_date: Any = None,
        recursion_depth: int = 10,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.external_dag_id, self.external_task_id = external_dag_id, external_task_id
        self.logical_date = execution_date or logical_date
        self.recursion_depth = recursion_depth

    def execute(self, context: Any) -> None:
        """Nothing."""


class TriggerDagRunOperator(BaseOperator):
    """Triggers another DAG: there is none here, so it only pretends."""

    template_fields: Any = (
        "trigger_dag_id",
        "trigger_run_id",
        "logical_date",
        "conf",
        "wait_for_completion",
    )
    ui_color = "#ffefeb"
    simulated = "Other DAGs are not triggered from here."

    def __init__(
        self,
        *,
        trigger_dag_id: str,
        trigger_run_id: Any = None,
        conf: Any = None,
        logical_date: Any = None,
        execution_date: Any = None,
        reset_dag_run: bool = False,
        wait_for_completion: bool = False,
        poke_interval: int = 60,
        allowed_states: Any = None,
        failed_states: Any = None,
        skip_when_already_exists: bool = False,
        fail_when_dag_is_paused: bool = False,
        note: Any = None,
        deferrable: bool = False,
        openlineage_inject_parent_info: bool = True,
        run_after: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.trigger_dag_id, self.trigger_run_id, self.conf = trigger_dag_id, trigger_run_id, conf
        self.logical_date = logical_date or execution_date
        self.wait_for_completion = wait_for_completion

    def execute(self, context: Any) -> None:
        from airflow_lite.simulated import simulate

        simulate(self, f"{self.simulated} It would trigger {self.trigger_dag_id}.")
