import { dropXComs, findXCom, putXCom, xcomSequence } from "../model/run/xcomStore.ts";
import type { Progress } from "../model/run/progress.ts";
import type { TaskInstance } from "../model/run/taskNode.ts";
import type { Reply, Request } from "../protocol/runner.ts";
import { answerAssetEvents, noteAssetEvents, type AssetEvents } from "./assetEvents.ts";
import { isoTime } from "./isoTime.ts";
import { pythonSlice } from "./pythonSlice.ts";
import { askStateStore, type StateStores, type StoreAnswer } from "./stateStores.ts";

/** What answering needs to know of the run, and whom it tells. */
export interface AnswerContext {
  readonly progress: Progress;
  readonly dagId: string;
  readonly runId: string;
  /** Values of the local file, and those that tasks put while running. */
  readonly variables: Map<string, string>;
  readonly stores: StateStores;
  readonly assetEvents: AssetEvents;
  readonly now: () => number;
  /** When a rescheduled try began the first time: ISO 8601. */
  firstStart(instance: TaskInstance): string | null;
  pushed(instance: TaskInstance, key: string, value: string, length: number | null): void;
  skip(instance: TaskInstance, tasks: unknown): void;
  labelled(instance: TaskInstance, label: string): void;
  rendered(instance: TaskInstance, fields: Readonly<Record<string, unknown>>): void;
  produced(instance: TaskInstance, assets: readonly { name: string; uri: string | null }[]): void;
  /** The answer only pretends that something outside this run is there. */
  pretended(instance: TaskInstance, what: string): void;
  missing(kind: "Variable" | "connection", name: string): void;
  unanswered(type: string): void;
}

/**
 * Answers what a try asks, in the words of Airflow's supervisor (Airflow: task-sdk execution_time/comms.py). Null where
 * Airflow expects none.
 */
export function answer(
  context: AnswerContext,
  instance: TaskInstance,
  request: Request,
): Reply | null {
  const handle = answers[request.type];
  if (handle) return handle({ context, instance, request });
  const store = askStateStore(context.stores, nameOf(instance), request);
  if (store) return storeReply(store);
  context.unanswered(request.type);
  return error("GENERIC_ERROR");
}

interface Asked {
  readonly context: AnswerContext;
  readonly instance: TaskInstance;
  readonly request: Request;
}

const answers: Readonly<Partial<Record<string, (asked: Asked) => Reply | null>>> = {
  SetXCom: ({ context, instance, request }) => {
    const key = text(request["key"]);
    const value = jsonText(request["value"]);
    const length = number(request["mapped_length"] ?? request["_mapped_length"]);
    putXCom(context.progress.xcoms, instance.node.task.taskId, instance.mapIndex, key, {
      text: value,
      length,
    });
    context.pushed(instance, key, value, length);
    return null;
  },
  DeleteXCom: ({ context, request }) => {
    if (isHere(context, request))
      dropXComs(context.progress.xcoms, taskId(request), mapIndex(request), text(request["key"]));
    return null;
  },
  GetXCom: ({ context, request }) => {
    const key = keyOf(request);
    const found = isHere(context, request)
      ? findXCom(context.progress.xcoms, taskId(request), mapIndex(request), key)
      : undefined;
    return { type: "XComResult", key: key ?? "", value: found?.text ?? null };
  },
  GetXComCount: (asked) => ({ type: "XComCountResponse", len: sequence(asked).length }),
  GetNumberXComs: (asked) => ({ type: "XComLengthResponse", len: sequence(asked).length }),
  GetXComSequenceItem: (asked) => {
    const found = sequence(asked).at(number(asked.request["offset"]) ?? 0);
    return found === undefined
      ? error("XCOM_NOT_FOUND")
      : { type: "XComSequenceIndexResult", root: found };
  },
  GetXComSequenceSlice: (asked) => {
    const { start, stop, step } = asked.request;
    const root = pythonSlice(sequence(asked), number(start), number(stop), number(step));
    return { type: "XComSequenceSliceResult", root };
  },
  SetRenderedFields: ({ context, instance, request }) => {
    const fields = request["rendered_fields"];
    if (isRecord(fields)) context.rendered(instance, fields);
    return null;
  },
  SetRenderedMapIndex: ({ context, instance, request }) => {
    context.labelled(instance, text(request["rendered_map_index"]));
    return null;
  },
  SkipDownstreamTasks: ({ context, instance, request }) => {
    context.skip(instance, request["tasks"]);
    return null;
  },
  SucceedTask: ({ context, instance, request }) => {
    const outlets = Array.isArray(request["task_outlets"]) ? request["task_outlets"] : [];
    const source = {
      timestamp: isoTime(context.now()),
      source_task_id: instance.node.task.taskId,
      source_dag_id: context.dagId,
      source_run_id: context.runId,
      source_map_index: instance.mapIndex,
    };
    noteAssetEvents(context.assetEvents, source, request);
    context.produced(
      instance,
      outlets.filter(isRecord).map((asset) => ({
        name: text(asset["name"] ?? asset["uri"]),
        uri: typeof asset["uri"] === "string" ? asset["uri"] : null,
      })),
    );
    return null;
  },
  TaskState: () => null,
  RetryTask: () => null,
  RescheduleTask: () => null,
  DeferTask: () => null,
  MaskSecret: () => null,
  GetVariable: ({ context, request }) => {
    const key = text(request["key"]);
    const value = context.variables.get(key);
    if (value !== undefined) return { type: "VariableResult", key, value };
    context.missing("Variable", key);
    return error("VARIABLE_NOT_FOUND");
  },
  PutVariable: ({ context, request }) => {
    context.variables.set(text(request["key"]), text(request["value"]));
    return ok;
  },
  DeleteVariable: ({ context, request }) => {
    context.variables.delete(text(request["key"]));
    return ok;
  },
  GetConnection: ({ context, request }) => {
    context.missing("connection", text(request["conn_id"]));
    return error("CONNECTION_NOT_FOUND");
  },
  GetTICount: ({ context, instance, request }) => {
    if (!isHere(context, request))
      return { type: "TICount", count: pretendCount(context, instance, request) };
    return { type: "TICount", count: instancesAsked(context, request).length };
  },
  GetDRCount: ({ context, instance, request }) => ({
    type: "DRCount",
    count: pretendCount(context, instance, request),
  }),
  GetTaskStates: ({ context, request }) => ({
    type: "TaskStatesResult",
    task_states: {
      [context.runId]: Object.fromEntries(
        instancesAsked(context, request).map((one) => [
          one.mapIndex < 0 ? one.node.task.taskId : `${one.node.task.taskId}_${one.mapIndex}`,
          one.state === "none" ? null : one.state,
        ]),
      ),
    },
  }),
  GetDagRunState: ({ context, instance, request }) => {
    if (text(request["dag_id"]) !== context.dagId)
      context.pretended(instance, `DAG "${text(request["dag_id"])}" succeeded`);
    return { type: "DagRunStateResult", state: "success" };
  },
  GetTaskRescheduleStartDate: ({ context, instance }) => ({
    type: "TaskRescheduleStartDate",
    start_date: context.firstStart(instance),
  }),
  GetPrevSuccessfulDagRun: () => ({ type: "PrevSuccessfulDagRunResult" }),
  GetPreviousDagRun: () => ({ type: "PreviousDagRunResult", dag_run: null }),
  GetPreviousTI: () => ({ type: "PreviousTIResult", task_instance: null }),
  ValidateInletsAndOutlets: () => ({ type: "InactiveAssetsResult", inactive_assets: [] }),
  GetAssetByName: ({ request }) => assetReply(text(request["name"])),
  GetAssetByUri: ({ request }) => assetReply(text(request["uri"])),
  GetAssetsByAlias: () => ({ type: "AssetsByAliasResult", assets: [] }),
  GetAssetEventByAsset: ({ context, request }) => answerAssetEvents(context.assetEvents, request),
  GetAssetEventByAssetAlias: ({ context, request }) =>
    answerAssetEvents(context.assetEvents, request),
  TriggerDagRun: ({ context, instance, request }) => {
    context.pretended(instance, `DAG "${text(request["dag_id"])}" was triggered`);
    return ok;
  },
};

function nameOf({ node, mapIndex: index }: TaskInstance): string {
  return `task ${node.task.taskId} ${index}`;
}

function storeReply({ owner, found, value }: StoreAnswer): Reply {
  if (found === undefined) return ok;
  if (!found) return error(owner === "Task" ? "TASK_STORE_NOT_FOUND" : "ASSET_STORE_NOT_FOUND");
  return { type: `${owner}StateStoreResult`, value };
}

/** An asset as Airflow fills in what its name or address leaves open. */
function assetReply(nameOrUri: string): Reply {
  return { type: "AssetResult", name: nameOrUri, uri: nameOrUri, group: "asset" };
}

const ok: Reply = { type: "OKResponse", ok: true };

function error(name: string): Reply {
  return { type: "ErrorResponse", error: name, detail: {} };
}

/** Whether the question is about this run. */
function isHere(context: AnswerContext, request: Request): boolean {
  const dagId = request["dag_id"] ?? context.dagId;
  const runId = request["run_id"] ?? context.runId;
  return dagId === context.dagId && runId === context.runId;
}

/** As many as were asked for, if success is among the states: what lies outside this run is taken to be done. */
function pretendCount(context: AnswerContext, instance: TaskInstance, request: Request): number {
  const states = Array.isArray(request["states"]) ? request["states"] : ["success"];
  if (states.length > 0 && !states.includes("success")) return 0;
  const size = (field: string): number => {
    const list = request[field];
    return Array.isArray(list) ? Math.max(1, list.length) : 1;
  };
  context.pretended(instance, `DAG "${text(request["dag_id"])}" succeeded`);
  return Math.max(size("logical_dates"), size("run_ids")) * size("task_ids");
}

function instancesAsked(context: AnswerContext, request: Request): readonly TaskInstance[] {
  const { task_ids: ids, states, map_index: index, task_group_id: group } = request;
  return [...context.progress.nodes.values()]
    .filter((node) => !Array.isArray(ids) || ids.includes(node.task.taskId))
    .filter(
      (node) =>
        typeof group !== "string" ||
        node.task.group === group ||
        node.task.taskId.startsWith(`${group}.`),
    )
    .flatMap((node) => node.instances)
    .filter((one) => typeof index !== "number" || one.mapIndex === index)
    .filter((one) => !Array.isArray(states) || states.includes(one.state));
}

function sequence({ context, request }: Asked): readonly string[] {
  if (!isHere(context, request)) return [];
  return xcomSequence(context.progress.xcoms, taskId(request), keyOf(request)).map(
    ({ value }) => value.text,
  );
}

/** Null for any key, which only Airflow 2 asks for. */
function keyOf(request: Request): string | null {
  return request["key"] === null ? null : text(request["key"]);
}

function taskId(request: Request): string {
  return text(request["task_id"]);
}

function mapIndex(request: Request): number {
  return number(request["map_index"]) ?? -1;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

/** An XCom arrives as text already; anything else is written as JSON. */
function jsonText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
