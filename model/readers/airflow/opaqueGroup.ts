import { nativeClass, type NativeCall } from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { dagClass, dagIdOf, dagValue, makeDag } from "./dagClass.ts";
import { groupClass, groupValue, makeGroup } from "./groupClass.ts";
import { siteOf, stringOf, type Session } from "./session.ts";
import { openWays } from "./structure/choices.ts";
import { newTask, placeTask } from "./structure/tasks.ts";

/**
 * A class that makes a whole group or DAG by itself (Cosmos' `DbtTaskGroup` and `DbtDag`, and their like): what is in it is
 * known when it runs, so it is one group, or one DAG, with one placeholder in it.
 */
export function opaqueGroupClass(session: Session, name: string): ClassValue {
  const isDag = name.endsWith("Dag");
  return classFor(session, `opaque ${name}`, () =>
    nativeClass({
      name,
      module: "airflow",
      bases: [isDag ? dagClass(session) : groupClass(session)],
      construct: (call) =>
        isDag ? opaqueDag(session, call, name) : opaqueGroup(session, call, name),
    }),
  );
}

function opaqueDag(session: Session, call: NativeCall, name: string): Value {
  const [first] = call.positional;
  const given = call.keywords.get("dag_id") ?? (first?.value.kind === "str" ? first : undefined);
  // A class of another package may have an id of its own, and other places.
  const id = given
    ? dagIdOf(session, given, call)
    : { id: "{dag_id}", span: undefined, certainty: "dynamic" as const };
  const draft = makeDag(session, call, call.keywords, id);
  draft.unknown.push({ span: call.span, reason: `${name} makes its tasks when Python runs` });
  place(session, call, name, { dag: draft, group: draft.root });
  return dagValue(session, draft);
}

function opaqueGroup(session: Session, call: NativeCall, name: string): Value {
  const given = new Map(call.keywords);
  const [first] = call.positional;
  if (first && !given.has("group_id")) given.set("group_id", first);
  const fallback = { text: "dbt_task_group", span: undefined };
  const draft = makeGroup(session, {
    given,
    call,
    suffixOnCollision: false,
    mapped: false,
    ...(stringOf(given.get("group_id")?.value) === undefined && !given.has("group_id")
      ? { name: fallback }
      : {}),
  });
  if (!draft) return call.interpreter.unknown(`${name} outside a DAG`, call.span);
  draft.open = true;
  place(session, call, name, { dag: draft.dag, group: draft });
  return groupValue(session, draft);
}

function place(
  session: Session,
  call: NativeCall,
  name: string,
  home: Parameters<typeof placeTask>[2],
): void {
  const task = newTask({
    ownId: `{${name}}`,
    certainty: "dynamic",
    choices: openWays,
    mapped: false,
    setup: false,
    teardown: false,
    triggerRule: null,
    operator: name,
    operatorPath: undefined,
    sort: "placeholder",
    args: new Map(),
    span: call.span,
    calledAt: siteOf(session, call),
    idSpan: undefined,
    callable: undefined,
    branchTargets: undefined,
    doc: `${name} makes its tasks when Python runs.`,
  });
  placeTask(session.building, task, home);
}
