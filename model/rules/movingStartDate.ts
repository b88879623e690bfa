import type { Dag } from "../dag/dag.ts";
import { forEachChild } from "../python/children.ts";
import type { Expression, Statement } from "../python/syntax.ts";
import type { Span } from "../text/span.ts";
import { statementsOf } from "./code/lookups.ts";
import { expressionAt } from "./code/statements.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule, RuleInput } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** Calls whose answer is another one at each load. */
const moving = new Set(["now", "utcnow", "today", "yesterday", "tomorrow", "days_ago"]);

/** A start date that moves with the clock. Airflow: FAQ, "What's the deal with start_date?". */
export const movingStartDate: Rule = {
  code: "moving-start-date",
  summary: "The start date of a scheduled DAG moves with the clock.",
  why: "It is another one at each load, so runs start late, skip days or never come, and in Airflow 3 each load makes a new version of the DAG.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", start_date=<|datetime.now() - timedelta(days=1)|>',
        ),
      },
      {
        text: `import pendulum\n${exampleDag(load, '"etl", schedule="@daily", start_date=<|pendulum.now("UTC")|>')}`,
      },
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", default_args={"start_date": <|datetime.today()|>}',
        ),
      },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule="@daily", start_date=datetime(2024, 1, 1)') },
      { text: exampleDag(load, '"etl", schedule=None, start_date=datetime.now()') },
    ],
  }),
  *check(input) {
    for (const dag of input.reading.dags) {
      const { kind } = dag.timing.schedule;
      if (kind === "none" || kind === "dynamic" || dag.span.file !== input.file) continue;
      const span = startDateOf(dag);
      if (span?.file !== input.file) continue;
      const call = movingCallIn(input, span);
      if (call === undefined) continue;
      // In Airflow 3 the import of days_ago fails, which is said there.
      if (input.airflow === 3 && call.endsWith("days_ago")) continue;
      yield {
        span,
        message: `This start_date is another one at each load: ${call}() moves with the clock. Write a fixed date.`,
      };
    }
  },
};

function startDateOf({ args }: Dag): Span | undefined {
  const own = args.get("start_date");
  if (own) return own.span;
  const defaults = args.get("default_args")?.value;
  if (defaults?.kind !== "dict") return undefined;
  for (const { key, valueSpan } of defaults.entries.values()) {
    if (key.kind === "str" && key.value === "start_date") return valueSpan;
  }
  return undefined;
}

/** The moving call in an expression, or in what the name it is was last set to. */
function movingCallIn({ module, code }: RuleInput, span: Span): string | undefined {
  let expression = expressionAt(module, span);
  if (expression?.kind === "Name") {
    const { name } = expression;
    for (const { node, place } of statementsOf(code, "Assign")) {
      if (!place.runsOnLoad || node.start > span.start) continue;
      if (node.targets.some((target) => target.kind === "Name" && target.name === name)) {
        expression = node.value;
      }
    }
  }
  if (!expression) return undefined;
  // `datetime.now().replace(…)` may pin every moving part; only plain arithmetic surely moves.
  let found: string | undefined;
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Call") {
      const path = code.pathOf(node.callee);
      const ends = path?.split(".").slice(-2) ?? [];
      if (moving.has(ends.at(-1) ?? "")) found ??= ends.join(".");
    }
    forEachChild(node, look);
  };
  look(expression);
  return found;
}
