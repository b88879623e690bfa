import { raiseIfCaught } from "./airflowErrors.ts";
import { nativeFunction, type NativeCall } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { groupValue } from "./groupClass.ts";
import { isSettled } from "./operatorAttributes.ts";
import { hasAttribute } from "./knownAttributes.ts";
import { payloadOf, stringOf, type Session } from "./session.ts";

import { report } from "./structure/building.ts";
import type { DagDraft, TaskDraft } from "./structure/draft.ts";
import { taskDecorators } from "./taskFunctions.ts";
import { taskInstanceOf } from "./taskInstances.ts";
import { withMore } from "../../withMore.ts";

const none: Value = { kind: "none" };

/** What a DAG answers about itself beyond what it was given. */
export function dagAttribute(session: Session, call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const draft = payloadOf(call.self, "airflow.dag")?.draft;
  const { interpreter } = call;
  if (!draft) return interpreter.unknown(`${name} of a DAG that is not known`, call.span);
  const instances = (tasks: Iterable<TaskDraft>): Value =>
    interpreter.list([...tasks].map((task) => taskInstanceOf(session, task)));
  /** There may be more, or fewer, where not all tasks so far are known. */
  const whole = (value: Value): Value => {
    const isOpen =
      draft.unknown.length > 0 ||
      [...draft.tasks.values()].some(({ certainty }) => certainty === "dynamic");
    if (isOpen && (value.kind === "list" || value.kind === "dict"))
      value.uncertain = interpreter.unknown("all tasks of the DAG are not known", call.span);
    return value;
  };
  const ends = (side: "upstream" | "downstream"): Value => {
    const tasks = [...draft.tasks.values()];
    return tasks.every((task) => task.certainty !== "dynamic" && isSettled(task, side))
      ? instances(tasks.filter((task) => task[side].size === 0))
      : interpreter.unknown("which tasks are at the end of the DAG is not known", call.span);
  };
  switch (name) {
    case "dag_id":
      return draft.dagId.includes("{")
        ? withMore(interpreter.unknown("the DAG's id is not known"), { pattern: draft.dagId })
        : { kind: "str", value: draft.dagId };
    case "tasks":
      return whole(instances(draft.tasks.values()));
    case "task_ids":
      return whole(
        interpreter.list([...draft.tasks.keys()].map((value): Value => ({ kind: "str", value }))),
      );
    case "task_dict":
      return whole(
        interpreter.dict([...draft.tasks].map(([id, task]) => [id, taskInstanceOf(session, task)])),
      );
    case "roots":
      return ends("upstream");
    case "leaves":
      return ends("downstream");
    case "task_group":
      return groupValue(session, draft.root);
    case "task":
      return taskDecorators(session, {
        value: call.self ?? none,
        span: undefined,
        keywordSpan: undefined,
      });
    case "get_task":
      return nativeFunction(name, (inner) => getTask(session, draft, inner));
    case "has_task":
      return nativeFunction(name, (inner) => hasTask(draft, inner));
    case "test":
    case "cli":
    case "clear":
    case "run":
    case "validate":
      return nativeFunction(name, () => none);
    case "topological_sort":
      return nativeFunction(name, ({ span }) =>
        interpreter.unknown("the order in which Airflow sorts tasks is not followed", span),
      );
    case "partial_subset":
      return nativeFunction(name, ({ span }) =>
        interpreter.unknown("a part of a DAG is not followed", span),
      );
    case "default_args":
      return interpreter.dict([]);
    case "params":
      return interpreter.dict([]);
    default:
      // Classes of the workspace may answer more, and so may newer Airflows under names of their own.
      const isWhole = draft.unknown.length === 0;
      if (isWhole && isPlainDag(call.self) && !hasAttribute("DAG", name, session.airflow))
        return interpreter.raise("AttributeError", `'DAG' object has no attribute '${name}'`);
      return interpreter.unknown(`${name} of a DAG is known only to Airflow`, call.span);
  }
}

function isPlainDag(value: Value | undefined): boolean {
  return value?.kind === "instance" && value.class.node === undefined && value.class.name === "DAG";
}

function getTask(session: Session, draft: DagDraft, call: NativeCall): Value {
  const given = call.positional[0] ?? call.keywords.get("task_id");
  const id = stringOf(given?.value);
  const task = id === undefined ? undefined : draft.tasks.get(id);
  if (task) return taskInstanceOf(session, task);
  if (id !== undefined && isKnown(draft))
    raiseIfCaught(session, call, "TaskNotFound", `Task ${id} not found`);
  if (id !== undefined)
    reportNotFound(session, draft, { id, span: given?.span ?? call.span }, call);
  return call.interpreter.unknown("a task that is not known by this id", call.span);
}

/** Notes an id that no task of the DAG has so far, if all of them are known. */
export function reportNotFound(
  session: Session,
  draft: DagDraft,
  { id, span }: { readonly id: string; readonly span: Span },
  call: NativeCall,
): void {
  if (!isKnown(draft) || call.interpreter.context().certainty === "dynamic") return;
  const facts = { id, known: [...draft.tasks.keys()] };
  report(session.building, "task-not-found", span, facts, { dagId: draft.dagId });
}

function hasTask(draft: DagDraft, call: NativeCall): Value {
  const id = stringOf(call.positional[0]?.value ?? call.keywords.get("task_id")?.value);
  if (id === undefined) return call.interpreter.unknown("whether the DAG has a task", call.span);
  const task = draft.tasks.get(id);
  if (task ? task.certainty === "dynamic" : !isKnown(draft))
    return call.interpreter.unknown("whether the DAG has a task", call.span);
  return { kind: "bool", value: task !== undefined };
}

/** Whether all tasks that the DAG has so far are known. */
function isKnown(draft: DagDraft): boolean {
  if (draft.unknown.length > 0) return false;
  return [...draft.tasks.values()].every((task) => task.certainty !== "dynamic");
}
