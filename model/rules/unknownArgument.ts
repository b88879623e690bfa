import { operatorClassFacts } from "../catalogue/catalogue.ts";
import type { Argument } from "../dag/dag.ts";
import { nearest } from "../text/nearest.ts";
import { callsTo } from "./code/lookups.ts";
import { baseArguments, isStandard } from "./code/classFacts.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";
import { withMore } from "../withMore.ts";

/** An argument that an operator does not have. Airflow: Invalid arguments were passed. */
export const unknownArgument: Rule = {
  code: "unknown-argument",
  summary: "An operator or DAG is given an argument that it does not have.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command="true", <|retires|>=3)`),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="true", retries=3)`),
      },
      { text: exampleDag(`EmptyOperator(task_id="load", <|bash_command|>="true")`) },
      {
        text: exampleDag(`BashOperator(task_id="load", <|command|>="true")`),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="true")`),
      },
      {
        text: exampleDag(`@task(<|retires|>=3)\ndef load():\n    ...\n\nload()`),
        fixed: exampleDag(`@task(retries=3)\ndef load():\n    ...\n\nload()`),
      },
      {
        text: exampleDag(
          `@task(<|op_kwargs|>={"table": "users"})\ndef load(table):\n    ...\n\nload("users")`,
        ),
      },
      {
        text: exampleFile(`
LIMIT = Variable.get("limit", <|default_var|>=5)

with DAG("etl", schedule=None):
    EmptyOperator(task_id="load")
`),
        fixed: exampleFile(`
LIMIT = Variable.get("limit", default=5)

with DAG("etl", schedule=None):
    EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleDag(
          `with TaskGroup("part", <|tooltips|>="x"):\n    EmptyOperator(task_id="a")`,
        ),
      },
    ],
    clean: [{ text: exampleDag(`BashOperator(task_id="load", bash_command="true", retries=3)`) }],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  yield* refused(input);
  yield* slips(input);
  yield* ofDags(input);
  yield* ofVariables(input);
}

const variableGet = /^airflow\.(sdk|models|models\.variable)\.Variable\.get$/;

/** `Variable.get` has one name for its default in Airflow 3's own interface, and another everywhere else. */
function* ofVariables({ code, file }: RuleInput): Generator<RawFinding> {
  for (const { node } of callsTo(code, /^airflow\.sdk\.(Asset|Dataset)$/))
    yield* ofAsset(node.args, file);
  for (const { node, path } of callsTo(code, variableGet)) {
    const known = [
      "key",
      path.startsWith("airflow.sdk.") ? "default" : "default_var",
      "deserialize_json",
    ];
    for (const { name, start, end } of node.args) {
      if (!name || known.includes(name.name) || name.name === "team_name") continue;
      const meant = name.name.startsWith("default") ? (known[1] ?? "") : undefined;
      const near = meant === undefined ? known : [meant];
      const found = finding("Variable.get", name.name, { file, start, end }, near);
      yield meant === undefined || found.fixes.length > 0 ? found : renamed(found, meant);
    }
  }
}

/** An asset takes few arguments, and they change with the version: only what looks like a slip is told. */
function* ofAsset(
  args: RuleInput["code"]["calls"][number]["node"]["args"],
  file: string,
): Generator<RawFinding> {
  const known = ["name", "uri", "group", "extra", "watchers", "asset_type", "allow_producer_teams"];
  for (const { name, start, end } of args) {
    if (!name || known.includes(name.name)) continue;
    const found = finding("Asset", name.name, { file, start, end }, known);
    if (found.fixes.length > 0) yield found;
  }
}

function renamed(found: RawFinding, meant: string): RawFinding {
  const edits = [{ span: found.span, newText: meant }];
  const fixes = [{ title: `Rename to ${meant}`, edits, preferred: true }];
  return withMore(found, { message: `${found.message} Did you mean "${meant}"?`, fixes });
}

/** What Airflow itself refuses, as the reader met it. */
function* refused(input: RuleInput): Generator<RawFinding> {
  for (const fault of faultsOf(input, "A3")) {
    const name = fact(fault, "name");
    // What Airflow 3 removed is told by its own rule.
    if (name === "" || removed.has(name)) continue;
    const operator = fact(fault, "operator");
    const facts = operatorClassFacts(operator, "airflow.operators");
    if (facts && !isStandard(facts)) continue;
    if (operator.startsWith("@task") && ofTheCall.has(name)) {
      const message = `${operator} makes ${name} itself: give the function its arguments where it is called.`;
      yield { span: { ...fault.span, end: fault.span.start + name.length }, message };
      continue;
    }
    const known = fault.facts["known"];
    const names = Array.isArray(known) ? known.map(String) : [];
    const base =
      /^(TaskGroup|@task_group|@setup|@teardown|as_teardown|\w+(Timetable|Schedule))$/.test(
        operator,
      )
        ? []
        : baseArguments;
    const found = finding(operator, name, fault.span, [...names, ...base]);
    // What a task function is mapped with is looked at only when it runs.
    yield fault.facts["mapped"] === true ? withMore(found, { severity: "warning" }) : found;
  }
}

const removed = new Set([
  "provide_context",
  "task_concurrency",
  "execution_date",
  "use_task_execution_date",
  "use_task_execution_day",
]);

const ofTheCall = new Set(["op_args", "op_kwargs", "kwargs_to_upstream"]);

/** The arguments of other packages change with their versions: only what looks like a slip is told, and as one. */
function* slips(input: RuleInput): Generator<RawFinding> {
  for (const { task, facts } of writtenTasks(input)) {
    const known = facts?.known;
    if (!known || facts.isStandard) continue;
    for (const argument of task.args.values()) {
      if (!isWritten(argument) || known.has(argument.name)) continue;
      const found = finding(
        task.operator,
        argument.name,
        argument.keywordSpan ?? argument.span,
        known,
      );
      if (found.fixes.length > 0) yield withMore(found, { severity: "warning" });
    }
  }
}

const ofBoth =
  "dag_id description default_args start_date end_date schedule template_searchpath template_undefined user_defined_macros user_defined_filters max_active_tasks max_active_runs max_consecutive_failed_dag_runs dagrun_timeout sla_miss_callback catchup on_success_callback on_failure_callback doc_md params access_control is_paused_upon_creation jinja_environment_kwargs render_template_as_native_obj tags owner_links auto_register dag_display_name".split(
    " ",
  );
const ofThree =
  "fail_fast allowed_run_types disable_bundle_versioning deadline rerun_with_latest_version".split(
    " ",
  );
const ofTwo =
  "schedule_interval timetable full_filepath concurrency default_view orientation fail_stop".split(
    " ",
  );

/** Arguments of `DAG(…)` and `@dag(…)` themselves; a class of the workspace may take others. */
function* ofDags({ code, airflow, file }: RuleInput): Generator<RawFinding> {
  const onlyIn = airflow === 3 ? ofThree : ofTwo;
  for (const { node, path } of callsTo(
    code,
    /^airflow\.(sdk\.|models\.|models\.dag\.)?DAG$|^airflow\.(sdk|decorators)\.dag$/,
  )) {
    for (const { name, start, end } of node.args) {
      // The old names have a rule of their own.
      if (!name || ofBoth.includes(name.name) || onlyIn.includes(name.name)) continue;
      if (ofTwo.includes(name.name)) continue;
      yield ofDag(path.endsWith("DAG") ? "DAG" : "@dag", name.name, { file, start, end }, onlyIn);
    }
  }
}

function ofDag(
  owner: string,
  name: string,
  argument: RawFinding["span"],
  onlyIn: readonly string[],
): RawFinding {
  const found = finding(owner, name, argument, [...ofBoth, ...onlyIn]);
  if (found.fixes.length > 0) return found;
  if (/^(tz|time_?zone|tzinfo)$/.test(name)) {
    const message = `${found.message} The time zone of a DAG is the one of its start_date.`;
    return { ...found, message };
  }
  // `shedule_interval` is two steps away from what Airflow 3 calls it.
  return nearest(name, ["schedule_interval"]) ? renamed(found, "schedule") : found;
}

function isWritten({ origin, keywordSpan }: Argument): boolean {
  return keywordSpan !== undefined && (origin === "call" || origin === "partial");
}

function finding(
  owner: string,
  name: string,
  argument: RawFinding["span"],
  known: Iterable<string>,
): RawFinding & { readonly fixes: readonly Fix[] } {
  const { file, start } = argument;
  const span = { file, start, end: start + name.length };
  // `command` for `bash_command`, `group` for `group_id`.
  const meant =
    nearest(name, known) ??
    [...known].find(
      (each) => (name.length > 5 && each.endsWith(`_${name}`)) || each === `${name}_id`,
    );
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const fix = meant !== undefined && {
    title: `Rename to ${meant}`,
    edits: [{ span, newText: meant }],
    preferred: true,
  };
  return { span, message: `${owner} has no argument "${name}".${hint}`, fixes: fix ? [fix] : [] };
}
