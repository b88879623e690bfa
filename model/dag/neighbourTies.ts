import type { GraphDag, GraphNeighbour } from "./graphJson.ts";

/** Which tasks something outside of a DAG is tied to, and on which side of them it stands. */
export interface NeighbourTie {
  readonly neighbour: GraphNeighbour;
  readonly tasks: readonly string[];
  /** It comes after the tasks: they produce or trigger it. */
  readonly isAfter: boolean;
}

/** The ties of all neighbours to the tasks that are shown. What starts the DAG comes before the tasks that wait for no other. */
export function neighbourTies(
  dag: GraphDag,
  isShown: (taskId: string) => boolean = () => true,
): NeighbourTie[] {
  if (!dag.neighbours) return [];
  const waiting = new Set(dag.edges.map(({ to }) => to));
  const shown = new Set(dag.tasks.map(({ taskId }) => taskId).filter(isShown));
  const roots = [...shown].filter((id) => !waiting.has(id));
  return dag.neighbours.map((neighbour) => ({
    neighbour,
    tasks: neighbour.role === "starts" ? roots : neighbour.tasks.filter((id) => shown.has(id)),
    isAfter: neighbour.role === "made" || neighbour.role === "triggered",
  }));
}
