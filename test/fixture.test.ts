import { expect, test } from "vitest";

import { readFixture } from "./fixture.ts";

test("marks are cut out of the text and keep their place", () => {
  const { files, marks, cursor } = readFixture(`
    a = <|one|>
    b = <|name: two<|>|>
  `);
  expect(files.get("dag.py")).toBe("a = one\nb = two\n");
  expect(marks).toEqual([
    { file: "dag.py", label: undefined, start: 4, end: 7 },
    { file: "dag.py", label: "name", start: 12, end: 15 },
  ]);
  expect(cursor).toEqual({ file: "dag.py", offset: 15 });
});

test("one string holds several files", () => {
  const { files, marks } = readFixture(`
    #- dags/a.py
    x = 1
    #- dags/b.py
    y = <|2|>
  `);
  expect([...files]).toEqual([
    ["dags/a.py", "x = 1\n"],
    ["dags/b.py", "y = 2\n"],
  ]);
  expect(marks[0]).toMatchObject({ file: "dags/b.py", start: 4, end: 5 });
});

test("a mark that never ends is a fault of the fixture", () => {
  expect(() => readFixture("<|a")).toThrow("never ends");
});
