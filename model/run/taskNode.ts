import type { GroupDescription, TaskDescription } from "./description.ts";
import type { TaskState } from "./taskState.ts";
import type { UpstreamCounts } from "./triggerRules.ts";

/** One task of a run while it runs: its neighbours, its instances, and the counts that its trigger rule looks at. */
export interface TaskNode {
  readonly task: TaskDescription;
  /** Place in the DAG, for a steady order. */
  readonly index: number;
  /** Counts as done from the start. */
  readonly given: boolean;
  readonly priority: number;
  /** Mapped groups around it, outermost first. */
  readonly scopes: readonly GroupDescription[];
  /** Direct upstreams of which all instances matter to all of ours. */
  readonly outer: TaskNode[];
  /** Direct upstreams in a mapped group that is around both: only matching instances matter. */
  readonly inner: TaskNode[];
  readonly downstream: TaskNode[];
  /** Further up, and must have succeeded. */
  readonly setups: TaskNode[];
  /** Of a teardown: what lies between its setups and itself, and must be done. */
  readonly between: TaskNode[];
  /** Look at this one though it is not directly above them. */
  readonly watchers: TaskNode[];
  /** Counts over `outer`. */
  readonly outerCounts: MutableCounts;
  /** A placeholder with index −1 until a mapped task knows its length. */
  instances: TaskInstance[];
  expanded: boolean;
  /** Instances in state `none`. */
  readonly pending: Set<TaskInstance>;
  /** Instances queued or running. */
  active: number;
  /** Highest wave of its instances that are done. */
  doneWave: number;
}

/** One task instance of a run while it runs. */
export interface TaskInstance {
  readonly node: TaskNode;
  /** −1 for an unmapped or not yet expanded one. */
  readonly mapIndex: number;
  state: TaskState;
  /**
   * How many steps of others came before it: the pass of a scheduler that takes one step of everything at a time, as
   * `dag.test()` does. Keeps apart what races with an upstream and what comes later.
   */
  wave: number;
  /** How many tries began. */
  tries: number;
  /** The next start goes on with the same try: after a deferral or reschedule. */
  resumes: boolean;
  /** What it becomes when its process is gone, whatever that says. */
  forced: "failed" | "skipped" | "cancelled" | undefined;
}

/** `UpstreamCounts` that are kept up to date. */
export type MutableCounts = { -readonly [K in keyof UpstreamCounts]: number };

/** Nothing counted yet. */
export function noCounts(): MutableCounts {
  return {
    total: 0,
    success: 0,
    skipped: 0,
    failed: 0,
    upstreamFailed: 0,
    removed: 0,
    setups: 0,
    setupsSucceeded: 0,
    setupsSkipped: 0,
  };
}

/** Adds instances that are there, finished or not. */
export function countInstances(counts: MutableCounts, of: TaskNode, more: number): void {
  counts.total += more;
  if (of.task.setup) counts.setups += more;
}

/** Adds one instance that reached a final state, or takes it away again. */
export function countState(
  counts: MutableCounts,
  of: TaskNode,
  state: TaskState,
  more: 1 | -1 = 1,
): void {
  if (state === "success") {
    counts.success += more;
    if (of.task.setup) counts.setupsSucceeded += more;
  } else if (state === "skipped") {
    counts.skipped += more;
    if (of.task.setup) counts.setupsSkipped += more;
  } else if (state === "failed") counts.failed += more;
  else if (state === "upstream_failed") counts.upstreamFailed += more;
  else if (state === "removed") counts.removed += more;
}

/** An instance that was not looked at yet. */
export function freshInstance(node: TaskNode, mapIndex: number): TaskInstance {
  return { node, mapIndex, state: "none", wave: 0, tries: 0, resumes: false, forced: undefined };
}
