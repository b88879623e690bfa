import {
  nativeClass,
  nativeFunction,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type { ClassValue, Value } from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { tasksOf } from "./operands.ts";
import { method, relatableClass } from "./relations.ts";
import { instanceOf, payloadOf, statementOf, stringOf, type Session } from "./session.ts";
import { report } from "./structure/building.ts";
import type { TaskDraft, XComDraft } from "./structure/draft.ts";
import { membersOf } from "./structure/setupScope.ts";
import { enterSetups, leaveSetups, markSetup, markTeardown } from "./structure/setupTeardown.ts";
import { taskInstanceOf } from "./taskInstances.ts";
import { withMore } from "../../withMore.ts";

const none: Value = { kind: "none" };

/** The output of one task as code holds it. */
export function outputOf(session: Session, task: TaskDraft, key = "return_value"): Value {
  return xcomValue(session, { kind: "xcom", tasks: [task], key, plain: true });
}

/** An XComArg. */
export function xcomValue(session: Session, draft: XComDraft): Value {
  return instanceOf(xcomClass(session), { type: "airflow.xcom", draft });
}

/** The class XComArg. */
export function xcomClass(session: Session): ClassValue {
  return classFor(session, "XComArg", () =>
    nativeClass({
      name: "XComArg",
      module: "airflow.sdk",
      bases: [relatableClass(session)],
      attributes: [
        ["__init__", nativeFunction("__init__", initialise)],
        method("__getitem__", (call) => itemOf(session, call)),
        method("__iter__", (call) => iterate(session, call)),
        method("__str__", textOf),
        method("__getattr__", (call) => attributeOf(session, call)),
        method("map", (call) => combined(session, call, "map")),
        method("zip", (call) => combined(session, call, "zip")),
        method("concat", (call) => combined(session, call, "concat")),
        ...setupMethods(session),
      ],
    }),
  );
}

/** `as_setup`, `as_teardown` and `with`, for tasks and their outputs alike. */
export function setupMethods(session: Session): (readonly [string, Value])[] {
  const { building } = session;
  return [
    method("as_setup", (call) => {
      for (const task of tasksOf(call.self)) markSetup(building, task, statementOf(call, "setup"));
      return call.self ?? none;
    }),
    method("as_teardown", (call) => {
      for (const [name, { keywordSpan, span }] of call.keywords) {
        if (name === "setups" || name === "on_failure_fail_dagrun") continue;
        const known = ["setups", "on_failure_fail_dagrun"];
        const facts = { name, operator: "as_teardown", known };
        report(building, "A3", keywordSpan ?? span ?? call.span, facts);
      }
      const given = call.keywords.get("setups");
      refuseTexts(session, call, given);
      const setups = tasksOf(given?.value);
      for (const task of tasksOf(call.self)) {
        markTeardown(building, task, setups, statementOf(call, "setup"));
      }
      return call.self ?? none;
    }),
    method("__enter__", (call) => {
      enterSetups(building, tasksOf(call.self), statementOf(call, "setup"));
      return scopeValue(session);
    }),
    method("__exit__", (call) => {
      leaveSetups(building, statementOf(call, "setup"));
      return none;
    }),
  ];
}

/** A setup is the task itself: Airflow asks each for what a text does not have. */
function refuseTexts(session: Session, call: NativeCall, given: GivenArgument | undefined): void {
  const value = given?.value;
  const all =
    value?.kind === "list" || value?.kind === "tuple" ? value.items : value ? [value] : [];
  const plain = all.find(({ kind }) => kind === "str" || kind === "int");
  if (!plain) return;
  const text = stringOf(plain);
  const span = plain.span ?? given?.span ?? call.span;
  report(session.building, "T8", span, { given: text ?? null });
}

/** What `with setup as scope` gives: `scope.add_task(t)` adds a task made elsewhere. */
function scopeValue(session: Session): Value {
  const scope = classFor(session, "SetupTeardownContext", () =>
    nativeClass({
      name: "SetupTeardownContext",
      module: "airflow.sdk",
      attributes: [
        method("add_task", (call) => {
          const { setups } = session.building;
          const places = [setups.setup, setups.teardown].filter(
            ({ current }) => current.length > 0,
          );
          for (const task of tasksOf(call.positional[0]?.value)) {
            for (const place of places) membersOf(setups, place.current).push(task);
          }
          return none;
        }),
      ],
    }),
  );
  return { kind: "instance", class: scope, attributes: new Map(), payload: undefined };
}

function initialise(call: NativeCall): Value {
  const operator = call.positional[0]?.value ?? call.keywords.get("operator")?.value;
  const key = stringOf(call.positional[1]?.value ?? call.keywords.get("key")?.value);
  const tasks = tasksOf(operator);
  if (call.self?.kind === "instance" && tasks.length > 0) {
    const draft: XComDraft = { kind: "xcom", tasks, key: key ?? "return_value", plain: true };
    call.self.payload = { type: "airflow.xcom", draft } as typeof call.self.payload;
  }
  return none;
}

/** `output["key"]`: another output of the same task; only text will do. */
function itemOf(session: Session, call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.xcom")?.draft;
  const key = call.positional[0]?.value;
  if (!draft || !key) return call.interpreter.unknown("an output without a task", call.span);
  if (key.kind !== "str" && key.kind !== "unknown") {
    report(session.building, "R10", call.span, { use: "subscript", given: key.kind });
  }
  return xcomValue(session, { ...draft, key: stringOf(key) ?? "{key}" });
}

/** Airflow refuses to iterate an output: how many there are is known when it runs. */
function iterate(session: Session, call: NativeCall): Value {
  report(session.building, "R10", call.span, { use: "iterate", given: null });
  return call.interpreter.unknown("an output cannot be iterated before it runs", call.span);
}

/** In text, an output is a template: no edge. */
function textOf(call: NativeCall): Value {
  const draft = payloadOf(call.self, "airflow.xcom")?.draft;
  const [task] = draft?.tasks ?? [];
  if (!task || task.certainty === "dynamic") {
    return withMore(call.interpreter.unknown("output of a task", call.span), {
      pattern: "{output}",
    });
  }
  const parts = `task_ids='${task.id}', dag_id='${task.dag?.dagId ?? ""}', key='${draft?.key ?? ""}'`;
  return { kind: "str", value: `{{ task_instance.xcom_pull(${parts}) }}` };
}

function attributeOf(session: Session, call: NativeCall): Value {
  const name = stringOf(call.positional[0]?.value) ?? "";
  const draft = payloadOf(call.self, "airflow.xcom")?.draft;
  const [task] = draft?.tasks ?? [];
  if (name === "operator" && task) return taskInstanceOf(session, task);
  if (name === "key" && draft) return { kind: "str", value: draft.key };
  return call.interpreter.raise("AttributeError", `'XComArg' object has no attribute '${name}'`);
}

function combined(session: Session, call: NativeCall, form: "map" | "zip" | "concat"): Value {
  const draft = payloadOf(call.self, "airflow.xcom")?.draft;
  if (!draft) return call.interpreter.unknown("an output without a task", call.span);
  if (draft.plain && draft.key !== "return_value") {
    report(session.building, "M15", call.span, { form, key: draft.key });
  }
  const given = call.positional[0]?.value;
  if (form === "map" && payloadOf(given, "airflow.taskFunction")) {
    report(session.building, "M14", call.positional[0]?.span ?? call.span, {});
  }
  const plain = form === "map" ? undefined : call.positional.find(({ value }) => isPlain(value));
  if (plain) {
    const message = `'${plain.value.kind}' object has no attribute 'iter_references'`;
    return call.interpreter.raise("AttributeError", message);
  }
  const others = form === "map" ? [] : call.positional.flatMap(({ value }) => tasksOf(value));
  const tasks = [...draft.tasks, ...others];
  return xcomValue(session, { kind: "xcom", tasks, key: draft.key, plain: false });
}

function isPlain({ kind }: Value): boolean {
  return kind === "list" || kind === "tuple" || kind === "dict" || kind === "str" || kind === "int";
}
