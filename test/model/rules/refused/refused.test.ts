import { describe, expect, test } from "vitest";

import { readFixture } from "../../../fixture.ts";
import { checkText } from "../checkText.ts";
import { textFor, type Refusal } from "./row.ts";
import { refusals } from "./table.ts";

describe.each([3, 2] as const)("what Airflow %i refuses is one error, at its place", (airflow) => {
  test.each(
    refusals
      .filter(({ refused }) => refused[airflow] !== undefined)
      .map((refusal) => [titleOf(refusal), refusal] as const),
  )("%s", (_title, refusal) => {
    const { files, marks } = readFixture(textFor(refusal, airflow));
    const text = files.get("dag.py") ?? "";
    const errors = checkText(text, { airflow }).filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual(
      marks.map(({ start, end }) => [refusal.code, text.slice(start, end)]),
    );
    expect(errors.map(({ span }) => span.start)).toEqual(marks.map(({ start }) => start));
  });
});

function titleOf({ row, code, text }: Refusal): string {
  const marked = /<\|[\s\S]*?\|>/.exec(text)?.[0] ?? "";
  return `${row} ${code}: ${marked.slice(0, 50).replace(/\s+/g, " ")}`;
}
