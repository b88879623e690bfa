import { exampleDag } from "./exampleDag.ts";
import { faultsOf } from "./faults.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** Arguments that are rendered, or kept as they are for something else, in every operator. */
const excepted = new Set([
  "doc",
  "doc_md",
  "doc_rst",
  "doc_json",
  "doc_yaml",
  "map_index_template",
  "params",
  "default_args",
  "executor_config",
  "inlets",
  "outlets",
]);

/** A template in an argument that is not rendered. */
export const templateInPlainField: Rule = {
  code: "template-in-plain-field",
  summary: "A template stands in an argument that is not rendered.",
  why: "The operator gets the text with its braces as it is. Only an operator's template fields are rendered.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="true", pool="<|{{ var.value.pool }}|>")`,
        ),
      },
    ],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ ds }}")`) },
      {
        airflow: 2,
        text: exampleDag(
          `TriggerDagRunOperator(task_id="start", trigger_dag_id="x", execution_date="{{ ds }}")`,
        ),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  const unknown = new Set(faultsOf(input, "A3").map(({ span }) => span.start));
  for (const { task, facts, templates } of input.tasks.withTemplates) {
    for (const { span, argument } of templates) {
      const { name, origin } = argument;
      if (excepted.has(name) || name.startsWith("on_") || origin === "default_args") continue;
      if (facts?.templateFields?.has(name) !== false) continue;
      // An argument that is not there at all is told as that.
      if (argument.keywordSpan && unknown.has(argument.keywordSpan.start)) continue;
      yield {
        span,
        message: `${task.operator} does not render templates in ${name}: it gets this text as it is.`,
      };
    }
  }
}
