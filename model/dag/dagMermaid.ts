import { changeSign } from "./changeSign.ts";
import type { GraphDag, GraphTask } from "./graphJson.ts";
import { neighbourTies } from "./neighbourTies.ts";

/** The DAG as a Mermaid flowchart: groups as subgraphs, what is not certain dashed, what is outside of it rounded. */
export function dagMermaid(dag: GraphDag): string {
  const names = new Map(dag.groups.map((group, at) => [group.groupId, `g${at}`]));
  dag.tasks.forEach((task, at) => names.set(task.taskId, `t${at}`));
  const lines = [`flowchart LR`, `  %% ${oneLine(dag.dagId)}`, ...inside(dag, null, names, "  ")];
  for (const { from, to, label, certainty, change } of dag.edges) {
    const [up, down] = [names.get(from), names.get(to)];
    if (up === undefined || down === undefined) continue;
    // In a comparison new lines are thick, and those that went end in a cross.
    const arrow =
      change === "added"
        ? "==>"
        : change === "removed"
          ? "-.-x"
          : certainty === "dynamic"
            ? "-.->"
            : "-->";
    lines.push(`  ${up} ${arrow}${label === null ? "" : `|${quote(label)}|`} ${down}`);
  }
  neighbourTies(dag).forEach(({ neighbour, tasks, isAfter }, at) => {
    lines.push(`  n${at}([${quote(neighbour.name)}])`);
    for (const id of tasks) {
      const task = names.get(id) ?? "t";
      lines.push(isAfter ? `  ${task} --> n${at}` : `  n${at} --> ${task}`);
    }
  });
  if (dag.change !== undefined)
    lines.push(
      "  classDef added stroke:#1a7f37,stroke-width:2px",
      "  classDef removed stroke:#cf222e,stroke-dasharray:4 3",
      "  classDef changed stroke:#9a6700,stroke-width:2px",
    );
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
  const { change } = task;
  const text = quote(changeSign(change) + (task.displayName ?? task.taskId));
  const mark = change === undefined || change === "same" ? "" : `:::${change}`;
  if (task.branchTargets) return `{${text}}${mark}`;
  return (task.mapped ? `[[${text}]]` : `[${text}]`) + mark;
}

function quote(text: string): string {
  return `"${oneLine(text).replace(/"/g, "#quot;")}"`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
