import { expect, test } from "vitest";

import type { Schedule, Timetable, Timing } from "../../../model/dag/schedule.ts";
import { nextRuns } from "../../../model/schedule/nextRuns.ts";
import truth from "./timetableTruth.json" with { type: "json" };

const base = { certainty: "certain", span: undefined } as const;
const iso = (time: number): string => new Date(time).toISOString().slice(0, 16);
const at = (text: string): number => Date.parse(`${text}Z`);

function timing(schedule: Schedule, given: Partial<Timing> = {}): Timing {
  return { schedule, startDate: null, endDate: null, catchup: null, timezone: "UTC", ...given };
}

function started(text: string): Pick<Timing, "startDate"> {
  return { startDate: { epochMs: at(text), zone: "UTC" } };
}

const cron = (expression: string, timezone: string | null = null): Schedule => ({
  ...base,
  kind: "cron",
  expression,
  timezone,
});

function zoned(epochMs: number | null): Timing["startDate"] {
  return epochMs === null ? null : { epochMs, zone: "UTC" };
}

test("runs are those that real Airflow's timetables answer", () => {
  for (const row of truth.rows) {
    const { timetable, earliest, latest, catchup, after } = row.timing;
    const isOnce = timetable.kind === "once";
    const schedule: Schedule = isOnce
      ? { ...base, kind: "once" }
      : { ...base, kind: "timetable", expression: "X()", timezone: null, timetable: timetable as Timetable }; // prettier-ignore
    const given = { startDate: zoned(earliest), endDate: zoned(latest), catchup };
    const found = nextRuns(timing(schedule, given), {
      after,
      count: 4,
      airflow: row.airflow === 2 ? 2 : 3,
    });
    const runs = found.runs.map((run) => [run.runAfter, run.logicalDate, ...run.dataInterval]);
    expect([row.timing, found.due, runs]).toEqual([row.timing, row.due, row.runs]);
  }
});

test("a cron string is a data interval in Airflow 2 and a trigger in Airflow 3", () => {
  const daily = timing(cron("0 6 * * *"), { ...started("2021-07-29T06:00"), catchup: true });
  const first = (airflow: 2 | 3): string[] => {
    const [run] = nextRuns(daily, { after: at("2021-07-29T05:59"), count: 1, airflow }).runs;
    return run ? [iso(run.runAfter), iso(run.logicalDate), ...run.dataInterval.map(iso)] : [];
  };
  expect(first(2)).toEqual(["2021-07-30T06:00", "2021-07-29T06:00", "2021-07-29T06:00", "2021-07-30T06:00"]); // prettier-ignore
  expect(first(3)).toEqual(["2021-07-29T06:00", "2021-07-29T06:00", "2021-07-29T06:00", "2021-07-29T06:00"]); // prettier-ignore
});

test("hours are those of the DAG's zone", () => {
  const options = { after: at("2025-07-01T00:00"), count: 1, airflow: 3 } as const;
  const inBerlin = timing(cron("0 6 * * *"), { timezone: "Europe/Berlin" });
  expect(nextRuns(inBerlin, options).runs.map((run) => iso(run.runAfter))).toEqual([
    "2025-07-01T04:00",
  ]);
  const ownZone = timing(cron("0 6 * * *", "Asia/Kolkata"), { timezone: "Europe/Berlin" });
  expect(nextRuns(ownZone, options).runs.map((run) => iso(run.runAfter))).toEqual([
    "2025-07-01T00:30",
  ]);
});

test("catchup counts the runs that would be made at once, up to a bound", () => {
  const options = { after: at("2025-01-11T00:00"), count: 2, airflow: 3 } as const;
  const since = timing(cron("0 0 * * *"), { ...started("2025-01-01T00:00"), catchup: true });
  expect(nextRuns(since, options)).toMatchObject({ due: 11, dueIsMore: false });
  for (const schedule of [
    cron("* * * * *"),
    { ...base, kind: "delta", expression: "PT1M", seconds: 60, months: 0 } as const,
  ]) {
    const minutely = timing(schedule, { ...started("2015-01-01T00:00"), catchup: true });
    const found = nextRuns(minutely, options);
    expect(found).toMatchObject({ due: 1000, dueIsMore: true });
    expect(found.runs.map((run) => iso(run.runAfter))).toEqual([
      "2025-01-11T00:01",
      "2025-01-11T00:02",
    ]);
  }
  expect(nextRuns({ ...since, catchup: false }, options).due).toBe(1);
});

test.each([
  [{ ...base, kind: "assets", expression: '"a"' }, "when its assets are updated"],
  [{ ...base, kind: "none" }, "no schedule"],
  [{ ...base, kind: "dynamic" }, "only when Python runs"],
  [{ ...base, kind: "continuous" }, "as soon as the run before has ended"],
  [cron("61 * * * *"), "Airflow refuses"],
  [cron("R * * * *"), "at random"],
  [cron("0 0 30 2 *"), "no further time"],
  [cron("0 0 * * *", "Mars/Olympus"), "no time zone"],
  [
    {
      ...base,
      kind: "timetable",
      expression: "X()",
      timezone: null,
      timetable: {
        kind: "cronTrigger",
        crons: ["@daily", "0 0 30 2 *"],
        timezone: "UTC",
        intervalSeconds: 0,
      },
    },
    '"0 0 30 2 *" never fires',
  ],
  [{ ...base, kind: "delta", expression: "PT0S", seconds: 0, months: 0 }, "not positive"],
  [
    {
      ...base,
      kind: "timetable",
      expression: "AfterWorkday()",
      timezone: null,
      timetable: { kind: "custom", className: "AfterWorkday" },
    },
    "AfterWorkday is known to Airflow only",
  ],
] as const satisfies readonly (readonly [Schedule, string])[])(
  "%j has no runs to compute, and says why",
  (schedule, reason) => {
    const found = nextRuns(timing(schedule), { after: 0, count: 3, airflow: 3 });
    expect(found.runs).toEqual([]);
    expect(found.reason).toContain(reason);
  },
);

test("what the file leaves open is said", () => {
  const options = { after: at("2025-01-11T00:00"), count: 1, airflow: 3 } as const;
  const open = timing(cron("@daily"), { startDate: "unknown", catchup: "unknown" });
  const found = nextRuns(open, options);
  expect(found.runs).toHaveLength(1);
  expect(found.notes).toEqual([
    "Its start date, and with it its time zone, is known only when Python runs the file: UTC is taken.",
    "Its catchup is known only when Python runs the file.",
  ]);
  const delta = timing({ ...base, kind: "delta", expression: "PT2H", seconds: 7200, months: 0 });
  expect(nextRuns(delta, options).notes.join()).toContain("when Airflow first sees the DAG");
  expect(nextRuns(timing(cron("@daily"), { catchup: true }), { ...options, airflow: 2 }).reason).toContain("start date"); // prettier-ignore
});

test("an asset-or-time schedule has the runs of its time", () => {
  const time = {
    kind: "cronTrigger",
    crons: ["0 0 * * *"],
    timezone: "UTC",
    intervalSeconds: 0,
  } as const;
  const either: Timetable = { kind: "assetOrTime", time, assets: '"a"' };
  const schedule: Schedule = { ...base, kind: "timetable", expression: "AssetOrTimeSchedule(…)", timezone: "UTC", timetable: either }; // prettier-ignore
  const found = nextRuns(timing(schedule), { after: at("2025-01-11T05:00"), count: 1, airflow: 3 });
  expect(found.runs.map((run) => iso(run.runAfter))).toEqual(["2025-01-12T00:00"]);
  expect(found.notes).toEqual(["Besides, it runs when its assets are updated."]);
});
