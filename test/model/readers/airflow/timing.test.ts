import { expect, test } from "vitest";

import { readText } from "../readText.ts";

test.each([
  [`schedule="0 2 * * *"`, "cron 0 2 * * *"],
  [`schedule="@daily"`, "preset @daily"],
  [`schedule=None`, "none"],
  [``, "none"],
  [`schedule="@once"`, "once"],
  [`schedule=timedelta(days=1, hours=2)`, "delta P1DT2H"],
  [`schedule=[Asset("a"), Asset("b")]`, 'assets "a" & "b"'],
  [`schedule=Asset("a") & (Asset("b") | Asset("c"))`, 'assets "a" & ("b" | "c")'],
  [
    `schedule=CronTriggerTimetable("0 1 * * 3", timezone="Europe/Oslo")`,
    'timetable CronTriggerTimetable("0 1 * * 3", timezone="Europe/Oslo")',
  ],
])("a schedule as Airflow 3 takes it: %s", (args, expected) => {
  const [dag] = readText(`
    from datetime import timedelta
    from airflow.sdk import DAG, Asset
    from airflow.timetables.trigger import CronTriggerTimetable
    dag = DAG("d", ${args})
  `).dags;
  const schedule = dag?.timing.schedule;
  const expression = schedule && "expression" in schedule ? ` ${schedule.expression}` : "";
  expect(`${schedule?.kind ?? ""}${expression}`).toBe(expected);
});

test.each([
  ["s3://Bucket", "s3://Bucket/"],
  ["S3://me:secret@bucket/key/", "s3://bucket/key"],
  ["gs://b/k?z=2&a=1#part", "gs://b/k?a=1&z=2"],
  ["x-own://a/", "x-own://a/"],
  ["plain/name/", "plain/name/"],
  ["postgres://host/db/public/t", undefined],
])("the address of a dataset as Airflow 2 tidies it: %s", (uri, expected) => {
  const source = `
    from airflow import DAG
    from airflow.datasets import Dataset
    dag = DAG("d", schedule=[Dataset("${uri}")])
  `;
  const schedule = readText(source, 2).dags[0]?.timing.schedule;
  const text = schedule && "expression" in schedule ? schedule.expression : undefined;
  expect(text ?? undefined).toBe(expected && JSON.stringify(expected));
});

test("start date, zone and catchup, also from default_args", () => {
  const [dag] = readText(`
    import pendulum
    from airflow.sdk import DAG
    args = {"start_date": pendulum.datetime(2024, 1, 1, tz="Europe/Oslo")}
    dag = DAG("d", default_args=args, catchup=True, schedule="@daily")
  `).dags;
  expect(dag?.timing).toMatchObject({
    startDate: { epochMs: Date.UTC(2023, 11, 31, 23), zone: "Europe/Oslo" },
    catchup: true,
    timezone: "Europe/Oslo",
    schedule: { timezone: "Europe/Oslo" },
  });
});

test("dates from Airflow's own modules", () => {
  const { dags } = readText(`
import pendulum
from airflow.sdk import DAG
from airflow.settings import TIMEZONE
from airflow.utils import timezone
from airflow.utils.dates import datetime, timedelta
from airflow.utils.timezone import make_aware, parse, utc

with DAG("a", schedule="@daily", start_date=timezone.datetime(2024, 1, 1)): ...
with DAG("b", schedule="@daily", start_date=parse("2024-01-01")): ...
with DAG("c", schedule="@daily", start_date=make_aware(datetime(2023, 12, 31)) + timedelta(days=1)): ...
with DAG("d", schedule="@daily", start_date=datetime(2024, 1, 1, tzinfo=utc)): ...
with DAG("e", schedule="@daily", start_date=pendulum.datetime(2024, 1, 1, tz=TIMEZONE)): ...
`);
  expect(dags.map(({ timing: { startDate } }) => startDate)).toEqual(
    dags.map(() => ({ epochMs: Date.UTC(2024, 0, 1), zone: "UTC" })),
  );
});

test("of a date by the clock only the zone is known; without a zone, a cron text is no schedule yet", () => {
  const schedules = readText(`
import pendulum
from datetime import datetime, timedelta
from pendulum.tz.timezone import FixedTimezone, Timezone
from airflow.sdk import DAG, Variable
from airflow.utils.dates import days_ago

seoul = Timezone("Asia/Seoul")
with DAG("fixed", schedule="@daily", start_date=datetime(2023, 1, 4, tzinfo=seoul)): ...
with DAG("offset", schedule="@daily", start_date=datetime(2023, 1, 4, tzinfo=FixedTimezone(7200))): ...
with DAG("now", schedule="@daily", start_date=datetime.now() - timedelta(days=1)): ...
with DAG("ago", schedule="@daily", start_date=days_ago(1)): ...
with DAG("today", schedule="@daily", start_date=pendulum.today("Europe/Oslo").add(days=-1)): ...
with DAG("machine", schedule="@daily", start_date=pendulum.yesterday().subtract(days=1)): ...
with DAG("machine there", schedule="@daily", start_date=pendulum.now().in_timezone("Asia/Seoul")): ...
with DAG("replaced", schedule="@daily", start_date=datetime.now().replace(tzinfo=seoul)): ...
with DAG("moved", schedule="@daily", start_date=pendulum.now("UTC").in_timezone("Asia/Seoul")): ...
with DAG("month", schedule="@daily", start_date=datetime(datetime.now().year, 1, 1)): ...
with DAG("month there", schedule="@daily", start_date=datetime(datetime.now().year, 1, 1, tzinfo=seoul)): ...
with DAG("written", schedule="@daily", start_date=datetime.strptime(Variable.get("start"), "%Y-%m-%d")): ...
with DAG("with zone", schedule="@daily", start_date=datetime.strptime(Variable.get("start"), "%Y-%m-%d %z")): ...
with DAG("format", schedule="@daily", start_date=pendulum.from_format("2024-02-29", "YYYY-MM-DD")): ...
with DAG("unknown", schedule="@daily", start_date=Variable.get("start")): ...
`).dags.map(({ dagId, timing: { schedule } }) => [
    dagId,
    "timezone" in schedule ? schedule.timezone : undefined,
    schedule.certainty,
  ]);
  expect(schedules).toEqual([
    ["fixed", "Asia/Seoul", "certain"],
    ["offset", "+02:00", "certain"],
    ["now", "UTC", "certain"],
    ["ago", "UTC", "certain"],
    ["today", "Europe/Oslo", "certain"],
    ["machine", "UTC", "inferred"],
    ["machine there", "Asia/Seoul", "certain"],
    ["replaced", "Asia/Seoul", "certain"],
    ["moved", "Asia/Seoul", "certain"],
    ["month", "UTC", "certain"],
    ["month there", "Asia/Seoul", "certain"],
    ["written", "UTC", "certain"],
    ["with zone", null, "dynamic"],
    ["format", "UTC", "certain"],
    ["unknown", null, "dynamic"],
  ]);
});
