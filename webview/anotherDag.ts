import type { ShowGraph } from "../protocol/graphPanel.ts";

/** Whether another DAG is shown than before. One whose id is being typed is still the same. */
export function isAnotherDag(
  before: ShowGraph | undefined,
  { file, dag, dags }: ShowGraph,
): boolean {
  if (before?.file !== file || !before.dag || !dag) return true;
  const { dagId } = before.dag;
  return dagId !== dag.dagId && (dags.includes(dagId) || before.dags.length !== dags.length);
}
