import type { Expression } from "../python/syntax.ts";
import { nearest } from "../text/nearest.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** `@task.brnch`: a task decorator that no package registers. */
export const unknownDecorator: Rule = {
  code: "unknown-decorator",
  summary: "A task decorator has a name that neither Airflow nor its providers know.",
  why: "Airflow refuses the file: it finds decorators by the names that the installed packages register.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`
@task.<|brnch|>
def pick():
    return "load"

pick() >> EmptyOperator(task_id="load")
`),
        fixed: exampleDag(`
@task.branch
def pick():
    return "load"

pick() >> EmptyOperator(task_id="load")
`),
      },
      {
        text: exampleDag(`
@task.<|shortcircuit|>()
def check():
    return True

check()
`),
        fixed: exampleDag(`
@task.short_circuit()
def check():
    return True

check()
`),
      },
    ],
    clean: [
      {
        text: exampleDag(`
@task.short_circuit
def check():
    return True

check()
`),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings({ code, file }: RuleInput): Generator<RawFinding> {
  for (const { node } of code.functions) {
    for (const decorator of node.decorators) {
      const written: Expression = decorator.kind === "Call" ? decorator.callee : decorator;
      if (written.kind !== "Attribute") continue;
      const name = /^airflow\.(?:sdk|decorators)\.task\.(\w+)$/.exec(
        code.pathOf(written) ?? "",
      )?.[1];
      if (name === undefined || name.startsWith("_") || names.has(name)) continue;
      const span = { file, start: written.name.start, end: written.name.end };
      const meant = nearest(name, names);
      if (meant === undefined) {
        const message = `Neither Airflow nor its providers have a decorator "task.${name}": the file loads only where a package of your own registers it.`;
        yield { span, message, severity: "warning" };
        continue;
      }
      const fix = {
        title: `Rename to ${meant}`,
        edits: [{ span, newText: meant }],
        preferred: true,
      };
      const message = `There is no decorator "task.${name}". Did you mean "task.${meant}"?`;
      yield { span, message, fixes: [fix] };
    }
  }
}

/** The decorators of Airflow itself, and those of its providers. */
const names: ReadonlySet<string> = new Set(
  "python virtualenv external_python branch branch_virtualenv branch_external_python short_circuit bash sensor stub run_if skip_if docker kubernetes kubernetes_cmd pyspark snowpark sftp_sensor sql analytics agent llm llm_branch llm_sql llm_file_analysis llm_schema_compare".split(
    " ",
  ),
);
