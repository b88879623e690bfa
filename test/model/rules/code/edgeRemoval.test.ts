import { expect, test } from "vitest";

import type { Dag, Dependency } from "../../../../model/dag/dag.ts";
import { parsePython } from "../../../../model/python/parse.ts";
import { removeEdge } from "../../../../model/rules/code/edgeRemoval.ts";
import { applyEdits } from "../../../../model/text/edits.ts";
import { readFixture } from "../../../fixture.ts";

/**
 * Removes one edge from marked code: `<|e: …|>` is what states it, `<|f: …|>` and `<|t: …|>` its operands. `ends` are all
 * edges that the same operands state; the first is removed.
 */
function without(marked: string, ends: readonly string[] = ["a>b"], at = 0): string | undefined {
  const { files, marks } = readFixture(marked);
  const text = files.get("dag.py") ?? "";
  const spanOf = (label: string): Dependency["span"] | undefined => {
    const mark = marks.find((each) => each.label === label);
    return mark && { file: "dag.py", start: mark.start, end: mark.end };
  };
  const span = spanOf("e");
  if (!span) throw new Error("no edge is marked");
  const edges = ends.map((end): Dependency => {
    const [from = "", to = ""] = end.split(">");
    const spans = { span, fromSpan: spanOf("f"), toSpan: spanOf("t"), statementSpan: span };
    const via = text.includes("(") ? "call" : "shift";
    return { from, to, label: null, certainty: "certain", via, ...spans };
  });
  const edge = edges[at];
  // Only the edges of the DAG are looked at, and the names of its tasks and groups.
  const dag = { edges, tasks: new Map(), groups: new Map() } as unknown as Dag;
  const removed = edge && removeEdge(parsePython("dag.py", text), dag, edge);
  return removed?.kind === "edits" ? applyEdits("dag.py", text, removed.edits) : undefined;
}

test.each([
  ["the only arrow", "x = 1\n<|e: a >> b|>\ny = 2\n", "x = 1\ny = 2\n"],
  ["the only statement of a block", "if x:\n    <|e: a >> b|>\n", "if x:\n    pass\n"],
  ["the first of a chain", "<|e: a >> b|> >> c\n", "b >> c\n"],
  ["the last of a chain", "c >> <|e: a >> b|>\n", "c >> a\n"],
  ["in the middle", "if x:\n    c >> <|e: a >> b|> >> d\n", "if x:\n    c >> a\n    b >> d\n"],
  ["backwards", "<|e: b << a|> << c\n", "a << c\n"],
  ["with a task made in place", "<|e: a >> B(x=1)|>\n", "B(x=1)\n"],
  ["one of two statements of a line", "<|e: a >> b|>; c >> d\n", "c >> d\n"],
  ["the second of a line", "c >> d; <|e: a >> b|>\n", "c >> d\n"],
  ["with a comment behind", "<|e: a >> b|>  # why\nc\n", "c\n"],
])("an arrow is taken out: %s", (_what, marked, after) => {
  expect(without(marked)).toBe(after);
});

test("one of a list keeps what else it says", () => {
  const marked = "<|e: <|f: a|> >> <|t: [b, c]|>|> >> d\n";
  expect(without(marked, ["a>b", "a>c"])).toBe("a >> [c] >> d\nb >> d\n");
  expect(without(marked, ["a>b", "a>c"], 1)).toBe("a >> [b] >> d\nc >> d\n");
});

test("one of a list on the left", () => {
  const marked = "d >> <|e: <|f: [a, c]|> >> <|t: b|>|>\n";
  expect(without(marked, ["a>b", "c>b"])).toBe("d >> [c] >> b\nd >> a\n");
});

test("a chain in parentheses over several lines stays one", () => {
  const marked = "(\n    <|e: a\n    >> b|>\n    >> c\n)\n";
  const after = without(marked);
  expect(after && parsePython("dag.py", after).syntaxErrors).toEqual([]);
  expect(after?.replace(/\s+/g, "")).toBe("(b>>c)");
});

test.each([
  ["chain of two", "<|e: chain(<|f: a|>, <|t: b|>)|>\nx\n", "x\n"],
  ["the first", "<|e: chain(<|f: a|>, <|t: b|>, c)|>\n", "chain(b, c)\n"],
  ["the middle", "<|e: chain(c, <|f: a|>, <|t: b|>, d)|>\n", "chain(c, a)\nchain(b, d)\n"],
  ["set_downstream", "<|e: <|f: a|>.set_downstream(<|t: b|>)|>\nx\n", "x\n"],
  ["set_dependency", 'w.x()\n<|e: w.set_dependency(<|f: "a"|>, <|t: "b"|>)|>\n', "w.x()\n"],
])("a call is taken out: %s", (_what, marked, after) => {
  expect(without(marked)).toBe(after);
});

test("one of the list of a call", () => {
  const marked = "<|e: <|f: a|>.set_downstream(<|t: [b, c]|>)|>\n";
  expect(without(marked, ["a>b", "a>c"])).toBe("a.set_downstream([c])\n");
});

test("what a loop says many times has no fix", () => {
  expect(without("for i in x:\n    <|e: a[i] >> a[i + 1]|>\n", ["a>b", "b>c"])).toBeUndefined();
});
