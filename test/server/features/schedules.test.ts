import { describe, expect, test } from "vitest";

import { rangeAt } from "../../../model/text/lineIndex.ts";
import { actionsFor } from "../../../server/features/codeActions.ts";
import { datesOf } from "../../../server/features/scheduledDates.ts";
import { hintsIn } from "../../../server/features/inlayHints.ts";
import { hoverAt } from "../../../server/features/hover.ts";
import { scheduleChoices, scheduleTargetAt } from "../../../server/features/schedules.ts";
import { ask, testNow } from "../ask.ts";

/** Kind and title of what is offered at the cursor. */
async function offered(source: string): Promise<string[]> {
  const { question } = await ask(source);
  const { snapshot, offset } = question;
  const range = rangeAt(snapshot.lines, { start: offset, end: offset });
  const actions = actionsFor(question, { range, context: { diagnostics: [] } });
  return actions.map(({ kind, title }) => `${kind ?? ""}: ${title}`);
}

describe("a schedule", () => {
  test("that is wrong is mended by choosing another, before it is silenced", async () => {
    const dag = (cron: string): string =>
      `from airflow.sdk import DAG\nwith DAG("d", schedule="${cron}"):\n    pass\n`;
    const [first, ...others] = await offered(dag("6<|>1 2 * * *"));
    expect(first).toBe("quickfix: Choose a schedule…");
    expect(others).toContain("quickfix: Ignore invalid-cron on this line");
    expect(await offered(dag("1<|> 2 * * *"))).toContain("refactor.rewrite: Choose a schedule…");
  });

  test("is explained with its next runs, also where no DAG can be read", async () => {
    const { question } = await ask('make(schedule="0 2 <|>* * *")\n');
    const text = JSON.stringify(hoverAt(question));
    expect(text).toContain("At 02:00, every day");
    expect(text).toContain("Tue 2024-01-16 02:00");
  });

  test("tells what surprises in plain words, without signs that a hover cannot show", async () => {
    const { question } = await ask('make(schedule="*/7 <|>* * * *")\n');
    const text = JSON.stringify(hoverAt(question));
    expect(text).toContain("_Note:_");
    expect(text).not.toContain("$(");
  });

  test.each([
    ["0 2 * * *", "At 02:00, every day"],
    ["*/7 6-20 * * mon-fri", "Every 7 minutes, 06:00–20:56, Mon–Fri"],
    ["0 0 1 */3 *", "At 00:00, on day 1, Jan, Apr, Jul and Oct"],
    ["30 8 * * mon,wed,fri", "At 08:30, only on Mon, Wed and Fri"],
  ])("is said in an inlay hint as short as it can be: %s", async (cron, label) => {
    const { question } = await ask(
      `from airflow.sdk import DAG\nwith DAG("etl", schedule="${cron}<|>"):\n    pass\n`,
    );
    const start = { line: 0, character: 0 };
    const [hint] = hintsIn(question, { start, end: { line: 9, character: 0 } });
    expect(hint?.label).toBe(label);
    expect(label.length).toBeLessThanOrEqual(43);
  });

  test("that Airflow refuses says why and what is meant", async () => {
    const { question } = await ask('make(schedule="@dia<|>ly")\n');
    const text = JSON.stringify(hoverAt(question));
    expect(text).toContain("Airflow refuses");
    expect(text).toContain("@daily");
  });

  test("is replaced between its quotes", async () => {
    const { question, fixture } = await ask('make(schedule="<|0 2 <|>* * *|>")\n');
    const target = scheduleTargetAt(question);
    const [mark] = fixture.marks;
    expect(target?.expression).toBe("0 2 * * *");
    expect(target?.range.start.character).toBe(mark?.start);
    expect(target?.range.end.character).toBe(mark?.end);
    expect(target?.isString).toBe(true);
  });

  test("is explained while it is typed, with the usual ones below", () => {
    const [typed, usual] = scheduleChoices("*/5 * * *", "UTC", testNow);
    expect(typed).toMatchObject({ expression: "*/5 * * *", valid: false, next: [] });
    expect(usual?.valid).toBe(true);
    const [daily] = scheduleChoices("0 2 * * *", "Europe/Berlin", testNow);
    expect(daily?.next[0]).toBe("Tue 2024-01-16 02:00");
  });

  test("may be none, as a value without quotes, and may be typed with the quotes of a file", () => {
    const [none, ...usual] = scheduleChoices("none", "UTC", testNow);
    expect(none).toMatchObject({ expression: "None", valid: true, isValue: true });
    expect(usual.every(({ isValue }) => isValue !== true)).toBe(true);
    expect(scheduleChoices("@daily", "UTC", testNow).at(-1)?.expression).toBe("None");
    expect(scheduleChoices("", "UTC", testNow)[0]?.expression).toBe("@hourly");
    const [quoted] = scheduleChoices('"@daily"', "UTC", testNow);
    expect(quoted).toMatchObject({ expression: "@daily", valid: true });
  });

  test.each([
    ['schedule=[Asset("s3://ra<|>w")]', "", '[Asset("s3://raw")]'],
    [
      'schedule=CronTriggerTimetable("0 2 * * *", timezone="Eur<|>ope/Berlin")',
      "0 2 * * *",
      '"0 2 * * *"',
    ],
    [
      'schedule=CronTriggerTimetable(cron="0 2 * * *", timezone="UTC"<|>)',
      "0 2 * * *",
      '"0 2 * * *"',
    ],
    ['schedule="@da<|>ily"', "@daily", '"@daily"'],
    ["schedule=No<|>ne", "", "None"],
  ])(
    "is chosen anew as a whole, never a text in it that is none: %s",
    async (argument, expression, whole) => {
      const { question, fixture } = await ask(
        `from airflow.sdk import DAG, Asset, CronTriggerTimetable\nwith DAG("d", ${argument}):\n    pass\n`,
      );
      const target = scheduleTargetAt(question);
      const [text = ""] = fixture.files.values();
      const line = text.split("\n")[1] ?? "";
      expect(target?.expression).toBe(expression);
      expect(line.slice(target?.whole.start.character, target?.whole.end.character)).toBe(whole);
    },
  );

  test("tells the dates of a DAG in a range, in its zone", async () => {
    const { question } = await ask(`
      from airflow.sdk import DAG
      import pendulum
      with DAG("etl", schedule="0 6 * * *", start_date=pendulum.datetime(2024, 1, 1, tz="Europe/Berlin")):
          pass
    `);
    const range = { from: Date.UTC(2024, 0, 10), until: Date.UTC(2024, 0, 11, 23) };
    const found = datesOf(question, "etl", range);
    expect(found?.timezone).toBe("Europe/Berlin");
    expect(found?.dates.map(({ text }) => text)).toEqual([
      "Wed 2024-01-10 06:00",
      "Thu 2024-01-11 06:00",
    ]);
    expect(found?.dates[0]?.at).toBe(Date.UTC(2024, 0, 10, 5));
    expect(datesOf(question, "other", range)).toBeUndefined();
  });
});
