import type { TaskDescription } from "./description.ts";
import type { TaskLinks } from "./taskLinks.ts";

/**
 * How urgent each task is: its own weight, plus those of everything after it (`downstream`, the default) or before it
 * (`upstream`). Each task counts once however many ways lead to it.
 */
export function priorities(
  tasks: readonly TaskDescription[],
  links: TaskLinks,
): ReadonlyMap<string, number> {
  const weights = tasks.map((task) => task.priorityWeight);
  const index = new Map(tasks.map((task, i) => [task.taskId, i]));
  const sums = {
    downstream: reachedWeights(tasks, index, weights, links.downstream),
    upstream: reachedWeights(tasks, index, weights, links.upstream),
  };
  return new Map(
    tasks.map((task, i) => {
      const rule = task.weightRule;
      const more = rule === "downstream" || rule === "upstream" ? sums[rule](i) : 0;
      return [task.taskId, task.priorityWeight + more];
    }),
  );
}

/** Sum of the weights that can be reached from a task; one bit set a task, filled in the order in which they depend. */
function reachedWeights(
  tasks: readonly TaskDescription[],
  index: ReadonlyMap<string, number>,
  weights: readonly number[],
  next: ReadonlyMap<string, readonly string[]>,
): (task: number) => number {
  const words = (tasks.length + 31) >> 5;
  const sets = new Array<Uint32Array | undefined>(tasks.length);
  const fill = (start: number): Uint32Array => {
    const open = [start];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const below = (next.get(tasks[top]?.taskId ?? "") ?? []).flatMap((id) => index.get(id) ?? []);
      // The set is put down before it is complete, so that a circle (which Airflow refuses) ends here too.
      sets[top] ??= new Uint32Array(words);
      const missing = below.filter((other) => sets[other] === undefined);
      if (missing.length > 0) {
        open.push(...missing);
        continue;
      }
      unite(sets[top] ?? new Uint32Array(0), below, sets);
      open.pop();
    }
    return sets[start] ?? new Uint32Array(words);
  };
  return (task) => weigh(sets[task] ?? fill(task), weights);
}

function unite(
  set: Uint32Array,
  below: readonly number[],
  sets: readonly (Uint32Array | undefined)[],
): void {
  for (const other of below) {
    const more = sets[other];
    if (!more) continue;
    for (let w = 0; w < set.length; w++) set[w] = (set[w] ?? 0) | (more[w] ?? 0);
    set[other >> 5] = (set[other >> 5] ?? 0) | (1 << (other & 31));
  }
}

function weigh(set: Uint32Array, weights: readonly number[]): number {
  let sum = 0;
  for (let w = 0; w < set.length; w++) {
    for (let bits = set[w] ?? 0; bits !== 0; bits &= bits - 1) {
      sum += weights[(w << 5) + 31 - Math.clz32(bits & -bits)] ?? 0;
    }
  }
  return sum;
}
