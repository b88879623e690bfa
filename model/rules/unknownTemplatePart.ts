import type { Dag, Task } from "../dag/dag.ts";
import type { Value } from "../python/value.ts";
import { nearest } from "../text/nearest.ts";
import type { JinjaReading } from "./code/jinja.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A filter, a macro or a param of a template that is not there. */
export const unknownTemplatePart: Rule = {
  code: "unknown-template-part",
  summary: "A template uses a filter, a macro or a param that does not exist.",
  why: "The file loads, and the task fails when it runs: Jinja knows no such filter, and what is not there is refused.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ ds | <|uper|> }}")`),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ ds | upper }}")`),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ macros.<|ds_addd|>(ds, 1) }}")`,
        ),
        fixed: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ macros.ds_add(ds, 1) }}")`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ params.<|tabel|> }}")`,
          '"etl", schedule=None, params={"table": "users"}',
        ),
        fixed: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ params.table }}")`,
          '"etl", schedule=None, params={"table": "users"}',
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ params.<|day|> }}")`,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1), params={"table": "users"}',
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ ds | upper | shout }} {{ macros.mine.day(ds) }} {{ params.day }}")`,
          '"etl", schedule=None, user_defined_filters={"shout": str.upper}, params={"table": "users"}',
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="{% if params.full is defined %}{{ params.full }}{% endif %}")`,
          '"etl", schedule="@daily", start_date=datetime(2024, 1, 1)',
        ),
      },
    ],
  }),
  *check(input) {
    for (const { dag, task, facts, templates } of input.tasks.withTemplates) {
      for (const { text, span, argument, jinja } of templates) {
        if (!jinja || jinja.fault || facts?.templateFields?.has(argument.name) !== true) continue;
        if (jinja.filters.length + jinja.members.length === 0) continue;
        for (const found of inTemplate(jinja, text, dag, task, input)) {
          const { file, start } = span;
          yield withFix(found, { file, start: start + found.start, end: start + found.end });
        }
      }
    }
  },
};

interface Problem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly meant: string | undefined;
}

function withFix({ message, meant }: Problem, span: RawFinding["span"]): RawFinding {
  if (meant === undefined) return { span, message };
  return {
    span,
    message: `${message} Did you mean "${meant}"?`,
    fixes: [{ title: `Rename to ${meant}`, edits: [{ span, newText: meant }], preferred: true }],
  };
}

function* inTemplate(
  { filters, members }: JinjaReading,
  text: string,
  dag: Dag,
  task: Task,
  { airflow, text: code }: RuleInput,
): Generator<Problem> {
  const own = keysOf(dag.args.get("user_defined_filters")?.value);
  if (own && !dag.args.has("jinja_environment_kwargs")) {
    const known = [...filterNames.split(" "), ...own];
    for (const { name, start, end } of filters) {
      if (known.includes(name)) continue;
      const message = `Jinja has no filter "${name}".`;
      yield { start, end, message, meant: nearest(name, known) };
    }
  }
  for (const { object, name, start, end } of members) {
    if (object === "macros") {
      const known = `${macroNames}${airflow === 2 ? " format_datetime Locale" : ""}`.split(" ");
      // Plugins may bring others.
      const meant = known.includes(name) ? undefined : nearest(name, known);
      if (meant !== undefined) yield { start, end, message: `There is no macros.${name}.`, meant };
    } else if (object === "params") {
      const known = paramsOf(dag, task);
      if (!known || known.includes(name) || /\bdefault\b|\bd\(|\bdefined\b/.test(text)) continue;
      // Who starts a run by hand may give more than is declared.
      const meant = nearest(name, known);
      if (meant !== undefined || startsByItself(dag, code))
        yield { start, end, message: `There is no param "${name}".`, meant };
    }
  }
}

/** Its scheduler starts runs, which have the params that are declared and no others. */
function startsByItself({ timing, span }: Dag, code: string): boolean {
  const { kind } = timing.schedule;
  // The parameters of a `@dag` function are params too, and others may be put in later.
  const isPlain = /^[\w.]*DAG\(/.test(code.slice(span.start, span.start + 100));
  return (
    isPlain &&
    kind !== "none" &&
    kind !== "dynamic" &&
    !/\.params?\b\s*[[(.=]/.test(code.replace(/\{\{.*?\}\}/g, ""))
  );
}

/** The params that DAG and task declare; undefined when they are not all known. */
function paramsOf(dag: Dag, task: Task): readonly string[] | undefined {
  const ofDag = keysOf(dag.args.get("params")?.value);
  const ofTask = keysOf(task.args.get("params")?.value);
  return ofDag && ofTask && [...ofDag, ...ofTask];
}

function keysOf(value: Value | undefined): readonly string[] | undefined {
  if (!value || value.kind === "none") return [];
  if (value.kind !== "dict" || value.uncertain) return undefined;
  const keys = [...value.entries.values()].map(({ key }) => (key.kind === "str" ? key.value : ""));
  return keys.includes("") ? undefined : keys;
}

/** Jinja's filters and those that Airflow adds. */
const filterNames =
  "abs attr batch capitalize center count d default dictsort ds ds_nodash e escape filesizeformat first float forceescape format groupby indent int items join last length list lower map max min pprint random reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum title tojson trim truncate ts ts_nodash ts_nodash_with_tz unique upper urlencode urlize wordcount wordwrap xmlattr";

const macroNames =
  "datetime datetime_diff_for_humans dateutil ds_add ds_format ds_format_locale json random time timedelta uuid yaml";
