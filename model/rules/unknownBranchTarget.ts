import type { Dag, Task } from "../dag/dag.ts";
import type { Expression } from "../python/syntax.ts";
import { nearest } from "../text/nearest.ts";
import { adjacencyOf, type Adjacency } from "../dag/adjacency.ts";
import { statementsOf } from "./code/lookups.ts";
import { replaceString } from "./code/replaceString.ts";
import { writtenTasks } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const branch = `
@task.branch
def choose():
    return "RETURN"

with TaskGroup("ml"):
    train = EmptyOperator(task_id="train")
idle = EmptyOperator(task_id="idle")
choose() >> [train, idle]
`;

/** A branching task that returns an id which does not exist or does not follow it. */
export const unknownBranchTarget: Rule = {
  code: "unknown-branch-target",
  summary: "A branching task chooses a task that does not exist or does not follow it.",
  why: "The run fails when an unknown id is returned; a task further down is skipped with the branch it lies in. Ids are full ids, with the prefixes of their groups.",
  severity: "warning",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(branch.replace('"RETURN"', '<|"train"|>')).replace(
          '<|"train"|>',
          '"<|train|>"',
        ),
        fixed: exampleDag(branch.replace("RETURN", "ml.train")),
      },
      { text: exampleDag(branch.replace('"RETURN"', "<|1|>")) },
      { text: exampleDag(branch.replace('"RETURN"', '["ml.train", <|None|>]')) },
    ],
    clean: [
      { text: exampleDag(branch.replace("RETURN", "ml.train")) },
      { text: exampleDag(branch.replace("RETURN", "ml")) },
    ],
  }),
  *check(input) {
    yield* allFindings(input);
    yield* notIds(input);
  },
};

const branching = /^Branch(Python|PythonVirtualenv|ExternalPython)Operator$|^@task\.branch(_\w+)?$/;

/** What a branching function returns that is surely no id. Airflow: "The branching function returned invalid …". */
function* notIds(input: RuleInput): Generator<RawFinding> {
  const { code, file } = input;
  for (const { task } of writtenTasks(input)) {
    const { callable } = task;
    if (callable?.span.file !== file || !branching.test(task.operator)) continue;
    for (const { node, place } of statementsOf(code, "Return")) {
      if (!node.value) continue;
      const owner = place.functions.at(-1);
      if (owner?.kind !== "FunctionDef" || owner.name.name !== callable.name) continue;
      const wrong = notAnId(node.value);
      if (!wrong) continue;
      yield {
        span: { file, start: wrong.start, end: wrong.end },
        message: `"${task.taskId}" returns something that is no id of a task: a branch returns a text, a list of texts, or None.`,
      };
    }
  }
}

function notAnId(value: Expression): Expression | undefined {
  switch (value.kind) {
    case "IntegerLiteral":
    case "FloatLiteral":
    case "BooleanLiteral":
    case "DictLiteral":
      return value;
    case "ListLiteral":
    case "TupleLiteral":
      return value.items.find((item) => item.kind === "NoneLiteral" || notAnId(item) !== undefined);
    default:
      return undefined;
  }
}

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const dag of input.reading.dags) {
    const branching = [...dag.tasks.values()].filter(
      ({ branchTargets }) => branchTargets !== undefined,
    );
    if (branching.length === 0) continue;
    const adjacency = adjacencyOf(dag);
    for (const task of branching) yield* targetsOf(input, dag, task, adjacency);
  }
}

function* targetsOf(
  input: RuleInput,
  dag: Dag,
  task: Task,
  adjacency: Adjacency,
): Generator<RawFinding> {
  const isComplete = dag.certainty !== "dynamic" && dag.unknown.length === 0;
  const hasPatterns = [...dag.tasks.values()].some(({ certainty }) => certainty === "dynamic");
  for (const { id, span } of task.branchTargets ?? []) {
    if (span.file !== input.file) continue;
    const exists = dag.tasks.has(id) || dag.groups.has(id);
    if (!exists) {
      if (isComplete && !hasPatterns) yield unknownTarget(input, dag, task, id, span);
    } else if (!follows(dag, task, id, adjacency) && isComplete) {
      yield {
        span,
        message: `Task "${id}" does not directly follow "${task.taskId}", so choosing it does not make it run: it is skipped with the rest.`,
      };
    }
  }
}

function unknownTarget(
  input: RuleInput,
  dag: Dag,
  task: Task,
  id: string,
  span: RawFinding["span"],
): RawFinding {
  const ids = [...dag.tasks.keys(), ...dag.groups.keys()];
  const meant = ids.find((known) => known.endsWith(`.${id}`)) ?? nearest(id, ids);
  const edit = meant === undefined ? undefined : replaceString(input, span, id, meant);
  return {
    span,
    message: `"${task.taskId}" chooses "${id}", but DAG "${dag.dagId}" has no task or group of that id.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`,
    fixes:
      edit && meant !== undefined
        ? [{ title: `Change to "${meant}"`, edits: [edit], preferred: true }]
        : [],
  };
}

/** Whether a task, or any task of a group, is directly downstream. A join node of a group counts as its tasks. */
function follows(dag: Dag, task: Task, id: string, { downstream }: Adjacency): boolean {
  const next = (downstream.get(task.taskId) ?? []).map(({ to }) => to);
  if (next.includes(id)) return true;
  return dag.groups.has(id) && next.some((to) => isInside(dag, to, id));
}

function isInside(dag: Dag, taskId: string, groupId: string): boolean {
  let group = dag.tasks.get(taskId)?.group ?? null;
  while (group !== null) {
    if (group === groupId) return true;
    group = dag.groups.get(group)?.parent ?? null;
  }
  return false;
}
