import { nativeClass } from "../../python/native.ts";
import type { InstanceValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { relatableClass } from "./relations.ts";
import type { Session } from "./session.ts";
import type { TaskDraft } from "./structure/draft.ts";

/** The instance that code holds for a task: its operator's, or a plain one for tasks that code only has as data. */
export function taskInstanceOf(session: Session, task: TaskDraft): InstanceValue {
  const known = session.instances.get(task);
  if (known) return known;
  const made: InstanceValue = {
    kind: "instance",
    class: plainTaskClass(session),
    attributes: new Map<string, Value>([["task_id", { kind: "str", value: task.id }]]),
    payload: undefined,
  };
  const payload = { type: "airflow.task", draft: task, templateFields: [], ready: true };
  made.payload = payload;
  session.instances.set(task, made);
  return made;
}

/** The class of tasks that no operator class of the code made; the operators' base gives it its methods. */
function plainTaskClass(session: Session): InstanceValue["class"] {
  return (
    session.classes.get("airflow.sdk.BaseOperator") ??
    classFor(session, "plain task", () =>
      nativeClass({
        name: "BaseOperator",
        module: "airflow.sdk",
        bases: [relatableClass(session)],
      }),
    )
  );
}
