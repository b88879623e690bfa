import type { DagDescription } from "./description.ts";
import type { TaskInstance } from "./taskNode.ts";

/** What keeps ready task instances from all starting at once. */
export interface Limits {
  /** Task instances of this run at one time: the smaller of the user's and the DAG's. */
  readonly parallel: number;
  /** Slots of the pools that settings name; any other pool has as many as Airflow's default pool. */
  readonly pools: ReadonlyMap<string, number>;
}

/** Slots in use. */
export interface Usage {
  active: number;
  readonly pools: Map<string, number>;
}

/** Slots of `default_pool` as Airflow makes it. */
export const defaultPoolSlots = 128;

/** Limits of one run. */
export function limitsOf(
  dag: DagDescription,
  parallel: number,
  pools: ReadonlyMap<string, number>,
): Limits {
  return { parallel: Math.max(1, Math.min(parallel, dag.maxActiveTasks)), pools };
}

/** Whether one more may start now. */
export function mayStart(instance: TaskInstance, limits: Limits, usage: Usage): boolean {
  const { task, active } = instance.node;
  if (usage.active >= limits.parallel) return false;
  if (
    active >= Math.min(task.maxActiveTisPerDag ?? Infinity, task.maxActiveTisPerDagrun ?? Infinity)
  )
    return false;
  const slots = limits.pools.get(task.pool) ?? defaultPoolSlots;
  return (usage.pools.get(task.pool) ?? 0) + task.poolSlots <= slots;
}

/** Takes (1) or gives back (−1) the slots of one instance. */
export function use(instance: TaskInstance, usage: Usage, sign: 1 | -1): void {
  const { task } = instance.node;
  usage.active += sign;
  instance.node.active += sign;
  usage.pools.set(task.pool, (usage.pools.get(task.pool) ?? 0) + sign * task.poolSlots);
}

/** Most urgent first: by weight, then place in the DAG, then map index. */
export function byUrgency(a: TaskInstance, b: TaskInstance): number {
  return (
    b.node.priority - a.node.priority || a.node.index - b.node.index || a.mapIndex - b.mapIndex
  );
}
