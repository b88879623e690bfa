import type { Rule } from "./rule.ts";

/** An import that only Airflow 3 has. */
export const newerImport: Rule = {
  code: "newer-import",
  summary: "An import exists only in Airflow 3.",
  why: "Airflow 2 stops at this line, and none of the file's DAGs is loaded. If the file is meant for Airflow 3, set the target version.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [{ airflow: 2, text: `from <|airflow.sdk|> import asset, dag\n` }],
    clean: [
      { text: `from airflow.sdk import DAG\n` },
      {
        airflow: 2,
        text: `try:\n    from airflow.sdk import asset\nexcept ImportError:\n    asset = None\n`,
      },
    ],
  }),
  *check({ airflow, code, file }) {
    if (airflow === 3) return;
    for (const { module, node, span, place } of code.imports) {
      if (place.guarded || !place.runsOnLoad || !/^airflow\.sdk(\.|$)/.test(module)) continue;
      const at = node.kind === "ImportFrom" ? node.moduleSpan : span;
      // One import of many names is one problem.
      if (node.names[0]?.start !== span.start) continue;
      yield {
        span: { file, start: at.start, end: at.end },
        message: `${module} exists only in Airflow 3, and this file is read for Airflow 2.`,
      };
    }
  },
};
