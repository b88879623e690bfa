import { compareGraphs } from "./compareGraphs.ts";
import type { GraphDag } from "./graphJson.ts";

/** Every DAG of two readings of the same files that is not what it was, each with how its parts changed; removed ones are kept. */
export function compareAll(
  before: readonly GraphDag[],
  after: readonly GraphDag[],
): readonly GraphDag[] {
  const known = new Map(before.map((dag) => [dag.dagId, dag]));
  const kept = after.map((dag) => {
    const earlier = known.get(dag.dagId);
    known.delete(dag.dagId);
    return compareGraphs(earlier, dag);
  });
  const removed = Array.from(known.values(), (dag) =>
    compareGraphs(dag, { ...dag, tasks: [], edges: [], groups: [] }, "removed"),
  );
  return [...kept, ...removed].filter(({ change }) => change !== "same");
}
