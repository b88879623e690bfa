import type { InstanceRun, RunState, TaskRun } from "./state.ts";

/** One task instance on the critical path: it began when the one before it in the list had ended. */
export interface CriticalStep {
  readonly taskId: string;
  /** −1 for an unmapped one. */
  readonly mapIndex: number;
  /** Between the end of what it waited for (or the begin of the run) and its own begin. */
  readonly waitedMs: number;
  readonly tookMs: number;
}

/** Clocks of two processes may tell one moment a little apart. */
const tolerance = 20;

/**
 * The chain of task instances that decided how long the run took: from what ended last back to the upstream that ended last
 * before it began, and so on. To make the run shorter, one of these has to become shorter.
 */
export function criticalPath(state: RunState, now: number): readonly CriticalStep[] {
  const steps: CriticalStep[] = [];
  const seen = new Set<InstanceRun>();
  let at = lastOf(state, now);
  while (at && !seen.has(at)) {
    seen.add(at);
    const before = releasedBy(state, at);
    const began = at.startedAt ?? at.endedAt ?? now;
    if (at.startedAt !== undefined)
      steps.push({
        taskId: at.taskId,
        mapIndex: at.mapIndex ?? -1,
        waitedMs: Math.max(0, began - (before?.endedAt ?? state.startedAt)),
        tookMs: (at.endedAt ?? now) - at.startedAt,
      });
    at = before;
  }
  return steps.reverse();
}

/** What ended last, or still runs since the longest time. */
function lastOf(state: RunState, now: number): InstanceRun | undefined {
  let last: InstanceRun | undefined;
  for (const { instances } of state.tasks.values()) {
    for (const one of instances.values()) {
      if (one.startedAt === undefined) continue;
      const [end, most] = [one.endedAt ?? now, last?.endedAt ?? (last ? now : -Infinity)];
      const isLater = end > most || (end === most && one.startedAt < (last?.startedAt ?? Infinity));
      if (isLater) last = one;
    }
  }
  return last;
}

/** The upstream instance that ended last before this one began. */
function releasedBy(state: RunState, instance: InstanceRun): InstanceRun | undefined {
  const task = state.tasks.get(instance.taskId);
  const began = instance.startedAt ?? instance.endedAt;
  if (!task || began === undefined) return undefined;
  let last: InstanceRun | undefined;
  for (const id of task.task.upstream) {
    const upstream = state.tasks.get(id);
    for (const one of upstream ? relevant(state, task, instance, upstream) : []) {
      if (one.endedAt === undefined || one.endedAt > began + tolerance) continue;
      if (last?.endedAt === undefined || one.endedAt > last.endedAt) last = one;
    }
  }
  return last;
}

/** Inside a common mapped group the instance with the same index, else all. */
function relevant(
  state: RunState,
  task: TaskRun,
  { mapIndex }: InstanceRun,
  upstream: TaskRun,
): Iterable<InstanceRun> {
  const same = mapIndex === null ? undefined : upstream.instances.get(mapIndex);
  return same && shareMappedGroup(state, task, upstream) ? [same] : upstream.instances.values();
}

function shareMappedGroup(state: RunState, a: TaskRun, b: TaskRun): boolean {
  const around = new Set(mappedGroups(state, a));
  return mappedGroups(state, b).some((group) => around.has(group));
}

function mappedGroups(state: RunState, { task }: TaskRun): string[] {
  const found: string[] = [];
  let at = task.group;
  while (at !== null && found.length < 100) {
    const group = state.groups.get(at);
    if (group?.mapped) found.push(at);
    at = group?.parent ?? null;
  }
  return found;
}
