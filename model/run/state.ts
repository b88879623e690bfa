import type { EngineDescription } from "./engineDescription.ts";
import type { ExitStatus, InstanceEvent, PlannedGroup, PlannedTask, RunEvent } from "./events.ts";
import type { ImportError } from "./importError.ts";
import { joinedState } from "./joinedState.ts";
import type { RunSummary } from "./summary.ts";
import { isFinal, type RunResult, type TaskState } from "./taskState.ts";
import type { TryError } from "./tryError.ts";
import { withMore } from "../withMore.ts";

/**
 * Where a run stands: what tree, graph, lenses, status bar and command line show. A new value after each event that changed
 * something, the same value after one that did not. Only its maps are advanced in place (a run has one state and 5,000 tasks);
 * what they hold is replaced, so `===` tells whether a task or an instance changed.
 */
export interface RunState {
  readonly runId: string;
  readonly file: string;
  readonly folder: string | null;
  readonly dagId: string | null;
  readonly phase: "opening" | "running" | "cancelling" | "done";
  /** Set when done. */
  readonly result: RunResult | undefined;
  /** Why it failed or was cancelled, when no task did. */
  readonly reason: string | null;
  /** Nothing ran: the wish did not fit the file, the file could not be loaded, or Python could not be started. */
  readonly refused: "wish" | "file" | "python" | undefined;
  /** The process that runs it: number and start. */
  readonly owner: string | null;
  readonly engine: EngineDescription | undefined;
  readonly errors: readonly ImportError[];
  readonly notices: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly logicalDate: string | null;
  /** Every task of the DAG is in it, so that it tells the DAG's structure. */
  readonly isWhole: boolean;
  /** In the order of the DAG. */
  readonly tasks: ReadonlyMap<string, TaskRun>;
  readonly groups: ReadonlyMap<string, PlannedGroup>;
  /** Task instances by state. */
  readonly counts: StateCounts;
  readonly summary: RunSummary | undefined;
}

/** How many task instances are in each state; a state without any may be absent. */
export type StateCounts = Readonly<Partial<Record<TaskState, number>>>;

/** One task of a run with its instances: one with key −1, or mapped ones from 0. */
export interface TaskRun {
  readonly task: PlannedTask;
  /** Of all instances together. */
  readonly state: TaskState;
  readonly counts: StateCounts;
  readonly instances: ReadonlyMap<number, InstanceRun>;
  readonly simulated: string | null;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

/** One task instance of a run. */
export interface InstanceRun {
  readonly taskId: string;
  /** Null for an unmapped one. */
  readonly mapIndex: number | null;
  /** Rendered `map_index_template`. */
  readonly label: string | null;
  readonly state: TaskState;
  /** When its next try or poke is due, in `up_for_retry` and `up_for_reschedule`. */
  readonly until: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly tries: readonly TryRun[];
  readonly reason: string | null;
  readonly xcoms: ReadonlyMap<string, XComValue>;
  readonly rendered: Readonly<Record<string, unknown>> | undefined;
  readonly assets: readonly string[];
}

/** One attempt. */
export interface TryRun {
  readonly number: number;
  readonly state: TaskState;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly log: string | null;
  readonly error: TryError | null;
  readonly exit: ExitStatus | null;
  readonly debugging: { readonly host: string; readonly port: number } | null;
}

/** A value that a task pushed: JSON text, or null when it was too large to keep. */
export interface XComValue {
  readonly text: string | null;
  readonly bytes: number;
}

/** A run of which nothing is known yet. */
export const unopened: RunState = {
  runId: "",
  file: "",
  folder: null,
  dagId: null,
  phase: "opening",
  result: undefined,
  reason: null,
  refused: undefined,
  owner: null,
  engine: undefined,
  errors: [],
  notices: [],
  startedAt: 0,
  endedAt: undefined,
  logicalDate: null,
  isWhole: false,
  tasks: new Map(),
  groups: new Map(),
  counts: {},
  summary: undefined,
};

/** The state after one more event. An event about a task that is not in the plan changes nothing. */
export function reduce(state: RunState, event: RunEvent): RunState {
  switch (event.kind) {
    case "opened":
      return {
        ...unopened,
        runId: event.runId,
        file: event.file,
        folder: event.folder,
        owner: event.owner ?? null,
        startedAt: event.at,
      };
    case "engine":
      return { ...state, engine: event };
    case "refused":
      return { ...state, errors: event.errors, reason: event.reason, refused: event.because };
    case "planned":
      return {
        ...state,
        runId: event.runId,
        dagId: event.dagId,
        phase: "running",
        logicalDate: event.logicalDate,
        isWhole: event.selection.kind === "all",
        tasks: new Map(event.tasks.map((task) => [task.taskId, freshTask(task)])),
        groups: new Map(event.groups.map((group) => [group.groupId, group])),
        counts: { none: event.tasks.length },
      };
    case "mapped":
      return withInstances(state, event.taskId, event.length);
    case "simulated":
      return withTask(state, event.taskId, (task) => ({ ...task, simulated: event.reason }));
    case "notice":
      return { ...state, notices: [...state.notices, event.text] };
    case "cancelled":
      return state.phase === "done"
        ? state
        : { ...state, phase: "cancelling", reason: event.reason };
    case "summary":
      return {
        ...state,
        phase: "done",
        result: event.state,
        reason: event.reason ?? state.reason,
        endedAt: event.at,
        summary: event,
      };
    case "output":
    case "log":
      return state;
    case "queued":
    case "started":
    case "debugging":
    case "retrying":
    case "deferred":
    case "rescheduled":
    case "skipped":
    case "xcom":
    case "labelled":
    case "rendered":
    case "asset":
    case "finished":
      return withInstance(state, event, event.at);
  }
}

/** One instance after what happened to it. */
function advance(instance: InstanceRun, event: InstanceEvent, at: number): InstanceRun {
  switch (event.kind) {
    case "output":
    case "log":
      return instance;
    case "queued":
      return { ...instance, state: "queued", until: undefined };
    case "started":
      return {
        ...instance,
        state: "running",
        until: undefined,
        startedAt: instance.startedAt ?? at,
        // A new try starts without the values of the one before; one that resumes keeps them.
        xcoms: tryOf(instance, event.try) ? instance.xcoms : new Map(),
        tries: withTry(instance.tries, {
          number: event.try,
          state: "running",
          startedAt: tryOf(instance, event.try)?.startedAt ?? at,
          endedAt: undefined,
          log: event.log,
          error: null,
          exit: null,
          debugging: null,
        }),
      };
    case "debugging":
      return withLastTry(instance, { debugging: { host: event.host, port: event.port } });
    case "retrying":
      return {
        ...withLastTry(instance, {
          state: "failed",
          endedAt: at,
          error: event.error,
          exit: event.exit,
        }),
        state: "up_for_retry",
        until: event.until,
      };
    case "deferred":
      return { ...withLastTry(instance, { state: "deferred" }), state: "deferred" };
    case "rescheduled":
      return {
        ...withLastTry(instance, { state: "up_for_reschedule" }),
        state: "up_for_reschedule",
        until: event.until,
      };
    case "skipped":
      return { ...instance, state: "skipped", endedAt: at, reason: event.reason, until: undefined };
    case "xcom": {
      const xcoms = new Map(instance.xcoms);
      xcoms.set(event.key, { text: event.value, bytes: event.bytes });
      return { ...instance, xcoms };
    }
    case "labelled":
      return { ...instance, label: event.label };
    case "rendered":
      return { ...instance, rendered: event.fields };
    case "asset":
      return { ...instance, assets: [...instance.assets, event.name] };
    case "finished":
      return {
        ...(instance.tries.at(-1)?.endedAt === undefined
          ? withLastTry(instance, {
              state: event.state,
              endedAt: at,
              error: event.error,
              exit: event.exit,
            })
          : instance),
        state: event.state,
        endedAt: at,
        reason: event.reason,
        until: undefined,
      };
  }
}

function withInstance(state: RunState, event: InstanceEvent, at: number): RunState {
  const index = event.mapIndex ?? -1;
  let before: InstanceRun | undefined;
  let after: InstanceRun | undefined;
  const next = withTask(state, event.taskId, (task) => {
    before = task.instances.get(index);
    if (!before) return task;
    after = advance(before, event, at);
    mutable(task.instances).set(index, after);
    const counts = moved(task.counts, before.state, after.state);
    return {
      ...task,
      counts,
      state: joinedState(counts),
      startedAt: task.startedAt ?? after.startedAt,
      endedAt: isFinal(after.state) ? at : task.endedAt,
    };
  });
  return before && after
    ? { ...next, counts: moved(next.counts, before.state, after.state) }
    : state;
}

/** Replaces the one placeholder by instances 0 … length − 1. */
function withInstances(state: RunState, taskId: string, length: number): RunState {
  const before = state.tasks.get(taskId)?.counts ?? {};
  const next = withTask(state, taskId, (task) => ({
    ...task,
    counts: { none: length },
    state: "none",
    instances: new Map(
      Array.from({ length }, (_, index) => [index, freshInstance(taskId, index)] as const),
    ),
  }));
  if (next === state) return state;
  const counts: Partial<Record<TaskState, number>> = { ...next.counts };
  for (const [one, count] of Object.entries(before) as [TaskState, number][])
    counts[one] = (counts[one] ?? 0) - count;
  counts.none = (counts.none ?? 0) + length;
  return { ...next, counts };
}

function withTask(state: RunState, taskId: string, change: (task: TaskRun) => TaskRun): RunState {
  const task = state.tasks.get(taskId);
  if (!task) return state;
  mutable(state.tasks).set(taskId, change(task));
  return { ...state };
}

function moved(counts: StateCounts, from: TaskState, to: TaskState): StateCounts {
  if (from === to) return counts;
  return { ...counts, [from]: (counts[from] ?? 0) - 1, [to]: (counts[to] ?? 0) + 1 };
}

function freshTask(task: PlannedTask): TaskRun {
  return {
    task,
    state: "none",
    counts: { none: 1 },
    instances: new Map([[-1, freshInstance(task.taskId, null)]]),
    simulated: null,
    startedAt: undefined,
    endedAt: undefined,
  };
}

function freshInstance(taskId: string, mapIndex: number | null): InstanceRun {
  return {
    taskId,
    mapIndex,
    label: null,
    state: "none",
    until: undefined,
    startedAt: undefined,
    endedAt: undefined,
    tries: [],
    reason: null,
    xcoms: new Map(),
    rendered: undefined,
    assets: [],
  };
}

function tryOf(instance: InstanceRun, number: number): TryRun | undefined {
  return instance.tries.find((one) => one.number === number);
}

function withTry(tries: readonly TryRun[], one: TryRun): readonly TryRun[] {
  return [...tries.filter((other) => other.number !== one.number), one];
}

function withLastTry(instance: InstanceRun, change: Partial<TryRun>): InstanceRun {
  const last = instance.tries.at(-1);
  if (!last) return instance;
  return { ...instance, tries: [...instance.tries.slice(0, -1), withMore(last, change)] };
}

/** The reducer owns the maps it made; nobody else may change them. */
function mutable<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
  return map as Map<K, V>;
}
