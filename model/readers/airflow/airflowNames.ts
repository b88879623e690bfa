import { operatorClassFacts } from "../../catalogue/catalogue.ts";
import { nativeClass, nativeFunction, type NativeCall } from "../../python/native.ts";
import type { Value } from "../../python/value.ts";
import { assetDecorator } from "./assetFunctions.ts";
import { assetClass } from "./assets.ts";
import { classFor } from "./classFor.ts";
import { configuration, dagsFolder } from "./configuration.ts";
import { enumClass, triggerRuleClass } from "./enumClasses.ts";
import { dagClass } from "./dagClass.ts";
import { databricksGroupClass } from "./databricksGroup.ts";
import { dagDecorator } from "./dagFunctions.ts";
import { groupClass } from "./groupClass.ts";
import { groupDecorator } from "./groupFunctions.ts";
import { hasAttribute } from "./knownAttributes.ts";
import { baseOperatorClass, operatorClass } from "./operatorClass.ts";
import { tasksOf } from "./operands.ts";
import { chainFunction, labelFunction, method } from "./relations.ts";
import { instanceOf, type Session } from "./session.ts";
import { importString } from "./importString.ts";
import { checkJson, shownKind } from "./jsonValues.ts";
import { opaqueGroupClass } from "./opaqueGroup.ts";
import { report } from "./structure/building.ts";
import { taskDecorator, taskDecorators, setupDecorator } from "./taskFunctions.ts";
import { timetableClass } from "./timetables.ts";
import { setupMethods, xcomClass } from "./xcomClass.ts";
import { withMore } from "../../withMore.ts";

/** What a name means wherever in Airflow it is imported from; undefined for a name that has no meaning here. */
export function airflowName(session: Session, name: string, module: string): Value | undefined {
  const make = makers.get(name);
  if (make) return make(session, name, module);
  if (/(Timetable|OrTimeSchedule|PartitionedAtRuntime)$/.test(name))
    return timetableClass(session, name);
  if (/^(Dbt|Airflow)?\w*(Dag|TaskGroup)$/.test(name) && /^[A-Z]/.test(name)) {
    return opaqueGroupClass(session, name);
  }
  if (name.endsWith("Mixin")) return mixinClass(session, name, module);
  // Some are called otherwise, such as ExternalTaskMarker: the catalogue knows them.
  const isOperator = isOperatorName(name) || operatorClassFacts(name, module) !== undefined;
  return isOperator ? operatorClass(session, name, module) : undefined;
}

/** Whether a class of this name is an operator, whatever package it comes from. */
export function isOperatorName(name: string): boolean {
  return /^[A-Z]\w*(Operator|Sensor|SensorAsync|OperatorAsync)$/.test(name);
}

/** A class that operators inherit from beside their own, such as LoggingMixin: it changes nothing that matters here. */
function mixinClass(session: Session, name: string, module: string): Value {
  return classFor(session, `${module}.${name}`, () =>
    nativeClass({
      name,
      module,
      classAttribute: (attribute) => ({
        kind: "unknown",
        reason: `${attribute} of ${name} is known only to Airflow`,
        path: `${module}.${name}.${attribute}`,
      }),
      attributes: [],
    }),
  );
}

type Maker = (session: Session, name: string, module: string) => Value;

const makers: ReadonlyMap<string, Maker> = new Map(
  Object.entries<Maker>({
    DAG: (session) => dagClass(session),
    dag: (session) => dagDecorator(session),
    task: (session) => taskDecorators(session),
    task_group: (session) => groupDecorator(session),
    setup: (session) => setupDecorator(session, "setup"),
    teardown: (session) => setupDecorator(session, "teardown"),
    TaskGroup: (session) => groupClass(session),
    DatabricksWorkflowTaskGroup: (session) => databricksGroupClass(session),
    BaseOperator: (session) => baseOperatorClass(session),
    BaseSensorOperator: (session) => operatorClass(session, "BaseSensorOperator", "airflow.sdk"),
    XComArg: (session) => xcomClass(session),
    PlainXComArg: (session) => xcomClass(session),
    Label: (session, name) => labelFunction(session, name),
    EdgeModifier: (session, name) => labelFunction(session, name),
    chain: (session) => chainFunction(session, "chain"),
    chain_linear: (session) => chainFunction(session, "chain_linear"),
    cross_downstream: (session) => chainFunction(session, "cross_downstream"),
    context_wrapper: (session) => contextWrapper(session),
    TriggerRule: (session, _name, module) => triggerRuleClass(session, module),
    WeightRule: (session, name, module) =>
      enumClass(session, { name, module }, ["downstream", "upstream", "absolute"]),
    Variable: (session) => variableClass(session),
    conf: (session) => configuration(session),
    import_string: () => importString(),
    DAGS_FOLDER: (session) => dagsFolder(session),
    asset: (session) => assetDecorator(session),
    Asset: assetClass,
    AssetAlias: assetClass,
    AssetAll: assetClass,
    AssetAny: assetClass,
    Dataset: assetClass,
    DatasetAlias: assetClass,
    DatasetAll: assetClass,
    DatasetAny: assetClass,
    AssetWatcher: (session) => watcherClass(session),
    Param: (session) => plainClass(session, "Param"),
    // What a ParamsDict does is what the dict it is made from does.
    ParamsDict: () =>
      nativeFunction("ParamsDict", (call) => {
        const given = call.positional[0] ?? call.keywords.get("dict_obj");
        return given && given.value.kind !== "none" ? given.value : call.interpreter.dict([]);
      }),
    poke_mode_only: (_session, name) => unchanged(name),
    apply_defaults: (_session, name) => unchanged(name),
    python_task: (session) => taskDecorator(session, "@task"),
    bash_task: (session) => taskDecorator(session, "@task.bash"),
    branch_task: (session) => taskDecorator(session, "@task.branch"),
    short_circuit_task: (session) => taskDecorator(session, "@task.short_circuit"),
    sensor_task: (session) => taskDecorator(session, "@task.sensor"),
    virtualenv_task: (session) => taskDecorator(session, "@task.virtualenv"),
    external_python_task: (session) => taskDecorator(session, "@task.external_python"),
  }),
);

/** A decorator that leaves what it decorates as it is. */
function unchanged(name: string): Value {
  return nativeFunction(
    name,
    (call) => call.positional[0]?.value ?? call.interpreter.unknown(`${name} of nothing`),
  );
}

/** A class of which only the arguments matter. */
function plainClass(session: Session, name: string): Value {
  return classFor(session, name, () =>
    nativeClass({
      name,
      module: "airflow.sdk",
      attributes: [
        method("__init__", (call) => {
          keepArguments(call);
          const given = call.keywords.get("default") ?? call.positional[0];
          if (name === "Param" && given) checkJson(session, given.value, given.span ?? call.span);
          return none;
        }),
      ],
    }),
  );
}

function keepArguments(call: NativeCall): void {
  if (call.self?.kind !== "instance") return;
  for (const [key, { value }] of call.keywords) call.self.attributes.set(key, value);
  const [first] = call.positional;
  if (first) call.self.attributes.set("default", first.value);
}

/** `AssetWatcher(name=…, trigger=…)`: the trigger has to be one that waits for events. */
function watcherClass(session: Session): Value {
  return classFor(session, "AssetWatcher", () =>
    nativeClass({
      name: "AssetWatcher",
      module: "airflow.sdk",
      attributes: [
        method("__init__", (call) => {
          keepArguments(call);
          const trigger = call.keywords.get("trigger") ?? call.positional[1];
          if (trigger && isNoTrigger(trigger.value)) {
            const facts = { given: shownKind(trigger.value) };
            report(session.building, "X6", trigger.span ?? call.span, facts);
          }
          return none;
        }),
      ],
    }),
  );
}

/** A class instead of an object, a plain value, or something of Airflow's that is no trigger. */
function isNoTrigger(value: Value): boolean {
  if (value.kind === "instance") return value.payload?.type.startsWith("airflow.") === true;
  return value.kind !== "unknown";
}

const none: Value = { kind: "none" };

/** `Variable.get("x", default)`: without Airflow's database, the default is what is known. */
function variableClass(session: Session): Value {
  return classFor(session, "Variable", () => {
    const get = nativeFunction("get", (call) => variableOf(call));
    return nativeClass({
      name: "Variable",
      module: "airflow.sdk",
      classAttribute: (name) =>
        hasAttribute("Variable", name, session.airflow)
          ? { kind: "unknown", reason: `${name} of Variable is known only to Airflow` }
          : undefined,
      attributes: [
        ["get", { kind: "wrapped", form: "static", callee: get }],
        ["set", { kind: "wrapped", form: "static", callee: nativeFunction("set", () => none) }],
        [
          "setdefault",
          { kind: "wrapped", form: "static", callee: nativeFunction("setdefault", variableOf) },
        ],
      ],
    });
  });
}

function variableOf(call: NativeCall): Value {
  const key = call.positional[0]?.value ?? call.keywords.get("key")?.value;
  const name = key?.kind === "str" ? ` ${key.value}` : "";
  const fallback =
    call.keywords.get("default_var") ?? call.keywords.get("default") ?? call.positional[1];
  if (!fallback) {
    return call.interpreter.unknown(`Variable${name} is known only to Airflow`, call.span);
  }
  return withMore(fallback.value, { inferred: `default of Variable${name}` });
}

/** `with context_wrapper([s1, s2]):`. */
function contextWrapper(session: Session): Value {
  const wrapper = classFor(session, "ContextWrapper", () =>
    nativeClass({
      name: "ContextWrapper",
      module: "airflow.sdk",
      attributes: setupMethods(session),
    }),
  );
  return nativeFunction("context_wrapper", (call) => {
    const tasks = tasksOf(call.positional[0]?.value);
    return instanceOf(wrapper, { type: "airflow.setups", tasks }, call.span);
  });
}
