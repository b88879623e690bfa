import type { GraphDag } from "../dag/graphJson.ts";

/** The ids of a DAG as numbers, looked up once for all that asks for them. */
export interface EdgeEnds {
  /** Tasks in the order of making, then groups, then what only edges name. */
  readonly numbers: ReadonlyMap<string, number>;
  /** How many of them are tasks, and how many are tasks or groups. */
  readonly taskCount: number;
  readonly knownCount: number;
  /** The number of each of the DAG's tasks; one that is there twice has its first. */
  readonly tasks: Int32Array;
  /** The ends of each of the DAG's edges. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Numbers the ids of a DAG. */
export function edgeEnds({ tasks, groups, edges }: GraphDag): EdgeEnds {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  const own = new Int32Array(tasks.length);
  tasks.forEach(({ taskId }, at) => (own[at] = numberOf(taskId)));
  const taskCount = numbers.size;
  groups.forEach(({ groupId }) => numberOf(groupId));
  const knownCount = numbers.size;
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  edges.forEach((edge, at) => {
    from[at] = numberOf(edge.from);
    to[at] = numberOf(edge.to);
  });
  return { numbers, taskCount, knownCount, tasks: own, from, to };
}
