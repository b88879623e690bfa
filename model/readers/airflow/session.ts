import type { Argument } from "../../dag/dag.ts";
import type { Certainty, Unknown } from "../../dag/certainty.ts";
import type { Choice, GivenArgument, NativeCall } from "../../python/native.ts";
import type { ClassValue, InstanceValue, UnknownValue, Value } from "../../python/value.ts";
import type { Span } from "../../text/span.ts";
import type { AirflowVersion, ReadInput } from "../reader.ts";
import type { AssetTree } from "./assets.ts";
import { newBuilding, type Building } from "./structure/building.ts";
import type {
  DagDraft,
  GroupDraft,
  LabelDraft,
  Statement,
  TaskDraft,
  XComDraft,
} from "./structure/draft.ts";

/** Everything that is known while one file is read as Airflow would load it. */
export interface Session {
  readonly airflow: AirflowVersion;
  readonly file: string;
  readonly text: string;
  /** Where Airflow finds the file's folder of DAGs, as code sees it. */
  readonly dagsFolder: string;
  readonly building: Building;
  /** Every DAG made, in order. */
  readonly dags: DagDraft[];
  /** DAGs whose `with` block or `@dag` body ended with `auto_register` on. */
  readonly registered: Set<DagDraft>;
  /** `@dag` functions of the file that were not called yet. */
  readonly uncalled: Map<Value, { readonly name: string; readonly span: Span }>;
  /** `@teardown` functions that were called: Airflow refuses to call one again. */
  readonly calledTeardowns: Set<Value>;
  /** Partial operators that were not expanded yet. */
  readonly unmapped: Map<Value, { readonly taskId: string; readonly span: Span }>;
  /** The instance that code holds for each task that has one. */
  readonly instances: Map<TaskDraft, InstanceValue>;
  readonly dagInstances: Map<DagDraft, InstanceValue>;
  readonly groupInstances: Map<GroupDraft, InstanceValue>;
  /** Calls of operator classes whose `__init__` runs now, innermost last. */
  readonly constructing: NativeCall[];
  /** What stands in the picture for a value that cannot be known. */
  readonly placeholders: Map<UnknownValue, TaskDraft>;
  /** What the `partial` of an operator's task answers, one for all tasks of a class. */
  readonly partials: Map<string, Value>;
  /** The classes of what Airflow gives to code, made when first needed. */
  readonly classes: Map<string, ClassValue>;
  readonly unknown: Unknown[];
  /** See `Reading.moreDags`. */
  moreDags: Unknown | undefined;
}

/** A session before the first line runs. */
export function newSession({ airflow, file, text, files, importRoots }: ReadInput): Session {
  return {
    airflow,
    file,
    text,
    dagsFolder: `${files.place ?? ""}/${importRoots[0] ?? ""}`.replace(/(?<=.)\/$/, ""),
    building: newBuilding(airflow),
    dags: [],
    registered: new Set(),
    uncalled: new Map(),
    calledTeardowns: new Set(),
    unmapped: new Map(),
    instances: new Map(),
    dagInstances: new Map(),
    groupInstances: new Map(),
    constructing: [],
    placeholders: new Map(),
    partials: new Map(),
    classes: new Map(),
    unknown: [],
    moreDags: undefined,
  };
}

/** What the instances that code under evaluation holds really are. */
export type AirflowPayload =
  | { readonly type: "airflow.dag"; readonly draft: DagDraft }
  | TaskPayload
  | { readonly type: "airflow.group"; readonly draft: GroupDraft }
  | { readonly type: "airflow.xcom"; readonly draft: XComDraft }
  | { readonly type: "airflow.label"; readonly draft: LabelDraft }
  | TaskFunctionPayload
  | GroupFunctionPayload
  | PartialPayload
  | {
      readonly type: "airflow.dagFunction";
      readonly function: Value;
      readonly given: GivenMap;
      /** Airflow 2 without parentheses: calling it does not make the DAG yet. */
      readonly awaitsFunction: boolean;
    }
  | { readonly type: "airflow.mappedArgument"; readonly tasks: readonly TaskDraft[] }
  | { readonly type: "airflow.asset"; readonly tree: AssetTree }
  | { readonly type: "airflow.timetable"; readonly className: string; readonly call: NativeCall }
  | { readonly type: "airflow.enum"; readonly value: string }
  | { readonly type: "airflow.setups"; readonly tasks: readonly TaskDraft[] };

/** An operator's instance. */
export interface TaskPayload {
  readonly type: "airflow.task";
  readonly draft: TaskDraft;
  /** Names of the fields in which data makes edges; undefined when the class is not known. */
  readonly templateFields: readonly string[] | undefined;
  /** Its `__init__` is over: from now on, setting a template field makes edges at once. */
  ready: boolean;
}

/** Keyword arguments as they were given. */
export type GivenMap = ReadonlyMap<string, GivenArgument>;

/** A function decorated with `@task` or one of its kind. */
export interface TaskFunctionPayload {
  readonly type: "airflow.taskFunction";
  readonly function: Value;
  /** As Airflow shows it: `@task.branch`. */
  readonly decorator: string;
  readonly given: GivenMap;
  /** Arguments of the function from `.partial(…)`. */
  readonly partial: GivenMap;
  readonly setup: boolean;
  readonly teardown: boolean;
  readonly uncertain: UnknownValue | undefined;
  readonly span: Span;
}

/** A function decorated with `@task_group`. */
export interface GroupFunctionPayload {
  readonly type: "airflow.groupFunction";
  readonly function: Value;
  readonly given: GivenMap;
  readonly partial: GivenMap;
  readonly span: Span;
}

/** `SomeOperator.partial(…)`. */
export interface PartialPayload {
  readonly type: "airflow.partial";
  readonly class: ClassValue;
  readonly given: GivenMap;
  readonly uncertain: UnknownValue | undefined;
}

/** The payload of a type, if the value has it. */
export function payloadOf<T extends AirflowPayload["type"]>(
  value: Value | undefined,
  type: T,
): Extract<AirflowPayload, { type: T }> | undefined {
  if (value?.kind !== "instance" || value.payload?.type !== type) return undefined;
  // Only this reader makes payloads of these types.
  return value.payload as Extract<AirflowPayload, { type: T }>;
}

/** An instance that carries a payload. */
export function instanceOf(
  ofClass: ClassValue,
  payload: AirflowPayload,
  span?: Span,
): InstanceValue {
  return { kind: "instance", class: ofClass, attributes: new Map(), payload, span };
}

/** How certain it is that the call happens, once: nothing more, and nothing about what it is given. */
export function certaintyOf(call: NativeCall): Certainty {
  return call.interpreter.context().certainty;
}

/** The ways that led to a call where what decides is not known. */
export function choicesOf(call: NativeCall): readonly Choice[] {
  return call.interpreter.context().choices;
}

/** A call as the statement of an edge. */
export function statementOf(
  call: NativeCall,
  via: Statement["via"],
  ends: {
    readonly from?: Span | undefined;
    readonly to?: Span | undefined;
    readonly span?: Span;
  } = {},
): Statement {
  return {
    span: ends.span ?? call.span,
    statementSpan: call.interpreter.statementSpan(),
    fromSpan: ends.from,
    toSpan: ends.to,
    via,
    certainty: certaintyOf(call),
    choices: choicesOf(call),
  };
}

/** The innermost call in the file that is read that led here, when `call` lies in another file. */
export function siteOf(session: Session, call: NativeCall): Span | undefined {
  if (call.span.file === session.file) return undefined;
  return call.interpreter.frames
    .map((frame) => frame.callSpan)
    .findLast((span) => span?.file === session.file);
}

/** Runs the making of an instance: what its `__init__` does is said of the call that code shows. */
export function constructing<T>(session: Session, call: NativeCall, make: () => T): T {
  const depth = session.constructing.length;
  session.constructing.push(call);
  try {
    return make();
  } finally {
    session.constructing.length = depth;
  }
}

/** The string a value is, if it is one or a member of one of Airflow's enumerations. */
export function stringOf(value: Value | undefined): string | undefined {
  if (value?.kind === "str") return value.value;
  return payloadOf(value, "airflow.enum")?.value;
}

/** `True` and `False`; undefined for anything else. */
export function booleanOf(value: Value | undefined): boolean | undefined {
  return value?.kind === "bool" ? value.value : undefined;
}

/** The later of two: dynamic over inferred over certain. */
export function leastCertain(...all: readonly Certainty[]): Certainty {
  if (all.includes("dynamic")) return "dynamic";
  return all.includes("inferred") ? "inferred" : "certain";
}

/** A given argument as a DAG, task or group keeps it. */
export function argumentOf(
  name: string,
  given: GivenArgument,
  origin: Argument["origin"],
  otherwise: Span,
): Argument {
  return {
    name,
    value: given.value,
    span: given.span ?? given.value.span ?? otherwise,
    keywordSpan: given.keywordSpan,
    origin,
  };
}

/** The entries of a `default_args` dict, as arguments; what is not a string key is left out. */
export function argumentsOfDict(
  value: Value | undefined,
  origin: Argument["origin"],
  otherwise: Span,
): Map<string, Argument> {
  const found = new Map<string, Argument>();
  if (value?.kind !== "dict") return found;
  for (const entry of value.entries.values()) {
    if (entry.key.kind !== "str") continue;
    found.set(entry.key.value, {
      name: entry.key.value,
      value: entry.value,
      span: entry.valueSpan ?? entry.value.span ?? otherwise,
      keywordSpan: undefined,
      origin,
    });
  }
  return found;
}
