"""The common half of pendulum, for interpreters that do not have it: zones, DateTime arithmetic and formatting.

`import pendulum` finds this module then, since nearly every DAG file begins with it.
"""

from __future__ import annotations

import calendar
import datetime as _dt
import itertools
import re
from typing import Any, Iterator, Optional, Tuple, Union
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from airflow_lite import pendulum_words as _words
from airflow_lite.pendulum_days import Days, WeekDay

__version__ = "3.0.0"

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = WeekDay

Zone = Union[str, int, float, _dt.tzinfo, None]


class Timezone(ZoneInfo):
    """A zone by its IANA name."""

    @property
    def name(self) -> str:
        """The name it was made with."""
        return self.key

    def __repr__(self) -> str:
        return f"Timezone('{self.key}')"

    def convert(self, value: _dt.datetime) -> DateTime:
        """The same instant here; a naive time is a time here."""
        if value.tzinfo is None:
            return _in_zone(value, self, value.fold)
        return _wrap(value.astimezone(self))

    def datetime(self, *parts: int) -> DateTime:
        """A time here."""
        return _in_zone(_dt.datetime(*parts), self)  # type: ignore[arg-type]


class FixedTimezone(_dt.tzinfo):
    """A zone by its offset."""

    def __init__(self, offset: float, name: Optional[str] = None) -> None:
        self._offset = _dt.timedelta(seconds=offset)
        minutes = int(offset // 60)
        sign = "+" if minutes >= 0 else "-"
        self.name = name or "%s%02d:%02d" % (sign, abs(minutes) // 60, abs(minutes) % 60)

    def utcoffset(self, _: Optional[_dt.datetime]) -> _dt.timedelta:
        """Always the same."""
        return self._offset

    def dst(self, _: Optional[_dt.datetime]) -> _dt.timedelta:
        """None."""
        return _dt.timedelta(0)

    def tzname(self, _: Optional[_dt.datetime]) -> str:
        """The name."""
        return self.name

    def __repr__(self) -> str:
        return "Timezone(%r)" % self.name

    def __reduce__(self) -> Any:
        return FixedTimezone, (self._offset.total_seconds(), self.name)


class InvalidTimezone(ValueError):
    """No such zone."""


class NonExistingTime(ValueError):
    """Clocks skip it."""


class AmbiguousTime(ValueError):
    """Clocks show it twice."""


def timezone(name: Union[str, int]) -> Any:
    """A zone by name or offset in hours."""
    if isinstance(name, int):
        return FixedTimezone(name * 3600)
    if name.lower() in ("utc", "z"):
        return UTC
    try:
        return Timezone(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidTimezone("Invalid timezone %s" % name) from error


def _utc() -> Any:
    try:
        return Timezone("UTC")
    except ZoneInfoNotFoundError:
        return FixedTimezone(0, "UTC")


UTC = _utc()


def local_timezone() -> Any:
    """The machine's zone, as an offset."""
    return _zone(_dt.datetime.now().astimezone().tzinfo)


def _zone(zone: Zone) -> Any:
    if zone is None:
        return UTC
    if isinstance(zone, str):
        return local_timezone() if zone == "local" else timezone(zone)
    if isinstance(zone, (int, float)):
        return FixedTimezone(zone * 3600)
    if isinstance(zone, (Timezone, FixedTimezone)):
        return zone
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if isinstance(name, str):
        return timezone(name)
    offset = zone.utcoffset(_dt.datetime.now())
    return UTC if not offset else FixedTimezone(offset.total_seconds())


_SIZES = (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class Duration(_dt.timedelta):
    """A timedelta that also remembers years and months."""

    _whole = (0, 0)

    def __new__(  # type: ignore[misc]
        cls,
        days: float = 0,
        seconds: float = 0,
        microseconds: float = 0,
        milliseconds: float = 0,
        minutes: float = 0,
        hours: float = 0,
        weeks: float = 0,
        years: int = 0,
        months: int = 0,
    ) -> Duration:
        """Years count 365 days and months 30 in the total."""
        total = days + years * 365 + months * 30
        made = super().__new__(
            cls, total, seconds, microseconds, milliseconds, minutes, hours, weeks
        )
        made._whole = (years, months)
        made._plain = _dt.timedelta(
            days, seconds, microseconds, milliseconds, minutes, hours, weeks
        )
        return made

    _plain: _dt.timedelta

    def total_minutes(self) -> float:
        """In minutes."""
        return self.total_seconds() / 60

    def total_hours(self) -> float:
        """In hours."""
        return self.total_seconds() / 3600

    def total_days(self) -> float:
        """In days."""
        return self.total_seconds() / 86400

    def total_weeks(self) -> float:
        """In weeks."""
        return self.total_days() / 7

    def in_seconds(self) -> int:
        """Whole seconds."""
        return int(self.total_seconds())

    def in_minutes(self) -> int:
        """Whole minutes."""
        return int(self.total_minutes())

    def in_hours(self) -> int:
        """Whole hours."""
        return int(self.total_hours())

    def in_days(self) -> int:
        """Whole days."""
        return int(self.total_days())

    def in_weeks(self) -> int:
        """Whole weeks."""
        return int(self.total_weeks())

    def _months(self) -> Tuple[int, float]:
        """So many months, and the seconds besides."""
        return self.years * 12 + self.months, self._plain.total_seconds()

    @property
    def years(self) -> int:
        """Whole years."""
        return self._whole[0]

    @property
    def months(self) -> int:
        """Months beside whole years."""
        return self._whole[1]

    @property
    def weeks(self) -> int:
        """Whole weeks beside years and months."""
        return self._split()[0]

    @property
    def remaining_days(self) -> int:
        """Days beside whole weeks."""
        return self._split()[1]

    @property
    def hours(self) -> int:
        """Hours beside whole days."""
        return self._split()[2]

    @property
    def minutes(self) -> int:
        """Minutes beside whole hours."""
        return self._split()[3]

    @property
    def remaining_seconds(self) -> int:
        """Seconds beside whole minutes."""
        return self._split()[4]

    @property
    def invert(self) -> bool:
        """Whether it goes back."""
        return self.total_seconds() < 0

    def as_timedelta(self) -> _dt.timedelta:
        """Python's own."""
        return _dt.timedelta(seconds=self.total_seconds())

    def _split(self) -> Tuple[int, ...]:
        rest = self._months()[1]
        left = int(abs(rest))
        counts = []
        for _, size in _SIZES:
            count, left = divmod(left, size)
            counts.append(-count if rest < 0 else count)
        return tuple(counts)

    def in_words(self, locale: Optional[str] = None, separator: str = " ") -> str:
        """`2 hours 5 minutes`."""
        months, rest = self._months()
        sign = "-" if months < 0 or rest < 0 else ""
        years, months = divmod(abs(months), 12)
        counts = [("year", years), ("month", months)]
        left = int(abs(rest))
        for name, size in _SIZES:
            count, left = divmod(left, size)
            counts.append((name, count))
        words = [f"{sign}{n} {name}{'' if n == 1 else 's'}" for name, n in counts if n]
        if words:
            return separator.join(words)
        return f"{sign}{abs(rest):.2f} seconds" if rest else "0 microseconds"

    def __str__(self) -> str:
        return self.in_words()

    def __format__(self, spec: str) -> str:
        return str(self)

    def __repr__(self) -> str:
        months, rest = self._months()
        sign = -1 if months < 0 or rest < 0 else 1
        years, months = divmod(abs(months), 12)
        left = int(abs(rest))
        shown = [f"{name}={sign * n}" for name, n in (("years", years), ("months", months)) if n]
        for name, size in _SIZES:
            count, left = divmod(left, size)
            if count or (name == "day" and any("weeks" in each for each in shown)):
                shown.append(f"{name}s={sign * count}")
        if self.microseconds:
            shown.append(f"microseconds={self.microseconds}")
        return f"Duration({', '.join(shown)})"

    def __reduce__(self) -> Any:
        return _duration_of, (self.total_seconds(),)


def _duration_of(total: float) -> Duration:
    return Duration(seconds=total)


class DateTime(Days, _dt.datetime):
    """A datetime with a zone and pendulum's everyday methods."""

    @property
    def timezone(self) -> Any:
        """Its zone."""
        return self.tzinfo

    tz = timezone

    @property
    def timezone_name(self) -> Optional[str]:
        """The name of its zone."""
        return getattr(self.tzinfo, "name", None)

    @property
    def offset(self) -> int:
        """Seconds from UTC."""
        found = self.utcoffset()
        return int(found.total_seconds()) if found else 0

    @property
    def int_timestamp(self) -> int:
        """Whole seconds since 1970."""
        return int(self.timestamp())

    @property
    def float_timestamp(self) -> float:
        """Seconds since 1970."""
        return self.timestamp()

    @classmethod
    def now(cls, tz: Any = None) -> DateTime:
        """Now, in a zone."""
        return now(tz)

    @classmethod
    def instance(cls, value: _dt.datetime, tz: Any = None) -> Any:
        """A datetime as one of these."""
        return instance(value, tz)

    def add(
        self,
        years: int = 0,
        months: int = 0,
        weeks: float = 0,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        microseconds: float = 0,
    ) -> DateTime:
        """Hours and less move time itself; together with days or more they move the wall clock, too."""
        step = _dt.timedelta(
            days=days,
            weeks=weeks,
            hours=hours,
            minutes=minutes,
            seconds=seconds,
            microseconds=microseconds,
        )
        if self.tzinfo is not None and not (years or months or weeks or days):
            moved = _dt.datetime.__add__(_plain(self).astimezone(_dt.timezone.utc), step)
            return _wrap(moved.astimezone(self.tzinfo))
        total = self.month - 1 + months + 12 * years
        year, month = self.year + total // 12, total % 12 + 1
        day = min(self.day, calendar.monthrange(year, month)[1])
        wall = _dt.datetime.replace(_plain(self), year=year, month=month, day=day, tzinfo=None)
        return _in_zone(wall + step, self.tzinfo)

    def subtract(self, **parts: Any) -> DateTime:
        """The other way."""
        return self.add(**{name: -value for name, value in parts.items()})

    def __add__(self, other: Any) -> DateTime:  # type: ignore[override]
        if isinstance(other, Interval):
            return self.add(
                years=other.years,
                months=other.months,
                weeks=other.weeks,
                days=other.remaining_days,
                hours=other.hours,
                minutes=other.minutes,
                seconds=other.remaining_seconds,
                microseconds=other.microseconds,
            )
        if isinstance(other, Duration):
            plain = other._plain
            return self.add(
                years=other.years,
                months=other.months,
                days=plain.days,
                seconds=plain.seconds,
                microseconds=plain.microseconds,
            )
        if isinstance(other, _dt.timedelta):
            seconds = other.days * 86400 + other.seconds
            return self.add(seconds=seconds, microseconds=other.microseconds)
        return NotImplemented  # type: ignore[no-any-return]

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:  # type: ignore[override]
        if isinstance(other, Duration):
            plain = other._plain
            whole = plain.days * 86400 + plain.seconds
            return self.subtract(
                years=other.years,
                months=other.months,
                seconds=whole,
                microseconds=plain.microseconds,
            )
        if isinstance(other, _dt.timedelta):
            return self + (-other)
        if isinstance(other, _dt.datetime):
            return Interval(_wrap(other), self)
        return NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return _wrap(other) - self if isinstance(other, _dt.datetime) else NotImplemented

    def diff(self, other: Optional[_dt.datetime] = None, abs: bool = True) -> Interval:
        """What lies between."""
        return Interval(self, _wrap(other or now(self.tzinfo)), abs)

    def in_timezone(self, zone: Zone) -> DateTime:
        """The same instant elsewhere."""
        if self.tzinfo is None:
            return _in_zone(self, _zone(zone))
        return _wrap(_plain(self).astimezone(_zone(zone)))

    in_tz = in_timezone

    def astimezone(self, tz: Any = None) -> DateTime:
        """As datetime has it."""
        return _wrap(_plain(self).astimezone(tz))

    def replace(self, *args: Any, **parts: Any) -> DateTime:  # type: ignore[override]
        """With other parts; a time that clocks skip moves on."""
        made = _dt.datetime.replace(_plain(self), *args, **parts)
        return _in_zone(made, made.tzinfo, made.fold)

    def set(self, tz: Zone = None, **parts: int) -> DateTime:
        """With some parts replaced."""
        more = {} if tz is None else {"tzinfo": _zone(tz)}
        return self.replace(**parts, **more)

    def on(self, year: int, month: int, day: int) -> DateTime:
        """On another day."""
        return self._on(year, month, day)

    def at(self, hour: int, minute: int = 0, second: int = 0, microsecond: int = 0) -> DateTime:
        """At another time of the day."""
        return self.replace(hour=hour, minute=minute, second=second, microsecond=microsecond)

    def naive(self) -> DateTime:
        """Without a zone."""
        return self.replace(tzinfo=None)

    def to_time_string(self) -> str:
        """`13:05:00`."""
        return self.strftime("%H:%M:%S")

    def to_datetime_string(self) -> str:
        """`2025-01-31 13:05:00`."""
        return self.strftime("%Y-%m-%d %H:%M:%S")

    def to_iso8601_string(self) -> str:
        """ISO 8601; UTC is `Z`."""
        text = self.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text

    def to_rfc3339_string(self) -> str:
        """ISO 8601 with an offset."""
        return self.isoformat()

    def date(self) -> Date:
        """Its day."""
        return Date(self.year, self.month, self.day)

    def time(self) -> Time:
        """Its time of the day."""
        return Time(self.hour, self.minute, self.second, self.microsecond)

    @property
    def offset_hours(self) -> float:
        """Hours from UTC."""
        return self.offset / 3600

    def get_offset(self) -> int:
        """Seconds from UTC."""
        return self.offset

    def is_utc(self) -> bool:
        """Whether it shows what clocks show in UTC."""
        return self.offset == 0

    def is_local(self) -> bool:
        """Whether it shows what clocks show here."""
        return self.offset == self.in_timezone(local_timezone()).offset

    def is_dst(self) -> bool:
        """Whether it is summer time."""
        return bool(self.dst())

    def average(self, other: Optional[_dt.datetime] = None) -> DateTime:
        """The moment in the middle."""
        half = self.diff(other, False).as_timedelta() // 2
        return self.add(seconds=half.days * 86400 + half.seconds, microseconds=half.microseconds)

    def _on(self, year: int, month: int, day: int) -> DateTime:
        return self.replace(year=year, month=month, day=day)

    def _midnight(self) -> DateTime:
        return self.at(0)

    def _now(self) -> DateTime:
        return now(self.tzinfo)

    def _before(self) -> DateTime:
        return self.subtract(microseconds=1)

    def __str__(self) -> str:
        return self.isoformat(" ")

    def __repr__(self) -> str:
        parts = [self.year, self.month, self.day, self.hour, self.minute, self.second]
        if self.microsecond:
            parts.append(self.microsecond)
        zone = ", tzinfo=Timezone(%r)" % self.timezone_name if self.tzinfo else ""
        return "DateTime(%s%s)" % (", ".join(str(part) for part in parts), zone)


class Date(Days, _dt.date):
    """A date with pendulum's everyday methods."""

    _units = ("day", "week", "month", "year", "decade", "century")

    def add(self, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> Date:
        """Another day."""
        return DateTime(self.year, self.month, self.day).add(years, months, weeks, days).date()

    def subtract(self, **parts: int) -> Date:
        """The other way."""
        return self.add(**{name: -value for name, value in parts.items()})

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Duration):
            return self.add(years=other.years, months=other.months, days=other._plain.days)
        return self.add(days=other.days) if isinstance(other, _dt.timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:  # type: ignore[override]
        if isinstance(other, Duration):
            return self.subtract(years=other.years, months=other.months, days=other._plain.days)
        if isinstance(other, _dt.timedelta):
            return self.subtract(days=other.days)
        return Interval(instance(other), self) if isinstance(other, _dt.date) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return Interval(self, instance(other)) if isinstance(other, _dt.date) else NotImplemented

    def diff(self, other: Optional[_dt.date] = None, abs: bool = True) -> Interval:
        """What lies between."""
        return Interval(self, instance(other or self._now()), abs)

    def average(self, other: Optional[_dt.date] = None) -> Date:
        """The day in the middle."""
        return self.add(days=int(self.diff(other, False).in_days() / 2))

    def set(self, **parts: int) -> Date:
        """With some parts replaced."""
        return self.replace(**parts)

    @classmethod
    def instance(cls, value: _dt.date) -> Date:
        """A date as one of these."""
        return Date(value.year, value.month, value.day)

    def _on(self, year: int, month: int, day: int) -> Date:
        return Date(year, month, day)

    def _midnight(self) -> Date:
        return self

    def _now(self) -> Date:
        return today().date()

    def _before(self) -> Date:
        return self.subtract(days=1)


class Time(_dt.time):
    """A time of the day with pendulum's everyday methods."""

    def add(self, **parts: float) -> Time:
        """Later, round the clock."""
        return DateTime(1970, 1, 1).at(*self._clock()).add(**parts).time()  # type: ignore[arg-type]

    def subtract(self, **parts: float) -> Time:
        """Earlier, round the clock."""
        return self.add(**{name: -value for name, value in parts.items()})

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, _dt.timedelta):
            return NotImplemented
        if other.days:
            raise TypeError("Cannot add timedelta with days to Time.")
        return self.add(seconds=other.seconds, microseconds=other.microseconds)

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, _dt.time):
            return Duration(seconds=_seconds(self) - _seconds(other))
        if not isinstance(other, _dt.timedelta):
            return NotImplemented
        if other.days:
            raise TypeError("Cannot subtract timedelta with days to Time.")
        return self.subtract(seconds=other.seconds, microseconds=other.microseconds)

    def diff(self, other: Optional[_dt.time] = None, abs: bool = True) -> Duration:
        """What lies between."""
        seconds = _seconds(other or now().time()) - _seconds(self)
        return Duration(seconds=max(seconds, -seconds) if abs else seconds)

    def format(self, pattern: str, locale: Optional[str] = None) -> str:
        """By pendulum's tokens."""
        return _words.written(self, pattern)

    def for_json(self) -> str:
        """ISO 8601."""
        return self.isoformat()

    def _clock(self) -> Tuple[int, int, int, int]:
        return self.hour, self.minute, self.second, self.microsecond


def _seconds(value: _dt.time) -> int:
    return value.hour * 3600 + value.minute * 60 + value.second


class Interval(Duration):
    """What lies between two points in time."""

    start: Any
    end: Any
    _is_turned: bool

    def __new__(cls, start: Any, end: Any, absolute: bool = False) -> Interval:  # type: ignore[misc]
        """From the first to the second; backwards counts below zero unless it is absolute."""
        span = _span(start, end)
        is_turned = span < _dt.timedelta(0)
        if absolute and is_turned:
            start, end, span = end, start, -span
        made: Any = super().__new__(cls, span.days, span.seconds, span.microseconds)
        made.start, made.end, made._is_turned = start, end, is_turned
        return made  # type: ignore[no-any-return]

    @property
    def invert(self) -> bool:
        """Whether it was given backwards."""
        return self._is_turned

    @property
    def years(self) -> int:
        """Whole years of the calendar."""
        return self.in_years()

    @property
    def months(self) -> int:
        """Months of the calendar beside whole years."""
        return self._months()[0] - self.in_years() * 12

    def in_days(self) -> int:
        """Days of the calendar."""
        zones = {getattr(end, "timezone_name", None) for end in (self.start, self.end)}
        days = [_day(end, len(zones) > 1) for end in (self.start, self.end)]
        return days[1] - days[0]

    def _months(self) -> Tuple[int, float]:
        goes_back = self.end < self.start
        first, last = (self.end, self.start) if goes_back else (self.start, self.end)
        months = (last.year - first.year) * 12 + last.month - first.month
        if first.add(months=months) > last:
            months -= 1
        rest = _span(first.add(months=months), last).total_seconds()
        return (-months, -rest) if goes_back else (months, rest)

    def in_months(self) -> int:
        """Whole months of the calendar."""
        return self._months()[0]

    def in_years(self) -> int:
        """Whole years of the calendar."""
        return int(self._months()[0] / 12)

    def in_weeks(self) -> int:
        """Whole weeks of the calendar."""
        return int(self.in_days() / 7)

    def as_duration(self) -> Duration:
        """Without its ends."""
        return _duration_of(self.total_seconds())

    def range(self, unit: str, amount: int = 1) -> Iterator[Any]:
        """Every so many days, hours … from its start to its end."""
        goes_back = self.end < self.start
        for step in itertools.count():
            parts = {unit: step * amount * (-1 if goes_back else 1)}
            found = self.start.add(**parts)
            if (found < self.end) if goes_back else (found > self.end):
                return
            yield found

    def __iter__(self) -> Iterator[Any]:
        return self.range("days")

    def __contains__(self, item: Any) -> bool:
        return bool(self.start <= item <= self.end)

    def __neg__(self) -> Interval:
        return Interval(self.end, self.start)

    def __abs__(self) -> Interval:
        return Interval(self.start, self.end, True)

    def __repr__(self) -> str:
        return f"<Interval [{self.start} -> {self.end}]>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> Any:
        return Interval, (self.start, self.end)


def _span(start: Any, end: Any) -> _dt.timedelta:
    if isinstance(start, _dt.datetime) and isinstance(end, _dt.datetime):
        # In one zone Python subtracts what clocks show.
        return _instant(end) - _instant(start)
    return _dt.timedelta(days=end.toordinal() - start.toordinal())


def _instant(value: _dt.datetime) -> _dt.datetime:
    return _plain(value) if value.tzinfo is None else _plain(value).astimezone(_dt.timezone.utc)


def _day(value: Any, in_utc: bool) -> int:
    moved = value.astimezone(UTC) if in_utc and getattr(value, "tzinfo", None) else value
    return int(moved.toordinal())


Period = Interval


def _wrap(value: _dt.datetime) -> DateTime:
    if isinstance(value, DateTime):
        return value
    return DateTime(
        value.year, value.month, value.day, value.hour, value.minute, value.second,
        value.microsecond, tzinfo=value.tzinfo, fold=value.fold,
    )  # fmt: skip


def _plain(value: _dt.datetime) -> _dt.datetime:
    """Without our arithmetic, which zones would call in turn."""
    return _dt.datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second,
        value.microsecond, tzinfo=value.tzinfo, fold=value.fold,
    )  # fmt: skip


def _in_zone(wall: _dt.datetime, zone: Any, fold: int = 1, strict: bool = False) -> DateTime:
    """
    A wall time in a zone: one that clocks skip lies behind the gap (before it with fold 0), one that they show twice is the second
    (the first with fold 0).
    """
    plain = _plain(wall).replace(tzinfo=None, fold=fold if zone is not None else 0)
    if zone is not None:
        before, after = (zone.utcoffset(plain.replace(tzinfo=zone, fold=n)) for n in (0, 1))
        if strict and after != before:
            kind = NonExistingTime if after > before else AmbiguousTime
            raise kind(
                f"The datetime {plain} {'does not exist' if after > before else 'is ambiguous'}."
            )
        if after > before:
            plain += (after - before) if fold else (before - after)
    return _wrap(plain.replace(tzinfo=zone, fold=fold if zone is not None else 0))


def instance(value: Any, tz: Zone = UTC) -> Any:
    """A datetime as a DateTime; a naive one is in `tz`."""
    if not isinstance(value, _dt.datetime):
        return Date(value.year, value.month, value.day)
    zone = (
        _zone(value.tzinfo) if value.tzinfo is not None else (_zone(tz) if tz is not None else None)
    )
    return _in_zone(value, zone, value.fold)


def datetime(
    year: int,
    month: int,
    day: int,
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    microsecond: int = 0,
    tz: Zone = UTC,
    fold: int = 1,
    raise_on_unknown_times: bool = False,
) -> DateTime:
    """A time in a zone, UTC if none is given."""
    zone = None if tz is None else _zone(tz)
    wall = _dt.datetime(year, month, day, hour, minute, second, microsecond)
    return _in_zone(wall, zone, fold, raise_on_unknown_times)


def local(year: int, month: int, day: int, *rest: Any) -> DateTime:
    """A time in the machine's zone."""
    return _wrap(_dt.datetime(year, month, day, *rest)).set(tz="local")


def naive(year: int, month: int, day: int, *rest: Any) -> DateTime:
    """A time without a zone."""
    return _wrap(_dt.datetime(year, month, day, *rest))


def date(year: int, month: int, day: int) -> Date:
    """A day."""
    return Date(year, month, day)


def time(hour: int, minute: int = 0, second: int = 0, microsecond: int = 0) -> Time:
    """A time of the day."""
    return Time(hour, minute, second, microsecond)


def now(tz: Zone = None) -> DateTime:
    """Now; in the machine's zone if none is given."""
    return _wrap(_dt.datetime.now(local_timezone() if tz is None else _zone(tz)))


def today(tz: Zone = "local") -> DateTime:
    """Today at midnight."""
    return now(tz).at(0)


def tomorrow(tz: Zone = "local") -> DateTime:
    """Tomorrow at midnight."""
    return today(tz).add(days=1)


def yesterday(tz: Zone = "local") -> DateTime:
    """Yesterday at midnight."""
    return today(tz).subtract(days=1)


def from_timestamp(stamp: float, tz: Zone = UTC) -> DateTime:
    """Seconds since 1970."""
    return _wrap(_dt.datetime.fromtimestamp(stamp, _zone(tz)))


def from_format(text: str, pattern: str, tz: Zone = UTC, locale: Optional[str] = None) -> DateTime:
    """By pendulum's tokens; parts that are not named are those of now, smaller ones than those that are named begin."""
    parts = _words.parts_of(text, pattern)
    if "stamp" in parts or "millis" in parts:
        stamp = float(parts["stamp"]) if "stamp" in parts else int(parts["millis"]) / 1000
        return from_timestamp(stamp, tz)
    zone = _zone(parts["zone"]) if "zone" in parts else _offset(parts.get("offset"), tz)
    wall = now(zone).naive().start_of("day")
    if "short" in parts:
        parts["year"] = str((2000 if int(parts["short"]) <= 68 else 1900) + int(parts["short"]))
    if "name" in parts:
        names = [month[: len(parts["name"])] for month in _words.MONTHS]
        parts["month"] = str(names.index(parts["name"]) + 1)
    if "year" in parts:
        wall = wall._on(int(parts["year"]), 1, 1)
    if "month" in parts:
        wall = wall._on(wall.year, int(parts["month"]), 1)
    if "day" in parts:
        wall = wall._on(wall.year, wall.month, int(parts["day"]))
    if "day_of_year" in parts:
        wall = wall._on(wall.year, 1, 1).add(days=int(parts["day_of_year"]) - 1)
    hour = int(parts.get("hour", 0))
    if "half" in parts:
        hour = hour % 12 + (12 if parts["half"].lower() == "pm" else 0)
    clock = (hour, int(parts.get("minute", 0)), int(parts.get("second", 0)))
    return _in_zone(wall.at(*clock, int(parts.get("fraction", "0").ljust(6, "0"))), zone)


def _offset(text: Optional[str], otherwise: Zone) -> Any:
    if text is None:
        return _zone(otherwise)
    digits = "0000" if text in "Zz" else text[1:].replace(":", "").ljust(4, "0")
    shift = (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if text[0] == "-" else 1)
    return FixedTimezone(shift) if shift else UTC


_ISO = re.compile(
    r"^(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:[T ](\d{2}):?(\d{2})?(?::?(\d{2}))?(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$"
)


def parse(text: str, tz: Zone = UTC, strict: bool = True, exact: bool = False, **_: Any) -> Any:
    """ISO 8601."""
    found = _ISO.match(text.strip())
    if not found:
        raise ValueError("Unable to parse string [%s]" % text)
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    zone = _offset(offset, tz)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    wall = _dt.datetime(
        int(year), int(month), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), micro
    )  # fmt: skip
    return _in_zone(wall, zone)


def duration(**parts: Any) -> Duration:
    """So many days, hours …"""
    return Duration(**parts)


def interval(start: _dt.datetime, end: _dt.datetime, absolute: bool = False) -> Interval:
    """What lies between."""
    return Interval(start, end, absolute)


period = interval
