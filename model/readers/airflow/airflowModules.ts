// cspell:ignore baseoperator dagbag mappedoperator taskmixin expandinput abstractoperator slamiss serde edgemodifier
import { exceptionClass } from "../../python/builtins/exceptions.ts";
import {
  nativeClass,
  nativeFunction,
  nativeModule,
  type Host,
  type NativeCall,
} from "../../python/native.ts";
import type { ModuleValue, UnknownValue, Value } from "../../python/value.ts";
import { airflowName, isOperatorName } from "./airflowNames.ts";
import { datesModule } from "./airflowDates.ts";
import { knownHelper, releases } from "./knownHelpers.ts";
import type { Session } from "./session.ts";

/** The modules that the reader gives to code: everything below `airflow`, and stand-ins for packages that are not there. */
export function airflowModules(
  session: Session,
): Pick<Required<Host>, "importModule" | "missingModule" | "isInstalled"> {
  const known = new Map<string, ModuleValue>();
  const make = (name: string, isAirflow: boolean): ModuleValue => {
    const there = known.get(name);
    if (there) return there;
    const made = nativeModule(name, datesModule(session, name), (attribute) =>
      attributeOf(session, { module: name, attribute, isAirflow, submodule: make }),
    );
    known.set(name, made);
    return made;
  };
  return {
    importModule: (name, guarded) => {
      // Code that asks which Airflow it is gets the true answer; an import that would fail is read all the same.
      if (guarded && session.airflow === 2 && isOnlyIn3(name)) return "absent";
      if (isAirflowModule(name)) return make(name, true);
      return comesWithAirflow(name) ? make(name, false) : undefined;
    },
    missingModule: (name) => make(name, false),
    isInstalled: (name) => installed.has(name.split(".", 1)[0] ?? ""),
  };
}

/** Packages that are there wherever such a file runs, so that their imports do not fail. */
function comesWithAirflow(name: string): boolean {
  return alwaysThere.has(name.split(".", 1)[0] ?? "");
}

const alwaysThere = new Set(["kubernetes", "sqlalchemy", "jinja2", "requests"]);

/**
 * Packages that Airflow or its images bring, and whose names people give to folders of their own. Airflow puts the folders of
 * DAGs and plugins at the end of `sys.path`: what is installed is found before them.
 */
const installed = new Set(
  `alembic croniter cryptography deprecated flask fsspec httpx jwt markdown numpy opentelemetry pandas pluggy psutil pygments
  rich structlog tabulate tenacity termcolor uvicorn`.split(/\s+/),
);

function isOnlyIn3(name: string): boolean {
  return name === "airflow.sdk" || name.startsWith("airflow.sdk.");
}

function isAirflowModule(name: string): boolean {
  return name === "airflow" || name.startsWith("airflow.");
}

interface Asked {
  readonly module: string;
  readonly attribute: string;
  readonly isAirflow: boolean;
  readonly submodule: (name: string, isAirflow: boolean) => ModuleValue;
}

function attributeOf(session: Session, asked: Asked): Value | undefined {
  const { module, attribute, isAirflow, submodule } = asked;
  if (/^__\w+__$/.test(attribute) || `${module}.${attribute}` === versionName)
    return specialName(session, asked);
  const helper = knownHelper(session, attribute, module);
  if (helper) return helper;
  if (isAirflow || isGroupMaker(attribute) || isOperatorName(attribute)) {
    const meant = isAirflow
      ? airflowName(session, attribute, module)
      : foreignName(session, attribute, module);
    if (meant && !isModuleName(module, attribute)) return meant;
  }
  if (isAirflow && isModuleName(module, attribute)) {
    return submodule(`${module}.${attribute}`, true);
  }
  if (/^kubernetes(\.|$)/.test(module) && /^[a-z]/.test(attribute)) {
    return submodule(`${module}.${attribute}`, false);
  }
  return unknownName(session, asked);
}

function foreignName(session: Session, name: string, module: string): Value | undefined {
  return isGroupMaker(name) || isOperatorName(name)
    ? airflowName(session, name, module)
    : undefined;
}

function isGroupMaker(name: string): boolean {
  return /^[A-Z]\w*(Dag|TaskGroup)$/.test(name);
}

/** Packages of Airflow whose lower-case names are modules. */
function isModuleName(module: string, name: string): boolean {
  if (!/^[a-z_]\w*$/.test(name)) return false;
  const last = module.split(".").at(-1) ?? "";
  if (module === "airflow") {
    return /^(configuration|contrib|datasets|decorators|exceptions|executors|hooks|io|lineage|macros|models|notifications|operators|plugins_manager|providers|providers_manager|sdk|security|sensors|settings|stats|task|ti_deps|timetables|triggers|utils|version|api|jobs|listeners|policies|secrets|www|assets)$/.test(
      name,
    );
  }
  if (module.startsWith("airflow.providers") && module.split(".").length < 4) return true;
  if (module === "airflow.models") {
    return /^(baseoperator|connection|dag|dagbag|dagrun|mappedoperator|param|taskinstance|taskmixin|variable|xcom|xcom_arg|expandinput|dataset|asset|abstractoperator|crypto|base|log|pool|serialized_dag|slamiss|trigger|errors)$/.test(
      name,
    );
  }
  if (module === "airflow.sdk") {
    return /^(definitions|bases|exceptions|timezone|types|execution_time|observability|io|log|configuration|plugins_manager|module_loading|yaml|importers|serde|api|listener|providers_manager_runtime)$/.test(
      name,
    );
  }
  if (module === "airflow.utils") {
    return /^(dates|timezone|state|trigger_rule|task_group|edgemodifier|helpers|weight_rule|types|session|log|email|db|decorators|context|file|module_loading|dag_cycle_tester|db_cleanup|process_utils|operator_helpers|python_virtualenv|setup_teardown|xcom|dag_parsing_context|code_utils|json|net|cli|strings|sqlalchemy)$/.test(
      name,
    );
  }
  if (module === "airflow.decorators") return false;
  return packages.has(last);
}

const packages = new Set([
  "cloud",
  "contrib",
  "definitions",
  "executors",
  "hooks",
  "operators",
  "secrets",
  "sensors",
  "timetables",
  "transfers",
  "triggers",
  "utils",
  "notifications",
  "log",
  "aws",
  "kubernetes",
  "cncf",
  "apache",
  "microsoft",
  "google",
  "amazon",
  "common",
  "azure",
  "suite",
  "marketing_platform",
  "leveldb",
  "firebase",
  "ads",
]);

const versionName = "airflow.version.version";

function specialName(session: Session, { module, attribute, isAirflow }: Asked): Value | undefined {
  const isVersion = attribute === "__version__" || `${module}.${attribute}` === versionName;
  if (isVersion && isAirflow) {
    return {
      kind: "str",
      value: releases[session.airflow],
      inferred: "target version",
    };
  }
  if (attribute === "__name__") return { kind: "str", value: module };
  return undefined;
}

/** A name whose meaning is known only to its package. Called, it does not make tasks if it is Airflow's own. */
function unknownName(
  session: Session,
  { module, attribute, isAirflow }: Asked,
): UnknownValue | Value {
  const path = `${module}.${attribute}`;
  if (!isAirflow) {
    const reason = `package ${module.split(".")[0] ?? module} is not in this workspace`;
    return { kind: "unknown", reason, path };
  }
  if (harmlessCall(attribute)) return harmless(session, attribute, path);
  const ownName = renamedClasses.get(attribute);
  return {
    kind: "unknown",
    reason: `${path} is known only to Airflow`,
    path: ownName === undefined ? path : `${module}.${ownName}`,
  };
}

/** Classes that Airflow offers under another name than the `__name__` they have. */
const renamedClasses: ReadonlyMap<string, string> = new Map([
  ["XCom", "BaseXCom"],
  ["ImportError", "ParseImportError"],
]);

function harmlessCall(name: string): boolean {
  return /^(get_current_context|get_parsing_context|is_venv_installed|provide_session|apply_lineage)$/.test(
    name,
  );
}

/** While a file is read for all of its DAGs, none of them is asked for. */
const parsingContext: Value = {
  kind: "instance",
  class: nativeClass({ name: "AirflowParsingContext", module: "airflow.sdk" }),
  attributes: new Map(
    ["dag_id", "task_id"].map((name) => [
      name,
      { kind: "none", inferred: "while all DAGs of the file are read" },
    ]),
  ),
  payload: undefined,
};

/** Only what a task runs has a context, and that is not read here. */
function withoutContext({ airflow }: Session, { interpreter }: NativeCall): never {
  const exception =
    airflow === 3
      ? "RuntimeError"
      : nativeClass({
          name: "AirflowException",
          module: "airflow.exceptions",
          bases: [exceptionClass("Exception")],
        });
  return interpreter.raise(
    exception,
    "Current context was requested but no context was found! Are you running within an Airflow task?",
  );
}

function harmless(session: Session, name: string, path: string): Value {
  return nativeFunction(name, (call) => {
    const [first] = call.positional;
    if (name === "get_current_context") return withoutContext(session, call);
    if (name === "provide_session" && first) return first.value;
    if (name === "is_venv_installed") {
      return { kind: "bool", value: true, inferred: "where virtualenv is installed" };
    }
    if (name === "get_parsing_context") return parsingContext;
    return call.interpreter.unknown(`${path} is known only to Airflow`, call.span);
  });
}
