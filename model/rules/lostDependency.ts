import { adjacencyOf, runsBefore } from "../dag/adjacency.ts";
import type { Dag } from "../dag/dag.ts";
import { forEachChildWith } from "../python/children.ts";
import type { Call, Expression, Name, Statement } from "../python/syntax.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const make = `
@task
def make():
    return "/data"
`;

/** The output of a task put into a text: Airflow sees a template there, and no dependency. */
export const lostDependency: Rule = {
  code: "lost-dependency",
  summary: "The output of a task is put into a text, which makes no dependency.",
  why: "In an f-string the output becomes a template that pulls the value, but nothing makes the task wait for it.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `${make}\npath = make()\nBashOperator(task_id="list", bash_command=f"ls {<|path|>}")`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `${make}\npath = make()\npath >> BashOperator(task_id="list", bash_command=f"ls {path}")`,
        ),
      },
      {
        text: exampleDag(
          `${make}\npath = "/data"\nmake() >> BashOperator(task_id="list", bash_command=f"ls {path}")`,
        ),
      },
    ],
  }),
  *check(input) {
    // Only these make a text of other values.
    const { formatStrings, calls } = input.code;
    if (formatStrings.length === 0 && !calls.some(({ node }) => isStr(node))) return;
    for (const dag of input.reading.dags) {
      if (hasOutputs(dag)) yield* lostIn(dag, input);
    }
  },
};

/** Whether a variable holds the output of a task. */
function hasOutputs(dag: Dag): boolean {
  for (const { kind, variable } of dag.tasks.values()) {
    if (kind === "taskflow" && variable) return true;
  }
  return false;
}

/** The outputs in texts given to operators, where the operator does not wait for their task anyway. */
function* lostIn(dag: Dag, input: RuleInput): Generator<RawFinding> {
  const bySpan = new Map(
    [...dag.tasks.values()]
      .filter(({ kind, span }) => kind !== "placeholder" && span.file === input.file)
      .map((task) => [task.span.start, task]),
  );
  let adjacency: ReturnType<typeof adjacencyOf> | undefined;
  for (const { node } of input.code.calls) {
    const task = bySpan.get(node.start);
    if (!task || task.kind === "taskflow") continue;
    for (const output of outputsInTexts(node)) {
      const producer = producerOf(dag, output, node.start);
      if (producer === undefined || producer === task.taskId) continue;
      adjacency ??= adjacencyOf(dag);
      if (runsBefore(producer, task.taskId, adjacency)) continue;
      yield {
        span: { file: input.file, start: output.start, end: output.end },
        message: `Inside a text, the output of "${producer}" makes no dependency: "${task.taskId}" does not wait for it. Add ${output.name} >> …, or pass the output by itself.`,
      };
    }
  }
}

/** Names inside f-strings, `str(…)` and `+` of the arguments. */
function outputsInTexts(call: Call): readonly Name[] {
  const names: Name[] = [];
  const look = (node: Statement | Expression, inText: boolean): void => {
    if (node.kind === "Lambda" || (node.kind === "Call" && node !== call && !isStr(node))) return;
    if (node.kind === "Name" && inText) names.push(node);
    const inside = inText || node.kind === "FormatString" || (node.kind === "Call" && isStr(node));
    forEachChildWith(node, look, inside);
  };
  for (const { value } of call.args) look(value, false);
  return names;
}

function isStr(call: Call): boolean {
  return call.callee.kind === "Name" && call.callee.name === "str";
}

/** The TaskFlow task that a name is bound to before a place; the variable of an operator is no output. */
function producerOf(dag: Dag, { name }: Name, before: number): string | undefined {
  let producer: string | undefined;
  for (const { taskId, variable, kind } of dag.tasks.values()) {
    if (variable?.name !== name || variable.span.start > before) continue;
    producer = kind === "taskflow" ? taskId : undefined;
  }
  return producer;
}
