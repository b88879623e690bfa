import type { Argument } from "../dag/dag.ts";
import { nearest } from "../text/nearest.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { baseArguments } from "./code/classFacts.ts";

const load = `EmptyOperator(task_id="load")`;

/** A misspelt key in default_args, which Airflow ignores. */
export const unknownDefaultArg: Rule = {
  code: "unknown-default-arg",
  summary: "A key of default_args is misspelt.",
  why: "Airflow ignores keys that no operator knows, so the setting has no effect and nothing says so.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(load, '"etl", schedule=None, default_args={<|"retires"|>: 3}'),
        fixed: exampleDag(load, '"etl", schedule=None, default_args={"retries": 3}'),
      },
      {
        text: exampleDag(load, '"etl", schedule=None, default_args={<|"retrys"|>: 3}'),
        fixed: exampleDag(load, '"etl", schedule=None, default_args={"retries": 3}'),
      },
    ],
    clean: [
      {
        text: exampleDag(
          load,
          '"etl", schedule=None, default_args={"retries": 3, "project_id": "x"}',
        ),
      },
    ],
  }),
  *check({ reading, file }) {
    const seen = new Set<number>();
    for (const dag of reading.dags) {
      const given = dag.args.get("default_args");
      if (!given || dag.format !== "airflow") continue;
      for (const raw of misspelt(given)) {
        if (raw.span.file !== file || seen.has(raw.span.start)) continue;
        seen.add(raw.span.start);
        yield raw;
      }
    }
  },
};

function* misspelt({ value }: Argument): Generator<RawFinding> {
  if (value.kind !== "dict") return;
  for (const { key, keySpan } of value.entries.values()) {
    if (key.kind !== "str" || baseArguments.has(key.value) || !keySpan || key.value.length < 5)
      continue;
    const meant = nearest(key.value, baseArguments);
    // Operators have arguments of their own: only what is a slip for sure is named.
    if (
      meant === undefined ||
      Math.abs(meant.length - key.value.length) > 1 ||
      (distance(meant, key.value) > 2 && !isPluralSlip(key.value, meant))
    )
      continue;
    const at = key.span ?? keySpan;
    const written = { file: at.file, start: at.start, end: at.end };
    yield {
      span: keySpan,
      message: `No operator has an argument "${key.value}", so it has no effect. Did you mean "${meant}"?`,
      fixes: [
        {
          title: `Change to "${meant}"`,
          edits: [{ span: written, newText: meant }],
          preferred: true,
        },
      ],
    };
  }
}

/** `retrys` for `retries`, as English would have it. */
function isPluralSlip(written: string, meant: string): boolean {
  return written.replace(/ys$/, "ies") === meant;
}

/** How many places differ, letters that changed places counted as two. */
function distance(one: string, other: string): number {
  const letters = [...new Set(one + other)];
  const count = (text: string, letter: string): number => text.split(letter).length - 1;
  return letters.reduce(
    (sum, letter) => sum + Math.abs(count(one, letter) - count(other, letter)),
    0,
  );
}
