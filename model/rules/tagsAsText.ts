import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** `tags="etl"`, which Airflow takes for the tags e, t and l. */
export const tagsAsText: Rule = {
  code: "tags-as-text",
  summary: "Tags are given as one text.",
  why: 'Airflow takes the text apart: `tags="etl"` makes the tags e, t and l.',
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(load, '"etl", schedule=None, tags=<|"daily"|>'),
        fixed: exampleDag(load, '"etl", schedule=None, tags=["daily"]'),
      },
    ],
    clean: [{ text: exampleDag(load, '"etl", schedule=None, tags=["daily"]') }],
  }),
  *check({ reading, text, file, airflow }) {
    // Airflow 2 refuses it: that is an error of its own.
    if (airflow === 2) return;
    for (const dag of reading.dags) {
      const tags = dag.args.get("tags");
      if (tags?.value.kind !== "str" || tags.span.file !== file) continue;
      const written = text.slice(tags.span.start, tags.span.end);
      const isLiteral = /^["']/.test(written);
      yield {
        span: tags.span,
        message: `Tags are a list: this makes one tag of each letter of "${tags.value.value}".`,
        fixes: isLiteral
          ? [
              {
                title: `Change to [${written}]`,
                edits: [{ span: tags.span, newText: `[${written}]` }],
                preferred: true,
              },
            ]
          : [],
      };
    }
  },
};
