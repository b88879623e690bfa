import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** What whoever triggers a run can choose. */
const fromUser = /\{\{[^}]*\bdag_run\.conf\b[^}]*\}\}/;

/** A value of whoever triggers a run, put straight into a shell command. Airflow: docs of BashOperator, "Warning". */
export const shellInjection: Rule = {
  code: "shell-injection",
  summary: "A run's configuration is put straight into a shell command.",
  why: 'Whoever may trigger the DAG can run any command with it. Hand the value over in `env` and use "$NAME" in the command.',
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `BashOperator(task_id="say", bash_command="echo <|{{ dag_run.conf['text'] }}|>")`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `BashOperator(task_id="say", bash_command='echo "$TEXT"', env={"TEXT": "{{ dag_run.conf['text'] }}"})`,
        ),
      },
      { text: exampleDag(`BashOperator(task_id="say", bash_command="echo {{ ds }}")`) },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task, templates } of input.tasks.withTemplates) {
    if (!/^Bash(Operator|Sensor)$/.test(task.operator)) continue;
    for (const { text, span, argument } of templates) {
      const match = argument.name === "bash_command" ? fromUser.exec(text) : null;
      if (!match || /\|\s*(quote|shlex|int|tojson)/.test(match[0])) continue;
      const start = span.start + match.index;
      yield {
        span: { file: span.file, start, end: start + match[0].length },
        message:
          "Whoever triggers the run can put any command here. Hand the value over in env, and use it quoted as a shell variable.",
      };
    }
  }
}
