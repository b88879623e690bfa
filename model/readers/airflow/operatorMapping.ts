import type { Argument } from "../../dag/dag.ts";
import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { checkExpansion, checkExpandKwargs } from "./expansion.ts";
import { operatorFacts } from "./operatorFacts.ts";
import { makeTask } from "./operatorTask.ts";
import { linkData } from "./references.ts";
import { method } from "./relations.ts";
import { instanceOf, payloadOf, stringOf, type GivenMap, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { TaskDraft } from "./structure/draft.ts";
import { isInMapped } from "./structure/groups.ts";

/** `SomeOperator.partial(task_id=…)`, a class method. */
export function partialFunction(session: Session): Value {
  const callee = nativeFunction("partial", (call) => {
    const of = call.self ?? call.positional[0]?.value;
    if (of?.kind !== "class") return call.interpreter.unknown("partial of no class", call.span);
    const given = call.keywords;
    const payload = {
      type: "airflow.partial" as const,
      class: of,
      given,
      uncertain: call.uncertain,
    };
    const made = instanceOf(partialClass(session), payload, call.span);
    const taskId = stringOf(given.get("task_id")?.value) ?? "";
    session.unmapped.set(made, { taskId, span: call.span });
    return made;
  });
  return { kind: "wrapped", form: "class", callee };
}

/** `partial` of a task that is made already, which Airflow refuses. */
export function partialOfTask(session: Session, operator: string): Value {
  const before = session.partials.get(operator);
  if (before) return before;
  const partial = nativeFunction("partial", (call) => {
    report(session.building, "M16", call.span, { operator });
    return call.interpreter.unknown("partial of a task", call.span);
  });
  session.partials.set(operator, partial);
  return partial;
}

function partialClass(session: Session): ClassValue {
  return classFor(session, "OperatorPartial", () =>
    nativeClass({
      name: "OperatorPartial",
      module: "airflow.sdk",
      attributes: [
        method("expand", (call) => expand(session, call)),
        method("expand_kwargs", (call) => expandKwargs(session, call)),
      ],
    }),
  );
}

function expand(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.partial");
  if (!payload) return call.interpreter.unknown("expansion of no operator", call.span);
  checkExpansion(session, call, { partial: payload.given, isTaskFlow: false });
  const draft = mappedTask(session, call, payload.class, merged(payload.given, call.keywords));
  for (const { value, span } of call.keywords.values()) {
    linkData(session, call, draft, value, { span });
  }
  return mappedInstance(session, draft, payload.class);
}

function expandKwargs(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.partial");
  const given = call.positional[0] ?? call.keywords.get("kwargs");
  if (!payload) return call.interpreter.unknown("expansion of no operator", call.span);
  checkExpandKwargs(session, call, given);
  const draft = mappedTask(session, call, payload.class, merged(payload.given, new Map()));
  if (given) linkData(session, call, draft, given.value, { span: given.span });
  return mappedInstance(session, draft, payload.class);
}

interface Merged {
  readonly given: GivenMap;
  readonly origins: ReadonlyMap<string, Argument["origin"]>;
}

function merged(partial: GivenMap, expanded: GivenMap): Merged {
  const given = new Map<string, GivenArgument>([...partial, ...expanded]);
  const origins = new Map<string, Argument["origin"]>();
  for (const name of partial.keys()) origins.set(name, "partial");
  for (const name of expanded.keys()) origins.set(name, "expand");
  return { given, origins };
}

function mappedTask(
  session: Session,
  call: NativeCall,
  of: ClassValue,
  { given, origins }: Merged,
): TaskDraft {
  const payload = payloadOf(call.self, "airflow.partial");
  if (call.self) session.unmapped.delete(call.self);
  const uncertain = payload?.uncertain ?? call.uncertain;
  const making = { call, class: of, given, uncertain, interpreter: call, mapped: true, origins };
  const draft = makeTask(session, making);
  refuseInMappedGroup(session, call, draft);
  linkPartial(session, call, draft, of);
  return draft;
}

/** Constant arguments make edges where they are template fields. */
function linkPartial(session: Session, call: NativeCall, draft: TaskDraft, of: ClassValue): void {
  const fields = fieldsOf(of);
  for (const [name, argument] of draft.args) {
    if (argument.origin !== "partial") continue;
    if (fields && !fields.includes(name)) continue;
    const certainty = fields ? ("certain" as const) : ("dynamic" as const);
    linkData(session, call, draft, argument.value, { span: argument.span, certainty });
  }
}

/** The template fields of a class; undefined when they cannot be known. */
export function fieldsOf(of: ClassValue): readonly string[] | undefined {
  for (const ancestor of of.mro) {
    const fields = ancestor.attributes.get("template_fields");
    if (fields?.kind === "tuple" || fields?.kind === "list") {
      return fields.items.flatMap((item) => (item.kind === "str" ? [item.value] : []));
    }
    if (fields) return undefined;
  }
  return operatorFacts(of.name, of.module).templateFields;
}

/** Airflow cannot map a task inside a mapped group yet. */
export function refuseInMappedGroup(session: Session, call: NativeCall, draft: TaskDraft): void {
  if (!isInMapped(draft.group)) return;
  report(session.building, "M9", call.span, { taskId: draft.id }, { dagId: draft.dag?.dagId });
}

function mappedInstance(session: Session, draft: TaskDraft, of: ClassValue): Value {
  const payload = {
    type: "airflow.task" as const,
    draft,
    templateFields: fieldsOf(of) ?? [],
    ready: true,
  };
  const made = instanceOf(of, payload, draft.span);
  for (const [name, argument] of draft.args) made.attributes.set(name, argument.value);
  made.attributes.set("task_id", { kind: "str", value: draft.id });
  session.instances.set(draft, made);
  return made;
}
