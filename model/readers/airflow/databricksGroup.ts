import { nativeClass, type NativeCall } from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { groupClass } from "./groupClass.ts";
import { method } from "./relations.ts";
import { certaintyOf, choicesOf, payloadOf, siteOf, statementOf, type Session } from "./session.ts";
import type { GroupDraft, TaskDraft } from "./structure/draft.ts";
import { tasksIn } from "./structure/draft.ts";
import { rootsOf } from "./structure/groups.ts";
import { setDownstream } from "./structure/relate.ts";
import { newTask, placeTask } from "./structure/tasks.ts";

/** The template field by which a task of a workflow takes what the launch gives. */
const launchField = "workflow_run_metadata";

/**
 * Databricks' `DatabricksWorkflowTaskGroup`: when its block ends it adds a task `launch`, before its roots and before every
 * task that takes the launch's output.
 */
export function databricksGroupClass(session: Session): ClassValue {
  return classFor(session, "DatabricksWorkflowTaskGroup", () => {
    const group = groupClass(session);
    return nativeClass({
      name: "DatabricksWorkflowTaskGroup",
      module: "airflow.providers.databricks.operators.databricks_workflow",
      bases: [group],
      attributes: [
        method("__exit__", (call) => {
          const draft = payloadOf(call.self, "airflow.group")?.draft;
          if (draft) launch(session, call, draft);
          const leave = group.attributes.get("__exit__");
          return leave?.kind === "nativeFunction" ? leave.call(call) : none;
        }),
      ],
    });
  });
}

const none: Value = { kind: "none" };

function launch(session: Session, call: NativeCall, group: GroupDraft): void {
  const roots = rootsOf(group).map(({ task }) => task);
  const takers = tasksIn(group).filter((task) => takesLaunch(session, task));
  const task = newTask({
    ownId: "launch",
    certainty: certaintyOf(call),
    choices: choicesOf(call),
    mapped: false,
    setup: false,
    teardown: false,
    triggerRule: "all_success",
    operator: "_CreateDatabricksWorkflowOperator",
    operatorPath:
      "airflow.providers.databricks.operators.databricks_workflow._CreateDatabricksWorkflowOperator",
    sort: "operator",
    args: new Map(),
    span: group.span,
    calledAt: siteOf(session, call) ?? group.calledAt,
    idSpan: undefined,
    callable: undefined,
    branchTargets: undefined,
    doc: undefined,
  });
  placeTask(session.building, task, { dag: group.dag, group });
  const said = { ...statementOf(call, "data"), span: group.span };
  setDownstream(session.building, task, [...new Set([...takers, ...roots])], said);
}

function takesLaunch(session: Session, task: TaskDraft): boolean {
  const fields = payloadOf(session.instances.get(task), "airflow.task")?.templateFields;
  return fields?.includes(launchField) === true;
}
