import type { Argument } from "../dag/dag.ts";
import type { Value } from "../python/value.ts";
import type { Span } from "../text/span.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;
const long = "x".repeat(101);

/** A tag that is no text, or of more than 100 characters. Airflow: TAG_MAX_LEN. */
export const invalidTag: Rule = {
  code: "invalid-tag",
  summary: "A tag is no text, or longer than 100 characters.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [{ text: exampleDag(load, `"etl", schedule=None, tags=["a", "<|${long}|>"]`) }],
    clean: [{ text: exampleDag(load, '"etl", schedule=None, tags=["short"]') }],
  }),
  *check({ reading, file }) {
    for (const dag of reading.dags) {
      const tags = dag.args.get("tags");
      if (tags?.span.file !== file || tags.value.kind === "str") continue;
      const other = itemsOf(tags).find(
        ({ kind }) => kind === "int" || kind === "float" || kind === "none",
      );
      if (other) {
        const said = other.kind === "none" ? "None" : "a number";
        yield {
          span: insideOf(other.span, tags) ?? tags.span,
          message: `A tag is a text, not ${said}.`,
        };
        continue;
      }
      const found = dag.tags.find((tag) => Array.from(tag).length > 100);
      if (found === undefined) continue;
      yield {
        span: placeOf(found, tags) ?? tags.span,
        message: `A tag has at most 100 characters; this one has ${Array.from(found).length}.`,
      };
    }
  },
};

function itemsOf({ value }: Argument): readonly Value[] {
  if (value.kind === "set") return [...value.items.values()];
  return value.kind === "list" || value.kind === "tuple" ? value.items : [];
}

/** Where the tag itself is written in the list. */
function placeOf(tag: string, tags: Argument): Span | undefined {
  const item = itemsOf(tags).find((each) => each.kind === "str" && each.value === tag);
  return insideOf(item?.span, tags);
}

function insideOf(found: Span | undefined, { span }: Argument): Span | undefined {
  const isInside = found?.file === span.file && found.start >= span.start && found.end <= span.end;
  return isInside ? found : undefined;
}
