import type { Argument, Dag, Task } from "../dag/dag.ts";
import type { Call } from "../python/syntax.ts";
import { removeArgument } from "./code/argumentEdits.ts";
import { mayBeForAirflow2 } from "./code/mayBeForAirflow2.ts";
import { callWith } from "./code/callWith.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import type { Fix } from "./finding.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";
import { ownOf } from "../ownOf.ts";
import { withMore } from "../withMore.ts";

/** What became of an argument in Airflow 3. */
interface Removal {
  /** Its new name; undefined when there is none and it is to be deleted. */
  readonly now: string | undefined;
  /** Airflow 3 only warns. */
  readonly onlyWarns?: boolean;
  /** Airflow 2 warns already. */
  readonly deprecated?: boolean;
}

const ofDag: Readonly<Record<string, Removal>> = {
  schedule_interval: { now: "schedule", deprecated: true },
  timetable: { now: "schedule", deprecated: true },
  concurrency: { now: "max_active_tasks", deprecated: true },
  fail_stop: { now: "fail_fast" },
  default_view: { now: undefined },
  orientation: { now: undefined },
  full_filepath: { now: undefined },
  sla_miss_callback: { now: undefined, onlyWarns: true },
};

const ofTask: Readonly<Record<string, Removal>> = {
  task_concurrency: { now: "max_active_tis_per_dag", deprecated: true },
  provide_context: { now: undefined, deprecated: true },
  sla: { now: undefined, onlyWarns: true },
};

const ofOperator: Readonly<Record<string, Readonly<Record<string, Removal>>>> = {
  TriggerDagRunOperator: { execution_date: { now: "logical_date" } },
  ExternalTaskMarker: { execution_date: { now: "logical_date" } },
  BranchDateTimeOperator: { use_task_execution_date: { now: "use_task_logical_date" } },
  BranchDayOfWeekOperator: { use_task_execution_day: { now: "use_task_logical_date" } },
  DayOfWeekSensor: { use_task_execution_day: { now: "use_task_logical_date" } },
};

/** An argument that Airflow 3 does not take any more. */
export const removedArgument: Rule = {
  code: "removed-argument",
  summary: "An argument does not exist in Airflow 3.",
  why: "Airflow 3 refuses the file with an unexpected keyword argument; for a few it only warns and does nothing.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`EmptyOperator(task_id="a")`, '"etl", <|schedule_interval|>="@daily"'),
        fixed: exampleDag(`EmptyOperator(task_id="a")`, '"etl", schedule="@daily"'),
      },
      {
        airflow: 2,
        text: exampleDag(`EmptyOperator(task_id="a")`, '"etl", <|schedule_interval|>="@daily"'),
        fixed: exampleDag(`EmptyOperator(task_id="a")`, '"etl", schedule="@daily"'),
      },
      {
        text: exampleDag(`BashOperator(task_id="a", bash_command="true", <|task_concurrency|>=2)`),
        fixed: exampleDag(
          `BashOperator(task_id="a", bash_command="true", max_active_tis_per_dag=2)`,
        ),
      },
      {
        text: exampleFile(`
with DAG(
    "etl",
    schedule=None,
    <|orientation|>="LR",
):
    EmptyOperator(task_id="a")
`),
        fixed: exampleFile(`
with DAG(
    "etl",
    schedule=None,
):
    EmptyOperator(task_id="a")
`),
      },
      {
        text: exampleFile(`
options = {"schedule_interval": <|"@daily"|>}

with DAG("etl", **options):
    EmptyOperator(task_id="a")
`),
      },
    ],
    clean: [
      { text: exampleDag(`EmptyOperator(task_id="a")`, '"etl", schedule="@daily"') },
      { airflow: 2, text: exampleDag(`EmptyOperator(task_id="a")`, '"etl", fail_stop=True') },
    ],
  }),
  *check(input) {
    const seen = new Set<string>();
    for (const raw of allFindings(input)) {
      const place = `${raw.span.file}:${raw.span.start}`;
      if (!seen.has(place)) yield raw;
      seen.add(place);
    }
  },
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const dag of input.reading.dags) {
    yield* inArguments(input, dag, "DAG", [ofDag]);
    for (const task of dag.tasks.values()) {
      if (task.kind === "placeholder") continue;
      // A function decorated with @task may have parameters of any name.
      if (task.kind === "taskflow") continue;
      const own = ownOf(ofOperator, task.operator);
      yield* inArguments(input, task, task.operator, own ? [own, ofTask] : ofAnyTask);
    }
  }
}

const ofAnyTask = [ofTask];

/** The names in all tables: most arguments are in none. */
const removedAnywhere: ReadonlySet<string> = new Set(
  [ofDag, ofTask, ...Object.values(ofOperator)].flatMap((table) => Object.keys(table)),
);

function* inArguments(
  input: RuleInput,
  { args }: Pick<Dag | Task, "args">,
  owner: string,
  tables: readonly Readonly<Record<string, Removal>>[],
): Generator<RawFinding> {
  for (const argument of args.values()) {
    if (!removedAnywhere.has(argument.name)) continue;
    const table = tables.find((each) => Object.hasOwn(each, argument.name));
    if (!table) continue;
    const removal = table[argument.name];
    const isWritten = argument.origin !== "default_args" && argument.origin !== "dag";
    if (!removal || !isWritten) continue;
    if (argument.keywordSpan) {
      const finding = findingFor(input, argument, argument.keywordSpan, owner, removal, args);
      if (finding) yield finding;
    } else if (owner === "DAG" && argument.origin === "call" && argument.span.file === input.file) {
      // It came with `**`: told at its value, and changed by hand.
      const finding = findingFor(input, argument, argument.span, owner, removal, args);
      if (finding) yield withMore(finding, { span: argument.span, fixes: [] });
    }
  }
}

function findingFor(
  input: RuleInput,
  { name }: Argument,
  keyword: RawFinding["span"],
  owner: string,
  { now, onlyWarns, deprecated }: Removal,
  args: ReadonlyMap<string, Argument>,
): RawFinding | undefined {
  if (input.airflow === 2 && !deprecated) return undefined;
  const span = { file: keyword.file, start: keyword.start, end: keyword.start + name.length };
  const instead = now === undefined ? "Leave it out." : `Use ${now}.`;
  const message =
    input.airflow === 2
      ? `${name} is deprecated, and gone in Airflow 3. ${instead}`
      : onlyWarns
        ? `${name} does nothing in Airflow 3. ${instead}`
        : `${owner} has no argument ${name} in Airflow 3. ${instead}`;
  const isRename = now !== undefined && !args.has(now);
  const fix = isRename
    ? { title: `Rename to ${now}`, edits: [{ span, newText: now }], preferred: true }
    : removal(input, keyword, name);
  const isSure = input.airflow === 3 && !onlyWarns && !mayBeForAirflow2(input);
  return { span, message, severity: isSure ? "error" : "warning", fixes: fix ? [fix] : [] };
}

function removal(input: RuleInput, keyword: RawFinding["span"], name: string): Fix | undefined {
  const found: { call: Call; at: number } | undefined = callWith(input, keyword);
  const argument = found?.call.args[found.at];
  if (!found || !argument) return undefined;
  const edit = removeArgument(input.file, input.text, found.call, argument);
  return { title: `Remove ${name}`, edits: [edit], preferred: true };
}
