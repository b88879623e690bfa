import { datetimeOf } from "../python/stdlib/dateValues.ts";
import type { Call, Expression } from "../python/syntax.ts";
import type { Value } from "../python/value.ts";
import type { Span } from "../text/span.ts";
import { callsTo } from "./code/lookups.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A schedule of a type that Airflow does not take, or an interval that does not go forward. */
export const invalidSchedule: Rule = {
  code: "invalid-schedule",
  summary: "A schedule is of a kind that Airflow does not take.",
  why: "Airflow refuses the file: a schedule is a cron text, a preset, a positive timedelta, a timetable, assets or None.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, '"etl", schedule=<|5|>') },
      { text: exampleDag(load, '"etl", schedule=<|["@daily"]|>') },
      { text: exampleDag(load, '"etl", schedule=<|timedelta(0)|>') },
      { text: exampleDag(load, '"etl", schedule=<|[Asset]|>') },
      {
        airflow: 2,
        text: exampleDag(load, '"etl", "Loads.", "@daily", <|datetime(2024, 1, 1)|>'),
        fixed: exampleDag(load, '"etl", "Loads.", "@daily", start_date=datetime(2024, 1, 1)'),
      },
      {
        text: `from airflow.timetables.interval import CronDataIntervalTimetable\n${exampleDag(load, '"etl", schedule=<|CronDataIntervalTimetable|>')}`,
      },
      {
        text: `from airflow.timetables.trigger import MultipleCronTriggerTimetable\n${exampleDag(load, '"etl", schedule=<|MultipleCronTriggerTimetable(timezone="UTC")|>')}`,
      },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule=timedelta(days=1)') },
      { text: exampleDag(load, '"etl", schedule=[Asset("orders")]') },
    ],
  }),
  *check({ reading, code, file }) {
    for (const { node } of callsTo(code, /\.MultipleCronTriggerTimetable$/)) {
      if (!hasNoCron(node)) continue;
      const span = { file, start: node.start, end: node.end };
      yield { span, message: "MultipleCronTriggerTimetable needs at least one cron text." };
    }
    for (const { node } of callsTo(code, /^airflow\..*\.(Asset|Dataset)OrTimeSchedule$/)) {
      for (const { name, value } of node.args) {
        const message = name && problemOfPart(name.name, value, code);
        if (message !== undefined) {
          yield { span: { file, start: value.start, end: value.end }, message };
        }
      }
    }
    for (const dag of reading.dags) {
      if (dag.format !== "airflow") continue;
      for (const name of ["schedule", "schedule_interval"]) {
        const given = dag.args.get(name);
        const what = given && problemOf(given.value);
        if (!given || what === undefined) continue;
        if (given.keywordSpan === undefined && datetimeOf(given.value))
          yield namedStart(given.span);
        else yield { span: given.span, message: what };
      }
      const { schedule } = dag.timing;
      if (
        schedule.kind === "delta" &&
        schedule.seconds <= 0 &&
        schedule.months === 0 &&
        schedule.span
      ) {
        yield {
          span: schedule.span,
          message: "An interval between runs must be longer than nothing.",
        };
      }
    }
  },
};

/** A start date that stands, by position, where a schedule belongs. */
function namedStart(span: Span): RawFinding {
  const edits = [{ span: { ...span, end: span.start }, newText: "start_date=" }];
  return {
    span,
    message: "By its place this date is a schedule. Write start_date= before it.",
    fixes: [{ title: "Write start_date=", edits, preferred: true }],
  };
}

/** What an asset-or-time schedule does not take. */
function problemOfPart(name: string, value: Expression, code: CodeIndex): string | undefined {
  if (name === "timetable") {
    if (value.kind === "StringLiteral")
      return "timetable takes a timetable object: CronTriggerTimetable(…, timezone=…).";
    const path = value.kind === "Call" ? code.pathOf(value.callee) : undefined;
    return path && /\.(Asset|Dataset)(OrTimeSchedule|TriggeredTimetable)$/.test(path)
      ? "A timetable that waits for assets cannot stand inside another."
      : undefined;
  }
  const isList = value.kind === "ListLiteral" || value.kind === "TupleLiteral";
  return isList && value.items.some(({ kind }) => kind === "StringLiteral")
    ? "Only assets stand here, not their names."
    : undefined;
}

function hasNoCron({ args }: Call): boolean {
  return (
    args.every(({ form }) => form === "keyword") &&
    args.some(({ name }) => name?.name === "timezone")
  );
}

function problemOf(value: Value): string | undefined {
  switch (value.kind) {
    case "dict":
      return [...value.entries.values()].some(({ key }) => key.kind === "str")
        ? "A dict is not a schedule: write a cron text, a timedelta or a timetable."
        : undefined;
    case "class":
      return value.name.endsWith("Timetable")
        ? `${value.name} is a class: call it with its arguments, ${value.name}(…).`
        : `The class ${value.name} is not a schedule.`;
    case "function":
    case "nativeFunction":
      return "A function is not a schedule: call it, if what it returns is one.";
    case "instance": {
      const date = datetimeOf(value);
      return date && `A ${date.form} is not a schedule: when runs start is start_date=.`;
    }
    case "bool":
    case "int":
    case "float":
      return 'A number is not a schedule: write a cron text, a preset such as "@daily", or a timedelta.';
    case "list":
    case "tuple": {
      const one = value.items.find((item) => item.kind === "class");
      if (one?.kind === "class")
        return `${one.name} is a class: call it with its name, ${one.name}("…").`;
      return value.items.some(({ kind }) => kind === "str" || kind === "int" || kind === "none")
        ? "A list of schedules holds assets only: one cron text stands alone, several need MultipleCronTriggerTimetable."
        : undefined;
    }
    default:
      return undefined;
  }
}
