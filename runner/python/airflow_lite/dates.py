"""Points in time: pendulum where it is installed, else our own small copy of its common half."""

from __future__ import annotations

import datetime as dt
import os
from importlib import import_module
from typing import Any, Optional

pendulum: Any
try:
    pendulum = import_module("pendulum")
except ImportError:
    pendulum = import_module("airflow_lite.pendulum_lite")


def utcnow() -> Any:
    """Now, in UTC."""
    return pendulum.now("UTC")


def parse(text: str) -> Any:
    """An ISO 8601 text as a point in time."""
    return pendulum.parse(text)


def instance(value: Optional[dt.datetime]) -> Any:
    """A datetime as pendulum has it; a naive one is UTC."""
    if value is None:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=dt.timezone.utc)
    return pendulum.instance(value)


def iso(value: Any) -> Optional[str]:
    """For the wire."""
    return None if value is None else str(value.isoformat())


def default_timezone() -> Any:
    """The zone of dates that name none."""
    name = os.environ.get("AIRFLOW__CORE__DEFAULT_TIMEZONE", "utc")
    if name.lower() == "system":
        return pendulum.local_timezone()
    return pendulum.timezone("UTC" if name.lower() == "utc" else name)


def zone_name(value: Any) -> str:
    """The name of a time zone, or of the one a datetime has."""
    zone = getattr(value, "tzinfo", None) if isinstance(value, dt.datetime) else value
    if zone is None:
        return "UTC"
    for attribute in ("name", "key", "zone"):
        name = getattr(zone, attribute, None)
        if isinstance(name, str) and name:
            return name
    offset = zone.utcoffset(value if isinstance(value, dt.datetime) else None)
    if not offset:
        return "UTC"
    minutes = int(offset.total_seconds() // 60)
    return "%s%02d:%02d" % ("+" if minutes >= 0 else "-", abs(minutes) // 60, abs(minutes) % 60)


def seconds(value: Any) -> Optional[float]:
    """A timedelta, or a number of seconds, as a number."""
    if value is None:
        return None
    return float(value.total_seconds()) if hasattr(value, "total_seconds") else float(value)


def delta(value: Any) -> dt.timedelta:
    """A timedelta, or a number of seconds, as a timedelta."""
    return value if isinstance(value, dt.timedelta) else dt.timedelta(seconds=value)
