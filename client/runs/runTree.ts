import { clockText } from "../../model/run/clockText.ts";
import { durationText } from "../../model/run/durationText.ts";
import type { InstanceRun, RunState, TaskRun, TryRun } from "../../model/run/state.ts";
import { joinedState } from "../../model/run/joinedState.ts";
import { isFinal, type TaskState } from "../../model/run/taskState.ts";

/** One row of the Runs view, by what it stands for. Rows are compared by `rowId`. */
export type RunRow =
  | { readonly kind: "run"; readonly runId: string }
  | { readonly kind: "group"; readonly runId: string; readonly groupId: string }
  | { readonly kind: "task"; readonly runId: string; readonly taskId: string }
  | InstanceRow
  | (Omit<InstanceRow, "kind"> & { readonly kind: "try"; readonly try: number });

interface InstanceRow {
  readonly kind: "instance";
  readonly runId: string;
  readonly taskId: string;
  readonly mapIndex: number;
}

/** What a row shows: all a tree item needs, without the editor. */
export interface RowLook {
  readonly label: string;
  readonly description: string;
  readonly state: TaskState | "opening";
  /** What menus go by: `task.active`, `run.failed`, … */
  readonly context: string;
  readonly tooltip: string;
  readonly children: "none" | "collapsed" | "expanded";
}

/** A name for the row that stays the same as long as the run is shown. */
export function rowId(row: RunRow): string {
  switch (row.kind) {
    case "run":
      return row.runId;
    case "group":
      return `${row.runId}/group/${row.groupId}`;
    case "task":
      return `${row.runId}/task/${row.taskId}`;
    case "instance":
      return `${row.runId}/task/${row.taskId}/${row.mapIndex}`;
    case "try":
      return `${row.runId}/task/${row.taskId}/${row.mapIndex}/try/${row.try}`;
  }
}

/** The rows below a row: run → groups and tasks → mapped instances → tries. */
export function rowsBelow(state: RunState, row: RunRow): RunRow[] {
  const { runId } = state;
  switch (row.kind) {
    case "run":
      return membersOf(state, null);
    case "group":
      return membersOf(state, row.groupId);
    case "task": {
      const task = state.tasks.get(row.taskId);
      if (!task) return [];
      const { taskId } = row;
      const single = task.instances.get(-1);
      if (single) return triesOf(runId, taskId, -1, single);
      return Array.from(task.instances.keys(), (mapIndex) => ({
        kind: "instance" as const,
        runId,
        taskId,
        mapIndex,
      }));
    }
    case "instance": {
      const instance = state.tasks.get(row.taskId)?.instances.get(row.mapIndex);
      return instance ? triesOf(runId, row.taskId, row.mapIndex, instance) : [];
    }
    case "try":
      return [];
  }
}

/** The row that holds a row; undefined for a run. */
export function rowAbove(state: RunState, row: RunRow): RunRow | undefined {
  const { runId } = state;
  const inGroup = (groupId: string | null): RunRow =>
    groupId === null ? { kind: "run", runId } : { kind: "group", runId, groupId };
  switch (row.kind) {
    case "run":
      return undefined;
    case "group":
      return inGroup(state.groups.get(row.groupId)?.parent ?? null);
    case "task":
      return inGroup(state.tasks.get(row.taskId)?.task.group ?? null);
    case "instance":
      return { kind: "task", runId, taskId: row.taskId };
    case "try":
      return row.mapIndex < 0
        ? { kind: "task", runId, taskId: row.taskId }
        : { kind: "instance", runId, taskId: row.taskId, mapIndex: row.mapIndex };
  }
}

/** What a row shows at a moment; `isExact` tells when a run began to the second. */
export function lookOf(state: RunState, row: RunRow, now: number, isExact = false): RowLook {
  switch (row.kind) {
    case "run":
      return runLook(state, now, isExact);
    case "group":
      return groupLook(state, row.groupId, now);
    case "task":
      return taskLook(state.tasks.get(row.taskId), row.taskId, now);
    case "instance":
      return instanceLook(state.tasks.get(row.taskId)?.instances.get(row.mapIndex), now);
    case "try":
      return tryLook(
        state.tasks
          .get(row.taskId)
          ?.instances.get(row.mapIndex)
          ?.tries.find(({ number }) => number === row.try),
        row.try,
        now,
      );
  }
}

/** The instance that stands for a task as a whole: one that ended as the task did, else the first. */
export function mainInstance(task: TaskRun | undefined): number | undefined {
  const all = [...(task?.instances ?? [])];
  return (all.find(([, { state }]) => state === task?.state) ?? all[0])?.[0];
}

/** The state of a run in the words of its tasks. */
export function runStateOf(state: RunState): TaskState | "opening" {
  if (state.result) return state.result;
  return state.phase === "opening" ? "opening" : "running";
}

/** Whether another run of the same DAG began in the same minute: then only the second tells them apart. */
export function sharesMinute(state: RunState, all: readonly RunState[]): boolean {
  const minute = (at: number): number => Math.floor(at / 60_000);
  return all.some(
    ({ runId, dagId, startedAt }) =>
      runId !== state.runId &&
      dagId === state.dagId &&
      minute(startedAt) === minute(state.startedAt),
  );
}

function membersOf(state: RunState, parent: string | null): RunRow[] {
  const { runId } = state;
  const rows: RunRow[] = [];
  const shown = new Set<string>();
  // Groups stand where their first task stands: that is the order of the DAG.
  for (const { task } of state.tasks.values()) {
    const groupId = memberGroup(state, task.group, parent);
    if (groupId === undefined) continue;
    if (groupId === null) rows.push({ kind: "task", runId, taskId: task.taskId });
    else if (!shown.has(groupId)) {
      shown.add(groupId);
      rows.push({ kind: "group", runId, groupId });
    }
  }
  return rows;
}

/** Null: directly in `parent`. A group: inside that child of `parent`. Undefined: elsewhere. */
function memberGroup(
  state: RunState,
  group: string | null,
  parent: string | null,
): string | null | undefined {
  if (group === parent) return null;
  let at = group;
  for (let depth = 0; at !== null && depth < 100; depth++) {
    const above: string | null = state.groups.get(at)?.parent ?? null;
    if (above === parent) return at;
    at = above;
  }
  return undefined;
}

function triesOf(runId: string, taskId: string, mapIndex: number, instance: InstanceRun): RunRow[] {
  return instance.tries.map(({ number }) => ({
    kind: "try" as const,
    runId,
    taskId,
    mapIndex,
    try: number,
  }));
}

function runLook(state: RunState, now: number, isExact: boolean): RowLook {
  const shown = runStateOf(state);
  const duration = durationText((state.endedAt ?? now) - state.startedAt);
  const simulated = state.summary?.simulated ?? 0;
  const parts = [
    state.phase === "cancelling"
      ? "being cancelled"
      : state.refused === "file"
        ? "could not be loaded"
        : words[shown],
    duration,
    ...(state.endedAt === undefined ? [] : [clockText(state.startedAt, now, isExact)]),
    ...(simulated > 0 ? [`${simulated} simulated`] : []),
  ];
  return {
    label: state.dagId ?? fileName(state.file),
    description: parts.join(" · "),
    state: shown,
    context: `run.${contextOfRun(state)}`,
    tooltip: [
      state.runId,
      state.engine && `Engine: ${engineText(state.engine)}`,
      state.reason,
      ...state.errors.map(({ type, message }) => `${type}: ${message}`),
      ...state.notices,
    ]
      .filter((line) => typeof line === "string" && line !== "")
      .join("\n"),
    // Open from the first moment on: the editor keeps how a row was when it first came.
    children: state.phase !== "done" ? "expanded" : state.tasks.size > 0 ? "collapsed" : "none",
  };
}

/** Where nothing was loaded no task has failed that could be run again alone. */
function contextOfRun({ phase, result, tasks }: RunState): string {
  if (phase !== "done") return "active";
  return tasks.size === 0 && result !== "success" ? "unloaded" : (result ?? "failed");
}

function groupLook(state: RunState, groupId: string, now: number): RowLook {
  const tasks = [...state.tasks.values()].filter(({ task }) =>
    isInside(state, task.group, groupId),
  );
  const counts: Partial<Record<TaskState, number>> = {};
  for (const { state: each } of tasks) counts[each] = (counts[each] ?? 0) + 1;
  const joined = joinedState(counts);
  const began = Math.min(...tasks.map(({ startedAt }) => startedAt ?? Infinity));
  const ended = Math.max(...tasks.map(({ endedAt }) => endedAt ?? -Infinity));
  const parent = state.groups.get(groupId)?.parent ?? null;
  const duration = Number.isFinite(began)
    ? ` · ${durationText((isFinal(joined) ? ended : now) - began)}`
    : "";
  return {
    label: ownName(groupId, parent),
    description: `${words[joined]}${duration}`,
    state: joined,
    context: `group.${isFinal(joined) ? "done" : "active"}`,
    tooltip: `${groupId}: ${tasks.length} task${tasks.length === 1 ? "" : "s"}, ${words[joined]}`,
    children: isFinal(joined) && joined !== "failed" ? "collapsed" : "expanded",
  };
}

function taskLook(run: TaskRun | undefined, taskId: string, now: number): RowLook {
  if (!run) return gone(taskId);
  const { task, state, instances, simulated } = run;
  const single = instances.get(-1);
  const tries = single?.tries.length ?? 0;
  const hasLog = [...instances.values()].some((instance) => instance.tries.length > 0);
  const parts = [
    words[state],
    ...timeText(run.startedAt, run.endedAt, state, now),
    ...(tries > 1 ? [`${tries} tries`] : []),
    ...(single ? [] : [`${instances.size} instances`]),
    ...(simulated !== null ? ["simulated"] : []),
    ...(task.remembered ? ["remembered"] : []),
  ];
  return {
    label: ownName(taskId, task.group),
    description: parts.join(" · "),
    state,
    context: `task.${contextOf(state)}${hasLog ? ".log" : ""}`,
    tooltip: [taskId, task.operator, simulated, single?.reason, errorOf(single)]
      .filter((line) => typeof line === "string" && line !== "")
      .join("\n"),
    children: (single ? tries : instances.size) > 0 ? "collapsed" : "none",
  };
}

function instanceLook(instance: InstanceRun | undefined, now: number): RowLook {
  if (!instance) return gone("instance");
  const { state, tries, mapIndex, label } = instance;
  return {
    label: label === null ? `[${mapIndex ?? 0}]` : `[${mapIndex ?? 0}] ${label}`,
    description: [
      words[state],
      ...timeText(instance.startedAt, instance.endedAt, state, now),
      ...(tries.length > 1 ? [`${tries.length} tries`] : []),
    ].join(" · "),
    state,
    context: `instance.${contextOf(state)}${tries.length > 0 ? ".log" : ""}`,
    tooltip: [instance.taskId, instance.reason, errorOf(instance)]
      .filter((line) => typeof line === "string" && line !== "")
      .join("\n"),
    children: tries.length > 0 ? "collapsed" : "none",
  };
}

function tryLook(found: TryRun | undefined, number: number, now: number): RowLook {
  if (!found) return gone(`Try ${number}`);
  const { state, startedAt, endedAt, error, exit } = found;
  const ending = exit?.signal ?? (exit?.code ? `exit code ${exit.code}` : undefined);
  return {
    label: `Try ${number}`,
    description: [
      words[state],
      ...timeText(startedAt, endedAt, state, now),
      ...(ending === undefined ? [] : [ending]),
    ].join(" · "),
    state,
    context: "try.log",
    tooltip: error ? `${error.type}: ${error.message}` : "Click to open the log.",
    children: "none",
  };
}

function gone(label: string): RowLook {
  return {
    label,
    description: "",
    state: "removed",
    context: "gone",
    tooltip: "",
    children: "none",
  };
}

function isInside(state: RunState, group: string | null, outer: string): boolean {
  let at = group;
  for (let depth = 0; at !== null && depth < 100; depth++) {
    if (at === outer) return true;
    at = state.groups.get(at)?.parent ?? null;
  }
  return false;
}

function contextOf(state: TaskState): string {
  if (!isFinal(state)) return "active";
  return state === "failed" || state === "upstream_failed" ? "failed" : "done";
}

function timeText(
  startedAt: number | undefined,
  endedAt: number | undefined,
  state: TaskState,
  now: number,
): string[] {
  if (startedAt === undefined) return [];
  return [durationText((isFinal(state) ? (endedAt ?? now) : now) - startedAt)];
}

function errorOf(instance: InstanceRun | undefined): string | undefined {
  const error = instance?.tries.at(-1)?.error;
  return error ? `${error.type}: ${error.message}` : undefined;
}

function engineText(engine: NonNullable<RunState["engine"]>): string {
  return engine.engine === "airflow"
    ? `Airflow ${engine.airflow} on Python ${engine.python}`
    : `lite (no Airflow) on Python ${engine.python}`;
}

function ownName(id: string, group: string | null): string {
  return group !== null && id.startsWith(`${group}.`) ? id.slice(group.length + 1) : id;
}

function fileName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

/** A state in plain words. */
export const words: Readonly<Record<TaskState | "opening", string>> = {
  opening: "loading",
  none: "waiting",
  scheduled: "waiting",
  queued: "queued",
  running: "running",
  success: "success",
  failed: "failed",
  skipped: "skipped",
  upstream_failed: "upstream failed",
  removed: "removed",
  up_for_retry: "waiting to retry",
  up_for_reschedule: "waiting to look again",
  deferred: "deferred",
  cancelled: "cancelled",
};
