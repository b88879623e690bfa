import { placeOf } from "./code/placeOf.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const trivial = /^(EmptyOperator|DummyOperator|LatestOnlyOperator)$/;

/** A task that is not tried again. */
export const noRetries: Rule = {
  code: "no-retries",
  summary: "A task is not tried again when it fails.",
  why: "Networks and services fail for a moment. Two or three retries, in `default_args` for all tasks, spare a call at night.",
  severity: "hint",
  preset: "off",
  examples: () => ({
    flagged: [{ text: exampleDag(`BashOperator(task_id="<|load|>", bash_command="true")`) }],
    clean: [
      { text: exampleDag(`BashOperator(task_id="load", bash_command="true", retries=2)`) },
      {
        text: exampleDag(
          `BashOperator(task_id="load", bash_command="true")`,
          '"etl", default_args={"retries": 2}',
        ),
      },
      { text: exampleDag(`EmptyOperator(task_id="start")`) },
    ],
  }),
  *check(input) {
    for (const { task, dag } of writtenTasks(input)) {
      if (task.args.has("retries") || trivial.test(task.operator) || dag.format !== "airflow")
        continue;
      if (task.certainty === "dynamic" || dag.args.get("default_args")?.value.kind === "unknown")
        continue;
      yield {
        span: placeOf(task),
        message: `Task "${task.taskId}" is not tried again when it fails: set retries.`,
      };
    }
  },
};
