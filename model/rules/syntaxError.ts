import type { Placed } from "../python/syntax.ts";
import { exampleFile } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** The first place that Python would refuse to parse. */
export const syntaxError: Rule = {
  code: "syntax-error",
  summary: "Python cannot read the file.",
  why: "Airflow cannot load it: none of its DAGs is updated, and new ones do not appear.",
  severity: "error",
  preset: "errors",
  examples: {
    flagged: [
      { text: exampleFile(`with DAG("etl") as <|dag|>\n    EmptyOperator(task_id="load")\n`) },
    ],
    clean: [{ text: exampleFile(`with DAG("etl") as dag:\n    EmptyOperator(task_id="load")\n`) }],
  },
  *check({ module, reading, file, text }) {
    const [first] = module.syntaxErrors;
    if (!first || reading.format === "none") return;
    yield { span: { file, ...visible(text, first) }, message: first.message };
  },
};

/** A place between two characters cannot be underlined: the word or sign before it is. */
function visible(text: string, { start, end }: Placed): Placed {
  if (end > start) return { start, end };
  const before = /(?:\w+|\S)\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0];
  if (before === undefined) return { start, end: Math.min(start + 1, text.length) };
  return { start: start - before.length, end: start - before.length + before.trimEnd().length };
}
