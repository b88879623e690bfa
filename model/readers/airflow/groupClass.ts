import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, InstanceValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import { classFor } from "./classFor.ts";
import { checkGroupArguments, checksGroupId, groupArguments } from "./groupArguments.ts";
import { method, relatableClass } from "./relations.ts";
import {
  argumentsOfDict,
  booleanOf,
  certaintyOf,
  constructing,
  instanceOf,
  leastCertain,
  payloadOf,
  siteOf,
  stringOf,
  type GivenMap,
  type Session,
} from "./session.ts";
import { report } from "./structure/building.ts";
import { isRoot, tasksIn, type GroupDraft } from "./structure/draft.ts";
import { idInside, leavesOf, newGroup, rootsOf } from "./structure/groups.ts";
import { joinDag } from "./structure/tasks.ts";
import type { checkTaskId } from "./taskIds.ts";
import { checkKey } from "./taskIds.ts";
import { taskInstanceOf } from "./taskInstances.ts";

const none: Value = { kind: "none" };
/** The class TaskGroup; workspace classes may inherit from it. */
export function groupClass(session: Session): ClassValue {
  return classFor(session, "TaskGroup", () =>
    nativeClass({
      name: "TaskGroup",
      module: "airflow.sdk",
      bases: [relatableClass(session)],
      construct: (call, make) => constructing(session, call, () => make(call)),
      attributes: [
        ["__init__", nativeFunction("__init__", (call) => initialise(session, call))],
        method("__enter__", (call) => enter(session, call)),
        method("__exit__", (call) => leave(session, call)),
        method("__iter__", (call) => call.interpreter.list(tasksOfGroup(session, call))),
        method("__getitem__", (call) => child(session, call)),
        method("get_child_by_label", (call) => child(session, call)),
        method("get_roots", (call) => endsOfGroup(session, call, rootsOf)),
        method("get_leaves", (call) => endsOfGroup(session, call, leavesOf)),
        method("add", (call) => add(session, call)),
        method("__getattr__", (call) => attribute(session, call)),
      ],
    }),
  );
}

/** What a group is made from. */
export interface GroupMaking {
  readonly given: GivenMap;
  readonly call: NativeCall;
  readonly suffixOnCollision: boolean;
  readonly mapped: boolean;
  /** Where the name comes from when no id is given: the function's name. */
  readonly name?: { readonly text: string; readonly span: Span | undefined };
}

/** Makes a group from keyword arguments; undefined outside a DAG. */
export function makeGroup(session: Session, making: GroupMaking): GroupDraft | undefined {
  const { given, call, name } = making;
  const value = (key: string): Value | undefined => given.get(key)?.value;
  const id = idOf(session, given, call, name);
  const suffix = making.suffixOnCollision || booleanOf(value("add_suffix_on_collision")) === true;
  return newGroup(session.building, {
    ownId: id.id,
    prefix: booleanOf(value("prefix_group_id")) ?? true,
    parent: payloadOf(value("parent_group"), "airflow.group")?.draft,
    dag: payloadOf(value("dag"), "airflow.dag")?.draft,
    defaultArgs: argumentsOfDict(value("default_args"), "default_args", call.span),
    mapped: making.mapped,
    suffixOnCollision: suffix,
    span: call.span,
    calledAt: siteOf(session, call),
    idSpan: id.span,
    certainty: leastCertain(certaintyOf(call), id.certainty),
    tooltip: stringOf(value("tooltip")),
  });
}

/** A group as code holds it. */
export function groupValue(session: Session, draft: GroupDraft): InstanceValue {
  const known = session.groupInstances.get(draft);
  if (known) return known;
  const made = instanceOf(groupClass(session), { type: "airflow.group", draft }, draft.span);
  session.groupInstances.set(draft, made);
  return made;
}

function idOf(
  session: Session,
  all: GivenMap,
  call: NativeCall,
  name: GroupMaking["name"],
): ReturnType<typeof checkTaskId> {
  const given = all.get("group_id");
  if (!given && name)
    return {
      id: name.text,
      span: name.span,
      certainty: name.text.includes("{") ? "dynamic" : "certain",
    };
  const text = stringOf(given?.value);
  if (given && text !== undefined) {
    const at = given.value.span ?? given.span ?? call.span;
    if (checksGroupId(session, all)) checkKey(session, "group_id", text, at);
    const certainty = given.value.inferred ? "inferred" : "certain";
    return { id: text, span: given.value.span, certainty };
  }
  const pattern = given?.value.kind === "unknown" ? given.value.pattern : undefined;
  return { id: pattern ?? "{group_id}", span: undefined, certainty: "dynamic" };
}

function initialise(session: Session, call: NativeCall): Value {
  const self = call.self;
  if (self?.kind !== "instance") return none;
  const given = new Map<string, GivenArgument>();
  call.positional.forEach((argument, at) => {
    const name = groupArguments[session.airflow][at];
    if (name) given.set(name, argument);
  });
  for (const [name, argument] of call.keywords) given.set(name, argument);
  const outer = session.constructing.at(-1) ?? call;
  // A group of another package takes arguments of its own.
  if (self.class.mro.every(({ name, module, node }) => node ?? isOwn(name, module)))
    checkGroupArguments(session, { ...call, span: outer.span }, given, "TaskGroup");
  const making = { given, call: outer, suffixOnCollision: false, mapped: false };
  const draft = makeGroup(session, making);
  if (!draft) return none;
  self.payload = { type: "airflow.group", draft } as typeof self.payload;
  session.groupInstances.set(draft, self);
  return none;
}

function isOwn(name: string, module: string): boolean {
  return name === "TaskGroup" || module === "builtins" || !name.endsWith("Group");
}

function enter(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  if (draft) {
    session.building.groups.push(draft);
    draft.bodySpan = call.interpreter.statementSpan();
  }
  return call.self ?? none;
}

function leave(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  if (draft && session.building.groups.at(-1) === draft) session.building.groups.pop();
  return none;
}

function tasksOfGroup(session: Session, call: NativeCall): Value[] {
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  return draft ? tasksIn(draft).map((task) => taskInstanceOf(session, task)) : [];
}

function endsOfGroup(session: Session, call: NativeCall, ends: typeof rootsOf): Value {
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  const found = draft ? ends(draft) : undefined;
  return found?.every(({ sure }) => sure)
    ? call.interpreter.list(found.map(({ task }) => taskInstanceOf(session, task)))
    : call.interpreter.unknown("which tasks are at the end of the group is not known", call.span);
}

function child(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  const label = stringOf(call.positional[0]?.value ?? call.keywords.get("label")?.value);
  const found = label !== undefined && draft?.children.get(idInside(draft, label));
  if (!found && draft && label !== undefined && isWhole(draft) && !call.uncertain) {
    const given = call.positional[0] ?? call.keywords.get("label");
    const known = [...draft.children.values()].map(({ ownId }) => ownId ?? "");
    const facts = { id: label, known, group: draft.id };
    report(session.building, "task-not-found", given?.span ?? call.span, facts);
  }
  if (!found) return call.interpreter.unknown("no child of this name is known", call.span);
  return found.kind === "task" ? taskInstanceOf(session, found) : groupValue(session, found);
}

/** Whether all of its children are known. */
function isWhole({ open, dag, children }: GroupDraft): boolean {
  return (
    !open &&
    dag.unknown.length === 0 &&
    [...children.values()].every(({ certainty }) => certainty !== "dynamic")
  );
}

/** `group.add(task)`: the task joins the group, without a prefix. */
function add(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  const value = call.positional[0]?.value;
  const task = payloadOf(value, "airflow.task")?.draft;
  if (draft && task) {
    if (task.group && task.group !== draft) {
      if (!session.building.groups.length) {
        const facts = { taskId: task.id, groupId: draft.id, from: task.group.id };
        report(session.building, "R12", call.span, facts);
      }
      task.group.children.delete(task.id);
    }
    task.group = draft;
    draft.children.set(task.id, task);
    joinDag(session.building, task, draft.dag, call.span);
  }
  const group = payloadOf(value, "airflow.group")?.draft;
  if (draft && group) {
    const facts = { groupId: group.id, from: group.dag.dagId, to: draft.dag.dagId };
    const isOther = group.dag !== draft.dag;
    if (isOther || group.children.size > 0) report(session.building, "R13", call.span, facts);
  }
  return value ?? none;
}

function attribute(session: Session, call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const draft = payloadOf(call.self, "airflow.group")?.draft;
  const { interpreter } = call;
  if (!draft) return interpreter.unknown(`${name} of a group that is not known`, call.span);
  switch (name) {
    case "group_id":
    case "node_id":
      return isRoot(draft) ? none : { kind: "str", value: draft.id };
    case "label":
      return draft.ownId === null ? none : { kind: "str", value: draft.ownId };
    case "is_root":
      return { kind: "bool", value: isRoot(draft) };
    case "prefix_group_id":
      return { kind: "bool", value: draft.prefix };
    case "dag":
      return session.dagInstances.get(draft.dag) ?? none;
    case "parent_group":
    case "task_group":
      return draft.parent ? groupValue(session, draft.parent) : none;
    case "roots":
      return endsOfGroup(session, call, rootsOf);
    case "leaves":
      return endsOfGroup(session, call, leavesOf);
    case "children":
      return interpreter.dict(
        [...draft.children].map(([id, node]) => [
          id,
          node.kind === "task" ? taskInstanceOf(session, node) : groupValue(session, node),
        ]),
      );
    default:
      return interpreter.unknown(`${name} of a task group is known only to Airflow`, call.span);
  }
}
