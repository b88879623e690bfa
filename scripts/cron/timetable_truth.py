"""What the timetables of the installed Airflow answer: JSON lines in, JSON lines out, times in milliseconds since 1970.

in   {"timetable": as in model/dag/schedule.ts, "earliest", "latest", "catchup", "after", "most"}
out  {"due": runs created at once, "more": there are more than "most", "runs": [[run after, logical date, start, end]]}
"""

from __future__ import annotations

import datetime
import json
import sys
import types
from typing import Any

import pendulum
from airflow.timetables import events, interval, simple, trigger
from airflow.timetables.base import TimeRestriction
from dateutil.relativedelta import relativedelta

now = pendulum.now("UTC")


def freeze() -> None:
    """Has every timetable read `now` of this module instead of the clock."""

    def utcnow() -> pendulum.DateTime:
        return now

    for module in (trigger, interval):
        module.utcnow = utcnow
    for module in (events, simple):
        real = module.timezone
        module.timezone = types.SimpleNamespace(**{**vars(real), "utcnow": utcnow})
    if hasattr(trigger, "time"):
        trigger.time = types.SimpleNamespace(time=lambda: now.timestamp())


def instant(ms: int | None) -> pendulum.DateTime | None:
    return None if ms is None else pendulum.from_timestamp(ms / 1000, tz="UTC")


def made(table: dict[str, Any]) -> Any:
    kind = table["kind"]
    if kind == "once":
        return simple.OnceTimetable()
    if kind == "events":
        return events.EventsTimetable([instant(ms) for ms in table["instants"]])
    if kind == "cronInterval":
        return interval.CronDataIntervalTimetable(table["crons"][0], table["timezone"])
    length = datetime.timedelta(seconds=table["intervalSeconds"])
    if kind == "cronTrigger":
        options = {"timezone": table["timezone"], "interval": length}
        if len(table["crons"]) > 1:
            return trigger.MultipleCronTriggerTimetable(*table["crons"], **options)
        return trigger.CronTriggerTimetable(table["crons"][0], **options)
    years, months = divmod(table["months"], 12)
    delta: Any = datetime.timedelta(seconds=table["seconds"])
    if table["months"]:
        delta = relativedelta(years=years, months=months, seconds=table["seconds"])
    if kind == "deltaInterval":
        return interval.DeltaDataIntervalTimetable(delta)
    return trigger.DeltaTriggerTimetable(delta, interval=length)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    table = made(request["timetable"])
    limits = TimeRestriction(instant(request["earliest"]), instant(request["latest"]), request["catchup"])
    after = request["after"]

    def ms(at: datetime.datetime) -> int:
        return round(at.timestamp() * 1000)

    def step(previous: Any, at: int) -> Any:
        global now
        now = pendulum.from_timestamp(at / 1000, tz="UTC")
        try:
            return table.next_dagrun_info(last_automated_data_interval=previous, restriction=limits)
        except ValueError as error:
            if "failed to find" in str(error):
                return None
            raise

    due, run = 0, step(None, after)
    while run and ms(run.run_after) <= after and due < request["most"]:
        due += 1
        run = step(run.data_interval, after)
    more = bool(run and ms(run.run_after) <= after)
    runs: list[list[int]] = []
    while run and len(runs) < 4 and not more:
        start, end = run.data_interval
        runs.append([ms(run.run_after), ms(run.logical_date), ms(start), ms(end)])
        run = step(run.data_interval, ms(run.run_after))
    return {"due": due, "more": more, "runs": runs}


freeze()
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
