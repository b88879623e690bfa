import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A link of an owner that is no address. Airflow: Wrong link format was used for the owner. */
export const invalidOwnerLink: Rule = {
  code: "invalid-owner-link",
  summary: "The link of an owner is not an address.",
  why: "Airflow refuses the file: a link has a scheme and a host, as `https://example.com`, or is a `mailto:`.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, owner_links={"sales": <|"example.com/sales"|>}',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, owner_links={"sales": "https://example.com/sales", "ops": "mailto:ops@example.com"}',
        ),
      },
    ],
  }),
  *check({ reading, file }) {
    for (const { args, format } of reading.dags) {
      const links = args.get("owner_links")?.value;
      if (links?.kind !== "dict" || format !== "airflow") continue;
      for (const { value, valueSpan } of links.entries.values()) {
        if (value.kind !== "str" || valueSpan?.file !== file) continue;
        if (
          /^mailto:[^\s]+$/i.test(value.value) ||
          /^[a-z][a-z0-9+.-]*:\/\/[^\s/]+/i.test(value.value)
        )
          continue;
        yield {
          span: valueSpan,
          message: `"${value.value}" is no address: it needs a scheme and a host, as https://example.com.`,
        };
      }
    }
  },
};
