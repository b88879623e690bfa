import type { Argument } from "../dag/dag.ts";
import type { Value } from "../python/value.ts";
import { contextKeys } from "../readers/airflow/signature.ts";
import type { Span } from "../text/span.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A template in an f-string, or in a text that `format` fills in: Python takes one pair of its braces for itself. */
export const templateInFString: Rule = {
  code: "template-in-f-string",
  summary: "A template loses its braces in an f-string.",
  why: "Python makes one brace of two, so Airflow finds no template, and the task gets the text as it is then.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `table = "users"\nBashOperator(task_id="load", bash_command=f"load {table} <|{{ ds }}|>")`,
        ),
        fixed: exampleDag(
          `table = "users"\nBashOperator(task_id="load", bash_command=f"load {table} {{{{ ds }}}}")`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="load {} <|{{ params.day }}|>".format("users"))`,
        ),
        fixed: exampleDag(
          `BashOperator(task_id="load", bash_command="load {} {{{{ params.day }}}}".format("users"))`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `table = "users"\nBashOperator(task_id="load", bash_command=f"load {table} {{{{ ds }}}}")`,
        ),
      },
      { text: exampleDag(`BashOperator(task_id="load", bash_command="load users {{ ds }}")`) },
      {
        text: exampleDag(
          `column = 1\nBashOperator(task_id="load", bash_command=f"awk '{{ print \${column} }}' users")`,
        ),
      },
      {
        text: exampleDag(
          `day = "{ ds }"\nBashOperator(task_id="load", bash_command="load {{ ds }}" + f" {day}")`,
        ),
      },
    ],
  }),
  *check(input) {
    const seen = new Set<number>();
    for (const { task, facts } of input.tasks.all) {
      for (const argument of task.args.values()) {
        if (facts?.templateFields?.has(argument.name) !== true) continue;
        for (const found of inValue(argument.value, argument, input, 0)) {
          if (seen.has(found.span.start)) continue;
          seen.add(found.span.start);
          yield found;
        }
      }
    }
  },
};

function* inValue(
  value: Value,
  argument: Argument,
  input: RuleInput,
  depth: number,
): Generator<RawFinding> {
  if (depth > 5) return;
  switch (value.kind) {
    case "str":
      if (value.value.includes("{")) yield* inText(value.value, value.span ?? argument.span, input);
      return;
    case "list":
    case "tuple":
      for (const item of value.items) yield* inValue(item, argument, input, depth + 1);
      return;
    case "dict":
      for (const entry of value.entries.values())
        yield* inValue(entry.value, argument, input, depth + 1);
      return;
    default:
      return;
  }
}

/** Two braces, not three or four, around a name that Airflow fills in. */
const pair = /(?<!\{)\{\{(?!\{)(\s*([A-Za-z_]\w*)\b[^{}]*)\}\}(?!\})/g;

function* inText(
  whole: string,
  { file, start, end }: Span,
  input: RuleInput,
): Generator<RawFinding> {
  if (file !== input.file) return;
  const written = input.text.slice(start, end);
  if (!/^[bru]*f[bru]*["']/i.test(written) && !/["']\s*\.format\(/.test(written)) return;
  for (const { 0: template, 1: inner = "", 2: name = "", index } of written.matchAll(pair)) {
    if (!contextKeys.has(name)) continue;
    if (!whole.includes(`{${inner}}`) || whole.includes(template)) continue;
    const span = { file, start: start + index, end: start + index + template.length };
    const newText = `{{${template}}}`;
    yield {
      span,
      message: `Python makes {${inner}} of this, which is no template: double the braces once more.`,
      fixes: [{ title: `Write ${newText}`, edits: [{ span, newText }], preferred: true }],
    };
  }
}
