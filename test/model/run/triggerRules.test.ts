import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { judgeTriggerRule, type UpstreamCounts } from "../../../model/run/triggerRules.ts";

type State = "S" | "F" | "K" | "U" | "R" | "-" | "s" | "f" | "k";

const columns = [
  "all_success",
  "all_failed",
  "all_done",
  "all_skipped",
  "one_success",
  "one_failed",
  "one_done",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
  "all_done_min_one_success",
] as const;

/** Two upstreams, both finished: what becomes of the downstream, as Airflow's own dependency code says. */
const table = `
  S S | run skip run skip run  skip run  run run run  run
  S F | uf  skip run skip run  run  run  uf  uf  run  run
  S K | skip skip run skip run skip run  run run skip skip
  S U | uf  skip run skip run  run  run  uf  uf  run  run
  F F | uf  run  run skip uf   run  run  uf  uf  run  uf
  F K | uf  skip run skip uf   run  run  uf  uf  skip skip
  F U | uf  run  run skip uf   run  run  uf  uf  run  uf
  K K | skip skip run run skip skip skip run skip skip skip
  K U | uf  skip run skip uf   run  skip uf  uf  skip skip
  U U | uf  run  run skip uf   run  skip uf  uf  run  uf
`;

const words: Record<string, string> = {
  run: "run",
  wait: "wait",
  skipped: "skip",
  upstream_failed: "uf",
  removed: "removed",
};

test("two finished upstreams give what Airflow's table says", () => {
  for (const row of table.trim().split("\n")) {
    const [states = "", answers = ""] = row.split("|");
    const counts = count(states.trim().split(" ") as State[]);
    const expected = answers.trim().split(/ +/);
    columns.forEach((rule, i) => {
      expect([states.trim(), rule, words[judgeTriggerRule(rule, counts, -1)]]).toEqual([
        states.trim(),
        rule,
        expected[i],
      ]);
    });
  }
});

type Truth = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** Written by Airflow itself: npm run test:trigger-rules -- --write. */
const truth: Truth = JSON.parse(
  readFileSync(new URL("triggerRuleTruth.json", import.meta.url), "utf8"),
) as Truth;

test.each(Object.keys(truth))(
  "every rule with every combination of up to three upstreams is as Airflow %s has it",
  (version) => {
    let judged = 0;
    for (const [rule, answers] of Object.entries(truth[version] ?? {})) {
      for (const [answer, combinations] of Object.entries(answers)) {
        for (const letters of combinations.split(" ")) {
          // What was removed from a list counts less since 3.3; it cannot be in a run that starts afresh.
          if (version.startsWith("2") && letters.includes("R")) continue;
          const ours = judgeTriggerRule(rule, count(Array.from(letters) as State[]), -1);
          expect(`${rule} ${letters} ${ours}`).toBe(`${rule} ${letters} ${answer}`);
          judged++;
        }
      }
    }
    expect(judged).toBeGreaterThan(700);
  },
);

test("a mapped instance is not held up by instances that a shorter list removed", () => {
  expect(judgeTriggerRule("all_success", count(["S", "R"]), 0)).toBe("run");
  expect(judgeTriggerRule("all_success", count(["S", "R"]), 1)).toBe("removed");
  expect(judgeTriggerRule("none_failed", count(["S", "R"]), 1)).toBe("run");
});

test("a teardown runs if one of its setups did", () => {
  const answer = (...states: State[]) =>
    judgeTriggerRule("all_done_setup_success", count(states), -1);
  expect([answer("s"), answer("k"), answer("f")]).toEqual(["run", "skipped", "upstream_failed"]);
  expect([answer("s", "f"), answer("s", "-")]).toEqual(["run", "wait"]);
});

test("without any upstream everything runs", () => {
  for (const rule of columns) expect(judgeTriggerRule(rule, count([]), -1)).toBe("run");
});

/** Small letters are setups. */
function count(states: readonly State[]): UpstreamCounts {
  const of = (...wanted: State[]): number =>
    states.filter((state) => wanted.includes(state)).length;
  return {
    total: states.length,
    success: of("S", "s"),
    skipped: of("K", "k"),
    failed: of("F", "f"),
    upstreamFailed: of("U"),
    removed: of("R"),
    setups: of("s", "k", "f"),
    setupsSucceeded: of("s"),
    setupsSkipped: of("k"),
  };
}
