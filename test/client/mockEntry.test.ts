import { expect, test } from "vitest";

import { withMock } from "../../client/runs/mockEntry.ts";
import { parseMocks } from "../../runner/runner.ts";

test("a mock is added once, and the runner reads what was written", () => {
  const first = withMock("", "load", '{"rows": [1, "a: b"]}');
  const second = withMock(first.text, "on", undefined);
  const third = withMock(second.text, "group.task-1", '"x"');
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
    expect(third.text.split("\n")[line]).toMatch(new RegExp(`^"?${taskId}"?:$`));
    expect(withMock(third.text, taskId, "1")).toEqual({ text: third.text, line });
  }
});

test("what stands in the file stays, and a file without a last line end gets one", () => {
  const { text, line } = withMock("a:\n  returns: 1", "b", "2");
  expect(text.startsWith("a:\n  returns: 1\nb:\n")).toBe(true);
  expect(line).toBe(2);
});
