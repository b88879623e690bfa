import { tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const names = ["email", "email_on_failure", "email_on_retry"];

/** E-mail arguments, deprecated in Airflow 3. */
export const deprecatedEmail: Rule = {
  code: "deprecated-email",
  summary: "E-mail arguments of tasks are deprecated.",
  why: "Airflow 3 still sends the mails and warns; Airflow 4 will not. SmtpNotifier in `on_failure_callback` does the same.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [{ text: exampleDag(`EmptyOperator(task_id="load", <|email|>="team@example.com")`) }],
    clean: [
      { airflow: 2, text: exampleDag(`EmptyOperator(task_id="load", email="team@example.com")`) },
    ],
  }),
  *check(input) {
    if (input.airflow === 3) yield* allFindings(input);
  },
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksGiven(input, ...names)) {
    for (const name of names) {
      const given = task.args.get(name);
      if (given?.keywordSpan?.file !== input.file || given.origin === "default_args") continue;
      if (given.value.kind === "none" || (given.value.kind === "bool" && !given.value.value))
        continue;
      if (task.kind === "taskflow") continue;
      const { start, file } = given.keywordSpan;
      yield {
        span: { file, start, end: start + name.length },
        message: `${name} is deprecated in Airflow 3: use SmtpNotifier in on_failure_callback.`,
      };
    }
  }
}
