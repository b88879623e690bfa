"""One try of a task: what Airflow's task runner does, in its order."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Callable, Dict, Optional, Tuple

from airflow_lite import serde
from airflow_lite.configuration import conf
from airflow_lite.dates import iso, seconds, utcnow
from airflow_lite.edges import as_list
from airflow_lite.exceptions import (
    AirflowFailException,
    AirflowRescheduleException,
    AirflowSensorTimeout,
    AirflowSkipException,
    AirflowTaskTerminated,
    AirflowTaskTimeout,
    DownstreamTasksSkipped,
    TaskDeferred,
    UnmappableXComLengthPushed,
    UnmappableXComTypePushed,
    XComForMappingNotPushed,
)
from airflow_lite.mapped import needs_mapping
from airflow_lite.retry_policy import RetryAction, decide
from airflow_lite.runtime.asset_events import InletEvents, tell_events
from airflow_lite.runtime.pulling import ids
from airflow_lite.runtime.reporting import redact
from airflow_lite.runtime.task_instance import (
    TaskInstance,
    context_environment,
    enter_context,
    make_context,
)
from airflow_lite.state import State
from airflow_lite.xcom_arg import RETURN_KEY

Outcome = Tuple[str, Dict[str, Any], Optional[BaseException]]


def run_task(dag: Any, start: Dict[str, Any], settled: Callable[[Outcome], None]) -> None:
    """Runs the try; calls `settled` before the callbacks run."""
    State.running = True
    task = dag.get_task(start["taskId"])
    ti = TaskInstance(task, dag, start)
    try:
        context = make_context(ti, dag)
    except Exception as fault:
        settled(_failure(ti, fault))
        return
    os.environ.update(context_environment(context))
    enter_context(context)
    error: Optional[BaseException] = None
    try:
        message = _work(task, ti, context, start)
        outcome: Outcome = ("success", message, None)
    except BaseException as caught:
        error = caught
        outcome = _judge(ti, caught)
    ti.state, ti.end_date = outcome[0], utcnow()
    _log_outcome(ti, outcome[0], error)
    if State.notices:
        outcome[1]["simulated"] = " ".join(dict.fromkeys(State.notices))
    settled(outcome)
    _call_back(ti, context, outcome[0], error)


def _work(
    task: Any, ti: TaskInstance, context: Dict[str, Any], start: Dict[str, Any]
) -> Dict[str, Any]:
    if task.is_mapped:
        task = task.unmap(context, ti.map_index)
        ti.task = context["task"] = task
        context["params"] = make_context(ti, task.dag)["params"]
        context["inlets"], context["outlets"] = task.inlets, task.outlets
        context["inlet_events"] = InletEvents(task.inlets or [])
        ti._context = context
    _stop_on_term(task)
    resumed = start.get("nextMethod")
    task.prepare_template()
    task.render_template_fields(context)
    _tell_rendered(task)
    # Again after a deferral, as in Airflow.
    if task._pre_execute_hook is not None and not State.is_2():
        task._pre_execute_hook(context)
    task.pre_execute(context)
    _each(task.on_execute_callback, context, ti)
    ti._log.info("Executing %s on %s", task, ti._run.logical_date or ti.run_id)
    skip: Optional[DownstreamTasksSkipped] = None
    result: Any = None
    try:
        result = _execute(task, context, resumed, start)
    except DownstreamTasksSkipped as found:
        skip = found
    except SystemExit as found:
        if not State.is_2() or found.code not in (None, 0):
            raise  # Only in Airflow 2 is a quiet exit a success.
    except Exception:
        # What went wrong with the name of the instance must not hide what went wrong with the task.
        with suppress(Exception):
            _tell_map_index(task, ti, context)
        raise
    if State.is_2():
        # Airflow 2 pushes first; its base class calls the hook.
        push_result(task, ti, result)
        _tell_map_index(task, ti, context)
        task.post_execute(context=context, result=result)
        _push_lineage(task, ti)
    elif skip is None:
        if task._post_execute_hook is not None:
            task._post_execute_hook(context, result)
        task.post_execute(context)  # Airflow 3 hands the result to the hook only.
        _tell_map_index(task, ti, context)
        push_result(task, ti, result)
    else:
        _tell_map_index(task, ti, context)
        State.tell(
            {
                "type": "SkipDownstreamTasks",
                "tasks": [
                    each if isinstance(each, str) else list(each) for each in as_list(skip.tasks)
                ],
            }
        )
    ti.state = "success"
    tell_events(task.outlets, context["outlet_events"])
    return {}


def _execute(task: Any, context: Dict[str, Any], resumed: Any, start: Dict[str, Any]) -> Any:
    def execute() -> Any:
        if not resumed:
            return task.execute(context)
        kwargs = serde.loads(start["nextKwargs"]) if start.get("nextKwargs") else {}
        return task.resume_execution(resumed, kwargs, context)

    limit = seconds(task.execution_timeout)
    if limit is None or start.get("debug"):
        return execute()
    if resumed and State.is_2():
        # Airflow 2 counts from the beginning, Airflow 3 anew (task_runner.py, _run_execute_callable).
        limit -= (utcnow() - context["ti"].start_date).total_seconds()
    try:
        if limit <= 0:
            raise AirflowTaskTimeout()
        with _time_limit(limit):
            return execute()
    except AirflowTaskTimeout:
        task.on_kill()
        raise


class _time_limit:
    """Raises AirflowTaskTimeout when the time is over."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._timer: Any = None

    def __enter__(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self._limit)
            return
        import _thread
        import threading

        # Without SIGALRM the main thread is interrupted, which only Python code notices.
        self._timer = threading.Timer(self._limit, _thread.interrupt_main)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, kind: Any, error: Any, _: Any) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            return
        over = not self._timer.is_alive()
        self._timer.cancel()
        if over and kind is KeyboardInterrupt:
            raise AirflowTaskTimeout(f"Timeout, PID: {os.getpid()}") from None

    @staticmethod
    def _ring(*_: Any) -> None:
        raise AirflowTaskTimeout(f"Timeout, PID: {os.getpid()}")


def _stop_on_term(task: Any) -> None:
    """TERM: the task may clean up, then it is over."""

    def stop(*_: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            task.on_kill()
        finally:
            raise AirflowTaskTerminated("The task was asked to stop.")

    signal.signal(signal.SIGTERM, stop)


def push_result(task: Any, ti: TaskInstance, result: Any) -> None:
    """Keeps what the task returned."""
    length: Optional[int] = None
    mapped = needs_mapping(task)
    if mapped and not ti.is_mapped:
        if result is None:
            raise XComForMappingNotPushed()
        if isinstance(result, (str, bytes)) or not isinstance(result, (Mapping, Sequence)):
            raise UnmappableXComTypePushed(result)
        length = len(result)
        most = conf.getint("core", "max_map_length")
        if length > most:
            raise UnmappableXComLengthPushed(result, most)
    if not task.do_xcom_push or result is None:
        return
    if getattr(task, "multiple_outputs", False):
        if not isinstance(result, Mapping):
            raise TypeError(
                f"Returned output was type {type(result)} expected dictionary for multiple_outputs"
            )
        for key in result:
            if not isinstance(key, str):
                raise TypeError(
                    f"Returned dictionary keys must be strings when using multiple_outputs, found {key} ({type(key)}) instead"
                )
        for key, value in result.items():
            ti.xcom_push(key, value)
    ti.xcom_push(RETURN_KEY, result, mapped_length=length)


def _tell_rendered(task: Any) -> None:
    fields: Dict[str, Any] = {}
    for name in as_list(task.template_fields):
        value = getattr(task, name, None)
        try:
            serde.dumps(value)
            fields[name] = _masked(value)
        except Exception:
            fields[name] = redact(str(value))
    if fields:
        State.tell({"type": "SetRenderedFields", "rendered_fields": fields})


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {str(key): _masked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_masked(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float)) else redact(str(value))


def _push_lineage(task: Any, ti: TaskInstance) -> None:
    """Airflow 2 keeps a task's datasets as XComs."""
    for name in ("inlets", "outlets"):
        items = [_dataset(item) for item in getattr(task, name) if hasattr(item, "name")]
        if items:
            names = ids(ti.dag_id, ti.run_id, ti.task_id, f"pipeline_{name}")
            body = {"type": "SetXCom", **names, "map_index": ti.map_index}
            State.tell({**body, "value": json.dumps(items), "mapped_length": None})


def _dataset(item: Any) -> Dict[str, Any]:
    alias = not hasattr(item, "uri")
    kind = "airflow.datasets.DatasetAlias" if alias else "airflow.datasets.Dataset"
    data = {"name": item.name} if alias else {"uri": item.uri, "extra": item.extra or None}
    return {"__classname__": kind, "__version__": 0 if alias else 1, "__data__": data}


def _tell_map_index(task: Any, ti: TaskInstance, context: Dict[str, Any]) -> None:
    template = context.get("map_index_template") or task.map_index_template
    if ti.map_index < 0 or not template:
        return
    ti.rendered_map_index = str(task.render_template(template, context))
    State.tell({"type": "SetRenderedMapIndex", "rendered_map_index": ti.rendered_map_index})


def _judge(ti: TaskInstance, error: BaseException) -> Outcome:
    """What an exception means for the state."""
    if isinstance(error, AirflowSkipException):
        return "skipped", {}, None
    if isinstance(error, AirflowRescheduleException):
        return "up_for_reschedule", {"reschedule_date": iso(error.reschedule_date)}, None
    if isinstance(error, TaskDeferred):
        try:
            return "deferred", _deferral(error), None
        except Exception as fault:
            return _failure(ti, fault)
    return _failure(ti, error)


def _deferral(error: TaskDeferred) -> Dict[str, Any]:
    classpath, kwargs = error.trigger.serialize()
    timeout = error.timeout
    return {
        "classpath": classpath,
        "trigger_kwargs": serde.dumps_deferred(kwargs),
        "next_method": error.method_name,
        "next_kwargs": serde.dumps_deferred(error.kwargs or {}),
        "trigger_timeout": seconds(timeout)
        if isinstance(timeout, (dt.timedelta, int, float))
        else None,
    }


def _failure(ti: TaskInstance, error: BaseException) -> Outcome:
    final = isinstance(error, (AirflowFailException, AirflowSensorTimeout, AirflowTaskTerminated))
    if final or not ti._can_retry():
        return "failed", {}, error
    decision = decide(ti.task, error, ti, ti._context)
    if decision.action == RetryAction.FAIL:
        return "failed", {}, error
    message: Dict[str, Any] = {}
    if decision.action == RetryAction.RETRY and decision.retry_delay is not None:
        message["retry_delay_seconds"] = seconds(decision.retry_delay)
    return "up_for_retry", message, error


def _log_outcome(ti: TaskInstance, state: str, error: Optional[BaseException]) -> None:
    if state == "skipped":
        ti._log.info("Skipping task. %s", error)
    elif state == "up_for_reschedule":
        ti._log.info("Rescheduling task, marking task as UP_FOR_RESCHEDULE")
    elif state == "deferred":
        ti._log.info("Pausing task as DEFERRED.")
    elif error is not None:
        ti._log.error("Task failed with exception", exc_info=_from_user(error))


def _from_user(error: BaseException) -> Any:
    """Without our own frames at the top."""
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
    step = error.__traceback__
    while step is not None and step.tb_frame.f_code.co_filename.startswith(here):
        step = step.tb_next
    return type(error), error, step or error.__traceback__


def _call_back(
    ti: TaskInstance, context: Dict[str, Any], state: str, error: Optional[BaseException]
) -> None:
    names = {
        "success": "on_success_callback", "failed": "on_failure_callback",
        "up_for_retry": "on_retry_callback", "skipped": "on_skipped_callback",
    }  # fmt: skip
    name = names.get(state)
    if name is None:
        return
    if error is not None and state != "skipped":
        context["exception"] = error
        if isinstance(error, SystemExit) and State.is_2():
            context["exception"] = f"Task failed due to SystemExit({error.code})"
    _each(getattr(ti.task, name, None), context, ti)
    if state == "skipped" and State.is_2():
        _each(ti.task.on_success_callback, context, ti)  # Airflow 2 does.


def _each(callbacks: Any, context: Dict[str, Any], ti: TaskInstance) -> None:
    for callback in as_list(callbacks) if callbacks else ():
        try:
            callback(context)
        except Exception:
            ti._log.exception(
                "Failed to run task callback %s", getattr(callback, "__name__", callback)
            )


def run_dag_callbacks(dag: Any, message: Dict[str, Any]) -> None:
    """`on_success_callback` or `on_failure_callback` of the DAG."""
    State.running = True
    task_id = message.get("taskId") or next(iter(dag.task_dict), None)
    context: Dict[str, Any] = {"dag": dag, "run_id": message["run"]["runId"]}
    ti: Any = None
    if task_id in dag.task_dict:
        ti = TaskInstance(dag.get_task(task_id), dag, {**message, "taskId": task_id})
        ti.state = "success" if message["callback"] == "success" else "failed"
        context = make_context(ti, dag)
        enter_context(context)
    context["reason"] = message.get("reason")
    callbacks = (
        dag.on_success_callback if message["callback"] == "success" else dag.on_failure_callback
    )
    for callback in as_list(callbacks) if callbacks else ():
        try:
            callback(context)
        except Exception:
            import logging

            logging.getLogger("airflow.dag").exception(
                "Failed to run the DAG's callback %s", callback
            )
            traceback.format_exc()
