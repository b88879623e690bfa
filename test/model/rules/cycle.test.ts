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
  ["a >> b >> c\nc >> a", "a → b → c → a", ["a >> b", "b >> c", "c >> a"]],
  ["a >> b >> a", "a → b → a", ["a >> b", "b >> a"]],
  ["a >> [b, c] >> d >> a", "a → b → d → a", ["a >> b", "b >> d", "d >> a"]],
  ["chain(a, b, c, a)", "a → b → c → a", ["a → b", "b → c", "c → a"]],
  ["a.set_downstream(b)\na.set_upstream(b)", "a → b → a", ["a → b", "b → a"]],
])("%s: the whole path, and a fix for each edge", (edges, path, removed) => {
  const { messages, left } = cyclesIn(edges);
  expect(messages).toEqual([`Cycle in DAG "etl": ${path}.`]);
  expect(left.map((line) => line.split(":")[0])).toEqual(removed.map((edge) => `Remove ${edge}`));
});

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
