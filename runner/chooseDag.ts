import type { DagDescription } from "../model/run/description.ts";
import type { Ready } from "../protocol/runner.ts";

/** The DAG to run, or why there is none: a sentence for the user. */
export function chooseDag(
  ready: Ready,
  dagId: string | undefined,
): DagDescription | { readonly problem: string; readonly because: "wish" | "file" } {
  const { dags, errors } = ready;
  const found = dagId === undefined ? undefined : dags.find((dag) => dag.dagId === dagId);
  if (found) return found;
  const [first, ...others] = dags;
  if (dagId === undefined && first && others.length === 0) return first;
  const [error] = errors;
  if (error && (!first || dagId !== undefined)) {
    const where = error.line === null ? "" : ` at ${error.lineFile ?? error.file}:${error.line}`;
    return {
      problem: `The file cannot be loaded${where}: ${error.type}: ${error.message}`,
      because: "file",
    };
  }
  if (!first) return { problem: "The file has no DAG.", because: "wish" };
  const names = dags.map((dag) => dag.dagId).join(", ");
  const problem =
    dagId === undefined
      ? `The file has several DAGs: ${names}. Say which one to run.`
      : `The file has no DAG "${dagId}". It has: ${names}.`;
  return { problem, because: "wish" };
}
