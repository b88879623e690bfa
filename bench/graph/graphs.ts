import type { GraphDag, GraphEdge, GraphTask } from "../../model/dag/graphJson.ts";
import { dagFrom, randomFrom, taskOf } from "../../test/model/layout/graphs.ts";

/** The shapes that are measured: of random dependencies, of groups one after the other or side by side, of fans, and of one line. */
export const shapes = ["layered", "nested", "nestedwide", "fan", "chain"] as const;
export type Shape = (typeof shapes)[number];

const words = ["extract", "load", "clean", "join", "check", "publish", "train", "score"];

/** A DAG of a shape with about this many tasks; the same for the same size. */
export function benchDag(shape: Shape, size: number): GraphDag {
  const random = randomFrom(size * 7 + shape.length);
  const pick = (count: number): number => Math.floor(random() * count);
  const tasks: GraphTask[] = [];
  const edges: GraphEdge[] = [];
  const groups = new Map<string, string | null>();
  const add = (group: string | null): string => {
    const name = `${words[pick(words.length)] ?? ""}_${"abcdefghijkl".slice(0, 2 + pick(10))}_${tasks.length}`;
    const id = group === null ? name : `${group}.${name}`;
    tasks.push(taskOf(id, group));
    return id;
  };
  const connect = (from: string | undefined, to: string | undefined): void => {
    if (from === undefined || to === undefined || from === to) return;
    edges.push({ from, to, label: random() < 0.05 ? "when ready" : null, certainty: "certain" });
  };
  switch (shape) {
    case "chain": {
      let last: string | undefined;
      while (tasks.length < size) {
        const next = add(null);
        connect(last, next);
        last = next;
      }
      break;
    }
    case "fan": {
      let head = add(null);
      while (tasks.length < size) {
        const arms = Array.from(
          { length: Math.min(200, Math.max(1, size - tasks.length - 1)) },
          () => add(null),
        );
        const tail = add(null);
        for (const arm of arms) {
          connect(head, arm);
          connect(arm, tail);
        }
        head = tail;
      }
      break;
    }
    case "layered": {
      const breadth = Math.max(3, Math.round(Math.sqrt(size) / 1.6));
      const layers: string[][] = [];
      while (tasks.length < size) {
        const layer = Array.from({ length: Math.min(breadth, size - tasks.length) }, () =>
          add(null),
        );
        for (const task of layer) {
          const count = 1 + (random() < 0.65 ? 1 : 0);
          for (let input = 0; input < count && layers.length > 0; input++) {
            const back = random() < 0.2 ? Math.min(layers.length, 2 + pick(3)) : 1;
            const from = layers[layers.length - back];
            connect(from?.[pick(from.length)], task);
          }
        }
        layers.push(layer);
      }
      break;
    }
    case "nested":
    case "nestedwide": {
      const width = shape === "nested" ? 1 : Math.max(2, Math.round(Math.sqrt(size / 80)));
      let before: string[] = [];
      for (let stage = 0; tasks.length < size; stage++) {
        const ends: string[] = [];
        for (let column = 0; column < width && tasks.length < size; column++) {
          const outer = `stage_${stage}_${column}`;
          groups.set(outer, null);
          const inners = 2 + pick(3);
          let last: string | undefined;
          for (let part = 0; part < inners && tasks.length < size; part++) {
            const group = `${outer}.part_${part}`;
            groups.set(group, outer);
            const own: string[] = [];
            for (let count = 10 + pick(21); count > 0 && tasks.length < size; count--) {
              const task = add(group);
              const inputs = 1 + (random() < 0.6 ? 1 : 0);
              for (let input = 0; input < inputs && own.length > 0; input++)
                connect(own[Math.max(0, own.length - 1 - pick(8))], task);
              own.push(task);
            }
            connect(random() < 0.6 ? last : before[pick(before.length)], own[0]);
            last = own.at(-1);
            if (last !== undefined) ends.push(last);
          }
        }
        before = ends;
      }
      break;
    }
  }
  return dagFrom(tasks, edges, groups, `${shape}_${size}`);
}

/** One more task behind one from the middle of the file. */
export function edited(dag: GraphDag): GraphDag {
  const source = dag.tasks[Math.floor(dag.tasks.length / 2)];
  if (!source) return dag;
  const id = source.group === null ? "one_more" : `${source.group}.one_more`;
  return {
    ...dag,
    tasks: [...dag.tasks, taskOf(id, source.group)],
    edges: [...dag.edges, { from: source.taskId, to: id, label: null, certainty: "certain" }],
  };
}
