import { expressionAt } from "./code/statements.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A start date without a time zone. Airflow: docs, "Time Zones". */
export const naiveStartDate: Rule = {
  code: "naive-start-date",
  summary: "A start date has no time zone.",
  why: "It is taken in Airflow's default zone, UTC unless it is set otherwise. The zone of the start date is the one in which the schedule fires.",
  severity: "hint",
  // Nearly every file has one, and with the default zone, UTC, nothing is wrong with it.
  preset: "strict",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, '"etl", schedule="@daily", start_date=<|datetime(2024, 1, 1)|>') },
    ],
    clean: [
      {
        text: `import pendulum\n${exampleDag(load, '"etl", schedule="@daily", start_date=pendulum.datetime(2024, 1, 1, tz="UTC")')}`,
      },
    ],
  }),
  *check({ reading, file, module, code }) {
    for (const { args } of reading.dags) {
      const given = args.get("start_date");
      if (given?.span.file !== file) continue;
      const expression = expressionAt(module, given.span);
      if (expression?.kind !== "Call" || code.pathOf(expression.callee) !== "datetime.datetime")
        continue;
      if (
        expression.args.some(({ name, form }) => name?.name === "tzinfo" || form === "doubleStar")
      )
        continue;
      if (expression.args.filter(({ form }) => form === "positional").length > 7) continue;
      yield {
        span: given.span,
        message:
          "This date has no time zone, so it is taken in Airflow's default one. Say it with tzinfo= or pendulum.datetime(…, tz=…).",
      };
    }
  },
};
