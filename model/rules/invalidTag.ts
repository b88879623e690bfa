import type { Argument } from "../dag/dag.ts";
import type { Span } from "../text/span.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const long = "x".repeat(101);

/** A tag of more than 100 characters. Airflow: TAG_MAX_LEN. */
export const invalidTag: Rule = {
  code: "invalid-tag",
  summary: "A tag is longer than 100 characters.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: {
    flagged: [{ text: exampleDag(load, `"etl", schedule=None, tags=["a", "<|${long}|>"]`) }],
    clean: [{ text: exampleDag(load, '"etl", schedule=None, tags=["short"]') }],
  },
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      const tags = dag.args.get("tags");
      if (tags?.span.file !== file || tags.value.kind === "str") continue;
      const found = dag.tags.find((tag) => Array.from(tag).length > 100);
      if (found === undefined) continue;
      yield {
        span: placeOf(found, tags) ?? tags.span,
        message: `A tag has at most 100 characters; this one has ${Array.from(found).length}.`,
      };
    }
  },
};

/** Where the tag itself is written in the list. */
function placeOf(tag: string, { value, span }: Argument): Span | undefined {
  if (value.kind !== "list" && value.kind !== "tuple" && value.kind !== "set") return undefined;
  const items = value.kind === "set" ? [...value.items.values()] : value.items;
  const found = items.find((item) => item.kind === "str" && item.value === tag)?.span;
  const isInside = found?.file === span.file && found.start >= span.start && found.end <= span.end;
  return isInside ? found : undefined;
}
