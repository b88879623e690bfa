"""What pendulum writes: times by its tokens, and spans for people."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Callable, Dict, List

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

NAMED = {
    "atom": "YYYY-MM-DDTHH:mm:ssZ",
    "cookie": "dddd, DD-MMM-YYYY HH:mm:ss zz",
    "day_datetime": "ddd, MMM D, YYYY h:mm A",
    "formatted_date": "MMM DD, YYYY",
    "rfc822": "ddd, DD MMM YY HH:mm:ss ZZ",
    "rfc850": "dddd, DD-MMM-YY HH:mm:ss zz",
    "rfc1036": "ddd, DD MMM YY HH:mm:ss ZZ",
    "rfc1123": "ddd, DD MMM YYYY HH:mm:ss ZZ",
    "rfc2822": "ddd, DD MMM YYYY HH:mm:ss ZZ",
    "rss": "ddd, DD MMM YYYY HH:mm:ss ZZ",
    "w3c": "YYYY-MM-DDTHH:mm:ssZ",
}
"""Formats that have a method of their own: `to_rss_string()`."""

_LONG = {
    "LTS": "h:mm:ss A",
    "LT": "h:mm A",
    "LLLL": "dddd, MMMM D, YYYY h:mm A",
    "LLL": "MMMM D, YYYY h:mm A",
    "LL": "MMMM D, YYYY",
    "L": "MM/DD/YYYY",
}

_TOKENS = re.compile(
    r"\[([^\[]*)\]|\\(.)|(Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|eo?|E{1,4}|w[ow]?|W[oW]?|Qo?|YYYY|YY|Y"
    r"|gg(?:ggg?)?|GG(?:GGG?)?|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|LTS|LT|LL?L?L?)"
)


def written(value: Any, pattern: str) -> str:
    """A time by tokens such as `YYYY-MM-DD`; what stands in brackets is kept."""

    def one(found: re.Match[str]) -> str:
        plain, escaped, token = found.groups()
        if plain or escaped:
            return str(plain or escaped)
        if token in _LONG:
            return written(value, _LONG[token])
        return _WRITTEN[token](value) if token in _WRITTEN else str(token)

    return _TOKENS.sub(one, pattern)


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `13th`."""
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(last, 'th')}"


def _offset(value: Any, colon: str) -> str:
    if value.tzinfo is None:
        return ""
    minutes = int((value.utcoffset() or dt.timedelta()).total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return "%s%02d%s%02d" % (sign, abs(minutes) // 60, colon, abs(minutes) % 60)


def _fraction(digits: int) -> Callable[[Any], str]:
    return lambda value: "%06d" % value.microsecond if digits == 6 else ("%06d" % value.microsecond)[:digits]  # fmt: skip


_WRITTEN: Dict[str, Callable[[Any], str]] = {
    "YYYY": lambda v: "%04d" % v.year,
    "YY": lambda v: ("%d" % v.year)[2:],
    "Y": lambda v: str(v.year),
    "Q": lambda v: str(v.quarter),
    "Qo": lambda v: ordinal(v.quarter),
    "MMMM": lambda v: MONTHS[v.month - 1],
    "MMM": lambda v: MONTHS[v.month - 1][:3],
    "MM": lambda v: "%02d" % v.month,
    "M": lambda v: str(v.month),
    "Mo": lambda v: ordinal(v.month),
    "DDDD": lambda v: "%03d" % v.day_of_year,
    "DDD": lambda v: str(v.day_of_year),
    "DDDo": lambda v: ordinal(v.day_of_year),
    "DD": lambda v: "%02d" % v.day,
    "D": lambda v: str(v.day),
    "Do": lambda v: ordinal(v.day),
    "dddd": lambda v: DAYS[v.weekday()],
    "ddd": lambda v: DAYS[v.weekday()][:3],
    "dd": lambda v: DAYS[v.weekday()][:2],
    "d": lambda v: str((v.weekday() + 1) % 7),
    "do": lambda v: ordinal((v.weekday() + 1) % 7),
    "E": lambda v: str(v.isoweekday()),
    "e": lambda v: str((v.weekday() + 1) % 7),
    "eo": lambda v: ordinal((v.weekday() + 1) % 7 + 1),
    "wo": lambda v: ordinal(v.week_of_year),
    "HH": lambda v: "%02d" % v.hour,
    "H": lambda v: str(v.hour),
    "hh": lambda v: "%02d" % (v.hour % 12 or 12),
    "h": lambda v: str(v.hour % 12 or 12),
    "mm": lambda v: "%02d" % v.minute,
    "m": lambda v: str(v.minute),
    "ss": lambda v: "%02d" % v.second,
    "s": lambda v: str(v.second),
    "A": lambda v: "PM" if v.hour >= 12 else "AM",
    "X": lambda v: str(v.int_timestamp),
    "x": lambda v: str(v.int_timestamp * 1000 + v.microsecond // 1000),
    "z": lambda v: v.timezone_name or "",
    "zz": lambda v: v.tzname() or "",
    "Z": lambda v: _offset(v, ":"),
    "ZZ": lambda v: _offset(v, ""),
    **{"S" * digits: _fraction(digits) for digits in range(1, 7)},
}

_READ = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMMM": f"(?P<name>{'|'.join(MONTHS)})",
    "MMM": f"(?P<name>{'|'.join(month[:3] for month in MONTHS)})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DDDD": r"(?P<day_of_year>\d{3})",
    "DDD": r"(?P<day_of_year>\d{1,3})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "Do": r"(?P<day>\d{1,2})(?:st|nd|rd|th)",
    "dddd": f"(?:{'|'.join(DAYS)})",
    "ddd": f"(?:{'|'.join(day[:3] for day in DAYS)})",
    "HH": r"(?P<hour>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<hour>\d{2})",
    "h": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "m": r"(?P<minute>\d{1,2})",
    "ss": r"(?P<second>\d{2})",
    "s": r"(?P<second>\d{1,2})",
    "A": r"(?P<half>AM|PM|am|pm)",
    "X": r"(?P<stamp>[+-]?\d+(?:\.\d{1,6})?)",
    "x": r"(?P<millis>[+-]?\d+)",
    "z": r"(?P<zone>[A-Za-z0-9+-]+(?:/[A-Za-z0-9+_-]+)*)",
    "Z": r"(?P<offset>[Zz]|[+-]\d\d:?\d\d)",
    "ZZ": r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)",
    **{"S" * digits: r"(?P<fraction>\d{1,%d})" % digits for digits in range(1, 7)},
}


def parts_of(text: str, pattern: str) -> Dict[str, str]:
    """The parts of a time that was written by tokens; ValueError if it was not."""
    expression: List[str] = []
    end = 0
    for found in _TOKENS.finditer(pattern):
        expression.append(re.escape(pattern[end : found.start()]))
        plain, escaped, token = found.groups()
        if token is not None and token not in _READ:
            raise ValueError(f"Unsupported token: {token}")
        expression.append(re.escape(plain or escaped or "") if token is None else _READ[token])
        end = found.end()
    expression.append(re.escape(pattern[end:]))
    try:
        match = re.fullmatch("".join(expression), text)
    except re.error as error:
        raise ValueError(f"The format {pattern} names one part twice.") from error
    if match is None:
        raise ValueError(f"String does not match format {pattern}")
    return {name: value for name, value in match.groupdict().items() if value is not None}


def for_humans(span: Any, is_now: bool, absolute: bool = False) -> str:
    """A span in its one largest unit: `2 days ago`, `in 3 weeks`, `a few seconds before`."""
    days = span.weeks * 7 + span.remaining_days
    if span.years:
        unit, count = "year", span.years + (span.months > 6)
    elif span.months == 11 and days > 15:
        unit, count = "year", 1
    elif span.months:
        unit, count = "month", span.months + (days >= 27)
    elif span.weeks:
        unit, count = "week", span.weeks + (span.remaining_days > 3)
    elif span.remaining_days:
        unit, count = "day", span.remaining_days + (span.hours >= 22)
    elif span.hours or span.minutes:
        unit, count = ("hour", span.hours) if span.hours else ("minute", span.minutes)
    else:
        unit, count = "second", span.remaining_seconds if span.remaining_seconds > 10 else 0
    words = f"{count} {unit}{'' if count == 1 else 's'}" if count else "a few seconds"
    if absolute:
        return words
    if is_now:
        return f"in {words}" if span.invert else f"{words} ago"
    return f"{words} {'after' if span.invert else 'before'}"
