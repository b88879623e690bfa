import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const body = `
def stage():
    EmptyOperator(task_id="a")

stage()
`;

/** `@task_group("name")`, whose name Airflow drops without a word. */
export const ignoredGroupName: Rule = {
  code: "ignored-group-name",
  summary: "The name given to @task_group is ignored.",
  why: "A text without its keyword is dropped, and the group is named after its function.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`@task_group(<|"load"|>)${body}`),
        fixed: exampleDag(`@task_group(group_id="load")${body}`),
      },
    ],
    clean: [{ text: exampleDag(`@task_group(group_id="load")${body}`) }],
  }),
  *check({ code, file }) {
    for (const { node } of code.functions) {
      for (const decorator of node.decorators) {
        if (decorator.kind !== "Call") continue;
        const path = code.pathOf(decorator.callee);
        const [first] = decorator.args;
        if (!path || !/^airflow\.(sdk|decorators)\.task_group$/.test(path)) continue;
        if (first?.form !== "positional" || first.value.kind !== "StringLiteral") continue;
        const at = { file, start: first.start, end: first.start };
        yield {
          span: { file, start: first.start, end: first.end },
          message: `@task_group ignores "${first.value.value}": the group is called "${node.name.name}". Write group_id=.`,
          fixes: [
            {
              title: "Write group_id=",
              edits: [{ span: at, newText: "group_id=" }],
              preferred: true,
            },
          ],
        };
      }
    }
  },
};
