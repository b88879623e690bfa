import { describe, expect, test } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver";

import { downstreamOf, itemsAt, upstreamOf } from "../../../server/features/callHierarchy.ts";
import { lensesOf } from "../../../server/features/codeLens.ts";
import { symbolsOf } from "../../../server/features/documentSymbols.ts";
import { foldsOf } from "../../../server/features/folding.ts";
import { graphOf } from "../../../server/features/graph.ts";
import { hoverAt } from "../../../server/features/hover.ts";
import { hintsIn } from "../../../server/features/inlayHints.ts";
import { placeOf, targetAt } from "../../../server/features/place.ts";
import { tokensOf } from "../../../server/features/semanticTokens.ts";
import { ask, expectPlaces } from "../ask.ts";

const sales = `
from airflow.sdk import DAG, TaskGroup
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("sales", schedule="0 2 * * *") as dag:
    extract = EmptyOperator(task_id="extract")
    with TaskGroup("stage") as stage:
        clean = <|EmptyOperator(task_id="clean")|>
        load = EmptyOperator(task_id="load")
        clean >> load
    check = EmptyOperator(task_id="check", trigger_rule="all_done")
    extract >> stage >> che<|>ck
`;

describe("the sales DAG", () => {
  test("is outlined: DAG, groups, tasks", async () => {
    const { question } = await ask(sales);
    const drawn = (symbols: readonly DocumentSymbol[], depth = 0): string =>
      symbols
        .map(
          ({ name, detail, children }) =>
            `${"  ".repeat(depth)}${name} (${detail ?? ""})\n${drawn(children ?? [], depth + 1)}`,
        )
        .join("");
    expect(drawn(symbolsOf(question))).toBe(`sales (DAG)
  extract (EmptyOperator)
  stage (task group)
    clean (EmptyOperator)
    load (EmptyOperator)
  check (EmptyOperator)
`);
  });

  test("has outline ranges that nest", async () => {
    const { question } = await ask(sales);
    const nested = (symbol: DocumentSymbol): void => {
      for (const child of symbol.children ?? []) {
        expect(child.range.start.line).toBeGreaterThanOrEqual(symbol.range.start.line);
        expect(child.range.end.line).toBeLessThanOrEqual(symbol.range.end.line);
        nested(child);
      }
    };
    symbolsOf(question).forEach(nested);
  });

  test("folds the DAG and its group", async () => {
    const { question } = await ask(sales);
    expect(foldsOf(question).map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [3, 10],
      [5, 8],
    ]);
  });

  test("has lenses on the DAG and on each task", async () => {
    const { question } = await ask(sales);
    const titles = lensesOf(question).map(({ command }) => command?.title);
    expect(titles.slice(0, 3)).toEqual(["Show graph", "Run", "next run Tue 2024-01-16 02:00 UTC"]);
    expect(titles.filter((title) => title === "Run task")).toHaveLength(4);
    const { question: crowded } = await ask(`
      from airflow.sdk import dag, task
      @dag
      def etl():
          @task
          def extract():
              return 1
          @task
          def load(rows):
              pass
          load(extract())
      etl()
    `);
    const named = lensesOf(crowded).map(({ command }) => command?.title);
    expect(named.filter((title) => title?.startsWith("Run ")).sort()).toEqual([
      "Run extract",
      "Run load",
    ]);
    const off = {
      ...question,
      settings: { ...question.settings, codeLens: { dag: true, tasks: false } },
    };
    expect(lensesOf(off)).toHaveLength(3);
  });

  test("is explained task by task", async () => {
    const { question } = await ask(sales);
    const text = JSON.stringify(hoverAt(question));
    expect(text).toContain("**check** · EmptyOperator in sales");
    expect(text).toContain("After: `stage.load`");
    expect(text).toContain("`all_done`: Runs when all tasks before it have ended");
  });

  test("has its schedule behind it, and counts when they are wanted", async () => {
    const { question } = await ask(sales);
    const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    expect(hintsIn(question, all).map(({ label }) => label)).toEqual(["At 02:00, every day"]);
    const both = { schedule: true, dependencies: true };
    const counted = { ...question, settings: { ...question.settings, inlayHints: both } };
    expect(hintsIn(counted, all).map(({ label }) => label)).toContain("↑1 ↓0");
  });

  test("answers what comes before and after a task", async () => {
    const { question } = await ask(sales);
    const [item] = itemsAt(question) ?? [];
    expect(item?.name).toBe("check");
    expect(upstreamOf(question, item?.data).map(({ from }) => from.name)).toEqual(["stage.load"]);
    expect(downstreamOf(question, item?.data)).toEqual([]);
  });

  test("ties graph and text together", async () => {
    const asked = await ask(sales);
    const { question } = asked;
    expect(targetAt(question)).toEqual({ dagId: "sales", id: "check", isGroup: false });
    const place = placeOf(question, "sales", { kind: "task", taskId: "stage.clean" });
    expectPlaces(asked, place ? [place] : []);
    expect(graphOf(question).dags[0]?.schedule.text).toBe("At 02:00, every day");
  });

  test("has a token for each name", async () => {
    const { question } = await ask(sales);
    // Five numbers each: DAG, 4 tasks and the group in strings and variables, and the operands of the arrows.
    expect(tokensOf(question).data.length / 5).toBe(16);
  });
});

test("DAGs that a loop makes share their lenses: which of them runs is asked", async () => {
  const { question } = await ask(`
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

for name in ["one", "two", "three"]:
    with DAG(name, schedule="@daily") as dag:
        EmptyOperator(task_id="start") >> EmptyOperator(task_id="end")
`);
  const lenses = lensesOf(question).map(({ command }) => command);
  expect(lenses.map((command) => command?.title)).toEqual(["Show graph", "Run one of 3…"]);
  expect(lenses[1]?.arguments).toMatchObject([{ dagIds: ["one", "two", "three"] }]);
});

test("the lenses of a @dag function stand above it", async () => {
  const { question } = await ask(`
from airflow.sdk import dag

@dag(schedule=None)
def sales():
    pass

sales()
`);
  expect(lensesOf(question)[0]?.range.start.line).toBe(2);
});
