import { expect, test } from "vitest";

import { dateChoices, datePlaceholder, type DateChoice } from "../../client/runs/dateChoices.ts";

const scheduled: readonly DateChoice[] = [
  { label: "$(calendar) Fri 2026-11-27 00:00", description: "UTC", at: 2 },
  { label: "$(calendar) Thu 2026-11-26 00:00", description: "UTC", at: 1 },
];
const labels = (typed: string): readonly string[] =>
  dateChoices(typed, scheduled).map(({ label }) => label);

test("as long as nothing is typed, the dates of the schedule are offered", () => {
  expect(dateChoices("  ", scheduled)).toBe(scheduled);
  expect(datePlaceholder(scheduled)).toContain("Choose a date of the schedule");
  expect(datePlaceholder([])).toContain("The schedule has no date of late");
});

test.each([
  ["2024-03-31", "$(edit) Sun 2024-03-31 00:00"],
  ["2024-03-31 02:00", "$(edit) Sun 2024-03-31 02:00"],
  ["2024-03-31T02:00:07Z", "$(edit) Sun 2024-03-31 02:00:07"],
  ["2024-03-31T02:00+02:00", "$(edit) Sun 2024-03-31 00:00"],
])("a date that is typed is said back as it is understood: %s", (typed, label) => {
  expect(labels(typed)).toEqual([label]);
});

test("a part of a date finds scheduled ones", () => {
  expect(labels("11-26")).toEqual(["$(calendar) Thu 2026-11-26 00:00"]);
  expect(labels("fri")).toEqual(["$(calendar) Fri 2026-11-27 00:00"]);
});

test.each(["2024-02-31", "yesterday", "2024-03-31T25:00"])(
  "what is no date is said to be none, with how one is typed: %s",
  (typed) => {
    const [only, ...others] = dateChoices(typed, scheduled);
    expect(only).toMatchObject({ label: `$(error) ${typed} is no date`, at: undefined });
    expect(only?.description).toContain("2024-03-31");
    expect(others).toEqual([]);
  },
);
