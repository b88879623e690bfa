import type { GraphDag, GraphTask } from "./graphJson.ts";

/** The DAG as a Mermaid flowchart: groups as subgraphs, what is not certain dashed. */
export function dagMermaid(dag: GraphDag): string {
  const names = new Map(dag.tasks.map((task, at) => [task.taskId, `t${at}`]));
  const lines = [`flowchart LR`, `  %% ${oneLine(dag.dagId)}`, ...inside(dag, null, names, "  ")];
  for (const { from, to, label, certainty } of dag.edges) {
    const [up, down] = [names.get(from), names.get(to)];
    if (up === undefined || down === undefined) continue;
    const arrow = certainty === "dynamic" ? "-.->" : "-->";
    lines.push(`  ${up} ${arrow}${label === null ? "" : `|${quote(label)}|`} ${down}`);
  }
  return `${lines.join("\n")}\n`;
}

function inside(
  dag: GraphDag,
  parent: string | null,
  names: ReadonlyMap<string, string>,
  indent: string,
): string[] {
  const tasks = dag.tasks
    .filter((task) => task.group === parent)
    .map((task) => `${indent}${names.get(task.taskId) ?? "t"}${shape(task)}`);
  const groups = dag.groups
    .filter((group) => group.parent === parent)
    .flatMap((group) => [
      `${indent}subgraph g${dag.groups.indexOf(group)}[${quote(group.groupId)}]`,
      ...inside(dag, group.groupId, names, `${indent}  `),
      `${indent}end`,
    ]);
  return [...tasks, ...groups];
}

function shape(task: GraphTask): string {
  const text = quote(task.displayName ?? task.taskId);
  if (task.branchTargets) return `{${text}}`;
  return task.mapped ? `[[${text}]]` : `[${text}]`;
}

function quote(text: string): string {
  return `"${oneLine(text).replace(/"/g, "#quot;")}"`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
