import { hashKey } from "../../python/hashing.ts";
import type { NativeCall } from "../../python/native.ts";
import type { InstanceValue, Value } from "../../python/value.ts";
import { nearest } from "../../text/nearest.ts";
import { triggerRuleMember } from "./enumClasses.ts";
import { linkData } from "./references.ts";
import { instanceOf, payloadOf, statementOf, stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { TaskDraft } from "./structure/draft.ts";
import { joinDag } from "./structure/tasks.ts";
import { markSetup, markTeardown } from "./structure/setupTeardown.ts";
import { taskInstanceOf } from "./taskInstances.ts";
import { triggerRuleOf } from "./triggerRules.ts";

const none: Value = { kind: "none" };

/** What a task answers about itself beyond what it was given. */
export function attributeOfTask(session: Session, call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const draft = payloadOf(call.self, "airflow.task")?.draft;
  const { interpreter } = call;
  // The logger is there before anything else.
  if (name === "log") return interpreter.unknown("what is logged is not followed", call.span);
  if (!draft)
    return interpreter.raise("AttributeError", `'BaseOperator' object has no attribute '${name}'`);
  const instances = (tasks: Iterable<TaskDraft>): Value =>
    interpreter.list([...tasks].map((task) => taskInstanceOf(session, task)));
  const beside = (side: "upstream" | "downstream"): Value => {
    const value = instances(draft[side].keys());
    if (value.kind === "list" && !isSettled(draft, side))
      value.uncertain = interpreter.unknown(`all that is ${side} is not known`, call.span);
    return value;
  };
  const ids = (side: "upstream" | "downstream"): Value => {
    const items = new Map<string, Value>();
    for (const { id } of draft[side].keys()) {
      const value: Value = { kind: "str", value: id };
      items.set(hashKey(value) ?? id, value);
    }
    const uncertain = isSettled(draft, side)
      ? undefined
      : interpreter.unknown(`all that is ${side} is not known`, call.span);
    return { kind: "set", items, frozen: false, uncertain, branch: 0 };
  };
  switch (name) {
    case "upstream_list":
      return beside("upstream");
    case "downstream_list":
      return beside("downstream");
    case "upstream_task_ids":
      return ids("upstream");
    case "downstream_task_ids":
      return ids("downstream");
    case "roots":
    case "leaves":
      return instances([draft]);
    case "dag":
      return draft.dag ? (session.dagInstances.get(draft.dag) ?? none) : none;
    case "dag_id":
      return { kind: "str", value: draft.dag?.dagId ?? `adhoc_${draft.id}` };
    case "node_id":
    case "task_id":
      return { kind: "str", value: draft.id };
    case "label":
      return { kind: "str", value: draft.ownId };
    case "task_type":
    case "operator_name":
      return { kind: "str", value: draft.operator };
    case "trigger_rule":
      return draft.triggerRule === null
        ? interpreter.unknown("the trigger rule is not known")
        : triggerRuleMember(session, draft.triggerRule);
    case "is_setup":
      return { kind: "bool", value: draft.setup };
    case "is_teardown":
      return { kind: "bool", value: draft.teardown };
    case "task_group":
      return draft.group ? groupValue(session, draft.group) : none;
    default:
      if (isSlip(name) && call.self?.kind === "instance" && isAirflows(call.self)) {
        const message = `'${draft.operator}' object has no attribute '${name}'`;
        return interpreter.raise("AttributeError", message);
      }
      return interpreter.unknown(
        `${name} of ${draft.operator} is known only to Airflow`,
        call.span,
      );
  }
}

/** Whether all that is on one side of a task so far is known. */
export function isSettled(task: TaskDraft, side: "upstream" | "downstream"): boolean {
  if (task.open || (task.dag?.unknown.length ?? 0) > 0) return false;
  return [...task[side]].every(
    ([other, { statement }]) => statement.certainty !== "dynamic" && other.certainty !== "dynamic",
  );
}

/** What every task has, and how it is often misspelt. */
export const taskMembers = [
  "set_upstream",
  "set_downstream",
  "as_setup",
  "as_teardown",
  "output",
  "upstream_list",
  "downstream_list",
  "upstream_task_ids",
  "downstream_task_ids",
];

function isSlip(name: string): boolean {
  if (foreign.has(name)) return true;
  return name.length > 4 && nearest(name, taskMembers) !== undefined && !taskMembers.includes(name);
}

/** What classes and relations have, and a task has not. */
const foreign = new Set([
  "expand",
  "expand_kwargs",
  "downstream",
  "downstreams",
  "upstream",
  "upstreams",
]);

/** Whether no class of the workspace is behind the task, which may have any attribute. */
function isAirflows({ class: of }: InstanceValue): boolean {
  return of.module.startsWith("airflow") && of.mro.every(({ node }) => !node);
}

/** `task.name = value`. */
export function setAttributeOfTask(session: Session, call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value);
  const value = call.positional[1]?.value;
  const self = call.self;
  if (self?.kind !== "instance" || name === undefined || !value) return none;
  self.attributes.set(name, value);
  const payload = payloadOf(self, "airflow.task");
  if (payload) react(session, call, self, { name, value });
  return none;
}

function react(
  session: Session,
  call: NativeCall,
  self: InstanceValue,
  set: { readonly name: string; readonly value: Value },
): void {
  const payload = payloadOf(self, "airflow.task");
  if (!payload) return;
  const { draft, ready, templateFields } = payload;
  const { name, value } = set;
  const span = call.positional[1]?.span ?? call.span;
  const said = statementOf(call, "setup");
  if (ready) {
    const argument = { name, value, span, keywordSpan: undefined, origin: "assigned" as const };
    draft.args.set(name, argument);
  }
  if (name === "dag") {
    const dag = payloadOf(value, "airflow.dag")?.draft;
    if (dag) joinDag(session.building, draft, dag, span);
  } else if (name === "trigger_rule") {
    const home = { dag: draft.dag, group: draft.group };
    const of = { home, uncertain: undefined, span, taskId: draft.id };
    const argument = { name, value, span, keywordSpan: undefined, origin: "assigned" as const };
    draft.triggerRule = triggerRuleOf(session, new Map([[name, argument]]), of);
  } else if (name === "is_setup" && value.kind === "bool" && value.value) {
    markSetup(session.building, draft, said);
  } else if (name === "is_teardown" && value.kind === "bool" && value.value) {
    const rule = draft.triggerRule;
    markTeardown(session.building, draft, [], said);
    draft.triggerRule = rule;
  } else if (name === "on_failure_fail_dagrun" && value.kind === "bool" && value.value) {
    const facts = { taskId: draft.id };
    if (!draft.teardown) report(session.building, "T4", span, facts, { dagId: draft.dag?.dagId });
  } else if (/^doc(_md|_rst)?$/.test(name)) {
    draft.doc = stringOf(value) ?? draft.doc;
  }
  if (ready && templateFields?.includes(name)) linkData(session, call, draft, value, { span });
}

function groupValue(session: Session, group: NonNullable<TaskDraft["group"]>): Value {
  const known = session.groupInstances.get(group);
  if (known) return known;
  const ofClass = session.classes.get("TaskGroup");
  if (!ofClass) return none;
  const made = instanceOf(ofClass, { type: "airflow.group", draft: group });
  session.groupInstances.set(group, made);
  return made;
}
