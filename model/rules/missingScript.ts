import { textOf, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

/** A bash_command that ends in .sh is taken for the name of a template file. Airflow: BashOperator.template_ext. */
export const missingScript: Rule = {
  code: "missing-script",
  summary: "A bash command is taken for a template file that is not there.",
  why: "A command that ends in `.sh` or `.bash` is read as the name of a file. When there is none the task fails with TemplateNotFound; a space at the end runs it as a command.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command=<|"/opt/scripts/load.sh"|>)`),
        fixed: exampleDag(`BashOperator(task_id="load", bash_command="/opt/scripts/load.sh ")`),
      },
    ],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="/opt/scripts/load.sh ")`) },
      {
        text: exampleDag(`BashOperator(task_id="load", bash_command="load.sh")`),
        others: { "load.sh": "true" },
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task, dag } of tasksGiven(input, "bash_command")) {
    const given = task.operator === "BashOperator" ? task.args.get("bash_command") : undefined;
    const command = textOf(given);
    if (
      !given ||
      command === undefined ||
      !/\.(sh|bash)$/.test(command) ||
      given.origin === "expand"
    )
      continue;
    if (command.includes("\n") || command.includes("{{") || given.span.file !== input.file)
      continue;
    if (dag.args.has("template_searchpath") || isThere(input, command)) continue;
    const literal = input.text.slice(given.span.start, given.span.end);
    const isPlain = /^(["'])[^"']*\1$/.test(literal);
    const at = { file: input.file, start: given.span.end - 1, end: given.span.end - 1 };
    yield {
      span: given.span,
      message: `"${command}" is taken for the name of a template file, because it ends in .sh, and there is no such file beside the DAG. To run it as a command, end it with a space.`,
      fixes: isPlain
        ? [
            {
              title: "End the command with a space",
              edits: [{ span: at, newText: " " }],
              preferred: true,
            },
          ]
        : [],
    };
  }
}

/** Looked up beside the DAG file, as Jinja does. */
function isThere({ files, file }: RuleInput, command: string): boolean {
  if (!files) return true;
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "";
  return files.readText(`${folder}${command.replace(/^\//, "")}`) !== undefined;
}
