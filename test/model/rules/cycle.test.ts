import { expect, test } from "vitest";

import { exampleDag } from "../../../model/rules/exampleDag.ts";
import { applyEdits } from "../../../model/text/edits.ts";
import { checkText } from "./checkText.ts";

const tasks = ["a", "b", "c", "d"]
  .map((name) => `${name} = EmptyOperator(task_id="${name}")`)
  .join("\n");

/** The messages of the cycles in a DAG whose edges are these, and what is left after each of its fixes. */
function cyclesIn(edges: string): { messages: readonly string[]; left: readonly string[] } {
  const text = exampleDag(`${tasks}\n${edges}`);
  const found = checkText(text, { codes: ["cycle", "self-dependency"] });
  const left = found.flatMap(({ fixes }) =>
    fixes.map(({ title, edits }) => {
      const after = applyEdits("dag.py", text, edits);
      const again = checkText(after, { codes: ["cycle", "self-dependency", "syntax-error"] });
      return `${title}: ${again.map(({ message }) => message).join(" ") || "none"}`;
    }),
  );
  return { messages: found.map(({ message }) => message), left };
}

test.each([
  ["a >> b >> c\nc >> a", "a → b → c → a", ["c >> a", "a >> b", "b >> c"]],
  ["a >> b >> a", "a → b → a", ["b >> a", "a >> b"]],
  ["a >> [b, c] >> d >> a", "a → b → d → a", ["d >> a", "a >> b", "b >> d"]],
  ["chain(a, b, c, a)", "a → b → c → a", ["c → a", "a → b", "b → c"]],
  ["a.set_downstream(b)\na.set_upstream(b)", "a → b → a", ["b → a", "a → b"]],
])(
  "%s: the whole path, and a fix for each edge, that which closes it first",
  (edges, path, removed) => {
    const { messages, left } = cyclesIn(edges);
    expect(messages).toEqual([`Cycle in DAG "etl": ${path}.`]);
    expect(left.map((line) => line.split(":")[0])).toEqual(removed.map((edge) => `Remove ${edge}`));
  },
);

test.each(["a >> b >> c\nc >> a", "a >> b >> a", "chain(a, b, c, a)", "a >> b >> c >> d >> b"])(
  "after any fix of %s the ring is open",
  (edges) => {
    const { left } = cyclesIn(edges);
    expect(left.length).toBeGreaterThan(1);
    for (const line of left) expect(line).toMatch(/: none$/);
  },
);

test("two rings are two findings", () => {
  expect(cyclesIn("a >> b >> a\nc >> d >> c").messages).toEqual([
    'Cycle in DAG "etl": a → b → a.',
    'Cycle in DAG "etl": c → d → c.',
  ]);
});

test("each edge of the ring is told at its own place", () => {
  const text = exampleDag(`${tasks}\na >> b >> c\nc >> a`);
  const [found] = checkText(text, { codes: ["cycle"] });
  const related = found?.related.map(({ span }) => text.slice(span.start, span.end));
  expect(related).toEqual(["a >> b", "b >> c", "c >> a"]);
});

test("an edge of a list in a loop is an item of the list", () => {
  const { messages, left } = cyclesIn("for x, y in [(a, b), (b, c), (c, a)]:\n    x >> y");
  expect(messages).toHaveLength(1);
  expect(left).toEqual(["Remove c → a: none", "Remove a → b: none", "Remove b → c: none"]);
});

test("an edge that is stated twice goes from both places", () => {
  expect(cyclesIn("a >> b\nb >> a\nb >> a").left).toEqual([
    "Remove b >> a (2 places): none",
    "Remove a >> b: none",
  ]);
});

const data = (parameters: string): string => `
@task
def give(${parameters}):
    return 1

first = give()
second = give(first)
second >> first`;

test("data that a task can do without is not handed over; data that it needs has no fix, with the reason", () => {
  expect(cyclesIn(data("value=None")).left).toEqual([
    "Remove second >> first: none",
    "Remove give → give__1: do not hand over first: none",
  ]);
  const needed = data("value").replace("first = give()", "first = give(1)");
  const [found] = checkText(exampleDag(needed), { codes: ["cycle"] });
  expect(found?.fixes.map(({ title }) => title)).toEqual(["Remove second >> first"]);
  expect(found?.related.map(({ message }) => message)).toEqual([
    "give → give__1 is part of the cycle (no quick fix for it: give() needs a value for value)",
    "give__1 → give is part of the cycle",
  ]);
});

test.each([
  ["in range(2)", "for at in range(2):\n    pair = [a, b, a]\n    pair[at] >> pair[at + 1]"],
  ["over a list with more to do", "for x, y in [(a, b), (b, a)]:\n    x >> y\n    x >> c"],
])("one round of a loop %s has no text of its own: no fix, and the reason", (_what, edges) => {
  const [found] = checkText(exampleDag(`${tasks}\n${edges}`), { codes: ["cycle"] });
  expect(found?.fixes).toEqual([]);
  expect(found?.related[0]?.message).toContain("it comes from one round of a loop");
});
