import type { Expression } from "../python/syntax.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** A task function that says it returns a data frame. */
export const largeXcom: Rule = {
  code: "large-xcom",
  summary: "A task returns a data frame.",
  why: "Outputs are kept in Airflow's database and meant for small values. Write the data to storage and return where it is.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`@task\ndef load() -> <|"pd.DataFrame"|>:\n    ...\n\nload()`) }],
    clean: [
      {
        text: exampleDag(
          `@task\ndef load() -> str:\n    return "s3://bucket/orders.parquet"\n\nload()`,
        ),
      },
    ],
  }),
  *check({ code, file }) {
    for (const { node } of code.functions) {
      if (!node.returns || !isFrame(node.returns)) continue;
      const isTask = node.decorators.some((decorator) => {
        const path = code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator);
        return path !== undefined && /^airflow\.(sdk|decorators)\.task(\.|$)/.test(path);
      });
      if (!isTask) continue;
      const { start, end } = node.returns;
      yield {
        span: { file, start, end },
        message:
          "Outputs of tasks are meant to be small: write the data frame to storage, and return where it is.",
      };
    }
  },
};

function isFrame(annotation: Expression): boolean {
  if (annotation.kind === "StringLiteral") return /(^|\.)DataFrame$/.test(annotation.value);
  if (annotation.kind === "Attribute") return annotation.name.name === "DataFrame";
  return annotation.kind === "Name" && annotation.name === "DataFrame";
}
