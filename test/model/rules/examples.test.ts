import { describe, expect, test } from "vitest";

import { parsePython } from "../../../model/python/parse.ts";
import { rules } from "../../../model/rules/registry.ts";
import type { Example, Rule } from "../../../model/rules/rule.ts";
import { spelled } from "../../../model/rules/spelledFor.ts";
import { applyEdits } from "../../../model/text/edits.ts";
import { readFixture } from "../../fixture.ts";
import { checkText } from "./checkText.ts";

describe.each(rules.map((rule) => [rule.code, rule] as const))("%s", (_code, rule) => {
  const { flagged, clean } = rule.examples();

  test("has its words and at least one flagged and one clean example", () => {
    expect(rule.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rule.summary).toMatch(/\.$/);
    expect(rule.why).toMatch(/\.$/);
    expect(flagged.length).toBeGreaterThan(0);
    expect(clean.length).toBeGreaterThan(0);
  });

  test.each(flagged.map(spelled).map((example) => [titleOf(example), example] as const))(
    "flags exactly what is marked: %s",
    (_title, example) => {
      const { files, marks } = readFixture(example.text);
      const text = files.get("dag.py") ?? "";
      const found = findingsOf(rule, text, example);
      expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(
        marks.map(({ start, end }) => text.slice(start, end)),
      );
      expect(found.map(({ span }) => span.start)).toEqual(marks.map(({ start }) => start));
    },
  );

  test.each(clean.map(spelled).map((example) => [titleOf(example), example] as const))(
    "leaves alone: %s",
    (_title, example) => {
      expect(findingsOf(rule, example.text, example)).toEqual([]);
    },
  );

  test.each(flagged.map(spelled).map((example) => [titleOf(example), example] as const))(
    "its preferred fixes leave a text that is clean: %s",
    (_title, example) => {
      const before = readFixture(example.text).files.get("dag.py") ?? "";
      let text = before;
      for (let round = 0; round < 10; round++) {
        const [fix] = findingsOf(rule, text, example).flatMap(({ fixes }) =>
          fixes.filter(({ preferred }) => preferred),
        );
        if (!fix) break;
        text = applyEdits(example.file ?? "dag.py", text, fix.edits);
      }
      if (example.fixed !== undefined) expect(text).toBe(example.fixed);
      if (text === before) return;
      expect(findingsOf(rule, text, example)).toEqual([]);
      expect(parsePython("dag.py", text).syntaxErrors).toEqual([]);
    },
  );
});

test("codes are unique", () => {
  const codes = rules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

function findingsOf(rule: Rule, text: string, example: Example): ReturnType<typeof checkText> {
  const { airflow, others, file = "dag.py" } = example;
  const found = checkText(text, { airflow, others, file });
  return found.filter(({ code }) => code === rule.code);
}

function titleOf(example: Example): string {
  const marked = /<\|[\s\S]*?\|>/.exec(example.text)?.[0];
  return (marked ?? example.text).slice(0, 60).replace(/\s+/g, " ");
}
