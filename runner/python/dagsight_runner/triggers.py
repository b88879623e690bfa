"""Awaiting the trigger of a deferred task: its first event, or what became of it instead."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import traceback
from typing import Any, Callable, Dict, Optional

from dagsight_runner.engine import Link
from dagsight_runner.wire import Message

FAIL = "__fail__"
"""The method by which a task goes on to fail: its own process calls the callbacks, and a sensor may turn it into a skip
(Airflow: models/trigger.py, submit_failure)."""

TIMEOUTS = {"2": "Trigger/execution timeout", "3": "Trigger timeout"}
"""In the words of the scheduler (jobs/scheduler_job_runner.py, check_trigger_timeouts)."""

Loads = Callable[[str], Dict[str, Any]]
Dumps = Callable[[Dict[str, Any]], str]


def await_trigger(link: Link, message: Message, loads: Loads, dumps: Dumps, major: str) -> None:
    """Tells how the task goes on: with the first event of its trigger, or with what went wrong."""
    try:
        kwargs, before = loads(message["kwargs"]), loads(message.get("nextKwargs") or "{}") or {}
        event = _first_event(message["classpath"], kwargs, message.get("timeout"))
        link.send({"kind": "event", "nextKwargs": dumps({**before, "event": event})})
    except (Exception, SystemExit) as error:
        told = {"error": TIMEOUTS[major]} if isinstance(error, _TooLate) else _failure(error)
        link.send({"kind": "event", "nextMethod": FAIL, "nextKwargs": dumps(told)})


class _TooLate(Exception):
    """The trigger had no event in time."""


def _failure(error: BaseException) -> Dict[str, Any]:
    logging.getLogger("airflow.triggers").error("Trigger failed", exc_info=error)
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return {"error": "Trigger failure", "traceback": lines}


def _first_event(classpath: str, kwargs: Dict[str, Any], timeout: Optional[float]) -> Any:
    """The payload of the first event. Raises what the trigger raises, and when it ends without one."""
    module, name = classpath.rsplit(".", 1)
    trigger = getattr(importlib.import_module(module), name)(**kwargs)

    async def first() -> Any:
        async for event in trigger.run():
            return getattr(event, "payload", None)
        raise RuntimeError("The trigger ended without an event.")

    async def within() -> Any:
        task = asyncio.ensure_future(first())
        done, _ = await asyncio.wait([task], timeout=timeout)
        if done:
            return task.result()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        raise _TooLate

    return asyncio.run(within())
