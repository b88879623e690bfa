import { expect, test } from "vitest";

import { whatIfFails } from "../../../model/run/whatIfFails.ts";
import { dagOf } from "../layout/graphs.ts";

test("what depends on a failed task does not run, what waits for its end does", () => {
  const dag = dagOf("a > b > c > d, a > other, b > clean", {
    clean: { triggerRule: "all_done" },
    d: { triggerRule: "none_failed" },
  });
  expect(Object.fromEntries(whatIfFails(dag, "b"))).toEqual({
    b: "failed",
    c: "upstream_failed",
    d: "upstream_failed",
    clean: "success",
  });
});

test("rules that look at skips and failures each have their say", () => {
  const dag = dagOf("a > only_if_fine, a > alarm, fine > any, a > any, a > quiet", {
    alarm: { triggerRule: "one_failed" },
    any: { triggerRule: "one_success" },
    quiet: { triggerRule: "all_skipped" },
  });
  const states = whatIfFails(dag, "a");
  expect(["only_if_fine", "alarm", "any", "quiet"].map((id) => states.get(id))).toEqual([
    "upstream_failed",
    "success",
    "success",
    "skipped",
  ]);
});

test("a cycle or an unknown rule says nothing and does not hang", () => {
  const states = whatIfFails(dagOf("a > b > c > a, c > d", { d: { triggerRule: null } }), "a");
  expect(states.get("a")).toBe("failed");
  expect(states.get("d")).toBeUndefined();
});
