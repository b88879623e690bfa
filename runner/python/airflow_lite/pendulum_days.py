"""What pendulum's dates and times know of the calendar."""

from __future__ import annotations

import calendar
from enum import IntEnum
from typing import Any, Optional, Tuple

from airflow_lite import pendulum_words as words

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")


class WeekDay(IntEnum):
    """0 is Monday."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Days:
    """Shared by Date and DateTime, which have `add`, `_on` another day, `_midnight` and `_now`."""

    _units: Tuple[str, ...] = _UNITS

    @property
    def day_of_week(self: Any) -> WeekDay:
        """0 is Monday."""
        return WeekDay(self.weekday())

    @property
    def day_of_year(self: Any) -> int:
        """From 1."""
        return int(self.timetuple().tm_yday)

    @property
    def week_of_year(self: Any) -> int:
        """ISO week."""
        return int(self.isocalendar()[1])

    @property
    def week_of_month(self: Any) -> int:
        """Weeks begin on Monday."""
        return int((self.day + self._on(self.year, self.month, 1).weekday() + 6) // 7)

    @property
    def days_in_month(self: Any) -> int:
        """28 to 31."""
        return int(calendar.monthrange(self.year, self.month)[1])

    @property
    def quarter(self: Any) -> int:
        """1 to 4."""
        return (int(self.month) + 2) // 3

    @property
    def age(self: Any) -> int:
        """Whole years until now."""
        return int(self.diff(abs=False).in_years())

    def is_leap_year(self: Any) -> bool:
        """With a 29th of February."""
        return calendar.isleap(self.year)

    def is_long_year(self: Any) -> bool:
        """With 53 weeks."""
        return int(self._on(self.year, 12, 28).isocalendar()[1]) == 53

    def is_weekend(self: Any) -> bool:
        """Saturday or Sunday."""
        return int(self.weekday()) >= 5

    def is_past(self: Any) -> bool:
        """Before now."""
        return bool(self < self._now())

    def is_future(self: Any) -> bool:
        """After now."""
        return bool(self > self._now())

    def is_same_day(self: Any, other: Any) -> bool:
        """Whether the calendar shows the same."""
        return (self.year, self.month, self.day) == (other.year, other.month, other.day)

    def is_anniversary(self: Any, other: Any = None) -> bool:
        """Whether day and month are the same."""
        other = self._now() if other is None else other
        return (self.month, self.day) == (other.month, other.day)

    is_birthday = is_anniversary

    def start_of(self: Any, unit: str) -> Any:
        """The first moment of its second, minute, hour, day, week, month, year, decade or century."""
        if unit not in self._units:
            raise ValueError(f'Invalid unit "{unit}" for start_of()')
        if unit in ("second", "minute", "hour"):
            smaller = ("microsecond", "second", "minute")[: _UNITS.index(unit) + 1]
            return self.replace(**dict.fromkeys(smaller, 0))
        day = self._midnight()
        if unit == "day":
            return day
        if unit == "week":
            return day.subtract(days=self.weekday())
        if unit == "month":
            return day._on(self.year, self.month, 1)
        year = {"year": self.year, "decade": self.year // 10 * 10}
        return day._on(year.get(unit, (self.year - 1) // 100 * 100 + 1), 1, 1)

    def end_of(self: Any, unit: str) -> Any:
        """The last moment of its second … century."""
        if unit not in self._units:
            raise ValueError(f'Invalid unit "{unit}" for end_of()')
        years = {"decade": 10, "century": 100}
        step = {"years": years[unit]} if unit in years else {unit + "s": 1}
        return self.start_of(unit).add(**step)._before()

    def next(self: Any, day_of_week: Optional[int] = None, keep_time: bool = False) -> Any:
        """The next such weekday."""
        wanted = self.weekday() if day_of_week is None else int(day_of_week)
        if not 0 <= wanted <= 6:
            raise ValueError("Invalid day of week")
        base = self if keep_time else self._midnight()
        return base.add(days=(wanted - self.weekday() - 1) % 7 + 1)

    def previous(self: Any, day_of_week: Optional[int] = None, keep_time: bool = False) -> Any:
        """The last such weekday before."""
        wanted = self.weekday() if day_of_week is None else int(day_of_week)
        if not 0 <= wanted <= 6:
            raise ValueError("Invalid day of week")
        base = self if keep_time else self._midnight()
        return base.subtract(days=(self.weekday() - wanted - 1) % 7 + 1)

    def first_of(self: Any, unit: str, day_of_week: Optional[int] = None) -> Any:
        """The first day, or the first such weekday, of its month, quarter or year."""
        first = self._midnight()._on(self.year, self._months_of(unit)[0], 1)
        if day_of_week is None or first.weekday() == day_of_week:
            return first
        return first.next(day_of_week)

    def last_of(self: Any, unit: str, day_of_week: Optional[int] = None) -> Any:
        """The last day, or the last such weekday, of its month, quarter or year."""
        month = self._months_of(unit)[1]
        last = self._midnight()._on(self.year, month, calendar.monthrange(self.year, month)[1])
        if day_of_week is None or last.weekday() == day_of_week:
            return last
        return last.previous(day_of_week)

    def nth_of(self: Any, unit: str, nth: int, day_of_week: int) -> Any:
        """The second, third … such weekday of its month, quarter or year."""
        found = self.first_of(unit, day_of_week).add(weeks=nth - 1)
        if found > self.last_of(unit):
            name = words.DAYS[day_of_week]
            raise PendulumException(f"Unable to find occurrence {nth} of {name} in {unit}")
        return found

    def _months_of(self: Any, unit: str) -> Any:
        if unit not in ("month", "quarter", "year"):
            raise ValueError(f'Invalid unit "{unit}" for first_of()')
        last = {"month": self.month, "quarter": self.quarter * 3}.get(unit, 12)
        return {"month": self.month, "quarter": last - 2}.get(unit, 1), last

    def closest(self: Any, *others: Any) -> Any:
        """Which of the others lies nearest."""
        made = [self.instance(other) for other in others]
        return min(made, key=lambda other: abs((other - self).total_seconds()))

    def farthest(self: Any, *others: Any) -> Any:
        """Which of the others lies farthest away."""
        made = [self.instance(other) for other in others]
        return max(made, key=lambda other: abs((other - self).total_seconds()))

    def diff_for_humans(
        self: Any, other: Any = None, absolute: bool = False, locale: Optional[str] = None
    ) -> str:
        """`2 hours ago`, or `2 hours before`."""
        span = self.diff(self._now() if other is None else other)
        return words.for_humans(span, other is None, absolute)

    def format(self: Any, pattern: str, locale: Optional[str] = None) -> str:
        """By pendulum's tokens: `YYYY-MM-DD HH:mm:ss`."""
        return words.written(self, pattern)

    def to_date_string(self: Any) -> str:
        """`2025-01-31`."""
        return str(self.strftime("%Y-%m-%d"))

    def for_json(self: Any) -> str:
        """ISO 8601."""
        return str(self.isoformat())

    def __format__(self: Any, spec: str) -> str:
        if not spec:
            return str(self)
        return str(self.strftime(spec)) if "%" in spec else self.format(spec)


class PendulumException(Exception):
    """What was asked of the calendar is not in it."""


def _named(kind: str) -> Any:
    def text(self: Any) -> str:
        return words.written(self, words.NAMED[kind])

    text.__doc__ = f"By tokens: `{words.NAMED[kind]}`."
    return text


for _kind in words.NAMED:
    setattr(Days, f"to_{_kind}_string", _named(_kind))
