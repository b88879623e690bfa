import { expect, test } from "vitest";

import { editDistance } from "../../../model/text/editDistance.ts";

/** The textbook's table, whole: what the quick one must agree with. */
function table(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 || j === 0 ? i + j : 0)),
  );
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? NaN;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const changed = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const row = rows[i] ?? [];
      row[j] = Math.min(
        cell(i - 1, j) + 1,
        cell(i, j - 1) + 1,
        changed,
        swapped ? cell(i - 2, j - 2) + 1 : Infinity,
      );
    }
  return cell(a.length, b.length);
}

test("the distance between all short words is the textbook's, up to every limit", () => {
  const words = [""];
  for (let at = 0; at < 121; at++)
    for (const letter of "abc") words.push((words[at] ?? "") + letter);
  const wrong: string[] = [];
  for (const a of words.filter((_, at) => at % 3 === 0))
    for (const b of words.filter((_, at) => (at + a.length) % 7 === 0)) {
      const exact = table(a, b);
      for (const limit of [0, 1, 2, 3]) {
        const answer = editDistance(a, b, limit);
        if (answer !== (exact > limit ? Infinity : exact))
          wrong.push(`${a} ${b} ${limit}: ${answer}`);
      }
    }
  expect(wrong).toEqual([]);
});

test.each([
  ["task_143", "task_1434", 3, 1],
  ["trasnform", "transform", 3, 1],
  ["abcd", "badc", 2, 2],
  ["load", "extract", 2, Infinity],
])("from %s to %s within %i it takes %d", (a, b, limit, answer) => {
  expect(editDistance(a, b, limit)).toBe(answer);
});
