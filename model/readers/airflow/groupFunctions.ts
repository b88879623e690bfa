import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { checkExpandKwargs, checkExpansion } from "./expansion.ts";
import { checkGroupArguments } from "./groupArguments.ts";
import { groupValue, makeGroup } from "./groupClass.ts";
import { callableOf } from "./operatorTask.ts";
import { referencesIn } from "./references.ts";
import { method } from "./relations.ts";
import {
  certaintyOf,
  instanceOf,
  payloadOf,
  statementOf,
  stringOf,
  type GroupFunctionPayload,
  type Session,
} from "./session.ts";
import { parametersOf } from "./signature.ts";
import { report } from "./structure/building.ts";
import type { GroupDraft, TaskDraft } from "./structure/draft.ts";
import { setUpstream } from "./structure/relate.ts";
import { docstringOf } from "./taskFunctions.ts";

/** `@task_group` and `@task_group(group_id="x", …)`; a text given by position is dropped silently, as Airflow does. */
export function groupDecorator(session: Session): Value {
  return nativeFunction("task_group", (call) => {
    const first = call.positional[0] ?? call.keywords.get("python_callable");
    const wrap = (callee: Value): Value =>
      groupFunction(session, {
        type: "airflow.groupFunction",
        function: callee,
        given: call.keywords,
        partial: new Map(),
        span: call.span,
      });
    if (first && first.value.kind !== "str") return wrap(first.value);
    return nativeFunction("task_group", (inner) => {
      const callee = inner.positional[0]?.value;
      return callee ? wrap(callee) : inner.interpreter.unknown("@task_group without a function");
    });
  });
}

function groupFunction(session: Session, payload: GroupFunctionPayload): Value {
  return instanceOf(groupFunctionClass(session), payload, payload.function.span);
}

function groupFunctionClass(session: Session): ClassValue {
  return classFor(session, "_TaskGroupFactory", () =>
    nativeClass({
      name: "_TaskGroupFactory",
      module: "airflow.sdk",
      attributes: [
        method("__call__", (call) => callGroup(session, call)),
        method("override", (call) => changed(session, call, "given")),
        method("partial", (call) => changed(session, call, "partial")),
        method("expand", (call) => expand(session, call)),
        method("expand_kwargs", (call) => expandKwargs(session, call)),
        method("__getattr__", functionAttribute),
      ],
    }),
  );
}

function functionAttribute(call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const payload = payloadOf(call.self, "airflow.groupFunction");
  if (payload && name === "function") return payload.function;
  return call.interpreter.raise(
    "AttributeError",
    `'_TaskGroupFactory' object has no attribute '${name}'`,
  );
}

function changed(session: Session, call: NativeCall, what: "given" | "partial"): Value {
  const payload = payloadOf(call.self, "airflow.groupFunction");
  if (!payload) return call.interpreter.unknown("no group function", call.span);
  for (const [name, { keywordSpan, span }] of what === "partial" ? call.keywords : []) {
    if (payload.partial.has(name))
      report(session.building, "M5", keywordSpan ?? span ?? call.span, { name });
  }
  const made = groupFunction(session, {
    ...payload,
    [what]: new Map([...payload[what], ...call.keywords]),
  });
  const isOpen = session.unmapped.delete(call.self ?? made) || what === "partial";
  const name = callableOf(payload.function)?.name ?? "";
  if (isOpen) session.unmapped.set(made, { taskId: name, span: call.span });
  return made;
}

function callGroup(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.groupFunction");
  if (!payload) return call.interpreter.unknown("call of no group function", call.span);
  if (call.self) session.unmapped.delete(call.self);
  const { positional, keywords, uncertain } = call;
  return runBody(session, call, payload, { args: { positional, keywords, uncertain } });
}

function expand(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.groupFunction");
  if (!payload) return call.interpreter.unknown("expansion of no group function", call.span);
  if (call.self) session.unmapped.delete(call.self);
  checkExpansion(session, call, { partial: payload.partial, isTaskFlow: true });
  const references = [...call.keywords.values()].flatMap(({ value }) => referencesIn(value));
  checkNested(session, call);
  const stubs = [...call.keywords.keys()].map((name) => [name, references] as const);
  return runMapped(session, call, payload, stubs);
}

function expandKwargs(session: Session, call: NativeCall): Value {
  const payload = payloadOf(call.self, "airflow.groupFunction");
  if (!payload) return call.interpreter.unknown("expansion of no group function", call.span);
  if (call.self) session.unmapped.delete(call.self);
  const given = call.positional[0] ?? call.keywords.get("kwargs");
  checkExpandKwargs(session, call, given);
  const parameters = parametersOf(payload.function) ?? [];
  if (parameters.some(({ form }) => form === "star" || form === "doubleStar")) {
    report(session.building, "M12", call.span, {});
  }
  const references = given ? referencesIn(given.value) : [];
  const stubs = parameters
    .filter(({ name }) => !payload.partial.has(name.name))
    .map(({ name }) => [name.name, references] as const);
  return runMapped(session, call, payload, stubs);
}

/** A mapped group in a mapped group may not use what the outer one is mapped over. */
function checkNested(session: Session, call: NativeCall): void {
  for (const { value, span } of call.keywords.values()) {
    if (payloadOf(value, "airflow.mappedArgument")) {
      report(session.building, "M10", span ?? call.span, {});
    }
  }
}

type Stub = readonly [string, readonly { readonly task: TaskDraft }[]];

function runMapped(
  session: Session,
  call: NativeCall,
  payload: GroupFunctionPayload,
  stubs: readonly Stub[],
): Value {
  const ofClass = classFor(session, "MappedArgument", () =>
    nativeClass({ name: "MappedArgument", module: "airflow.sdk" }),
  );
  const keywords = new Map<string, Value | GivenArgument>(payload.partial);
  for (const [name, references] of stubs) {
    const tasks = references.map(({ task }) => task);
    const given = call.keywords.get(name);
    const value = instanceOf(ofClass, { type: "airflow.mappedArgument", tasks }, given?.span);
    keywords.set(name, { value, span: given?.span, keywordSpan: undefined });
  }
  const upstream = new Set(stubs.flatMap(([, references]) => references.map(({ task }) => task)));
  return runBody(session, call, payload, { args: { keywords }, upstream });
}

/** The group, with the function's body run inside it; the value is what the function returned, else the group. */
function runBody(
  session: Session,
  call: NativeCall,
  payload: GroupFunctionPayload,
  run: {
    readonly args: Parameters<NativeCall["interpreter"]["call"]>[1];
    readonly upstream?: ReadonlySet<TaskDraft>;
  },
): Value {
  const callable = callableOf(payload.function);
  checkGroupArguments(session, call, payload.given, "@task_group");
  const group = makeGroup(session, {
    given: payload.given,
    call,
    suffixOnCollision: true,
    mapped: run.upstream !== undefined,
    name: { text: callable?.name ?? "{group}", span: callable?.nameSpan },
  });
  if (!group) return call.interpreter.unknown("a task group outside a DAG", call.span);
  if (callable) group.bodySpan = callable.span;
  group.tooltip ??= docstringOf(payload.function);
  const returned = inside(session, group, () =>
    call.interpreter.call(payload.function, run.args, {
      sameCertainty: certaintyOf(call) === "certain",
      recover: true,
      span: call.span,
    }),
  );
  for (const task of run.upstream ?? []) {
    setUpstream(session.building, group, [task], statementOf(call, "data"));
  }
  if (returned.kind === "none") return groupValue(session, group);
  return returned;
}

function inside<T>(session: Session, group: GroupDraft, run: () => T): T {
  const { groups } = session.building;
  const depth = groups.length;
  groups.push(group);
  try {
    return run();
  } finally {
    groups.length = depth;
  }
}
