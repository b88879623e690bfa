"""What is left of Airflow's names: mixins, notifiers, triggers, small helpers."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import pathlib
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, AsyncIterator, Callable, Dict, Iterator, Tuple

from airflow_lite.dates import instance, parse, utcnow
from airflow_lite.operator import BaseOperator
from airflow_lite.state import State
from airflow_lite.templates import Literal, render
from airflow_lite.variables import BaseHook, Connection


class Context(Dict[str, Any]):
    """The type of a task's context."""


class LoggingMixin:
    """Gives a logger."""

    def __init__(self, context: Any = None) -> None:
        pass

    @property
    def log(self) -> logging.Logger:
        """Its logger."""
        return logging.getLogger(f"{type(self).__module__}.{type(self).__name__}")


class BaseNotifier(LoggingMixin):
    """Base of things that tell somebody: used as callbacks."""

    template_fields: Any = ()
    template_ext: Any = ()

    def __init__(self, **kwargs: Any) -> None:
        for name, value in kwargs.items():
            setattr(self, name, value)

    def notify(self, context: Any) -> None:
        """For subclasses."""
        raise NotImplementedError

    def get_dag(self) -> Any:
        """None of its own."""
        return None

    def render_template_fields(self, context: Any, jinja_env: Any = None) -> None:
        """Renders its template fields."""
        from airflow_lite.templates import environment

        env = jinja_env or environment(context.get("dag"))
        for name in self.template_fields:
            setattr(self, name, render(getattr(self, name), context, env, self))

    def __call__(self, *args: Any) -> None:
        context = args[0] if len(args) == 1 else {"dag": args[0], "task_list": args[1]}
        self.render_template_fields(context)
        self.notify(context)


class BaseTrigger(LoggingMixin):
    """Base of what a deferred task waits for."""

    def __init__(self, **_: Any) -> None:
        self.task_instance: Any = None
        self.trigger_id: Any = None

    def serialize(self) -> Tuple[str, Dict[str, Any]]:
        """Its class and arguments."""
        raise NotImplementedError

    async def run(self) -> AsyncIterator[Any]:
        """Yields events."""
        raise NotImplementedError
        yield  # pragma: no cover

    async def cleanup(self) -> None:
        """At the end."""


class BaseEventTrigger(BaseTrigger):
    """A trigger that assets may watch."""


class TriggerEvent:
    """What a trigger yields."""

    def __init__(self, payload: Any) -> None:
        self.payload = payload

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TriggerEvent) and other.payload == self.payload

    def __hash__(self) -> int:
        return hash(str(self.payload))

    def __repr__(self) -> str:
        return f"TriggerEvent<{self.payload!r}>"


class DateTimeTrigger(BaseTrigger):
    """A point in time."""

    def __init__(self, moment: Any, *, end_from_trigger: bool = False) -> None:
        super().__init__()
        self.moment = parse(moment) if isinstance(moment, str) else instance(moment)
        self.end_from_trigger = end_from_trigger

    def serialize(self) -> Tuple[str, Dict[str, Any]]:
        path = f"airflow.providers.standard.triggers.temporal.{type(self).__name__}"
        return path, {"moment": self.moment, "end_from_trigger": self.end_from_trigger}

    async def run(self) -> AsyncIterator[Any]:
        while (left := (self.moment - utcnow()).total_seconds()) > 0:
            await asyncio.sleep(min(left, 1))
        yield TriggerEvent(self.moment)


class TimeDeltaTrigger(DateTimeTrigger):
    """Some time from now."""

    def __init__(self, delta: dt.timedelta, *, end_from_trigger: bool = False) -> None:
        super().__init__(utcnow() + delta, end_from_trigger=end_from_trigger)

    def serialize(self) -> Tuple[str, Dict[str, Any]]:
        path = "airflow.providers.standard.triggers.temporal.DateTimeTrigger"
        return path, {"moment": self.moment, "end_from_trigger": self.end_from_trigger}


class StartTriggerArgs:
    """How a task defers without running first."""

    def __init__(
        self,
        trigger_cls: str,
        next_method: str,
        trigger_kwargs: Any = None,
        next_kwargs: Any = None,
        timeout: Any = None,
    ) -> None:
        self.trigger_cls, self.next_method = trigger_cls, next_method
        self.trigger_kwargs, self.next_kwargs, self.timeout = trigger_kwargs, next_kwargs, timeout


class AirflowPlugin:
    """Plugins are not loaded here."""

    name: Any = None


def apply_defaults(function: Callable[..., Any]) -> Callable[..., Any]:
    """Old decorator of constructors: defaults are applied anyway."""
    return function


def days_ago(n: int, hour: int = 0, minute: int = 0, second: int = 0, microsecond: int = 0) -> Any:
    """Midnight so many days ago."""
    today = utcnow().replace(hour=hour, minute=minute, second=second, microsecond=microsecond)
    return today - dt.timedelta(days=n)


def literal(value: Any) -> Literal:
    """Not a template."""
    return Literal(value)


def send_email(to: Any, subject: str, html_content: str, *_: Any, **__: Any) -> None:
    """No mail is sent from a local run."""
    State.notices.append("No e-mail was sent.")
    logging.getLogger("airflow.email").warning("Simulated: no e-mail sent to %s: %s", to, subject)


def get_parsing_context() -> Any:
    """Not parsing for one DAG."""
    return SimpleNamespace(dag_id=None, task_id=None)


def provide_session(function: Callable[..., Any]) -> Callable[..., Any]:
    """There is no database: a function that uses its session fails."""

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("session", None)
        return function(*args, **kwargs)

    return wrapped


@contextmanager
def create_session(*_: Any, **__: Any) -> Iterator[Any]:
    """There is no database."""
    raise RuntimeError("There is no metadata database in a local run without Airflow.")
    yield


def is_venv_installed() -> bool:
    """Such tasks run in this interpreter here."""
    return True


class NotSet:
    """Nothing was given."""


NOTSET = NotSet()
ArgNotSet = NotSet


class Deadline:
    """Deadlines are not watched here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args, self.kwargs = args, kwargs


class _References:
    DAGRUN_LOGICAL_DATE = "logical_date"
    DAGRUN_QUEUED_AT = "queued_at"

    @staticmethod
    def FIXED_DATETIME(value: Any) -> Any:
        """A point in time."""
        return value

    @staticmethod
    def AVERAGE_RUNTIME(**_: Any) -> Any:
        """How long it takes."""
        return None


DeadlineReference = _References()
SyncCallback = AsyncCallback = DeadlineAlert = Deadline


class XCom:
    """XComs are read through `ti.xcom_pull`."""

    def __init__(self, *_: Any, **__: Any) -> None:
        raise RuntimeError("There is no metadata database in a local run without Airflow.")

    @classmethod
    def get_one(
        cls,
        *,
        key: str = "return_value",
        task_id: Any = None,
        dag_id: Any = None,
        run_id: Any = None,
        map_index: Any = None,
        **_: Any,
    ) -> Any:
        """One value."""
        from airflow_lite.runtime.task_instance import current_context

        ti = current_context()["ti"]
        return ti.xcom_pull(
            task_ids=task_id, dag_id=dag_id, key=key, run_id=run_id, map_indexes=map_index
        )


class _InertMeta(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(name)


class Inert(metaclass=_InertMeta):
    """What only shapes a schedule (partitions, windows): made and passed on, nothing more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args, self.kwargs = args, kwargs

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(name)


class InertBase:
    """A base of classes of the user's that only shape a schedule."""


class BaseAsyncOperator(BaseOperator):
    """An operator whose work is a coroutine."""

    def execute(self, context: Any) -> Any:
        """Runs `aexecute`."""
        return asyncio.run(self.aexecute(context))

    async def aexecute(self, context: Any) -> Any:
        """For subclasses."""
        raise NotImplementedError


def object_storage_path(path: Any = "", *args: Any, **_: Any) -> Any:
    """A local path; other stores need Airflow."""
    text = str(path)
    if text.startswith("file://"):
        text = text[len("file://") :]
    if "://" in text:
        from airflow_lite.simulated import Absent

        return Absent(
            f"ObjectStoragePath({text!r})", "It needs Airflow, which is not installed here."
        )
    return pathlib.Path(text, *args)


def fs_path(conn_id: str) -> str:
    """The base path of a file system connection."""
    connection = Connection.get_connection_from_secrets(conn_id)
    return str(connection.extra_dejson.get("path", ""))


class FSHook(BaseHook):
    """Files below a path that a connection names."""

    conn_type = "fs"
    default_conn_name = "fs_default"

    def __init__(self, fs_conn_id: str = "fs_default", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.basepath = fs_path(fs_conn_id)

    def get_path(self) -> str:
        """The path."""
        return self.basepath

    def get_conn(self) -> None:
        """Nothing to connect to."""
