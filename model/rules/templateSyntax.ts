import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A template that Jinja cannot read. */
export const templateSyntax: Rule = {
  code: "template-syntax",
  summary: "A template cannot be read.",
  why: "The file loads, and the task fails with TemplateSyntaxError when it runs.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="echo <|{{|> ds }")`) },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="<|{% if params.full %}|>all")`,
        ),
      },
    ],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="echo {{ ds }}")`) },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="{% if params.full %}all{% endif %}")`,
        ),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { facts, templates } of input.tasks.withTemplates) {
    for (const { span, argument, jinja } of templates) {
      const fault = jinja?.fault;
      if (!fault || facts?.templateFields?.has(argument.name) !== true) continue;
      const place = {
        file: span.file,
        start: span.start + fault.start,
        end: span.start + fault.end,
      };
      yield { span: place, message: `Jinja cannot read this template: ${fault.message}` };
    }
  }
}
