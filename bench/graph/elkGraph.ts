import type { GraphDag } from "../../model/dag/graphJson.ts";
import { box } from "../../model/layout/measure.ts";
import { tableWidth } from "../../model/layout/textWidth.ts";

/** A graph as elkjs takes it. */
export interface ElkGraph {
  readonly id: string;
  readonly layoutOptions: Readonly<Record<string, string>>;
  readonly children: readonly ElkNode[];
  readonly edges: readonly ElkEdge[];
}

export interface ElkNode {
  readonly id: string;
  readonly width?: number;
  readonly height?: number;
  readonly layoutOptions?: Readonly<Record<string, string>>;
  readonly children?: readonly ElkNode[];
}

export interface ElkEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly labels?: readonly {
    readonly text: string;
    readonly width: number;
    readonly height: number;
  }[];
}

/** The options that Airflow's UI sends to elkjs: simple placement, less thoroughness above 100 edges, ports on fixed sides. */
export function elkGraph(dag: GraphDag): ElkGraph {
  const children = new Map<string | null, ElkNode[]>();
  const own = (parent: string | null): ElkNode[] => {
    const list = children.get(parent) ?? [];
    children.set(parent, list);
    return list;
  };
  for (const task of dag.tasks)
    own(task.group).push({
      id: task.taskId,
      width: Math.max(box.minWidth, 52 + tableWidth(task.taskId.split(".").at(-1) ?? "", "label")),
      height: 60,
      layoutOptions: { portConstraints: "FIXED_SIDE" },
    });
  const groups = [...dag.groups].reverse();
  for (const group of groups)
    own(group.parent).push({
      id: group.groupId,
      layoutOptions: { "elk.padding": "[top=40,left=15,bottom=15,right=15]" },
      children: own(group.groupId),
    });
  return {
    id: "root",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.hierarchyHandling": "INCLUDE_CHILDREN",
      "elk.edgeLabels.placement": "CENTER",
      "elk.layered.nodePlacement.strategy": "SIMPLE",
      "elk.layered.spacing.edgeNodeBetweenLayers": "10.0",
      "elk.layered.spacing.nodeNodeBetweenLayers": "40.0",
      "elk.spacing.nodeNode": "20.0",
      ...(dag.edges.length > 100 ? { "elk.layered.thoroughness": "3" } : {}),
    },
    children: own(null),
    edges: dag.edges.map(({ from, to, label }, index) => ({
      id: `e${index}`,
      sources: [from],
      targets: [to],
      ...(label === null ? {} : { labels: [{ text: label, width: 70, height: 16 }] }),
    })),
  };
}
