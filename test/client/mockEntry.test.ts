import { expect, test } from "vitest";

import { withMock, type MockText } from "../../client/runs/mockEntry.ts";
import { parseMocks } from "../../runner/runner.ts";

function mocked(...given: Parameters<typeof withMock>): MockText {
  const made = withMock(...given);
  if (!made) throw new Error("No mock can be added.");
  return made;
}

test("a mock is added once, and the runner reads what was written", () => {
  const first = mocked("", "load", '{"rows": [1, "a: b"]}');
  const second = mocked(first.text, "on", undefined);
  const third = mocked(second.text, "group.task-1", '"x"');
  const parsed = parseMocks(third.text);
  expect("mocks" in parsed && [...parsed.mocks]).toEqual([
    ["load", { state: "success", returnValue: '{"rows":[1,"a: b"]}', length: 1, durationMs: 0 }],
    ["on", { state: "success", returnValue: "null", length: null, durationMs: 0 }],
    ["group.task-1", { state: "success", returnValue: '"x"', length: null, durationMs: 0 }],
  ]);
  for (const [taskId, { line }] of [
    ["load", first],
    ["on", second],
    ["group.task-1", third],
  ] as const) {
    expect(third.text.split("\n")[line - 1]).toMatch(new RegExp(`^"?${taskId}"?:$`));
    expect(withMock(third.text, taskId, "1")).toEqual({ text: third.text, line, column: 11 });
  }
});

test("what stands in the file stays, and a file without a last line end gets one", () => {
  const { text, line } = mocked("a:\n  returns: 1", "b", "2");
  expect(text.startsWith("a:\n  returns: 1\nb:\n")).toBe(true);
  expect(line).toBe(3);
});

test("a file in JSON stays JSON", () => {
  for (const text of ['{"a": {"returns": 1}}', "{}", '{\n  "a": {\n    "returns": 1\n  }\n}\n']) {
    const { text: once, line, column } = mocked(text, "group.load", "[1, 2]");
    const value = JSON.parse(once) as Readonly<Record<string, unknown>>;
    expect(value["group.load"]).toEqual({ returns: [1, 2], state: "success", duration: 0 });
    expect(once.split("\n")[line]?.slice(column)).toBe("[1, 2],");
    expect(withMock(once, "group.load", "3")).toEqual({ text: once, line, column });
    expect("mocks" in parseMocks(once)).toBe(true);
  }
});

test.each(["- a\n- b\n", '{"a": 1', "# words\njust text\n", "[1, 2]"])(
  "a file that names no tasks is left alone: %j",
  (text) => {
    expect(withMock(text, "load", undefined)).toBeUndefined();
  },
);

test.each(["", "# only words\n", "---\na:\n  returns: 1\n", '"a b": {returns: 1}\n', "a: {}\n"])(
  "a file that names tasks, or nothing yet, gets another: %j",
  (text) => {
    expect("mocks" in parseMocks(mocked(text, "load", "1").text)).toBe(true);
  },
);
