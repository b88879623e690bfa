import type { Span } from "../text/span.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Fix } from "./finding.ts";

import type { Rule, RuleInput } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** An operator or decorator that is given an argument without its name. */
export const positionalArgument: Rule = {
  code: "positional-argument",
  summary: "An operator or a task decorator is given an argument without its name.",
  why: "Airflow takes only keyword arguments there, and refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`EmptyOperator(<|"load"|>)`),
        fixed: exampleDag(`EmptyOperator(task_id="load")`),
      },
      {
        text: exampleDag(load, '"etl", schedule=[Asset("orders", "s3://shop/orders", <|"shop"|>)]'),
        fixed: exampleDag(
          load,
          '"etl", schedule=[Asset("orders", "s3://shop/orders", group="shop")]',
        ),
      },
      {
        text: exampleFile(`
class Loader(BaseOperator):
    def __init__(self, table, **kwargs):
        super().__init__(**kwargs)

with DAG("etl", schedule=None):
    Loader(<|"users"|>, task_id="load")
`),
        fixed: exampleFile(`
class Loader(BaseOperator):
    def __init__(self, table, **kwargs):
        super().__init__(**kwargs)

with DAG("etl", schedule=None):
    Loader(table="users", task_id="load")
`),
      },
      {
        text: exampleDag(`@task(<|"load"|>)\ndef load():\n    ...\n\nload()`),
        fixed: exampleDag(`@task(task_id="load")\ndef load():\n    ...\n\nload()`),
      },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule=[Asset("orders", "s3://shop/orders")]') },
      { text: exampleDag(load) },
    ],
  }),
  *check(input) {
    for (const { span } of faultsOf(input, "asset-positional")) {
      const message =
        "Asset takes only its name and its uri by position: write group=… or extra=….";
      yield { span, message, fixes: [asKeyword("group", span)] };
    }
    for (const fault of faultsOf(input, "A1", "decorator-positional")) {
      // Python itself stops there first: a positional argument behind keywords is no Python.
      if (isBroken(input, fault.span)) continue;
      const owner = fact(fault, "operator") || fact(fault, "decorator");
      const first = fact(fault, "first");
      const fix = first ? asKeyword(first, fault.span) : asTaskId(input, fault.span);
      yield {
        span: fault.span,
        message: `${owner} takes keyword arguments only: write ${first || "task_id"}=… and so on.`,
        fixes: fix && fault.span.file === input.file ? [fix] : [],
      };
    }
  },
};

function isBroken({ module }: RuleInput, { start, end }: Span): boolean {
  return module.syntaxErrors.some((error) => error.start <= end && start <= error.end);
}

function asKeyword(name: string, { file, start }: Span): Fix {
  const edits = [{ span: { file, start, end: start }, newText: `${name}=` }];
  return { title: `Write ${name}=`, edits, preferred: true };
}

/** A text that comes first is nearly always the id. */
function asTaskId(
  { text, file }: RuleInput,
  { file: of, start, end }: Fix["edits"][number]["span"],
): Fix | undefined {
  if (of !== file || !/^["'][^"']*["']$/.test(text.slice(start, end))) return undefined;
  const span = { file, start, end: start };
  return { title: "Write task_id=", edits: [{ span, newText: "task_id=" }], preferred: true };
}
