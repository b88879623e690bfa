"""Small functions and constants of Airflow that DAG files and their modules import."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib
import itertools
import os
import pkgutil
import random
import re
import signal
import socket
import string
from collections.abc import Iterable, Mapping
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Tuple

from airflow_lite.dates import instance, pendulum
from airflow_lite.exceptions import AirflowException, AirflowTaskTimeout

XCOM_RETURN_KEY = "return_value"
XCOM_SKIPMIXIN_KEY, XCOM_SKIPMIXIN_SKIPPED, XCOM_SKIPMIXIN_FOLLOWED = (
    "skipmixin_key",
    "skipped",
    "followed",
)
NEW_SESSION = None
DEFAULT_OWNER, DEFAULT_QUEUE, DEFAULT_POOL_NAME = "airflow", "default", "default_pool"
DEFAULT_POOL_SLOTS, DEFAULT_PRIORITY_WEIGHT, DEFAULT_RETRIES = 1, 1, 0
DEFAULT_RETRY_DELAY, MAX_RETRY_DELAY = dt.timedelta(seconds=300), 24 * 60 * 60
DEFAULT_TASK_EXECUTION_TIMEOUT = DEFAULT_EXECUTOR = None
DEFAULT_TRIGGER_RULE, DEFAULT_WEIGHT_RULE = "all_success", "downstream"
DEFAULT_EMAIL_ON_FAILURE = DEFAULT_EMAIL_ON_RETRY = True
DEFAULT_IGNORE_FIRST_DEPENDS_ON_PAST = DEFAULT_WAIT_FOR_PAST_DEPENDS_BEFORE_SKIPPING = False


class TaskInstanceKey(NamedTuple):
    """What names a task instance."""

    dag_id: str
    task_id: str
    run_id: str
    try_number: int = 1
    map_index: int = -1


def exactly_one(*given: Any) -> bool:
    """Whether one of them is true."""
    _refuse_one_list(given)
    return sum(map(bool, given)) == 1


def at_most_one(*given: Any) -> bool:
    """Whether not more than one of them is set and true."""
    _refuse_one_list(given)
    return sum(bool(each) for each in given) <= 1


def _refuse_one_list(given: Tuple[Any, ...]) -> None:
    if len(given) == 1 and is_container(given[0]):
        raise ValueError("Not supported for iterable args. Use `*` to unpack your iterable.")


def is_container(value: Any) -> bool:
    """Whether it can be gone through, and is no text."""
    return hasattr(value, "__iter__") and not isinstance(value, str)


def as_tuple(value: Any) -> Tuple[Any, ...]:
    """As a tuple; one thing as a tuple of one."""
    return tuple(value) if is_container(value) else (value,)


def as_flattened_list(lists: Iterable[Iterable[Any]]) -> List[Any]:
    """One list of the lists in it."""
    return [each for one in lists for each in one]


def chunks(items: List[Any], chunk_size: int) -> Iterator[List[Any]]:
    """Pieces of so many."""
    if chunk_size <= 0:
        raise ValueError("Chunk size must be a positive integer")
    for index in range(0, len(items), chunk_size):
        yield items[index : index + chunk_size]


def reduce_in_chunks(
    fn: Callable[..., Any], iterable: List[Any], initializer: Any, chunk_size: int = 0
) -> Any:
    """Reduces a list piece by piece."""
    if not iterable:
        return initializer
    return functools.reduce(fn, chunks(iterable, chunk_size or len(iterable)), initializer)


def convert_camel_to_snake(camel_str: str) -> str:
    """`CamelCase` as `camel_case`."""
    return re.sub(r"(?!^)([A-Z]+)", r"_\1", camel_str).lower()


def merge_dicts(dict1: Dict[Any, Any], dict2: Dict[Any, Any]) -> Dict[Any, Any]:
    """Both, the second first; dictionaries in them, too."""
    merged = dict(dict1)
    for key, value in dict2.items():
        both = isinstance(merged.get(key), dict) and isinstance(value, dict)
        merged[key] = merge_dicts(merged[key], value) if both else value
    return merged


def partition(pred: Callable[[Any], bool], iterable: Iterable[Any]) -> Tuple[Any, Any]:
    """Those that are not so, and those that are."""
    first, second = itertools.tee(iterable)
    return itertools.filterfalse(pred, first), filter(pred, second)


def prune_dict(val: Any, mode: str = "strict") -> Any:
    """Without what is None (or, if mode is `truthy`, without what is false)."""

    def keeps(each: Any) -> bool:
        return bool(each) if mode == "truthy" else each is not None

    if mode not in ("strict", "truthy"):
        raise ValueError("mode must be one of {'strict', 'truthy'}")
    if isinstance(val, dict):
        pruned = {
            key: prune_dict(each, mode) if isinstance(each, (list, dict)) else each
            for key, each in val.items()
            if keeps(each)
        }
        return {key: each for key, each in pruned.items() if keeps(each)}
    if isinstance(val, list):
        items = [
            prune_dict(each, mode) if isinstance(each, (list, dict)) else each
            for each in val
            if keeps(each)
        ]
        return [each for each in items if keeps(each)]
    return val


def prevent_duplicates(
    kwargs1: Mapping[str, Any], kwargs2: Mapping[str, Any], *, fail_reason: str
) -> None:
    """No name in both."""
    both = [name for name in kwargs1 if name in kwargs2]
    if len(both) == 1:
        raise TypeError(f"{fail_reason} argument: {both[0]}")
    if both:
        raise TypeError(f"{fail_reason} arguments: {', '.join(sorted(both))}")


def validate_key(k: Any, max_length: int = 250) -> None:
    """Whether Airflow takes it as an id."""
    if not isinstance(k, str):
        raise TypeError(f"The key has to be a string and is {type(k)}:{k}")
    if len(k) > max_length:
        raise AirflowException(f"The key has to be less than {max_length} characters")
    if not re.match(r"^[\w.-]+$", k):
        raise AirflowException(
            f"The key {k!r} has to be made of alphanumeric characters, dashes, "
            "dots and underscores exclusively"
        )


def import_string(dotted_path: str) -> Any:
    """The thing that a dotted path names."""
    path, dot, name = dotted_path.rpartition(".")
    if not dot:
        raise ImportError(f"{dotted_path} doesn't look like a module path")
    module = importlib.import_module(path)
    try:
        return getattr(module, name)
    except AttributeError:
        raise ImportError(f'Module "{path}" does not define a "{name}" attribute/class') from None


def qualname(o: Any, *_: Any, **__: Any) -> str:
    """The dotted path of a thing."""
    found = o if callable(o) and hasattr(o, "__qualname__") else type(o)
    return f"{found.__module__}.{found.__qualname__}"


def iter_namespace(ns: Any) -> Any:
    """The modules of a package."""
    return pkgutil.iter_modules(ns.__path__, f"{ns.__name__}.")


def get_random_string(length: int = 8, choices: str = string.ascii_letters + string.digits) -> str:
    """So many letters and digits."""
    return "".join(random.choice(choices) for _ in range(length))


def to_boolean(astring: Optional[str]) -> bool:
    """Whether a text says yes."""
    return (astring or "").lower() in ("on", "t", "true", "y", "yes", "1")


def get_hostname() -> str:
    """This machine."""
    return socket.getfqdn()


def get_host_ip_address() -> str:
    """Its address."""
    return socket.gethostbyname(socket.getfqdn())


def md5(data: bytes = b"", **_: Any) -> Any:
    """For names of files and the like."""
    return hashlib.new("md5", data, usedforsecurity=False)


def get_email_address_list(addresses: Any) -> List[str]:
    """One address each."""
    if isinstance(addresses, str):
        found = [each.strip() for each in re.split(r"\s*[,;]\s*", addresses)]
        return [each for each in found if each]
    if isinstance(addresses, Iterable):
        every = list(addresses)
        if not all(isinstance(each, str) for each in every):
            raise TypeError("The items in your iterable must be strings.")
        return every
    raise TypeError(f"Unexpected argument type: Received '{type(addresses).__name__}'.")


def date_range(
    start_date: Any, end_date: Any = None, num: Optional[int] = None, delta: Any = None
) -> List[Any]:
    """The days (or so) from one to another."""
    if not delta:
        return []
    step = delta if isinstance(delta, dt.timedelta) else None
    if step is None:
        raise AirflowException("airflow_lite knows date_range with a timedelta only.")
    if end_date and num:
        raise AirflowException("Wait. Either specify end_date OR num")
    found, when = [], start_date
    if end_date or not num:
        until = end_date or dt.datetime.now(start_date.tzinfo)
        while when <= until:
            found.append(when)
            when += step
        return found
    for _ in range(abs(num)):
        found.append(when)
        when = when + step if num > 0 else when - step
    return sorted(found)


def infer_time_unit(time_seconds_arr: Any) -> str:
    """The unit in which the longest is read best."""
    longest = max(time_seconds_arr, default=0)
    if longest <= 120:
        return "seconds"
    if longest <= 7200:
        return "minutes"
    return "hours" if longest <= 172800 else "days"


def scale_time_units(time_seconds_arr: Any, unit: str) -> List[float]:
    """Seconds in another unit."""
    by = {"minutes": 60, "hours": 3600, "days": 86400}.get(unit, 1)
    return [each / by for each in time_seconds_arr]


def make_naive(value: Any, timezone: Any = None) -> Any:
    """Without its time zone, as the clock shows it there."""
    if value.tzinfo is None:
        raise ValueError("make_naive() cannot be applied to a naive datetime")
    return instance(value).in_timezone(timezone or "UTC").naive()


def from_timestamp(timestamp: float, tz: Any = None) -> Any:
    """Seconds since 1970 as a time."""
    return pendulum.from_timestamp(timestamp, tz=tz or "UTC")


def context_merge(context: Any, *additions: Any, **kwargs: Any) -> None:
    """Adds to a context."""
    for each in additions:
        context.update(each)
    context.update(kwargs)


def context_to_airflow_vars(context: Any, in_env_var_format: bool = False) -> Dict[str, str]:
    """Names of a task instance, as for its environment."""
    from airflow_lite.runtime.task_instance import context_environment

    found = context_environment(context)
    if in_env_var_format:
        return found
    return {
        "airflow.ctx." + name[len("AIRFLOW_CTX_") :].lower(): value for name, value in found.items()
    }


def determine_kwargs(func: Any, args: Any, kwargs: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a context a function takes."""
    from airflow_lite.operators.python import arguments_for

    return dict(arguments_for(func, list(args), {}, kwargs, None)[1])


def make_kwargs_callable(func: Callable[..., Any]) -> Callable[..., Any]:
    """A function that takes everything and hands on what that one takes."""

    @functools.wraps(func)
    def call(*args: Any, **kwargs: Any) -> Any:
        return func(*args, **determine_kwargs(func, args, kwargs))

    return call


def mask_secret(secret: Any, name: Optional[str] = None) -> None:
    """Not shown in logs from now on."""
    from airflow_lite.variables import is_sensitive, mask

    if isinstance(secret, Mapping):
        for key, value in secret.items():
            mask_secret(value, key)
    elif isinstance(secret, str):
        if name is None or is_sensitive(name):
            mask(secret)
    elif isinstance(secret, Iterable):
        for value in secret:
            mask_secret(value, name)


def redact(value: Any, name: Optional[str] = None, *_: Any, **__: Any) -> Any:
    """Without secrets."""
    from airflow_lite.runtime.reporting import redact as hide
    from airflow_lite.variables import is_sensitive

    if isinstance(value, str):
        return "***" if name and is_sensitive(name) else hide(value)
    if isinstance(value, dict):
        return {key: redact(each, str(key)) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(redact(each, name) for each in value)
    return value


class timeout:
    """`with timeout(seconds):` — the name is Airflow's."""

    def __init__(self, seconds: float = 1, error_message: str = "Timeout") -> None:
        self.seconds = seconds
        self.error_message = f"{error_message}, PID: {os.getpid()}"

    def _ring(self, *_: Any) -> None:
        raise AirflowTaskTimeout(self.error_message)

    def __enter__(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_: Any) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


class HookLineageCollector:
    """Takes what hooks tell of lineage, and keeps nothing."""

    has_collected = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


def get_hook_lineage_collector() -> HookLineageCollector:
    """The one."""
    return HookLineageCollector()


def expand_env_var(env_var: Any) -> Any:
    """With the user's folder and the environment in it."""
    return os.path.expanduser(os.path.expandvars(str(env_var))) if env_var else env_var


def result(function: Any) -> Any:
    """`@result` of Airflow 3.3: what the task returns is the result of the DAG's run."""
    from airflow_lite.decorators import TaskDecorator

    if not isinstance(function, TaskDecorator):
        raise TypeError("@result must be used on top of a @task-decorated function")
    function.__dict__["returns_dag_result"] = True
    return function


def deadline_reference(kind: Any = None) -> Any:
    """Decorates a class that says when a deadline is counted from."""
    return kind if isinstance(kind, type) else lambda cls: cls
