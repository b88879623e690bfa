import type { DagDescription, TaskDescription } from "./description.ts";
import type { RememberedInstance, RememberedRun } from "./remembered.ts";

/** Of a mapped task that runs again: what the instances that were done stand for, by map index, and how many there were. */
export interface Kept {
  readonly length: number;
  readonly instances: ReadonlyMap<number, RememberedInstance>;
}

/**
 * The instances of mapped tasks that need not run again with what failed: those that were done, and before which nothing runs
 * again. Inside of a mapped group only the same index comes before.
 */
export function keptInstances(
  dag: DagDescription,
  again: ReadonlySet<string>,
  remembered: RememberedRun,
): ReadonlyMap<string, Kept> {
  const tasks = new Map(dag.tasks.map((task) => [task.taskId, task]));
  const found = new Map<string, Kept>();
  const keep = (task: TaskDescription): Kept => {
    const known = found.get(task.taskId);
    if (known) return known;
    const instances = remembered.tasks.get(task.taskId)?.instances ?? [];
    const isMapped = instances.length > 0 && instances.every((one) => one.mapIndex >= 0);
    let done = isMapped
      ? instances.filter(({ state }) => state === "success" || state === "skipped")
      : [];
    for (const id of task.upstream) {
      const above = again.has(id) ? tasks.get(id) : undefined;
      if (!above) continue;
      const kept = keep(above);
      const isSame =
        kept.length === instances.length && mappedGroup(dag, above) === mappedGroup(dag, task);
      const isGrouped = mappedGroup(dag, task) !== null && task.expand === null;
      done = isSame && isGrouped ? done.filter(({ mapIndex }) => kept.instances.has(mapIndex)) : [];
    }
    const made = {
      length: instances.length,
      instances: new Map(done.map((one) => [one.mapIndex, one])),
    };
    found.set(task.taskId, made);
    return made;
  };
  for (const id of again) {
    const task = tasks.get(id);
    if (task) keep(task);
  }
  return new Map([...found].filter(([, { instances }]) => instances.size > 0));
}

/** The innermost mapped group around a task. */
function mappedGroup(dag: DagDescription, task: TaskDescription): string | null {
  let id = task.group;
  while (id !== null) {
    const group = dag.groups.find((one) => one.groupId === id);
    if (group === undefined) return null;
    if (group.expand !== null) return id;
    id = group.parent;
  }
  return null;
}
