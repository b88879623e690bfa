"""What is written with pendulum gives what pendulum 3 gives, without it."""

from __future__ import annotations

import datetime
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Dict

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "runner" / "python"))
pendulum_lite = import_module("airflow_lite.pendulum_lite")

EXPECTED = {
    "d.first_of('month')": "2024-05-01 00:00:00+02:00",
    "d.first_of('quarter', 4)": "2024-04-05 00:00:00+02:00",
    "d.first_of('year', M.MONDAY)": "2024-01-01 00:00:00+01:00",
    "d.last_of('month', 4)": "2024-05-31 00:00:00+02:00",
    "d.last_of('quarter')": "2024-06-30 00:00:00+02:00",
    "d.last_of('year', 3)": "2024-12-26 00:00:00+01:00",
    "d.nth_of('month', 2, 1)": "2024-05-14 00:00:00+02:00",
    "d.nth_of('year', 10, 2)": "2024-03-06 00:00:00+01:00",
    "d.nth_of('month', 6, 1)": "PendulumException",
    "d.start_of('week')": "2024-05-13 00:00:00+02:00",
    "d.start_of('decade')": "2020-01-01 00:00:00+01:00",
    "d.start_of('fortnight')": "ValueError",
    "d.end_of('hour')": "2024-05-15 23:59:59.999999+02:00",
    "d.end_of('week')": "2024-05-19 23:59:59.999999+02:00",
    "d.end_of('month')": "2024-05-31 23:59:59.999999+02:00",
    "d.end_of('century')": "2100-12-31 23:59:59.999999+01:00",
    "d.next(M.FRIDAY, keep_time=True)": "2024-05-17 23:04:05.123456+02:00",
    "d.previous()": "2024-05-08 00:00:00+02:00",
    "d.is_leap_year()": "True",
    "d.is_long_year()": "False",
    "d.offset_hours": "2.0",
    "d.is_dst()": "True",
    "d.is_utc()": "False",
    "d.week_of_month": "3",
    "d.day_of_week": "2",
    "d.closest(e, d.add(years=9))": "2021-12-31 06:30:00+00:00",
    "d.farthest(e, d.add(years=9))": "2033-05-15 23:04:05.123456+02:00",
    "d.is_same_day(d.at(0))": "True",
    "d.is_birthday(d.add(years=1))": "True",
    "e.average(e.add(days=3))": "2022-01-01 18:30:00+00:00",
    "e.diff_for_humans(d)": "2 years before",
    "d.diff_for_humans(e)": "2 years after",
    "d.diff_for_humans(d.add(days=12))": "2 weeks before",
    "d.diff_for_humans(d.add(seconds=5), absolute=True)": "a few seconds",
    "d.to_atom_string()": "2024-05-15T23:04:05+02:00",
    "d.to_cookie_string()": "Wednesday, 15-May-2024 23:04:05 CEST",
    "d.to_day_datetime_string()": "Wed, May 15, 2024 11:04 PM",
    "d.to_formatted_date_string()": "May 15, 2024",
    "d.to_rfc822_string()": "Wed, 15 May 24 23:04:05 +0200",
    "d.to_rss_string()": "Wed, 15 May 2024 23:04:05 +0200",
    "d.to_w3c_string()": "2024-05-15T23:04:05+02:00",
    "d.time()": "23:04:05.123456",
    "d.time().add(hours=2)": "01:04:05.123456",
    "d.time() - dt.timedelta(hours=1)": "22:04:05.123456",
    "d.time() - e.time()": "16 hours 34 minutes 5 seconds",
    "d.date().start_of('month')": "2024-05-01",
    "d.date().end_of('year')": "2024-12-31",
    "d.date().next(0)": "2024-05-20",
    "d.date() - e.date()": "<Interval [2021-12-31 -> 2024-05-15]>",
    "d.date() - dt.timedelta(days=20)": "2024-04-25",
    "d.date() + M.duration(months=9)": "2025-02-15",
    "d.date().average(e.date())": "2023-03-09",
    "d.date().diff_for_humans(e.date())": "2 years after",
    "(d - e).years": "2",
    "(d - e).months": "4",
    "(d - e).weeks": "2",
    "(d - e).remaining_days": "1",
    "(d - e).hours": "14",
    "(e - d).minutes": "-34",
    "(e - d).in_weeks()": "-123",
    "(e - d).invert": "True",
    "e + (d - e)": "2024-05-15 21:04:05.123456+00:00",
    "(d - e).as_duration()": "123 weeks 5 days 14 hours 34 minutes 5 seconds",
    "M.duration(days=15, hours=30).weeks": "2",
    "M.duration(days=15, hours=30).hours": "6",
    "M.duration(days=-3).invert": "True",
    "d.format('dddd Do MMMM YYYY, [at] h:mm:ss.SSS A Z zz z')": "Wednesday 15th May 2024, at 11:04:05.123 PM +02:00 CEST Europe/Paris",
    "d.format('DDDo Mo Qo E e d dd ddd LLLL')": "136th 5th 2nd 3 3 3 We Wed Wednesday, May 15, 2024 11:04 PM",
    "f'{d:DD/MM/YY}'": "15/05/24",
    "M.from_format('2024-03-04', 'YYYY-MM-DD')": "2024-03-04 00:00:00+00:00",
    "M.from_format('04/03/24 5:06 PM', 'DD/MM/YY h:mm A')": "2024-03-04 17:06:00+00:00",
    "M.from_format('Mar 7 2024', 'MMM D YYYY')": "2024-03-07 00:00:00+00:00",
    "M.from_format('2024-060', 'YYYY-DDDD')": "2024-02-29 00:00:00+00:00",
    "M.from_format('1700000000', 'X')": "2023-11-14 22:13:20+00:00",
    "M.from_format('2024-01-02T03:04:05.123456+02:00', 'YYYY-MM-DDTHH:mm:ss.SSSSSSZ')": "2024-01-02 03:04:05.123456+02:00",
    "M.from_format('2024-01', 'YYYY-MM', tz='Europe/Paris')": "2024-01-01 00:00:00+01:00",
    "M.from_format('soon', 'YYYY')": "ValueError",
}
"""Of a Wednesday evening in Paris `d`, the last morning of 2021 `e` and the module `M`; or the error."""


@pytest.mark.parametrize("text", EXPECTED)
def test_dates_answer_as_pendulum_does(text: str) -> None:
    names: Dict[str, Any] = {
        "M": pendulum_lite,
        "dt": datetime,
        "d": pendulum_lite.datetime(2024, 5, 15, 23, 4, 5, 123456, tz="Europe/Paris"),
        "e": pendulum_lite.datetime(2021, 12, 31, 6, 30),
    }
    try:
        found = str(eval(text, names))
    except Exception as error:
        found = type(error).__name__
    assert found == EXPECTED[text]
