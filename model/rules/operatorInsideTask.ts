import { callsTo } from "./code/lookups.ts";
import { calledByOperators, makesTask } from "./code/runsInTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

/** An operator made or executed inside a task. Airflow: ExecutorSafeguard. */
export const operatorInsideTask: Rule = {
  code: "operator-inside-task",
  summary: "An operator is used inside a task.",
  why: "Made inside a task, an operator is no task of the DAG: it does not run, or runs without retries, logs and templates. Use its hook, or make it a task of its own.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `def load():\n    <|BashOperator(task_id="inner", bash_command="true")|>\n\nPythonOperator(task_id="load", python_callable=load)`,
        ),
      },
      {
        text: exampleDag(
          `@task\ndef load():\n    <|BashOperator(task_id="inner", bash_command="true")|>\n\nload()`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `@task\ndef load():\n    ...\n\nload() >> BashOperator(task_id="outer", bash_command="true")`,
        ),
      },
    ],
  }),
  *check({ code, file }) {
    const called = calledByOperators(code);
    for (const { node, path, place } of callsTo(code, /^airflow\..*\.[A-Z]\w*(Operator|Sensor)$/)) {
      const owner = place.functions[0];
      if (owner?.kind !== "FunctionDef") continue;
      if (
        !(makesTask(owner.decorators, code) || called.has(owner.name.name)) ||
        !node.args.some(({ name }) => name?.name === "task_id")
      )
        continue;
      const name = path.split(".").at(-1) ?? "an operator";
      // Airflow's own have none.
      const hook = /^airflow\.(providers\.standard|operators|sensors)\./.test(path)
        ? ""
        : "call its hook, or ";
      yield {
        span: { file, start: node.start, end: node.end },
        message: `Inside a task, ${name} is no task of the DAG: ${hook}make it a task of its own.`,
      };
    }
  },
};
