import type { TaskDescription } from "./description.ts";

/** Who waits for whom, both ways, among the tasks given; an upstream that is not among them is left out. */
export interface TaskLinks {
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
}

/** Links of a list of tasks. */
export function taskLinks(tasks: readonly TaskDescription[]): TaskLinks {
  const downstream = new Map(tasks.map((task) => [task.taskId, [] as string[]]));
  const upstream = new Map<string, readonly string[]>();
  for (const task of tasks) {
    const present = task.upstream.filter((id) => downstream.has(id));
    upstream.set(task.taskId, present);
    for (const id of present) downstream.get(id)?.push(task.taskId);
  }
  return { upstream, downstream };
}

/** Everything that can be reached from the start, without the start unless a circle leads back to it. */
export function reachable(
  start: Iterable<string>,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next.get(id) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}
