import type { Dag } from "../dag/dag.ts";
import { placeOf } from "./code/placeOf.ts";
import { exampleDag, exampleFile } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { Rule, RuleInput } from "./rule.ts";

/** A DAG of which nothing can be missing, and nothing is there. */
export const emptyDag: Rule = {
  code: "empty-dag",
  summary: "A DAG has no tasks.",
  why: "It runs and does nothing. Often its tasks were made outside its `with` block, or `dag=` was forgotten.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleFile(`with DAG("<|etl|>", schedule=None):\n    pass\n`) }],
    clean: [
      // Why it is empty is told where it is.
      { text: exampleDag(`@task\ndef load():\n    ...`) },
      { text: exampleDag(`EmptyOperator(task_id="load")`) },
      {
        text: exampleFile(`
from company import make_tasks

with DAG("etl", schedule=None) as dag:
    make_tasks(dag)
`),
      },
    ],
  }),
  *check(input) {
    const { module, reading, file } = input;
    // Half-typed, it may hold tasks that cannot be read yet.
    if (module.syntaxErrors.length > 0) return;
    for (const dag of reading.dags) {
      if (dag.tasks.size > 0 || dag.certainty === "dynamic" || dag.unknown.length > 0) continue;
      if (dag.span.file !== file || isExplained(dag, input)) continue;
      yield { span: placeOf(dag), message: `DAG "${dag.dagId}" has no tasks.` };
    }
  },
};

/** Something in it is told of that would have been its task. */
function isExplained({ bodySpan }: Dag, input: RuleInput): boolean {
  if (faultsOf(input, "R3").length > 0) return true;
  const isInside = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    bodySpan.start <= start && end <= bodySpan.end;
  const { file, code } = input;
  return (
    faultsOf(input, "M13", "python-error").some(
      ({ span }) => span.file === file && isInside(span),
    ) ||
    code.functions.some(
      ({ node }) =>
        isInside(node) &&
        node.decorators.some((decorator) =>
          /^airflow\.(sdk|decorators)\.(task|setup|teardown)(\.|$)|\.task_group$/.test(
            code.pathOf(decorator.kind === "Call" ? decorator.callee : decorator) ?? "",
          ),
        ),
    )
  );
}
