import type { Dag } from "../dag/dag.ts";
import { cronWarnings } from "../schedule/cronWarnings.ts";
import { parseCron } from "../schedule/parseCron.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** A cron that Airflow takes and reads in a way that surprises. */
export const cronSurprise: Rule = {
  code: "cron-surprise",
  summary: "A schedule means something else than it seems to.",
  why: "Airflow's cron has rules that few expect: either day field suffices, steps start anew in each hour or month, seconds come last, and some dates never come.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: exampleDag(load, '"etl", schedule="<|0 0 30 2 *|>"') },
      { text: exampleDag(load, '"etl", schedule="0 0 <|1 * 1|>"') },
      { text: exampleDag(load, '"etl", schedule="0 0 1 1 * <|0|> <|2019|>"') },
    ],
    clean: [{ text: exampleDag(load, '"etl", schedule="0 2 * * *"') }],
  }),
  *check({ reading, text, file, now }) {
    for (const dag of reading.dags) {
      if (dag.span.file === file) yield* inDag(dag, text, now);
    }
  },
};

function* inDag(
  { timing: { schedule } }: Dag,
  text: string,
  now: number | undefined,
): Generator<RawFinding> {
  if (schedule.kind !== "cron" || schedule.certainty === "dynamic" || !schedule.span) return;
  const { cron } = parseCron(schedule.expression);
  if (!cron) return;
  const { file, start, end } = schedule.span;
  const at = text.slice(start, end).indexOf(schedule.expression);
  const { year } = cron;
  const last = year && !year.any && !year.random ? year.values.at(-1) : undefined;
  if (year && last !== undefined && now !== undefined && last < new Date(now).getUTCFullYear()) {
    const span =
      at === -1
        ? schedule.span
        : { file, start: start + at + year.start, end: start + at + year.end };
    yield {
      span,
      message: `This never comes again: ${last} is over. The seventh field is the year.`,
    };
  }
  for (const warning of cronWarnings(cron)) {
    const span =
      at === -1
        ? schedule.span
        : { file, start: start + at + warning.start, end: start + at + warning.end };
    // Only what never runs is a mistake for sure; the rest is worth knowing.
    yield {
      span,
      severity: warning.code === "cron-never" ? "warning" : "hint",
      message: warning.message,
    };
  }
}
