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
  examples: () => ({
    flagged: [
      { text: exampleFile(`with DAG("etl") as <|dag|>\n    EmptyOperator(task_id="load")\n`) },
      {
        text: exampleFile(`
with DAG("etl") as dag:
    EmptyOperator<|(|>task_id="load"

    EmptyOperator(task_id="send")
`),
      },
    ],
    clean: [{ text: exampleFile(`with DAG("etl") as dag:\n    EmptyOperator(task_id="load")\n`) }],
  }),
  *check({ module, reading, file, text }) {
    const [first] = module.syntaxErrors;
    if (!first || reading.format === "none") return;
    const opening = /^'([([{])' was never closed/.exec(first.message)?.[1];
    const at = opening === undefined ? undefined : unclosed(text, first.start, opening);
    const place = at === undefined ? visible(text, first) : { start: at, end: at + 1 };
    yield { span: { file, ...place }, message: first.message };
  },
};

const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Where the bracket is that is still open at an offset: the nearest before it whose partner does not come in between. */
function unclosed(text: string, from: number, opening: string): number | undefined {
  const closed: string[] = [];
  for (let at = from - 1; at >= Math.max(0, from - 20_000); at--) {
    const char = text[at] ?? "";
    if (pairs[char] !== undefined) closed.push(pairs[char]);
    else if (char === closed.at(-1)) closed.pop();
    else if (char === opening && closed.length === 0) return at;
  }
  return undefined;
}

/** A place between two characters cannot be underlined: the word or sign before it is. */
function visible(text: string, { start, end }: Placed): Placed {
  if (end > start) return { start, end };
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const after = /^\s*(\w+|\S)/.exec(text.slice(start, start + 200))?.[1];
  // At the head of a line it is the first word of it.
  if (after !== undefined && text.slice(lineStart, start).trim() === "") {
    const at = text.indexOf(after, start);
    return { start: at, end: at + after.length };
  }
  const before = /(?:\w+|\S)\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0];
  if (before === undefined) return { start, end: Math.min(start + 1, text.length) };
  return { start: start - before.length, end: start - before.length + before.trimEnd().length };
}
