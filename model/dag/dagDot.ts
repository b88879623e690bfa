import { changeSign } from "./changeSign.ts";
import type { Change, GraphDag } from "./graphJson.ts";

/** The DAG in Graphviz' language: groups as clusters, what is not certain dashed. */
export function dagDot(dag: GraphDag): string {
  const lines = [
    `digraph ${quote(dag.dagId)} {`,
    `  rankdir=LR;`,
    `  node [shape=box, style=rounded];`,
    ...inside(dag, null, "  "),
    ...dag.edges.map(({ from, to, label, certainty, change }) => {
      const marks = [
        ...lookOf(change),
        ...(label === null ? [] : [`label=${quote(label)}`]),
        ...(certainty === "dynamic" ? ["style=dashed"] : []),
      ];
      return `  ${quote(from)} -> ${quote(to)}${list(marks)};`;
    }),
    `}`,
  ];
  return `${lines.join("\n")}\n`;
}

function inside(dag: GraphDag, parent: string | null, indent: string): string[] {
  const tasks = dag.tasks
    .filter((task) => task.group === parent)
    .map((task) => {
      const sign = changeSign(task.change);
      const name = sign + (task.displayName ?? task.taskId);
      const marks = [
        ...(name === task.taskId ? [] : [`label=${quote(name)}`]),
        ...lookOf(task.change).filter((mark) => !mark.startsWith("arrowhead")),
        ...(task.certainty === "dynamic" ? [`style="rounded,dashed"`] : []),
        ...(task.mapped ? ["peripheries=2"] : []),
      ];
      return `${indent}${quote(task.taskId)}${list(marks)};`;
    });
  const groups = dag.groups
    .filter((group) => group.parent === parent)
    .flatMap((group) => [
      `${indent}subgraph ${quote(`cluster_${group.groupId}`)} {`,
      `${indent}  label=${quote(group.groupId)};`,
      ...inside(dag, group.groupId, `${indent}  `),
      `${indent}}`,
    ]);
  return [...tasks, ...groups];
}

/** How a part of a comparison looks, not by colour alone. */
function lookOf(change: Change | undefined): readonly string[] {
  switch (change) {
    case "added":
      return [`color="#1a7f37"`, "penwidth=2"];
    case "removed":
      return [`color="#cf222e"`, "arrowhead=tee"];
    case "changed":
      return [`color="#9a6700"`, "penwidth=2"];
    case "same":
    case undefined:
      return [];
  }
}

function list(marks: readonly string[]): string {
  return marks.length === 0 ? "" : ` [${marks.join(", ")}]`;
}

function quote(text: string): string {
  return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`;
}
