import type { Dag } from "../dag/dag.ts";
import type { Span } from "../text/span.ts";
import { placeOf } from "./code/placeOf.ts";
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
  examples: () => ({
    flagged: [
      {
        text: exampleDag(load, '"etl", schedule=<|"@continuous"|>'),
        fixed: exampleDag(load, '"etl", schedule="@continuous", max_active_runs=1'),
      },
      {
        text: exampleDag(load, '"etl", schedule="@continuous", max_active_runs=<|4|>'),
        fixed: exampleDag(load, '"etl", schedule="@continuous", max_active_runs=1'),
      },
    ],
    clean: [{ text: exampleDag(load, '"etl", schedule="@continuous", max_active_runs=1') }],
  }),
  *check(input) {
    for (const dag of input.reading.dags) {
      const { schedule } = dag.timing;
      const given = dag.args.get("max_active_runs");
      const limit = given?.value;
      if (schedule.kind !== "continuous" || schedule.certainty === "dynamic") continue;
      if (limit && !(limit.kind === "int" && limit.value > 1n)) continue;
      if (given) {
        const { span } = given;
        const edits = [{ span, newText: "1" }];
        const isWritten = span.file === input.file && /^\d+$/.test(textAt(input, span));
        yield {
          span,
          message: `@continuous allows one run at a time: max_active_runs has to be 1, not ${textAt(input, span)}.`,
          fixes: isWritten ? [{ title: "Change to 1", edits, preferred: true }] : [],
        };
        continue;
      }
      const fix = withOneRun(input, dag);
      yield {
        span: schedule.span ?? placeOf(dag),
        message: "@continuous allows one run at a time: add max_active_runs=1 (the default is 16).",
        fixes: fix ? [fix] : [],
      };
    }
  },
};

function textAt({ text }: RuleInput, { start, end }: Span): string {
  return text.slice(start, end);
}

function withOneRun(input: RuleInput, dag: Dag): Fix | undefined {
  const keyword =
    dag.args.get("schedule")?.keywordSpan ?? dag.args.get("schedule_interval")?.keywordSpan;
  const found = keyword && callWith(input, keyword);
  if (!found) return undefined;
  const edit = addArgument(input.file, input.text, found.call, "max_active_runs=1");
  return { title: "Add max_active_runs=1", edits: [edit], preferred: true };
}
