"""What Airflow does with cron strings, asked of croniter 7.0.0: JSON lines in, JSON lines out.

in   {"expression", "zone", "after", "count"}; times are milliseconds since 1970, UTC
     {"changes": zone, "years": [from, to]}   or   {"speed": [expressions], "count"}
out  {"valid", "next": [times], "previous": time or null}; with "speed" the seconds that the firings took
"""

from __future__ import annotations

import datetime
import json
import sys
import time
import zoneinfo
from typing import Any

from croniter import croniter

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1)
MS = datetime.timedelta(milliseconds=1)


def to_utc(naive: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """Airflow's make_aware: fold=1, a time in a gap moves forward by the gap."""
    before = naive.replace(tzinfo=zone, fold=0).utcoffset()
    after = naive.replace(tzinfo=zone, fold=1).utcoffset()
    assert before is not None and after is not None
    return naive - min(before, after)


def step(expression: str, zone: datetime.tzinfo, at: datetime.datetime, forward: bool) -> datetime.datetime:
    """CronMixin._get_next and _get_prev."""
    naive = at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    cron = croniter(expression, start_time=naive)
    found = cron.get_next(datetime.datetime) if forward else cron.get_prev(datetime.datetime)
    if cron.expanded[1] == ["*"]:
        return at + (found - naive)
    return to_utc(found, zone)


def firings(request: dict[str, Any]) -> dict[str, Any]:
    presets = {"@quarterly": "0 0 1 */3 *"}
    expression = presets.get(request["expression"], request["expression"])
    try:
        croniter(expression)
    except Exception:
        return {"valid": False, "next": [], "previous": None}
    zone = zoneinfo.ZoneInfo(request["zone"])
    start = EPOCH + request["after"] * MS
    at, found, previous = start, [], None
    try:
        for _ in range(request["count"]):
            at = step(expression, zone, at, True)
            found.append((at - EPOCH) // MS)
    except ValueError:
        pass
    try:
        previous = (step(expression, zone, start, False) - EPOCH) // MS
    except ValueError:
        pass
    return {"valid": True, "next": found, "previous": previous}


def changes(name: str, first: int, last: int) -> list[int]:
    """Offsets in minutes at noon of every third day: enough to see whether two sources of zones agree."""
    zone = zoneinfo.ZoneInfo(name)
    at = datetime.datetime(first, 1, 1, 12, tzinfo=UTC)
    end = datetime.datetime(last, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        offset = at.astimezone(zone).utcoffset()
        assert offset is not None
        found.append(int(offset.total_seconds()))
        at += datetime.timedelta(days=3)
    return found


def speed(expressions: list[str], count: int) -> float:
    total = 0.0
    for expression in expressions:
        cron = croniter(expression, datetime.datetime(2025, 1, 15))
        started = time.perf_counter()
        for _ in range(count):
            cron.get_next(datetime.datetime)
        total += time.perf_counter() - started
    return total


for line in sys.stdin:
    request = json.loads(line)
    answer: Any
    if "changes" in request:
        try:
            answer = changes(request["changes"], *request["years"])
        except Exception:
            answer = []
    elif "speed" in request:
        answer = speed(request["speed"], request["count"])
    else:
        answer = firings(request)
    print(json.dumps(answer), flush=True)
