import type { ViewBox } from "../model/layout/view.ts";
import type { PanelTarget } from "../protocol/graphPanel.ts";

/** Where a box is written: what is outside of the DAG, where it is first named. */
export function boxTarget(box: ViewBox): PanelTarget {
  if (box.kind === "group") return { kind: "group", groupId: box.id };
  if (box.kind !== "neighbour") return { kind: "task", taskId: box.id };
  const [taskId] = box.neighbour.tasks;
  return taskId === undefined ? { kind: "dag" } : { kind: "task", taskId };
}
