import type { Timing } from "../dag/schedule.ts";
import {
  fieldsOf,
  isRandom,
  joinsDaysByOr,
  type CronExpression,
} from "../schedule/cronExpression.ts";
import { describeDelta } from "../schedule/describeDelta.ts";
import { parseCron } from "../schedule/parseCron.ts";
import { expandPreset } from "../schedule/presets.ts";
import { textOf, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const nightly = '"etl", schedule="0 5 * * *", start_date=datetime(2024, 1, 1), catchup=False';
const other = (): { readonly "other.py": string } => ({
  "other.py": exampleDag(
    `EmptyOperator(task_id="load")`,
    '"source", schedule="0 3 * * *", start_date=datetime(2024, 1, 1), catchup=False',
  ),
});

/** An ExternalTaskSensor that waits for a run of its own date, which the other DAG does not have. */
export const differentSchedule: Rule = {
  code: "different-schedule",
  summary: "A sensor waits for a DAG that runs at other times.",
  why: "ExternalTaskSensor looks for a run with the same logical date. A DAG with another schedule has none unless execution_delta or execution_date_fn says which one is meant, and the sensor waits until it times out.",
  severity: "hint",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id=<|"source"|>)`,
          nightly,
        ),
        others: other(),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="source")`,
          '"etl", schedule="0 3 * * 1", start_date=datetime(2024, 1, 1), catchup=False',
        ),
        others: other(),
      },
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="source", execution_delta=timedelta(hours=2))`,
          nightly,
        ),
        others: other(),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task, dag } of tasksGiven(input, "external_dag_id")) {
    const given = task.args.get("external_dag_id");
    const dagId = textOf(given);
    if (task.operator !== "ExternalTaskSensor" || !given || dagId === undefined) continue;
    if (task.args.has("execution_delta") || task.args.has("execution_date_fn")) continue;
    const own = timesOf(dag.timing);
    const found = [
      ...input.reading.dags.filter((each) => each.dagId === dagId),
      ...(input.otherDags?.get(dagId) ?? []),
    ];
    const [only] = found;
    const theirs = found.length === 1 && only?.timing ? timesOf(only.timing) : undefined;
    if (own === undefined || theirs === undefined || own === theirs) continue;
    // A distance is counted from the start date: it may be the same times.
    if (isDistance(own) !== isDistance(theirs)) continue;
    if (only?.timing?.timezone === dag.timing.timezone && hasAllOf(theirs, own)) continue;
    yield {
      span: given.span,
      message: `"${dagId}" runs at other times (${theirs}) than this DAG (${own}): say with execution_delta which of its runs is meant.`,
    };
  }
}

function isDistance(times: string): boolean {
  return times.startsWith("every");
}

/** Whether the times of one cron expression are among those of another, by each of their fields. */
function hasAllOf(more: string, fewer: string): boolean {
  const [outer, inner] = [parseCron(more), parseCron(fewer)];
  if (!outer.cron || !inner.cron || !isPlain(outer.cron) || !isPlain(inner.cron)) return false;
  const innerFields = fieldsOf(inner.cron);
  return fieldsOf(outer.cron).every((field, index) => {
    const values = innerFields[index];
    if (field.any) return true;
    if (!values || values.any) return false;
    return values.values.every((value) => field.values.includes(value));
  });
}

/** Five fields of plain values, of which all have to fit. */
function isPlain(cron: CronExpression): boolean {
  return (
    cron.second === undefined &&
    !isRandom(cron) &&
    !joinsDaysByOr(cron) &&
    cron.nthWeekdays.size === 0 &&
    cron.nearestWeekday === undefined &&
    fieldsOf(cron).every(({ last }) => !last)
  );
}

/** When a DAG runs, as one text to compare. */
function timesOf({ schedule }: Timing): string | undefined {
  if (schedule.certainty === "dynamic") return undefined;
  switch (schedule.kind) {
    case "cron":
      return schedule.expression.trim().replace(/\s+/g, " ");
    case "preset":
      return expandPreset(schedule.expression) ?? schedule.expression;
    case "delta":
      return describeDelta(schedule.seconds, schedule.months).toLowerCase();
    default:
      return undefined;
  }
}
