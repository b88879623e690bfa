import type { Argument, Dag, Task } from "../../dag/dag.ts";
import type { GraphNeighbour } from "../../dag/graphJson.ts";
import { assetTreeOf, type AssetTree } from "./assets.ts";

/** What is outside of a DAG and tied to it: assets that start it or that it reads and produces, DAGs that it waits for or triggers. */
export function neighboursOf({
  tasks,
  args,
  timing,
}: Pick<Dag, "tasks" | "args" | "timing">): readonly GraphNeighbour[] {
  const found = new Map<string, GraphNeighbour & { readonly tasks: string[] }>();
  const add = (
    kind: GraphNeighbour["kind"],
    role: GraphNeighbour["role"],
    name: string,
    task: string | undefined,
  ): void => {
    const key = JSON.stringify([role, kind, name]);
    const known = found.get(key) ?? { kind, role, name, tasks: [] };
    found.set(key, known);
    if (task !== undefined && !known.tasks.includes(task)) known.tasks.push(task);
  };
  if (timing.schedule.kind === "assets")
    for (const name of assetNames(args.get("schedule"))) add("asset", "starts", name, undefined);
  for (const task of tasks.values()) {
    for (const name of assetNames(task.args.get("inlets"))) add("asset", "read", name, task.taskId);
    for (const name of assetNames(task.args.get("outlets")))
      add("asset", "made", name, task.taskId);
    const other = otherDag(task);
    if (other) add("dag", other.role, other.dagId, task.taskId);
  }
  return [...found.values()];
}

/** The DAG that a task waits for or starts, if its id is known. */
function otherDag(task: Task): { dagId: string; role: "awaited" | "triggered" } | undefined {
  const triggers = task.operator === "TriggerDagRunOperator";
  const given = task.args.get(triggers ? "trigger_dag_id" : "external_dag_id");
  // A template is known only when it runs, and a mapped argument is a list of ids.
  if (given?.value.kind !== "str" || given.value.value.includes("{{")) return undefined;
  const isAwaited = task.operator.includes("Sensor");
  return { dagId: given.value.value, role: isAwaited ? "awaited" : "triggered" };
}

function assetNames(given: Argument | undefined): readonly string[] {
  const tree = assetTreeOf(given?.value);
  return tree ? namesIn(tree) : [];
}

function namesIn(tree: AssetTree): readonly string[] {
  switch (tree.kind) {
    case "asset":
      return [tree.name ?? tree.uri].filter((name) => name !== null);
    case "alias":
      return tree.name === null ? [] : [tree.name];
    case "ref":
      return tree.value === null ? [] : [tree.value];
    case "all":
    case "any":
      return tree.parts.flatMap(namesIn);
  }
}
