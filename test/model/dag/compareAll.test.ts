import { expect, test } from "vitest";

import { compareAll } from "../../../model/dag/compareAll.ts";
import { dagDot } from "../../../model/dag/dagDot.ts";
import { dagMarkdown } from "../../../model/dag/dagMarkdown.ts";
import type { GraphDag } from "../../../model/dag/graphJson.ts";
import { dagOf } from "../layout/graphs.ts";

const named = (dagId: string, text: string, more: Partial<GraphDag> = {}): GraphDag => ({
  ...dagOf(text),
  dagId,
  ...more,
});

test("only DAGs that changed are listed, removed ones too", () => {
  const before = [named("same", "a > b"), named("gone", "a"), named("other", "a > b")];
  const after = [named("same", "a > b"), named("other", "a > c"), named("new", "a")];
  expect(compareAll(before, after).map(({ dagId, change }) => `${change ?? ""} ${dagId}`)).toEqual([
    "changed other",
    "added new",
    "removed gone",
  ]);
});

test("a review says in words, signs and lines what changed", () => {
  const [compared] = compareAll([named("etl", "a > b > c")], [named("etl", "a > b, a > d")]);
  if (!compared) throw new Error("It changed.");
  const page = dagMarkdown(compared);
  expect(page).toContain("1 task added, 1 task removed; 1 dependency added, 1 dependency removed.");
  expect(page).toMatch(/t2\["\+ d"\]:::added/);
  expect(page).toMatch(/t0 ==> t2/);
  expect(page).toMatch(/t1 -\.-x t3/);
  expect(page).toContain("| + `d` | PythonOperator | + `a` |");
  expect(page).not.toContain("| `b` |");
  expect(dagDot(compared)).toMatch(/"c" \[label="− c", color="#cf222e"\];/);
});

test("another schedule is a change by itself", () => {
  const schedule = {
    ...named("etl", "a").schedule,
    kind: "cron",
    expression: "0 3 * * 1",
  } as const;
  const [compared] = compareAll([named("etl", "a")], [named("etl", "a", { schedule })]);
  expect(compared?.change).toBe("changed");
  expect(compared && dagMarkdown(compared)).toContain("Only the schedule changed.");
});
