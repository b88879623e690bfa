import { changeSign } from "./changeSign.ts";
import type { Change, GraphDag } from "./graphJson.ts";
import { neighbourTies } from "./neighbourTies.ts";

/** The DAG in Graphviz' language: groups as clusters, what is not certain dashed, what is outside of it as ellipses. */
export function dagDot(dag: GraphDag): string {
  const clusters = new Set(dag.groups.map(({ groupId }) => groupId));
  for (const { taskId } of dag.tasks) clusters.delete(taskId);
  const touchesGroup = dag.edges.some(({ from, to }) => clusters.has(from) || clusters.has(to));
  // A line to a cluster has to lead to a node in it, and is cut off at its border.
  const end = (id: string): string => (clusters.has(id) ? (firstIn(dag, id) ?? id) : id);
  const lines = [
    `digraph ${quote(dag.dagId)} {`,
    `  rankdir=LR;`,
    ...(touchesGroup ? [`  compound=true;`] : []),
    `  node [shape=box, style=rounded];`,
    ...inside(dag, null, "  "),
    ...dag.edges.map(({ from, to, label, certainty, change }) => {
      const marks = [
        ...lookOf(change),
        ...(label === null ? [] : [`label=${quote(label)}`]),
        ...(certainty === "dynamic" ? ["style=dashed"] : []),
        ...(end(from) === from ? [] : [`ltail=${quote(`cluster_${from}`)}`]),
        ...(end(to) === to ? [] : [`lhead=${quote(`cluster_${to}`)}`]),
      ];
      return `  ${quote(end(from))} -> ${quote(end(to))}${list(marks)};`;
    }),
    ...neighbourTies(dag).flatMap(({ neighbour: { kind, name, role }, tasks, isAfter }) => {
      const id = quote(`${role} ${kind} ${name}`);
      return [
        `  ${id} [label=${quote(name)}, shape=ellipse, style=solid];`,
        ...tasks.map((task) =>
          isAfter ? `  ${quote(task)} -> ${id};` : `  ${id} -> ${quote(task)};`,
        ),
      ];
    }),
    `}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** The first task in a group, at any depth. */
function firstIn(dag: GraphDag, groupId: string, depth = 0): string | undefined {
  const own = dag.tasks.find(({ group }) => group === groupId);
  if (own || depth > dag.groups.length) return own?.taskId;
  for (const inner of dag.groups) {
    const found = inner.parent === groupId ? firstIn(dag, inner.groupId, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
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
