import type { Argument, Task } from "../dag/dag.ts";
import { datetimeOf, timedeltaOf } from "../python/stdlib/dateValues.ts";
import type { Value } from "../python/value.ts";
import { mayBeForAirflow2 } from "./code/mayBeForAirflow2.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { fact, faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";
import type { AirflowVersion } from "../readers/reader.ts";
import { ownOf } from "../ownOf.ts";
import { withMore } from "../withMore.ts";

/** What an argument takes: in words, and which known values are surely something else. */
interface Expected {
  readonly words: string;
  refuses(value: Value): boolean;
}

const plain: ReadonlySet<Value["kind"]> = new Set([
  "str",
  "int",
  "bool",
  "float",
  "list",
  "dict",
  "tuple",
  "set",
  "bytes",
]);

function only(words: string, ...kinds: readonly Value["kind"][]): Expected {
  return { words, refuses: ({ kind }) => plain.has(kind) && !kinds.includes(kind) };
}

/** A function or a class that is given instead of what it makes. */
function isCode(kind: Value["kind"]): boolean {
  return kind === "function" || kind === "nativeFunction" || kind === "class";
}

/** The same, which no date and no length of time is either. */
function plainly(words: string, ...kinds: readonly Value["kind"][]): Expected {
  const plainOnly = only(words, ...kinds);
  return {
    words,
    refuses: (value) =>
      plainOnly.refuses(value) ||
      datetimeOf(value) !== undefined ||
      timedeltaOf(value) !== undefined,
  };
}

const text = plainly("a text", "str");
const yesNo = plainly("True or False", "bool");
const integer = plainly("a whole number", "int", "bool");
const delta = only("a timedelta");
const date: Expected = {
  words: "a datetime",
  refuses: (value) => plain.has(value.kind) || isNoDatetime(value),
};
const dict: Expected = {
  words: "a dict",
  refuses: ({ kind }) => (plain.has(kind) && kind !== "dict") || isCode(kind),
};
const seconds = only("a timedelta or a number of seconds", "int", "float", "bool");

/** A date alone, a time alone, or a length of time. */
function isNoDatetime(value: Value): boolean {
  const form = datetimeOf(value)?.form;
  return form === "date" || form === "time" || timedeltaOf(value) !== undefined;
}

/** Airflow: BASEOPERATOR_ARGS_EXPECTED_TYPES, and the checks in BaseOperator and BaseSensorOperator. None always passes. */
const ofTask: Readonly<Record<string, Expected>> = {
  email: only("a text or a list of texts", "str", "list", "tuple", "set"),
  // Refused when the DAG joins the owners of its tasks, after the file is loaded.
  owner: { words: text.words, refuses: (value) => value.kind === "none" || text.refuses(value) },
  email_on_retry: yesNo,
  email_on_failure: yesNo,
  retries: {
    words: "a whole number",
    refuses: (value) =>
      value.kind === "str"
        ? !/^\s*[+-]?\d+\s*$/.test(value.value)
        : integer.refuses(value) && value.kind !== "float",
  },
  retry_delay: seconds,
  max_retry_delay: seconds,
  execution_timeout: delta,
  depends_on_past: yesNo,
  ignore_first_depends_on_past: yesNo,
  wait_for_past_depends_before_skipping: yesNo,
  wait_for_downstream: yesNo,
  priority_weight: integer,
  queue: text,
  pool: text,
  pool_slots: integer,
  trigger_rule: text,
  run_as_user: text,
  map_index_template: text,
  max_active_tis_per_dag: integer,
  max_active_tis_per_dagrun: integer,
  executor: text,
  do_xcom_push: yesNo,
  multiple_outputs: yesNo,
  doc: text,
  doc_md: text,
  doc_rst: text,
  doc_json: text,
  doc_yaml: text,
  task_display_name: text,
  logger_name: text,
  allow_nested_operators: yesNo,
  start_date: date,
  end_date: date,
  params: dict,
  default_args: dict,
  resources: dict,
  task_group: { words: "the task group itself", refuses: ({ kind }) => plain.has(kind) },
};

/** What the Airflows see differently. */
const ofTaskIn: Readonly<Record<AirflowVersion, Readonly<Record<string, Expected>>>> = {
  2: {
    retry_exponential_backoff: yesNo,
    retry_delay: {
      words: seconds.words,
      refuses: (value) => value.kind === "none" || seconds.refuses(value),
    },
  },
  3: {
    email: only("a text or a list of texts", "str", "list", "tuple"),
    retry_exponential_backoff: only("a number", "int", "float", "bool"),
  },
};

/** Templates may give a dict, and an output of a task is one. */
const conf: Expected = {
  words: "a dict",
  refuses: (value) =>
    plain.has(value.kind) &&
    value.kind !== "dict" &&
    !(value.kind === "str" && /[{]/.test(value.value)),
};

const day: Expected = {
  words: "the name of a day",
  refuses: ({ kind }) => kind === "int" || kind === "float" || kind === "bool",
};

/** What operators of the standard provider check themselves. */
const ofOperator: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  DateTimeSensor: { target_time: only("a datetime or a text", "str") },
  DayOfWeekSensor: { week_day: day },
  BranchDayOfWeekOperator: { week_day: day },
  DateTimeSensorAsync: { target_time: only("a datetime or a text", "str") },
  TimeSensor: { target_time: only("a datetime.time, such as datetime.time(10, 30)") },
  TimeSensorAsync: { target_time: only("a datetime.time, such as datetime.time(10, 30)") },
  TimeDeltaSensor: { delta: only("a timedelta") },
  TriggerDagRunOperator: { logical_date: only("a datetime or a text", "str"), conf },
  ExternalTaskSensor: { execution_delta: delta },
  BashOperator: {
    skip_on_exit_code: only("a number or a list of numbers", "int", "list", "tuple", "set"),
    bash_command: { words: "one text", refuses: ({ kind }) => kind === "list" || kind === "dict" },
    env: dict,
  },
  PythonOperator: {
    op_args: only("a list", "list", "tuple", "set", "str"),
    op_kwargs: dict,
    templates_dict: dict,
  },
};

/** What such an operator looks at only when it runs, in this Airflow or in both. */
const whenItRuns: Readonly<Record<string, readonly AirflowVersion[]>> = {
  "DateTimeSensor target_time": [3],
  "DateTimeSensorAsync target_time": [3],
  "TimeSensor target_time": [2],
  "TimeDeltaSensor delta": [2, 3],
  "TriggerDagRunOperator logical_date": [3],
  "TriggerDagRunOperator conf": [2, 3],
  "ExternalTaskSensor execution_delta": [2, 3],
  "BashOperator skip_on_exit_code": [2, 3],
  "BashOperator bash_command": [2, 3],
  "BashOperator env": [2, 3],
  "PythonOperator op_args": [2, 3],
  "PythonOperator op_kwargs": [2, 3],
  "PythonOperator templates_dict": [2, 3],
};

/** What a task may belong to is an object, never a text. */
const ofObject: Expected = {
  words: "the DAG itself",
  refuses: ({ kind }) => plain.has(kind) || isCode(kind),
};

const ofSensor: Readonly<Record<string, Expected>> = {
  poke_interval: seconds,
  timeout: seconds,
  max_wait: seconds,
};

/** Airflow 3: attrs validators of DAG. */
const ofDag: Readonly<Record<string, Expected>> = {
  description: text,
  doc_md: text,
  dag_display_name: text,
  max_active_tasks: integer,
  max_active_runs: integer,
  max_consecutive_failed_dag_runs: integer,
  dagrun_timeout: delta,
  default_args: dict,
  params: dict,
  start_date: date,
  end_date: date,
};

/** What Airflow 3 refuses besides, some of it only when it stores the DAG. */
const ofDagIn3: Readonly<Record<string, Expected>> = {
  ...ofDag,
  catchup: yesNo,
  default_args: {
    words: "a dict",
    refuses: (value) => value.kind === "none" || dict.refuses(value),
  },
};

/** Airflow 2: DAG_ARGS_EXPECTED_TYPES; a text of tags has a rule of its own. */
const ofDagIn2: Readonly<Record<string, Expected>> = {
  ...ofDag,
  default_view: text,
  orientation: text,
  catchup: yesNo,
  is_paused_upon_creation: yesNo,
  render_template_as_native_obj: yesNo,
  auto_register: yesNo,
  fail_stop: yesNo,
  tags: only("a list", "list"),
};

/** An argument of a type that Airflow checks and refuses. */
export const invalidArgumentType: Rule = {
  code: "invalid-argument-type",
  summary: "An argument has a value of a type that Airflow refuses.",
  why: "Airflow checks these when it loads the file, and stops there.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`EmptyOperator(task_id="load", retries=<|"three"|>)`) },
      { text: exampleDag(`EmptyOperator(task_id="load", execution_timeout=<|300|>)`) },
      {
        text: exampleDag(
          `EmptyOperator(task_id="load")`,
          '"etl", schedule=None, max_active_runs=<|"1"|>',
        ),
      },
      {
        text: `from datetime import date\n\n${exampleDag(`EmptyOperator(task_id="load")`, '"etl", schedule=None, start_date=<|date(2024, 1, 1)|>')}`,
      },
      { text: exampleDag(`FileSensor(task_id="wait", filepath="a.csv", poke_interval=<|"60"|>)`) },
      { text: exampleDag(`@task(queue=<|5|>)\ndef load():\n    ...\n\nload()`) },
      {
        text: exampleDag(
          `TriggerDagRunOperator(task_id="a", trigger_dag_id="b", logical_date=<|5|>)`,
        ),
      },
      { text: exampleDag(`BashOperator(task_id="a", bash_command=<|["ls", "-l"]|>)`) },
      { text: exampleDag(`EmptyOperator(task_id="a", retries=<|timedelta(minutes=5)|>)`) },
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="a", external_dag_id="b", execution_delta=<|3600|>)`,
        ),
      },
      {
        text: exampleDag(`PythonOperator(task_id="a", python_callable=print, op_kwargs=<|["x"]|>)`),
      },
      {
        text: `from airflow.timetables.interval import DeltaDataIntervalTimetable\n${exampleDag(`EmptyOperator(task_id="load")`, '"etl", schedule=DeltaDataIntervalTimetable(<|5|>), start_date=datetime(2024, 1, 1)')}`,
      },
      {
        text: `from airflow.timetables.events import EventsTimetable\n${exampleDag(`EmptyOperator(task_id="load")`, '"etl", schedule=EventsTimetable(event_dates=["<|2024-01-01|>"])')}`,
      },
      {
        text: exampleDag(
          `with TaskGroup("part", tooltip=<|5|>):\n    EmptyOperator(task_id="load")`,
        ),
      },
      {
        text: exampleFile(`
@dag(schedule=None)
def etl():
    EmptyOperator(task_id="load", dag=<|dag|>)

etl()
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
extract = PythonOperator(task_id="extract", python_callable=dict)
PythonOperator(task_id="load", python_callable=print, op_args=extract.output, op_kwargs={"end": ""})
`),
      },
      { text: exampleDag(`EmptyOperator(task_id="load", retries="3", retry_delay=300)`) },
      { text: exampleDag(`EmptyOperator(task_id="load", execution_timeout=timedelta(minutes=5))`) },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  // Of a task without a DAG only the reader knows.
  for (const fault of faultsOf(input, "A14")) {
    const given = names[fact(fault, "given") as Value["kind"]] ?? "something else";
    yield { span: fault.span, message: `dag takes ${ofObject.words}, not ${given}.` };
  }
  for (const fault of faultsOf(input, "group-argument")) {
    const given = names[fact(fault, "given") as Value["kind"]] ?? fact(fault, "given");
    const message = `${fact(fault, "name")} takes ${fact(fault, "expected")}, not ${given}.`;
    yield {
      span: fault.span,
      message,
      ...(fault.facts["late"] === true && { severity: "warning" }),
    };
  }
  for (const dag of input.reading.dags) {
    if (dag.format !== "airflow" || dag.span.file !== input.file) continue;
    const table = input.airflow === 3 ? ofDagIn3 : ofDagIn2;
    for (const argument of dag.args.values()) {
      const expected = ownOf(table, argument.name);
      if (argument.origin === "call" && expected?.refuses(argument.value))
        yield refused(argument, expected);
    }
  }
  for (const { task, dag } of writtenTasks(input)) {
    if (dag.format !== "airflow") continue;
    for (const argument of task.args.values()) {
      const expected = expectedOf(task, argument, input);
      if (!expected?.refuses(argument.value)) continue;
      // What Airflow 2 takes may be meant for it.
      const isLate =
        isMappedLate(task, argument, input) ||
        whenItRuns[`${task.operator} ${argument.name}`]?.includes(input.airflow) === true ||
        (mayBeForAirflow2(input) &&
          !expectedOf(task, argument, { airflow: 2 })?.refuses(argument.value));
      const found = refused(argument, expected);
      yield isLate ? withMore(found, { severity: "warning" }) : found;
    }
  }
}

/** A mapped task is made only when it runs; what is looked at before is what makes it and, in Airflow 3, what a decorator is given. */
function isMappedLate(
  { mapped, kind }: Task,
  { name }: Argument,
  { airflow }: Pick<RuleInput, "airflow">,
): boolean {
  if (!mapped || ["retries", "retry_delay", "max_retry_delay", "pool_slots"].includes(name))
    return false;
  return kind !== "taskflow" || airflow === 2 || !onDecoration.has(name);
}

const onDecoration = new Set(
  "email email_on_retry email_on_failure retry_exponential_backoff depends_on_past ignore_first_depends_on_past wait_for_past_depends_before_skipping wait_for_downstream priority_weight queue pool run_as_user map_index_template max_active_tis_per_dag max_active_tis_per_dagrun executor do_xcom_push doc doc_md doc_json doc_yaml doc_rst task_display_name logger_name allow_nested_operators".split(
    " ",
  ),
);

function expectedOf(
  task: Task,
  argument: Argument,
  { airflow }: Pick<RuleInput, "airflow">,
): Expected | undefined {
  const { name, origin, value } = argument;
  // A mapped value is a list of what is meant.
  if (origin === "expand" || origin === "assigned") return undefined;
  if (name === "dag") return ofObject;
  const isDate = name === "start_date" || name === "end_date";
  // Dates may be texts in default_args, and Airflow 2 parses them anywhere.
  if (isDate && (airflow === 2 || origin === "default_args") && value.kind === "str")
    return undefined;
  if (isDate && airflow === 2 && origin === "call" && datetimeOf(value)) return undefined;
  if ((task.kind === "sensor" || task.operator === "@task.sensor") && Object.hasOwn(ofSensor, name))
    return ofSensor[name];
  const isAirflows = task.operatorPath?.startsWith("airflow.") === true;
  const ofThis = isAirflows ? ownOf(ofOperator, task.operator) : undefined;
  if (ofThis && Object.hasOwn(ofThis, name)) return ofThis[name];
  if (Object.hasOwn(ofTaskIn[airflow], name)) return ofTaskIn[airflow][name];
  return ownOf(ofTask, name);
}

function refused({ name, value, span }: Argument, expected: Expected): RawFinding {
  return { span, message: `${name} takes ${expected.words}, not ${described(value)}.` };
}

const names: Readonly<Partial<Record<Value["kind"], string>>> = {
  str: "a text",
  int: "a number",
  bool: "True or False",
  float: "a number",
  list: "a list",
  dict: "a dict",
  tuple: "a tuple",
  set: "a set",
  bytes: "bytes",
  none: "None",
  function: "a function",
  nativeFunction: "a function",
  class: "a class",
};

function described(value: Value): string {
  const date = datetimeOf(value);
  if (date) return `a ${date.form}`;
  if (timedeltaOf(value)) return "a timedelta";
  return names[value.kind] ?? value.kind;
}
