import type { FunctionDef } from "../python/syntax.ts";
import { boundNames } from "./code/boundNames.ts";
import type { CodeIndex } from "./code/codeIndex.ts";
import { calledByOperators, makesTask, taskAround } from "./code/runsInTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { Rule } from "./rule.ts";

const add = `@task\ndef add(x):\n    return x + 1\n`;

/** A task function that another task calls while it runs. Airflow: _TaskDecorator.__call__ makes an operator, in any place. */
export const taskInsideTask: Rule = {
  code: "task-inside-task",
  summary: "A task function is called inside another task.",
  why: "The call makes a task that no DAG has and gives back a placeholder: the function's own code does not run. Its plain function is there as `.function`.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `${add}\n@task\ndef double():\n    return 2 * <|add|>(3)\n\nadd(1) >> double()`,
        ),
        fixed: exampleDag(
          `${add}\n@task\ndef double():\n    return 2 * add.function(3)\n\nadd(1) >> double()`,
        ),
      },
      {
        text: exampleDag(
          `${add}\ndef load():\n    <|add|>(3)\n\nadd(1) >> PythonOperator(task_id="load", python_callable=load)`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `${add}\n@task\ndef double():\n    return 2 * add.function(3)\n\nadd(1) >> double()`,
        ),
      },
      { text: exampleDag(`${add}\n@task_group\ndef part():\n    add(3)\n\npart()`) },
      {
        text: exampleDag(
          `${add}\n@task\ndef double():\n    def add(x):\n        return x\n    return 2 * add(3)\n\nadd(1) >> double()`,
        ),
      },
    ],
  }),
  *check({ code, file }) {
    const tasks = taskFunctions(code);
    if (tasks.size === 0) return;
    let called: ReadonlySet<string> | undefined;
    for (const { node, place } of code.calls) {
      const { callee } = node;
      if (callee.kind !== "Name" || place.functions.length === 0) continue;
      const made = tasks.get(callee.name);
      if (!made) continue;
      called ??= calledByOperators(code);
      const owner = taskAround(place, called, code);
      if (!owner || owner === made || isOwnName(callee.name, owner)) continue;
      const span = { file, start: callee.start, end: callee.end };
      const at = { file, start: callee.end, end: callee.end };
      yield {
        span,
        message: `Inside a task, ${callee.name}() does not run: the call only makes a task that no DAG has. Call ${callee.name}.function(), or make ${callee.name} a plain function.`,
        fixes: [
          {
            title: `Call ${callee.name}.function()`,
            edits: [{ span: at, newText: ".function" }],
            preferred: true,
          },
        ],
      };
    }
  },
};

/** The functions that are tasks, by a name that means nothing else in the file. */
function taskFunctions(code: CodeIndex): ReadonlyMap<string, FunctionDef> {
  const tasks = new Map<string, FunctionDef>();
  const others = new Set<string>();
  for (const { node } of code.functions) {
    const { name } = node.name;
    if (makesTask(node.decorators, code) && !tasks.has(name)) tasks.set(name, node);
    else others.add(name);
  }
  for (const name of others) tasks.delete(name);
  return tasks;
}

/** Whether a function has something of its own by this name. */
function isOwnName(name: string, { parameters, body }: FunctionDef): boolean {
  return parameters.some((each) => each.name.name === name) || boundNames(body).has(name);
}
