import { nearest } from "../text/nearest.ts";
import { replaceString } from "./code/replaceString.ts";
import { textOf, tasksGiven } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { OtherDag, RawFinding, Rule, RuleInput } from "./rule.ts";

const other = (): string => exampleDag(`EmptyOperator(task_id="load")`, '"sales", schedule=None');

/** A task that waits for or triggers a DAG or task that the workspace does not define. */
export const unknownDag: Rule = {
  code: "unknown-dag",
  summary: "A task waits for or triggers a DAG that the workspace does not define.",
  why: "Nothing checks it when the file is loaded: the sensor waits until its timeout, and the trigger fails. It may be defined elsewhere.",
  severity: "info",
  preset: "recommended",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(`TriggerDagRunOperator(task_id="go", trigger_dag_id=<|"slaes"|>)`),
        fixed: exampleDag(`TriggerDagRunOperator(task_id="go", trigger_dag_id="sales")`),
        others: { "sales.py": other() },
      },
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_id=<|"laod"|>)`,
        ),
        fixed: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_id="load")`,
        ),
        others: { "sales.py": other() },
      },
    ],
    clean: [
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="sales", external_task_id="load")`,
        ),
        others: { "sales.py": other() },
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  const { otherDags, reading } = input;
  // A file alone says nothing of what is beside it.
  if (!otherDags || otherDags.size === 0) return;
  const own = new Map<string, OtherDag[]>();
  for (const { dagId, tasks, certainty, unknown } of reading.dags) {
    const complete = certainty !== "dynamic" && unknown.length === 0;
    own.set(dagId, [{ file: input.file, dagId, taskIds: [...tasks.keys()], complete }]);
  }
  const ids = [...otherDags.keys(), ...own.keys()];
  // A DAG whose id is put together while it runs may be the one.
  if (ids.some((id) => id.includes("{"))) return;
  for (const { task } of tasksGiven(input, "trigger_dag_id", "external_dag_id")) {
    const name = task.operator === "TriggerDagRunOperator" ? "trigger_dag_id" : "external_dag_id";
    const given = task.args.get(name);
    const dagId = textOf(given);
    if (!given || dagId === undefined || dagId.includes("{{") || given.origin === "expand")
      continue;
    const found = [...(otherDags.get(dagId) ?? []), ...(own.get(dagId) ?? [])];
    if (found.length === 0)
      yield unknown_(
        input,
        given.span,
        dagId,
        ids,
        `No DAG of the workspace has the id "${dagId}".`,
      );
    else yield* inDag(input, task.args.get("external_task_id"), found);
  }
}

function* inDag(
  input: RuleInput,
  given: Parameters<typeof textOf>[0],
  dags: readonly OtherDag[],
): Generator<RawFinding> {
  const taskId = textOf(given);
  if (
    !given ||
    taskId === undefined ||
    taskId.includes("{{") ||
    dags.some(({ complete }) => !complete)
  )
    return;
  const ids = dags.flatMap(({ taskIds }) => taskIds);
  if (ids.includes(taskId) || ids.some((id) => id.includes("{"))) return;
  yield unknown_(
    input,
    given.span,
    taskId,
    ids,
    `DAG "${dags[0]?.dagId ?? ""}" has no task "${taskId}".`,
  );
}

function unknown_(
  input: RuleInput,
  span: RawFinding["span"],
  written: string,
  ids: readonly string[],
  message: string,
): RawFinding {
  const meant = nearest(written, ids);
  const edit = meant === undefined ? undefined : replaceString(input, span, written, meant);
  return {
    span,
    message: meant === undefined ? message : `${message} Did you mean "${meant}"?`,
    fixes:
      edit && meant !== undefined
        ? [{ title: `Change to "${meant}"`, edits: [edit], preferred: true }]
        : [],
  };
}
