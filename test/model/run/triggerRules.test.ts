import { expect, test } from "vitest";

import { judgeTriggerRule, type UpstreamCounts } from "../../../model/run/triggerRules.ts";

type State = "S" | "F" | "K" | "U" | "R" | "-";

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

/** The rules as sentences over a list of states: the first that holds, else it waits. */
const sentences: Record<string, readonly (readonly [(s: Facts) => boolean, string])[]> = {
  all_success: [
    [(s) => s.any("F", "U"), "uf"],
    [(s) => s.any("K"), "skip"],
    [(s) => s.all("S"), "run"],
  ],
  all_failed: [
    [(s) => s.any("S", "K"), "skip"],
    [(s) => s.all("F", "U"), "run"],
  ],
  all_done: [[(s) => s.done, "run"]],
  all_skipped: [
    [(s) => s.any("S", "F", "U"), "skip"],
    [(s) => s.all("K"), "run"],
  ],
  one_success: [
    [(s) => s.any("S"), "run"],
    [(s) => s.done && s.all("K"), "skip"],
    [(s) => s.done, "uf"],
  ],
  one_failed: [
    [(s) => s.any("F", "U"), "run"],
    [(s) => s.done, "skip"],
  ],
  one_done: [
    [(s) => s.any("S", "F"), "run"],
    [(s) => s.done, "skip"],
  ],
  none_failed: [
    [(s) => s.any("F", "U"), "uf"],
    [(s) => s.all("S", "K"), "run"],
  ],
  none_failed_min_one_success: [
    [(s) => s.any("F", "U"), "uf"],
    [(s) => s.all("K"), "skip"],
    [(s) => s.all("S", "K"), "run"],
  ],
  none_skipped: [
    [(s) => s.any("K"), "skip"],
    [(s) => s.done, "run"],
  ],
  always: [[() => true, "run"]],
  all_done_min_one_success: [
    [(s) => s.any("K"), "skip"],
    [(s) => s.done && !s.any("S"), "uf"],
    [(s) => s.done, "run"],
  ],
  all_done_setup_success: [[(s) => s.done, "run"]],
};

interface Facts {
  readonly done: boolean;
  any(...states: State[]): boolean;
  all(...states: State[]): boolean;
}

test("every rule with every combination of up to three upstreams, some still running, some removed", () => {
  let judged = 0;
  for (const [rule, lines] of Object.entries(sentences)) {
    for (const states of combinations(3)) {
      const facts: Facts = {
        done: !states.includes("-"),
        any: (...wanted) => states.some((state) => wanted.includes(state)),
        all: (...wanted) => states.every((state) => wanted.includes(state)),
      };
      const expected = lines.find(([holds]) => holds(facts))?.[1] ?? "wait";
      const answer = words[judgeTriggerRule(rule, count(states), -1)];
      expect(`${rule} ${states.join("")} ${answer}`).toBe(`${rule} ${states.join("")} ${expected}`);
      judged++;
    }
  }
  expect(judged).toBe(13 * (6 + 36 + 216));
});

test("a mapped instance is not held up by instances that a shorter list removed", () => {
  expect(judgeTriggerRule("all_success", count(["S", "R"]), 0)).toBe("run");
  expect(judgeTriggerRule("all_success", count(["S", "R"]), 1)).toBe("removed");
  expect(judgeTriggerRule("none_failed", count(["S", "R"]), 1)).toBe("run");
  expect(judgeTriggerRule("none_failed", count(["S", "R"]), -1)).toBe("wait");
});

test("a teardown runs if one of its setups did", () => {
  const setups = (...states: State[]): UpstreamCounts => ({
    ...count(states),
    setups: states.length,
    setupsSucceeded: states.filter((state) => state === "S").length,
    setupsSkipped: states.filter((state) => state === "K").length,
  });
  const answers = (["S", "K", "F"] as const).map((state) =>
    judgeTriggerRule("all_done_setup_success", setups(state), -1),
  );
  expect(answers).toEqual(["run", "skipped", "upstream_failed"]);
  expect(judgeTriggerRule("all_done_setup_success", setups("S", "F"), -1)).toBe("run");
  expect(judgeTriggerRule("all_done_setup_success", setups("S", "-"), -1)).toBe("wait");
});

test("without any upstream everything runs", () => {
  for (const rule of Object.keys(sentences))
    expect(judgeTriggerRule(rule, count([]), -1)).toBe("run");
});

function count(states: readonly State[]): UpstreamCounts {
  const of = (wanted: State): number => states.filter((state) => state === wanted).length;
  return {
    total: states.length,
    success: of("S"),
    skipped: of("K"),
    failed: of("F"),
    upstreamFailed: of("U"),
    removed: of("R"),
    setups: 0,
    setupsSucceeded: 0,
    setupsSkipped: 0,
  };
}

function combinations(most: number): State[][] {
  const states: State[] = ["S", "F", "K", "U", "R", "-"];
  let rows: State[][] = [[]];
  const all: State[][] = [];
  for (let size = 1; size <= most; size++) {
    rows = rows.flatMap((row) => states.map((state) => [...row, state]));
    all.push(...rows);
  }
  return all;
}
