import type { Dag } from "../dag/dag.ts";
import { nearest } from "../text/nearest.ts";
import type { AirflowVersion } from "../readers/reader.ts";
import { isGoneOf, removedContext, renamedOfRun } from "./code/removedContext.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const always =
  "dag task ti task_instance dag_run run_id params var conn macros inlets outlets inlet_events outlet_events map_index_template task_instance_key_str prev_start_date_success prev_end_date_success logical_date ds ds_nodash ts ts_nodash ts_nodash_with_tz data_interval_start data_interval_end prev_data_interval_start_success prev_data_interval_end_success templates_dict exception reason try_number max_tries exception_html".split(
    " ",
  );
const onlyTwo =
  "triggering_dataset_events test_mode expanded_ti_count conf execution_date next_ds next_ds_nodash next_execution_date prev_ds prev_ds_nodash prev_execution_date prev_execution_date_success tomorrow_ds tomorrow_ds_nodash yesterday_ds yesterday_ds_nodash".split(
    " ",
  );
const onlyThree =
  "triggering_asset_events task_reschedule_count task_state_store asset_state_store".split(" ");

/** Replacements that mean just the same. */
const same = new Set([
  "execution_date",
  "triggering_dataset_events",
  "yesterday_ds",
  "tomorrow_ds",
]);

/** A name in a template that Airflow does not fill in. */
export const unknownTemplateVariable: Rule = {
  code: "unknown-template-variable",
  summary: "A template asks for a name that Airflow does not know.",
  why: "The file loads, and the task fails with UndefinedError when it runs. Some names of Airflow 2 are gone in 3.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ <|execution_date|> }}")`,
        ),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ logical_date }}")`),
      },
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ <|logical_dat|> }}")`),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ logical_date }}")`),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ dag_run.<|execution_date|> }}")`,
        ),
        fixed: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ dag_run.logical_date }}")`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ ti.<|job_id|> }} {{ dag.<|schedule_interval|> }}")`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ dag_run.logical_date }} {{ dag_run.conf.external_trigger }} {{ ti.task.retries }}")`,
        ),
      },
      {
        text: exampleDag(
          `for name in ["ds_add", "random"]:\n    BashOperator(task_id=name, bash_command=f"echo {{{{ macros.{name} }}}}")`,
        ),
      },
      {
        text: exampleDag(
          `common = "{% set place = '/data' %}"\nBashOperator(task_id="load", bash_command=common + "ls {{ place }}")`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="echo {{ ds }} {{ params.table }}")`,
        ),
      },
      {
        airflow: 2,
        text: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ execution_date }}")`),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="{% for x in params.all %}{{ x }}{% endfor %}")`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="{{ execution_date | default(ds) }}{% if test_mode is defined %}{{ test_mode }}{% endif %}")`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="{{ bucket }}")`,
          '"etl", schedule=None, user_defined_macros={"bucket": "b"}',
        ),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  if (input.tasks.withTemplates.length === 0) return;
  const known = namesOf(input.airflow);
  const macros = new Map(input.reading.dags.map((dag) => [dag, macrosOf(dag)]));
  for (const { dag, facts, templates } of input.tasks.withTemplates) {
    const own = macros.get(dag);
    for (const { span, argument, jinja } of own ? templates : []) {
      if (!jinja || jinja.fault || facts?.templateFields?.has(argument.name) !== true) continue;
      for (const { name, start, end } of jinja.names) {
        if (known.has(name) || own?.has(name)) continue;
        const place = { file: span.file, start: span.start + start, end: span.start + end };
        yield findingFor(name, place, input.airflow);
      }
      if (input.airflow === 2) continue;
      for (const { object, name, start, end } of jinja.members) {
        const place = { file: span.file, start: span.start + start, end: span.start + end };
        if (own?.has(object) !== true && isGoneOf(object, name))
          yield goneFinding(object, name, place);
      }
    }
  }
}

function goneFinding(object: string, name: string, span: RawFinding["span"]): RawFinding {
  const meant = object === "dag_run" ? renamedOfRun[name] : undefined;
  const edits = [{ span, newText: meant ?? "" }];
  const advice =
    meant !== undefined
      ? ` Write ${meant}.`
      : /^(execution|logical)_date$/.test(name)
        ? " Write logical_date by itself."
        : "";
  return {
    span,
    message: `Airflow 3 has no ${object}.${name} in templates.${advice}`,
    fixes: meant === undefined ? [] : [{ title: `Change to ${meant}`, edits, preferred: true }],
  };
}

/** The names that the DAG adds itself; undefined when they cannot be known. */
function macrosOf({ args }: Dag): ReadonlySet<string> | undefined {
  const given = args.get("user_defined_macros")?.value;
  if (!given || given.kind === "none") return new Set();
  if (given.kind !== "dict" || given.uncertain) return undefined;
  const keys = [...given.entries.values()].map(({ key }) => key);
  return new Set(keys.flatMap((key) => (key.kind === "str" ? [key.value] : [])));
}

function namesOf(airflow: AirflowVersion): ReadonlySet<string> {
  return new Set([...always, ...(airflow === 3 ? onlyThree : onlyTwo)]);
}

function findingFor(name: string, span: RawFinding["span"], airflow: AirflowVersion): RawFinding {
  const isGone = airflow === 3 && onlyTwo.includes(name);
  const meant = isGone ? removedContext.get(name) : nearest(name, namesOf(airflow));
  const isSure = isGone ? same.has(name) : meant !== undefined;
  const message = isGone
    ? `"${name}" does not exist in templates of Airflow 3.${meant === undefined ? "" : ` Write ${meant}.`}`
    : `Airflow fills in nothing called "${name}".${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
  return {
    span,
    message,
    fixes:
      meant === undefined
        ? []
        : [{ title: `Change to ${meant}`, edits: [{ span, newText: meant }], preferred: isSure }],
  };
}
