import { datetimeOf } from "../python/stdlib/dateValues.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";
import type { Dag } from "../dag/dag.ts";
import type { AirflowVersion } from "../readers/reader.ts";

const load = `EmptyOperator(task_id="load")`;

/** A schedule without a start date. Airflow 2: DAG is missing the start_date parameter. */
export const missingStartDate: Rule = {
  code: "missing-start-date",
  summary: "A scheduled DAG has no start date.",
  why: "Airflow 2 refuses the DAG. Airflow 3 refuses it when it is to catch up.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { airflow: 2, text: exampleDag(load, '"<|etl|>", schedule="@daily"') },
      { text: exampleDag(load, '"<|etl|>", schedule="@daily", catchup=True') },
    ],
    clean: [
      { text: exampleDag(load, '"etl", schedule="@daily", start_date=datetime(2024, 1, 1)') },
      {
        text: exampleDag(
          load,
          '"etl", schedule="@daily", default_args={"start_date": datetime(2024, 1, 1)}',
        ),
      },
      { airflow: 2, text: exampleDag(load, '"etl", schedule=None') },
    ],
  }),
  *check({ reading, file, airflow }) {
    for (const dag of reading.dags) {
      if (dag.span.file !== file || dag.format !== "airflow" || dag.certainty === "dynamic")
        continue;
      if (dag.timing.startDate !== null || isIn(dag.args.get("default_args"), "start_date"))
        continue;
      const finding = findingFor(dag, airflow);
      if (finding) yield finding;
    }
  },
};

function findingFor(dag: Dag, airflow: AirflowVersion): RawFinding | undefined {
  const { schedule, catchup } = dag.timing;
  const span = placeOf(dag);
  const isTimed = ["cron", "preset", "delta", "timetable"].includes(schedule.kind);
  if (airflow === 2) {
    const given = ["schedule", "schedule_interval", "timetable"].some((name) => dag.args.has(name));
    if (!given || schedule.kind === "none" || schedule.kind === "dynamic") return undefined;
    // A date in the schedule's place is the start date that was meant: that is said there.
    const interval = dag.args.get("schedule_interval")?.value;
    if (interval && datetimeOf(interval)) return undefined;
    return {
      span,
      message: `DAG "${dag.dagId}" has a schedule but no start_date: Airflow 2 refuses it.`,
    };
  }
  if (!isTimed) return undefined;
  if (catchup === true) {
    return {
      span,
      message: `DAG "${dag.dagId}" has catchup=True but no start_date to catch up from: Airflow refuses it.`,
    };
  }
  return undefined;
}

function isIn(
  argument: Dag["args"] extends ReadonlyMap<string, infer A> ? A | undefined : never,
  key: string,
): boolean {
  const value = argument?.value;
  if (!value || value.kind === "none") return false;
  if (value.kind !== "dict" || value.uncertain) return true;
  return [...value.entries.values()].some(
    (entry) => entry.key.kind !== "str" || entry.key.value === key,
  );
}
