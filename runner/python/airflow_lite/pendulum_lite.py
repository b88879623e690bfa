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

__version__ = "3.0.0"

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

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

    years = 0
    months = 0

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
        made.years, made.months = years, months
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


class DateTime(_dt.datetime):
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

    @property
    def day_of_week(self) -> int:
        """0 is Monday."""
        return self.weekday()

    @property
    def day_of_year(self) -> int:
        """From 1."""
        return self.timetuple().tm_yday

    @property
    def week_of_year(self) -> int:
        """ISO week."""
        return self.isocalendar()[1]

    @property
    def days_in_month(self) -> int:
        """28 to 31."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def quarter(self) -> int:
        """1 to 4."""
        return (self.month + 2) // 3

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

    def diff_for_humans(self, other: Optional[_dt.datetime] = None, **_: Any) -> str:
        """`2 hours ago`, or `2 hours before`."""
        between = (other or now(self.tzinfo)) - self
        words = Duration(seconds=abs(between.total_seconds())).in_words().split(" ")
        text = " ".join(words[:2])
        past = between.total_seconds() > 0
        if other is None:
            return text + " ago" if past else "in " + text
        return text + (" before" if past else " after")

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
        return self.replace(year=year, month=month, day=day)

    def at(self, hour: int, minute: int = 0, second: int = 0, microsecond: int = 0) -> DateTime:
        """At another time of the day."""
        return self.replace(hour=hour, minute=minute, second=second, microsecond=microsecond)

    def naive(self) -> DateTime:
        """Without a zone."""
        return self.replace(tzinfo=None)

    def start_of(self, unit: str) -> DateTime:
        """The first moment of its second, minute, hour, day, week, month or year."""
        if unit == "second":
            return self.replace(microsecond=0)
        if unit == "minute":
            return self.replace(second=0, microsecond=0)
        if unit == "hour":
            return self.replace(minute=0, second=0, microsecond=0)
        day = self.at(0)
        if unit == "day":
            return day
        if unit == "week":
            return day.subtract(days=self.weekday())
        if unit == "month":
            return day.replace(day=1)
        if unit == "year":
            return day.replace(month=1, day=1)
        raise ValueError('Invalid unit "%s" for start_of()' % unit)

    def end_of(self, unit: str) -> DateTime:
        """The last moment of its second … year."""
        return self.start_of(unit).add(**{unit + "s": 1}).subtract(microseconds=1)  # type: ignore[arg-type]

    def next(self, day_of_week: Optional[int] = None, keep_time: bool = False) -> DateTime:
        """The next such weekday."""
        wanted = self.weekday() if day_of_week is None else int(day_of_week)
        base = self if keep_time else self.at(0)
        return base.add(days=(wanted - self.weekday() - 1) % 7 + 1)

    def previous(self, day_of_week: Optional[int] = None, keep_time: bool = False) -> DateTime:
        """The last such weekday before."""
        wanted = self.weekday() if day_of_week is None else int(day_of_week)
        base = self if keep_time else self.at(0)
        return base.subtract(days=(self.weekday() - wanted - 1) % 7 + 1)

    def is_weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.weekday() >= 5

    def is_past(self) -> bool:
        """Before now."""
        return self < now()

    def is_future(self) -> bool:
        """After now."""
        return self > now()

    def to_date_string(self) -> str:
        """`2025-01-31`."""
        return self.strftime("%Y-%m-%d")

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

    def format(self, pattern: str, locale: Optional[str] = None) -> str:
        """By pendulum's tokens: `YYYY-MM-DD HH:mm:ss`."""
        return _TOKENS.sub(lambda found: _token(self, found.group(0)), pattern)

    def date(self) -> Date:
        """Its day."""
        return Date(self.year, self.month, self.day)

    def for_json(self) -> str:
        """ISO 8601."""
        return self.isoformat()

    def __str__(self) -> str:
        return self.isoformat(" ")

    def __repr__(self) -> str:
        parts = [self.year, self.month, self.day, self.hour, self.minute, self.second]
        if self.microsecond:
            parts.append(self.microsecond)
        zone = ", tzinfo=Timezone(%r)" % self.timezone_name if self.tzinfo else ""
        return "DateTime(%s%s)" % (", ".join(str(part) for part in parts), zone)

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        return self.strftime(spec) if "%" in spec else self.format(spec)


_TOKENS = re.compile(
    r"\[[^\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DDDD|DDD|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSSSSS|SSS|S|A|a|ZZ|Z|zz|z|X|x|Q|W"
)


def _token(value: DateTime, token: str) -> str:
    if token.startswith("["):
        return token[1:-1]
    offset = value.strftime("%z") or "+0000"
    table = {
        "YYYY": "%04d" % value.year, "YY": "%02d" % (value.year % 100), "MMMM": value.strftime("%B"),
        "MMM": value.strftime("%b"), "MM": "%02d" % value.month, "M": str(value.month),
        "DDDD": "%03d" % value.day_of_year, "DDD": str(value.day_of_year), "DD": "%02d" % value.day,
        "D": str(value.day), "dddd": value.strftime("%A"), "ddd": value.strftime("%a"),
        "HH": "%02d" % value.hour, "H": str(value.hour), "hh": "%02d" % ((value.hour - 1) % 12 + 1),
        "h": str((value.hour - 1) % 12 + 1), "mm": "%02d" % value.minute, "m": str(value.minute),
        "ss": "%02d" % value.second, "s": str(value.second), "SSSSSS": "%06d" % value.microsecond,
        "SSS": "%03d" % (value.microsecond // 1000), "S": str(value.microsecond // 100000),
        "A": value.strftime("%p"), "a": value.strftime("%p").lower(), "ZZ": offset,
        "Z": offset[:3] + ":" + offset[3:], "zz": str(value.timezone_name), "z": str(value.tzname()),
        "X": str(value.int_timestamp), "x": str(int(value.timestamp() * 1000)), "Q": str(value.quarter),
        "W": str(value.week_of_year),
    }  # fmt: skip
    return table[token]


class Date(_dt.date):
    """A date with pendulum's everyday methods."""

    def add(self, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> Date:
        """Another day."""
        return DateTime(self.year, self.month, self.day).add(years, months, weeks, days).date()

    def subtract(self, **parts: int) -> Date:
        """The other way."""
        return self.add(**{name: -value for name, value in parts.items()})

    def to_date_string(self) -> str:
        """`2025-01-31`."""
        return self.isoformat()

    def format(self, pattern: str, locale: Optional[str] = None) -> str:
        """By pendulum's tokens."""
        return DateTime(self.year, self.month, self.day).format(pattern)


Time = _dt.time


class Interval(Duration):
    """What lies between two points in time."""

    start: Any
    end: Any
    invert: bool

    def __new__(cls, start: Any, end: Any, absolute: bool = False) -> Interval:  # type: ignore[misc]
        """From the first to the second; backwards counts below zero unless it is absolute."""
        span = _span(start, end)
        if absolute and span < _dt.timedelta(0):
            start, end, span = end, start, -span
        made: Any = super().__new__(cls, span.days, span.seconds, span.microseconds)
        made.start, made.end, made.invert = start, end, span < _dt.timedelta(0)
        return made  # type: ignore[no-any-return]

    def in_days(self) -> int:
        """Days of the calendar."""
        zones = {getattr(end, "timezone_name", None) for end in (self.start, self.end)}
        days = [_day(end, len(zones) > 1) for end in (self.start, self.end)]
        return days[1] - days[0]

    def _months(self) -> Tuple[int, float]:
        first, last = (self.end, self.start) if self.invert else (self.start, self.end)
        months = (last.year - first.year) * 12 + last.month - first.month
        if first.add(months=months) > last:
            months -= 1
        rest = _span(first.add(months=months), last).total_seconds()
        return (-months, -rest) if self.invert else (months, rest)

    def in_months(self) -> int:
        """Whole months of the calendar."""
        return self._months()[0]

    def in_years(self) -> int:
        """Whole years of the calendar."""
        return int(self._months()[0] / 12)

    def as_timedelta(self) -> _dt.timedelta:
        """Without its ends."""
        return _dt.timedelta(seconds=self.total_seconds())

    as_duration = as_timedelta

    def range(self, unit: str, amount: int = 1) -> Iterator[Any]:
        """Every so many days, hours … from its start to its end."""
        for step in itertools.count():
            parts = {unit: step * amount * (-1 if self.invert else 1)}
            found = self.start.add(**parts)
            if (found < self.end) if self.invert else (found > self.end):
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


def time(hour: int, minute: int = 0, second: int = 0, microsecond: int = 0) -> _dt.time:
    """A time of the day."""
    return _dt.time(hour, minute, second, microsecond)


def now(tz: Zone = None) -> DateTime:
    """Now; in the machine's zone if none is given."""
    return _wrap(_dt.datetime.now(local_timezone() if tz is None else _zone(tz)))


def today(tz: Zone = "local") -> DateTime:
    """Today at midnight."""
    return now(tz).start_of("day")


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
    """By pendulum's tokens."""
    codes = {
        "YYYY": "%Y",
        "MM": "%m",
        "DD": "%d",
        "HH": "%H",
        "mm": "%M",
        "ss": "%S",
        "SSSSSS": "%f",
        "D": "%d",
        "M": "%m",
    }
    translated = _TOKENS.sub(lambda found: codes.get(found.group(0), found.group(0)), pattern)
    return _in_zone(_dt.datetime.strptime(text, translated), _zone(tz))


_ISO = re.compile(
    r"^(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:[T ](\d{2}):?(\d{2})?(?::?(\d{2}))?(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$"
)


def parse(text: str, tz: Zone = UTC, strict: bool = True, exact: bool = False, **_: Any) -> Any:
    """ISO 8601."""
    found = _ISO.match(text.strip())
    if not found:
        raise ValueError("Unable to parse string [%s]" % text)
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    zone: Any = _zone(tz)
    if offset:
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "") if offset != "Z" else "0000"
        shift = sign * (int(digits[:2]) * 3600 + int(digits[2:4] or 0) * 60)
        zone = FixedTimezone(shift) if shift else UTC
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
