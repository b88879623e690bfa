import { memo, notes } from "../../memo.ts";
import {
  nativeClass,
  nativeFunction,
  withSelfFirst,
  type CallInput,
  type GivenArgument,
  type NativeCall,
} from "../../python/native.ts";
import type {
  ClassValue,
  InstanceValue,
  ListValue,
  TupleValue,
  Value,
} from "../../python/value.ts";
import { classFor } from "./classFor.ts";
import { triggerRuleMember } from "./enumClasses.ts";
import { attributeOfTask, setAttributeOfTask } from "./operatorAttributes.ts";
import { operatorFacts } from "./operatorFacts.ts";
import { partialFunction, partialOfTask } from "./operatorMapping.ts";
import { homeOfCall, makeTask, mergedDefaults } from "./operatorTask.ts";
import { linkData } from "./references.ts";
import { method, relatableClass } from "./relations.ts";
import { constructing, payloadOf, type Session, type TaskPayload } from "./session.ts";
import { parametersOf } from "./signature.ts";
import { report } from "./structure/building.ts";
import type { TaskDraft } from "./structure/draft.ts";
import { outputOf, setupMethods } from "./xcomClass.ts";

const none: Value = { kind: "none" };

/** The base of all operators. */
export function baseOperatorClass(session: Session): ClassValue {
  return classFor(session, "airflow.sdk.BaseOperator", () =>
    nativeClass({
      name: "BaseOperator",
      module: "airflow.sdk",
      bases: [relatableClass(session)],
      construct: (call, make) => construct(session, call, make),
      attributes: [
        ["template_fields", { kind: "tuple", items: [] }],
        ["template_ext", { kind: "tuple", items: [] }],
        [
          "__init__",
          nativeFunction("__init__", (call) => initialise(session, withSelfFirst(call))),
        ],
        ["partial", partialFunction(session)],
        ["output", outputProperty(session)],
        method("__getattr__", (call) => attributeOfTask(session, call)),
        method("__setattr__", (call) => setAttributeOfTask(session, call)),
        ...setupMethods(session),
      ],
    }),
  );
}

/** The class of an operator, by its name and where it is imported from. */
export function operatorClass(session: Session, name: string, module: string): ClassValue {
  const base = baseOperatorClass(session);
  if (name === "BaseOperator") return base;
  return classFor(session, `${module}.${name}`, () => {
    const { templateFields } = operatorFacts(name, module);
    const items = templateFields?.map((value): Value => ({ kind: "str", value }));
    const fields: Value = items
      ? { kind: "tuple", items }
      : { kind: "unknown", reason: `template fields of ${name} are not known` };
    return nativeClass({
      name,
      module,
      bases: [base],
      classAttribute: (attribute) =>
        attribute === "expand" || attribute === "expand_kwargs"
          ? notOfClass(name, attribute)
          : {
              kind: "unknown",
              reason: `${name}.${attribute} is known only to its package`,
              path: `airflow.${name}.${attribute}`,
            },
      attributes: [["template_fields", fields]],
    });
  });
}

/** What only `partial()` gives. */
function notOfClass(name: string, attribute: string): Value {
  return nativeFunction(attribute, (call) =>
    call.interpreter.raise(
      "AttributeError",
      `type object '${name}' has no attribute '${attribute}'`,
      call.span,
    ),
  );
}

/** A call of an operator class: `default_args` fill its own `__init__`, and data in template fields makes edges. */
function construct(session: Session, call: NativeCall, make: (args: CallInput) => Value): Value {
  const { building } = session;
  if (call.positional.length > 0) {
    const [first] = call.positional;
    const own = initialiserOf(call.self);
    const name = (own && parametersOf(own)?.[1]?.name.name) ?? null;
    const facts = { operator: nameOfClass(call.self), first: name };
    report(building, "A1", first?.span ?? call.span, facts);
  }
  const made = constructing(session, call, () => {
    const keywords = withDefaults(session, call);
    return make(keywords === call.keywords ? call : { ...call, keywords });
  });
  const payload = payloadOf(made, "airflow.task");
  if (made.kind !== "instance" || !payload) return made;
  const fields = templateFieldsOf(call, made);
  const { draft } = payload;
  const ready: TaskPayload = { type: "airflow.task", draft, templateFields: fields, ready: true };
  made.payload = ready;
  made.attributes.set("partial", partialOfTask(session, made.class.name));
  if (fields) linkFields(session, call, made, draft, fields);
  else linkGuess(session, call, draft);
  return made;
}

function nameOfClass(value: Value | undefined): string {
  return value?.kind === "class" ? value.name : "operator";
}

/** What the `__init__` of a workspace class asks for and was not given may be in `default_args`. */
function withDefaults(session: Session, call: NativeCall): ReadonlyMap<string, GivenArgument> {
  const own = initialiserOf(call.self);
  const parameters = own && parametersOf(own);
  const first = call.positional[0];
  const isWhole = !parameters && (!first || call.keywords.has("task_id"));
  if (isWhole) return call.keywords;
  const keywords = new Map(call.keywords);
  if (!parameters) return first ? keywords.set("task_id", first) : keywords;
  const defaults = mergedDefaults(
    homeOfCall(session, call.keywords),
    call.keywords.get("default_args")?.value,
    call.span,
  );
  for (const { name } of parameters.slice(1)) {
    const fallback = defaults.get(name.name);
    if (!fallback || keywords.has(name.name)) continue;
    const { value, span } = fallback;
    keywords.set(name.name, { value, span, keywordSpan: undefined });
  }
  return keywords;
}

/** The `__init__` that the workspace wrote for a class, or for one that it inherits from. */
function initialiserOf(of: Value | undefined): Value | undefined {
  if (of?.kind !== "class") return undefined;
  const { mro } = of;
  for (let at = 0, ancestor = mro[0]; ancestor; ancestor = mro[++at]) {
    const found = ancestor.attributes.get("__init__");
    if (found) return found.kind === "function" ? found : undefined;
  }
  return undefined;
}

/** BaseOperator's own `__init__`: the task comes to be. */
function initialise(session: Session, call: NativeCall): Value {
  const self = call.self;
  if (self?.kind !== "instance" || payloadOf(self, "airflow.task")) return none;
  const outer = session.constructing.at(-1) ?? call;
  const draft = makeTask(session, {
    call: outer,
    class: self.class,
    given: call.keywords,
    uncertain: call.uncertain ?? outer.uncertain,
    interpreter: call,
    mapped: false,
  });
  draft.args.forEach(({ value }, name) => self.attributes.set(name, value));
  if (mergesJson(self.class))
    self.attributes.set("json", call.interpreter.unknown("json holds other arguments too"));
  if (draft.args.has("trigger_rule") && draft.triggerRule !== null)
    self.attributes.set("trigger_rule", triggerRuleMember(session, draft.triggerRule));
  self.attributes.set("task_id", idValue(draft));
  const payload: TaskPayload = {
    type: "airflow.task",
    draft,
    templateFields: undefined,
    ready: false,
  };
  self.payload = payload;
  session.instances.set(draft, self);
  return none;
}

/** Databricks' operators put what else they are given into `json`. */
const mergesJson = memo((of: ClassValue) =>
  of.mro.some(({ module }) => module.startsWith("airflow.providers.databricks.")),
);

function idValue(draft: TaskDraft): Value {
  return draft.id.includes("{")
    ? { kind: "unknown", reason: "the task's id is not known", pattern: draft.id }
    : { kind: "str", value: draft.id };
}

/** The template fields of an instance; undefined when its class is not known. */
function templateFieldsOf(call: NativeCall, made: InstanceValue): readonly string[] | undefined {
  const fields = call.interpreter.attribute(made, "template_fields");
  if (fields?.kind === "str") return [fields.value];
  if (fields?.kind === "list") return textsOf(fields);
  if (fields?.kind !== "tuple") return undefined;
  // A tuple stays what it is, and all tasks of a class share it.
  const before = knownFields.get(fields);
  if (before) return before;
  const found = textsOf(fields);
  if (found) knownFields.set(fields, found);
  return found;
}

const knownFields = notes<TupleValue, readonly string[]>();

function textsOf({ items, uncertain }: ListValue | TupleValue): readonly string[] | undefined {
  const texts = items.flatMap((item) => (item.kind === "str" ? [item.value] : []));
  return uncertain || texts.length < items.length ? undefined : texts;
}

function linkFields(
  session: Session,
  call: NativeCall,
  made: InstanceValue,
  draft: TaskDraft,
  fields: readonly string[],
): void {
  for (let at = 0, field = fields[0]; field !== undefined; field = fields[++at]) {
    const value = made.attributes.get(field);
    if (value) linkData(session, call, draft, value, { span: call.keywords.get(field)?.span });
  }
}

/** Which arguments of an unknown class are template fields is not known: their edges may be. */
function linkGuess(session: Session, call: NativeCall, draft: TaskDraft): void {
  for (const argument of call.keywords.values()) {
    const { value, span } = argument;
    linkData(session, call, draft, value, { span, certainty: "dynamic" });
  }
}

function outputProperty(session: Session): Value {
  return {
    kind: "property",
    setter: undefined,
    getter: nativeFunction("output", (call) => {
      const self = call.self ?? call.positional[0]?.value;
      const draft = payloadOf(self, "airflow.task")?.draft;
      return draft ? outputOf(session, draft) : call.interpreter.unknown("output of no task");
    }),
  };
}
