"""Schedules as inert objects: when a DAG would run is the engine's business; here they only have to be made and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Dict, List, Optional

from airflow_lite import configuration
from airflow_lite.assets import AssetAll, _Combined, expression
from airflow_lite.dates import zone_name
from airflow_lite.exceptions import AirflowTimetableInvalid
from airflow_lite.state import State

PRESETS = (
    "@hourly",
    "@daily",
    "@weekly",
    "@monthly",
    "@yearly",
    "@annually",
    "@quarterly",
    "@midnight",
)


class DataInterval:
    """From when to when a run's data are."""

    def __init__(self, start: Any, end: Any) -> None:
        self.start, self.end = start, end

    @classmethod
    def exact(cls, at: Any) -> DataInterval:
        """Empty."""
        return cls(at, at)


class DagRunInfo:
    """The next run."""

    def __init__(self, *, run_after: Any, data_interval: Any = None, **rest: Any) -> None:
        self.run_after, self.data_interval = run_after, data_interval

    @classmethod
    def interval(cls, start: Any, end: Any) -> DagRunInfo:
        """One that runs at the end of its interval."""
        return cls(run_after=end, data_interval=DataInterval(start, end))


class TimeRestriction:
    """Between when and when there are runs."""

    def __init__(self, earliest: Any, latest: Any, catchup: bool) -> None:
        self.earliest, self.latest, self.catchup = earliest, latest, catchup


class Timetable:
    """Base of all, also of the user's own."""

    description = ""
    can_be_scheduled = True
    periodic = True
    active_runs_limit: Optional[int] = None

    @property
    def summary(self) -> str:
        """Its class."""
        return type(self).__name__

    def tell(self, zone: str) -> Dict[str, Any]:
        """`kind`, `expression` and `timezone` as `dagsight graph` has them."""
        return {"kind": "timetable", "expression": _call_text(self), "timezone": zone}

    def played(self, zone: str) -> Timetable:
        """The timetable that Airflow makes of it."""
        return self


def _call_text(timetable: Any) -> str:
    parts = []
    for name, value in vars(timetable).items():
        if not name.startswith("_") and not isinstance(value, Timetable):
            parts.append(f"{name}={value!r}")
    return f"{type(timetable).__name__}({', '.join(parts)})"


class NullTimetable(Timetable):
    """Never by itself."""

    can_be_scheduled = False

    def tell(self, zone: str) -> Dict[str, Any]:
        """None."""
        return {"kind": "none", "expression": None, "timezone": zone}


class OnceTimetable(NullTimetable):
    """Once."""

    can_be_scheduled = True

    def tell(self, zone: str) -> Dict[str, Any]:
        """Once."""
        return {"kind": "once", "expression": None, "timezone": zone}


class ContinuousTimetable(NullTimetable):
    """One after the other."""

    can_be_scheduled = True
    active_runs_limit = 1

    def tell(self, zone: str) -> Dict[str, Any]:
        """Continuous."""
        return {"kind": "continuous", "expression": None, "timezone": zone}


class _Zoned(Timetable):
    timezone: Any = None

    def tell(self, zone: str) -> Dict[str, Any]:
        """With its own zone."""
        name = self.timezone if isinstance(self.timezone, str) else zone_name(self.timezone)
        return {"kind": "timetable", "expression": _call_text(self), "timezone": name}


class CronTriggerTimetable(_Zoned):
    """At each time of a cron expression."""

    def __init__(
        self, cron: str, *, timezone: Any, interval: Any = timedelta(), run_immediately: Any = False
    ) -> None:
        self.expression, self.timezone, self.interval = cron, timezone, interval


class CronDataIntervalTimetable(_Zoned):
    """Over the time between two cron times."""

    def __init__(self, cron: str, timezone: Any) -> None:
        self.expression, self.timezone = cron, timezone


class MultipleCronTriggerTimetable(_Zoned):
    """At the times of several cron expressions."""

    def __init__(
        self, *crons: str, timezone: Any, interval: Any = timedelta(), run_immediately: Any = False
    ) -> None:
        if not crons:
            raise ValueError("cron expression required")
        self.crons, self.timezone, self._interval = list(crons), timezone, interval


class CronPartitionTimetable(CronTriggerTimetable):
    """By partitions."""

    def __init__(self, cron: str, *, timezone: Any, **_: Any) -> None:
        super().__init__(cron, timezone=timezone)


class DeltaTriggerTimetable(Timetable):
    """Every so often."""

    def __init__(self, delta: Any, *, interval: Any = timedelta()) -> None:
        self.delta, self._interval = delta, interval

    def tell(self, zone: str) -> Dict[str, Any]:
        """The time between."""
        return {"kind": "timetable", "expression": _call_text(self), "timezone": zone}


class DeltaDataIntervalTimetable(Timetable):
    """Over each such time."""

    def __init__(self, delta: Any) -> None:
        self.delta = delta


class EventsTimetable(Timetable):
    """At given times."""

    def __init__(
        self,
        event_dates: Any,
        restrict_to_events: bool = False,
        presorted: bool = False,
        description: Optional[str] = None,
    ) -> None:
        self.event_dates = list(event_dates)


class AssetTriggeredTimetable(Timetable):
    """When assets were made."""

    def __init__(self, assets: Any) -> None:
        self.assets = assets

    def tell(self, zone: str) -> Dict[str, Any]:
        """The condition."""
        return {"kind": "assets", "expression": expression(self.assets), "timezone": zone}


class AssetOrTimeSchedule(Timetable):
    """When assets were made, or at a time."""

    def __init__(
        self,
        *,
        timetable: Any = None,
        assets: Any = None,
        datasets: Any = None,
        schedule: Any = None,
    ) -> None:
        self._timetable = timetable or schedule
        if isinstance(self._timetable, (AssetOrTimeSchedule, AssetTriggeredTimetable)):
            raise AirflowTimetableInvalid("cannot nest asset timetables")
        given = assets if assets is not None else datasets
        items = [given] if isinstance(given, _Combined) else list(given or [])
        if not all(isinstance(each, _Combined) for each in items):
            raise AirflowTimetableInvalid("all elements in 'assets' must be assets")
        self._assets = items[0] if len(items) == 1 else AssetAll(*items)

    def tell(self, zone: str) -> Dict[str, Any]:
        """Both."""
        text = f"{type(self).__name__}({self._timetable.summary}, {expression(self._assets)})"
        return {"kind": "timetable", "expression": text, "timezone": zone}


class DatasetOrTimeSchedule(AssetOrTimeSchedule):
    """Airflow 2's name."""


class PartitionedAtRuntime(NullTimetable):
    """By partitions that a run names."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()


class PartitionedAssetTimetable(AssetTriggeredTimetable):
    """When partitions of assets were made."""

    def __init__(self, *, assets: Any, **_: Any) -> None:
        super().__init__(assets if isinstance(assets, _Combined) else AssetAll(*assets))


class _Text(Timetable):
    """A preset, a cron expression or a delta as it was written."""

    def __init__(self, kind: str, text: str, delta: Any = None) -> None:
        self._kind, self._text, self._delta = kind, text, delta

    @property
    def summary(self) -> str:
        """As it was written."""
        return self._text

    def tell(self, zone: str) -> Dict[str, Any]:
        """As it was written."""
        return {"kind": self._kind, "expression": self._text, "timezone": zone}

    def played(self, zone: str) -> Timetable:
        """Intervals in Airflow 2, moments in Airflow 3, unless the configuration says otherwise."""
        if self._kind == "timetable":
            return self
        option = "create_delta_data_intervals" if self._delta else "create_cron_data_intervals"
        if not configuration.conf.getboolean("scheduler", option, fallback=State.is_2()):
            return self
        if self._delta:
            return DeltaDataIntervalTimetable(self._delta)
        return CronDataIntervalTimetable(self._text, zone)


def make_timetable(schedule: Any) -> Timetable:
    """What a `schedule` argument means."""
    if isinstance(schedule, Timetable):
        return schedule
    if isinstance(schedule, _Combined):
        return AssetTriggeredTimetable(schedule)
    if isinstance(schedule, str):
        return _of_text(schedule)
    if schedule is None:
        return NullTimetable()
    if isinstance(schedule, timedelta) or type(schedule).__name__ == "relativedelta":
        return _Text("delta", iso_duration(schedule), schedule)
    if hasattr(schedule, "__iter__"):
        items: List[Any] = list(schedule)
        if not all(isinstance(each, _Combined) for each in items):
            raise ValueError(
                "All elements in 'schedule' should be either assets, asset references, or asset aliases"
            )
        return AssetTriggeredTimetable(AssetAll(*items))
    if hasattr(schedule, "next_dagrun_info"):
        return _Text("timetable", f"{type(schedule).__name__}()")
    raise ValueError(f"{schedule!r} is not a valid schedule.")


def _of_text(text: str) -> Timetable:
    if text == "@once":
        return OnceTimetable()
    if text == "@continuous":
        return ContinuousTimetable()
    if text in PRESETS:
        return _Text("preset", text)
    if len(text.split()) not in (5, 6, 7) and not text.startswith("@"):
        raise AirflowTimetableInvalid(
            "Exactly 5, 6 or 7 columns has to be specified for iterator expression."
        )
    return _Text("cron", text)


def iso_duration(value: Any) -> str:
    """`P1DT2H` for a timedelta or relativedelta."""
    if isinstance(value, timedelta):
        total = value.total_seconds()
        if total <= 0:
            raise AirflowTimetableInvalid(f"schedule interval must be positive, not {value!r}")
        years = months = 0
        days, rest = divmod(total, 86400)
    else:
        years, months, days = value.years, value.months, value.days
        rest = value.hours * 3600 + value.minutes * 60 + value.seconds
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((years, "Y"), (months, "M"), (days, "D"))
    date = "".join(f"{int(number)}{unit}" for number, unit in parts if number)
    clock = "".join(
        f"{number:g}{unit}"
        for number, unit in ((hours, "H"), (minutes, "M"), (seconds, "S"))
        if number
    )
    return "P" + date + ("T" + clock if clock else "") if date or clock else "PT0S"
