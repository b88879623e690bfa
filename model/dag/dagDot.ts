import type { GraphDag } from "./graphJson.ts";

/** The DAG in Graphviz' language: groups as clusters, what is not certain dashed. */
export function dagDot(dag: GraphDag): string {
  const lines = [
    `digraph ${quote(dag.dagId)} {`,
    `  rankdir=LR;`,
    `  node [shape=box, style=rounded];`,
    ...inside(dag, null, "  "),
    ...dag.edges.map(({ from, to, label, certainty }) => {
      const marks = [
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
      const marks = [
        ...(task.displayName === undefined ? [] : [`label=${quote(task.displayName)}`]),
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

function list(marks: readonly string[]): string {
  return marks.length === 0 ? "" : ` [${marks.join(", ")}]`;
}

function quote(text: string): string {
  return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n")}"`;
}
