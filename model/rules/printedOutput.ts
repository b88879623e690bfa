import { forEachChild } from "../python/children.ts";
import type { Call, Expression, Name, Statement } from "../python/syntax.ts";
import { callsTo } from "./code/lookups.ts";
import { outputTask } from "./code/outputTask.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const count = `
@task
def count():
    return 0

rows = count()
`;

/** `print(rows)` with the output of a task, while the file is loaded. Airflow: XComArg.__str__ gives a template. */
export const printedOutput: Rule = {
  code: "printed-output",
  summary: "The output of a task is printed while the file is loaded.",
  why: "It is a placeholder there, so a template is printed instead of the value, each time Airflow loads the file. Print it in a task.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      { text: exampleDag(`${count}print(<|rows|>)`) },
      { text: exampleDag(`${count}print(f"{<|rows|>} rows")`) },
      { text: `import logging\n\n${exampleDag(`${count}logging.info("%s rows", <|rows|>)`)}` },
    ],
    clean: [
      { text: exampleDag(`${count}@task\ndef show(rows):\n    print(rows)\n\nshow(rows)`) },
      { text: exampleDag(`${count}rows = 3\nprint(rows)`) },
      { text: exampleDag(`${count}print(rows.operator.task_id)`) },
    ],
  }),
  *check({ reading, code, file }) {
    for (const { node, place } of callsTo(code, printing)) {
      if (!place.runsOnLoad) continue;
      for (const output of printed(node)) {
        const task = outputTask(output, reading.dags, code);
        if (task === undefined) continue;
        yield {
          span: { file, start: output.start, end: output.end },
          message: `This is the output of task "${task}", and a placeholder while the file loads: print it in a task.`,
        };
      }
    }
  },
};

const printing = /^print$|^logging\.(debug|info|warning|error|critical)$/;

/** The names and calls that are printed as a whole, by themselves or inside an f-string. */
function printed({ args }: Call): readonly (Name | Call)[] {
  const found: (Name | Call)[] = [];
  const look = (node: Statement | Expression): void => {
    if (node.kind === "Name" || node.kind === "Call") found.push(node);
    else if (node.kind === "FormatString") forEachChild(node, look);
  };
  for (const { value } of args) look(value);
  return found;
}
