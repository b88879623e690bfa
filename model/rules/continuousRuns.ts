import type { Dag } from "../dag/dag.ts";
import { addArgument } from "./code/argumentEdits.ts";
import { callWith } from "./code/callWith.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Fix } from "./finding.ts";
import type { Rule, RuleInput } from "./rule.ts";

const load = `EmptyOperator(task_id="load")`;

/** `@continuous` needs max_active_runs=1. Airflow: ContinuousTimetable.active_runs_limit. */
export const continuousRuns: Rule = {
  code: "continuous-runs",
  summary: "A continuous DAG allows more than one run at a time.",
  why: "`@continuous` starts a run when the last one ends, so Airflow refuses a DAG whose `max_active_runs` is not 1. The default is 16.",
  severity: "error",
  preset: "errors",
  examples: {
    flagged: [
      {
        text: exampleDag(load, '"etl", schedule=<|"@continuous"|>'),
        fixed: exampleDag(load, '"etl", schedule="@continuous", max_active_runs=1'),
      },
      { text: exampleDag(load, '"etl", schedule=<|"@continuous"|>, max_active_runs=4') },
    ],
    clean: [{ text: exampleDag(load, '"etl", schedule="@continuous", max_active_runs=1') }],
  },
  *check(input) {
    for (const dag of input.reading.dags) {
      const { schedule } = dag.timing;
      const limit = dag.args.get("max_active_runs")?.value;
      if (schedule.kind !== "continuous" || schedule.certainty === "dynamic") continue;
      if (limit && !(limit.kind === "int" && limit.value > 1n)) continue;
      const fix = limit ? undefined : withOneRun(input, dag);
      yield {
        span: schedule.span ?? dag.idSpan ?? dag.span,
        message: `@continuous allows one run at a time: add max_active_runs=1${limit ? "" : " (the default is 16)"}.`,
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function withOneRun(input: RuleInput, dag: Dag): Fix | undefined {
  const keyword =
    dag.args.get("schedule")?.keywordSpan ?? dag.args.get("schedule_interval")?.keywordSpan;
  const found = keyword && callWith(input, keyword);
  if (!found) return undefined;
  const edit = addArgument(input.file, input.text, found.call, "max_active_runs=1");
  return { title: "Add max_active_runs=1", edits: [edit], preferred: true };
}
