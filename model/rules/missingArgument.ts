import { nearest } from "../text/nearest.ts";
import { operatorClassFacts } from "../catalogue/catalogue.ts";
import type { Span } from "../text/span.ts";
import { listed } from "../text/words.ts";
import { isStandard } from "./code/classFacts.ts";
import { exampleDag } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** An operator without an argument that it needs. Airflow: missing keyword argument. */
export const missingArgument: Rule = {
  code: "missing-argument",
  summary: "An operator lacks an argument that it needs.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      { text: exampleDag(`<|BashOperator(task_id="load")|>`) },
      { text: exampleDag(`<|EmptyOperator()|>`) },
      {
        text: exampleDag(
          `<|BashOperator.partial(task_id="load").expand(env=[{"DAY": "1"}, {"DAY": "2"}])|>`,
        ),
      },
      { text: exampleDag(`@<|task.external_python|>\ndef load():\n    ...\n\nload()`) },
    ],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="true")`) },
      { text: exampleDag(`BashOperator.partial(task_id="load").expand(bash_command=["a", "b"])`) },
      {
        text: exampleDag(
          `BashOperator.partial(task_id="load").expand_kwargs([{"bash_command": "a"}, {"bash_command": "b"}])`,
        ),
      },
      {
        text: exampleDag(
          `BashOperator(task_id="load")`,
          '"etl", schedule=None, default_args={"bash_command": "true"}',
        ),
      },
      {
        text: exampleDag(
          `options = load_options()\nBashOperator(task_id="load", **options)`,
        ).replace("\nwith", "\nfrom company import load_options\n\nwith"),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { span } of faultsOf(input, "dag-id-missing")) {
    const { file, start, end } = span;
    // `dag=` or `id=` is told to be meant for it.
    const isMeant = input.code.calls.some(
      ({ node }) =>
        file === input.file &&
        start <= node.start &&
        node.start < end &&
        node.args.some(({ name }) => name !== undefined && isSlipOf("dag_id", name.name)),
    );
    if (isMeant) continue;
    yield { span, message: 'DAG needs "dag_id".' };
  }
  for (const fault of faultsOf(input, "A2")) {
    const missing = fault.facts["missing"];
    const names = Array.isArray(missing) ? missing.map(String) : [];
    const facts = operatorClassFacts(String(fault.facts["operator"] ?? ""), "airflow.operators");
    // Other packages have versions of their own, in which an argument may have a default.
    if (facts && !isStandard(facts) && !names.includes("task_id")) continue;
    if (isMisspelt(names, fault.span, input)) continue;
    const said = `${String(fault.facts["operator"] ?? "The operator")} needs ${listed(names)}`;
    // What is mapped is made only when it runs.
    yield fault.facts["mapped"] === true
      ? {
          span: fault.span,
          message: `${said}: give it with partial(), else the task fails when it runs.`,
          severity: "warning",
        }
      : { span: fault.span, message: `${said}.` };
  }
}

/** What is missing is there under a name that is told to be wrong. */
function isMisspelt(
  missing: readonly string[],
  { file, start, end }: Span,
  input: RuleInput,
): boolean {
  const [only, ...others] = missing;
  if (only === undefined || others.length > 0) return false;
  return faultsOf(input, "A3").some(({ span, facts }) => {
    const isInside = span.file === file && start <= span.start && span.end <= end;
    const name = String(facts["name"] ?? "");
    return isInside && isSlipOf(only, name);
  });
}

function isSlipOf(meant: string, name: string): boolean {
  return (
    nearest(name, [meant]) !== undefined || meant.endsWith(`_${name}`) || meant === `${name}_id`
  );
}
