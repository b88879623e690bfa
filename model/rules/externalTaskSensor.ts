import type { Task } from "../dag/dag.ts";
import type { Value } from "../python/value.ts";
import { nearest } from "../text/nearest.ts";
import { replaceString } from "./code/replaceString.ts";
import { tasksOf } from "./code/writtenTasks.ts";
import { exampleDag } from "./exampleDag.ts";
import type { RawFinding, Rule, RuleInput } from "./rule.ts";

const taskStates = [
  "removed",
  "scheduled",
  "queued",
  "running",
  "success",
  "restarting",
  "failed",
  "up_for_retry",
  "up_for_reschedule",
  "upstream_failed",
  "skipped",
  "deferred",
  "none",
];
const runStates = ["queued", "running", "success", "failed"];
const states = ["allowed_states", "skipped_states", "failed_states"] as const;

/** Arguments of ExternalTaskSensor that exclude each other, or states that do not exist. */
export const externalTaskSensor: Rule = {
  code: "external-task-sensor",
  summary: "An ExternalTaskSensor is given what does not go together.",
  why: "Airflow refuses the file.",
  severity: "error",
  preset: "errors",
  examples: () => ({
    flagged: [
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="other", external_task_id="a", external_task_ids=<|["b"]|>)`,
        ),
      },
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="other", external_task_id="a", allowed_states=<|["sucess"]|>)`,
        ),
        fixed: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="other", external_task_id="a", allowed_states=["success"])`,
        ),
      },
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="other", external_task_id="a", allowed_states=["success"], failed_states=<|["success"]|>)`,
        ),
      },
    ],
    clean: [
      {
        text: exampleDag(
          `ExternalTaskSensor(task_id="wait", external_dag_id="other", external_task_id="a", allowed_states=["success", "skipped"], failed_states=["failed"])`,
        ),
      },
    ],
  }),
  check: allFindings,
};

function* allFindings(input: RuleInput): Generator<RawFinding> {
  for (const { task } of tasksOf(input, "ExternalTaskSensor")) {
    if (task.certainty !== "dynamic") yield* inSensor(task, input);
  }
}

function* inSensor({ args }: Task, input: RuleInput): Generator<RawFinding> {
  const given = (name: string): boolean => {
    const kind = args.get(name)?.value.kind;
    return kind !== undefined && kind !== "none" && kind !== "unknown";
  };
  for (const [one, other] of [
    ["external_task_id", "external_task_ids"],
    ["external_task_id", "external_task_group_id"],
    ["external_task_ids", "external_task_group_id"],
    ["execution_delta", "execution_date_fn"],
  ] as const) {
    const second = args.get(other);
    if (second && given(one) && given(other)) {
      yield { span: second.span, message: `Only one of ${one} and ${other} can be given.` };
    }
  }
  const ids = args.get("external_task_ids");
  const twice = textsIn(ids?.value).find((id, at, all) => all.indexOf(id) !== at);
  if (ids && twice !== undefined) {
    const message = `"${twice}" stands here twice: the task fails when it runs.`;
    yield { span: ids.span, message, severity: "warning" };
  }
  const seen = new Map<string, string>();
  const isOfTasks =
    given("external_task_id") || given("external_task_ids") || given("external_task_group_id");
  const isOfDag = !["external_task_id", "external_task_ids", "external_task_group_id"].some(
    (name) => args.has(name),
  );
  for (const name of states) {
    const argument = args.get(name);
    for (const state of textsIn(argument?.value)) {
      const known = isOfTasks ? taskStates : isOfDag ? runStates : [...taskStates, ...runStates];
      const span = argument?.span;
      if (!span) continue;
      const before = seen.get(state);
      if (!known.includes(state)) {
        const what = isOfDag ? "a DAG run" : "a task";
        const meant = nearest(state, known);
        const edit = meant === undefined ? undefined : replaceString(input, span, state, meant);
        const found = `"${state}" is no state of ${what}`;
        yield {
          span,
          message:
            meant === undefined
              ? `${found}: ${known.join(", ")}.`
              : `${found}. Did you mean "${meant}"?`,
          fixes: edit
            ? [{ title: `Change to "${meant ?? ""}"`, edits: [edit], preferred: true }]
            : [],
        };
      } else if (before !== undefined && before !== name) {
        yield { span, message: `"${state}" stands in ${before} and in ${name}.` };
      }
      seen.set(state, name);
    }
  }
}

function textsIn(value: Value | undefined): readonly string[] {
  if (value?.kind !== "list" && value?.kind !== "tuple") return [];
  return value.items.flatMap((item) => (item.kind === "str" ? [item.value] : []));
}
