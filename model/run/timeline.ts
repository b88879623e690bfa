import { criticalPath } from "./criticalPath.ts";
import { joinedState } from "./joinedState.ts";
import type { InstanceRun, RunState, TaskRun } from "./state.ts";
import { isFinal, type RunResult, type TaskState } from "./taskState.ts";

/** A run over time: what its rows are, when each try began and ended, and which instances decided how long it took. */
export interface RunTimeline {
  readonly runId: string;
  readonly dagId: string;
  readonly state: RunResult | "running";
  /** Instants in ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** In the order of the DAG; what is in a group, and the instances of a mapped task, follow their parent. */
  readonly rows: readonly TimelineRow[];
  /** Keys of rows, first to last. */
  readonly path: readonly string[];
  /** Of the critical path: time of work, and of waiting between. */
  readonly pathMs: number;
  readonly waitMs: number;
}

/** A group, a task, or one instance of a mapped task. */
export interface TimelineRow {
  readonly key: string;
  readonly parent: string | null;
  readonly kind: "group" | "task" | "instance";
  readonly label: string;
  /** Group id or task id. */
  readonly id: string;
  /** Null for what is not one instance. */
  readonly mapIndex: number | null;
  readonly state: TaskState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** One bar each; empty for what holds other rows. */
  readonly tries: readonly TimelineTry[];
  /** It did not run: remembered from an earlier run, simulated, skipped because…; null when there is nothing to say. */
  readonly note: string | null;
}

/** One bar. */
export interface TimelineTry {
  readonly number: number;
  readonly state: TaskState;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** The timeline of a run as it stands. `now` is the end of what has none yet. */
export function timelineOf(state: RunState, now: number): RunTimeline {
  const path = criticalPath(state, now);
  return {
    runId: state.runId,
    dagId: state.dagId ?? "",
    state: state.result ?? "running",
    startedAt: state.startedAt,
    endedAt: state.endedAt ?? null,
    rows: rowsOf(state),
    path: path.map(({ taskId, mapIndex }) => instanceKey(taskId, mapIndex)),
    pathMs: path.reduce((sum, { tookMs }) => sum + tookMs, 0),
    waitMs: path.reduce((sum, { waitedMs }) => sum + waitedMs, 0),
  };
}

function rowsOf(state: RunState): TimelineRow[] {
  const members = new Map<string | null, (string | TaskRun)[]>();
  const add = (parent: string | null, member: string | TaskRun): void => {
    const list = members.get(parent);
    if (list) list.push(member);
    else members.set(parent, [member]);
  };
  // Groups stand where their first task stands: that is the order of the DAG.
  const placed = new Set<string>();
  const place = (groupId: string): void => {
    if (placed.has(groupId)) return;
    placed.add(groupId);
    const parent = state.groups.get(groupId)?.parent ?? null;
    if (parent !== null) place(parent);
    add(parent, groupId);
  };
  for (const task of state.tasks.values()) {
    if (task.task.group !== null) place(task.task.group);
    add(task.task.group, task);
  }
  const rows: TimelineRow[] = [];
  const write = (parent: string | null, parentKey: string | null): TimelineRow[] => {
    const written: TimelineRow[] = [];
    for (const member of members.get(parent) ?? []) {
      if (typeof member !== "string") {
        const row = taskRow(member, parentKey, parent);
        written.push(row);
        rows.push(row, ...instanceRows(member, row.key));
        continue;
      }
      const at = rows.length;
      const key = `group ${member}`;
      const row = groupRow({ groupId: member, parent, key, parentKey, inside: write(member, key) });
      written.push(row);
      rows.splice(at, 0, row);
    }
    return written;
  };
  write(null, null);
  return rows;
}

function groupRow({
  groupId,
  parent,
  key,
  parentKey,
  inside,
}: {
  readonly groupId: string;
  readonly parent: string | null;
  readonly key: string;
  readonly parentKey: string | null;
  readonly inside: readonly TimelineRow[];
}): TimelineRow {
  const counts: Partial<Record<TaskState, number>> = {};
  for (const { state } of inside) counts[state] = (counts[state] ?? 0) + 1;
  const joined = joinedState(counts);
  const began = Math.min(...inside.map(({ startedAt }) => startedAt ?? Infinity));
  const ended = Math.max(...inside.map(({ endedAt }) => endedAt ?? -Infinity));
  return {
    key,
    parent: parentKey,
    kind: "group",
    label: ownName(groupId, parent),
    id: groupId,
    mapIndex: null,
    state: joined,
    startedAt: Number.isFinite(began) ? began : null,
    endedAt: isFinal(joined) && Number.isFinite(ended) ? ended : null,
    tries: [],
    note: null,
  };
}

function taskRow(run: TaskRun, parent: string | null, group: string | null): TimelineRow {
  const { task, state } = run;
  const single = run.instances.get(-1);
  return {
    key: instanceKey(task.taskId, -1),
    parent,
    kind: "task",
    label: ownName(task.taskId, group),
    id: task.taskId,
    mapIndex: null,
    state,
    startedAt: run.startedAt ?? null,
    endedAt: isFinal(state) ? (run.endedAt ?? null) : null,
    tries: single ? triesOf(single) : [],
    note: noteOf(run, single),
  };
}

function instanceRows(run: TaskRun, parent: string): TimelineRow[] {
  if (run.instances.has(-1)) return [];
  return Array.from(run.instances, ([index, instance]) => ({
    key: instanceKey(instance.taskId, index),
    parent,
    kind: "instance",
    label: instance.label === null ? `[${index}]` : `[${index}] ${instance.label}`,
    id: instance.taskId,
    mapIndex: index,
    state: instance.state,
    startedAt: instance.startedAt ?? null,
    endedAt: isFinal(instance.state) ? (instance.endedAt ?? null) : null,
    tries: triesOf(instance),
    note: instance.reason,
  }));
}

function triesOf({ tries }: InstanceRun): TimelineTry[] {
  return tries.map(({ number, state, startedAt, endedAt }) => ({
    number,
    state,
    startedAt,
    endedAt: endedAt ?? null,
  }));
}

function noteOf({ task, simulated }: TaskRun, single: InstanceRun | undefined): string | null {
  if (task.remembered) return "remembered from an earlier run";
  if (simulated !== null) return `simulated: ${simulated}`;
  return single?.reason ?? null;
}

function instanceKey(taskId: string, mapIndex: number): string {
  return mapIndex < 0 ? `task ${taskId}` : `task ${taskId} ${mapIndex}`;
}

function ownName(id: string, group: string | null): string {
  return group !== null && id.startsWith(`${group}.`) ? id.slice(group.length + 1) : id;
}
