import type { GraphDag } from "../model/dag/graphJson.ts";
import type { ViewBox } from "../model/layout/view.ts";
import type { PanelState } from "../protocol/graphPanel.ts";

/** From this many tasks on, the outermost groups begin closed: a picture that can be taken in comes first. */
const manyTasks = 500;

/** Which groups are closed, and which groups and folds of like siblings were opened. */
export class Folding {
  readonly collapsed: Set<string>;
  readonly opened: Set<string>;

  constructor(kept: PanelState | null) {
    this.collapsed = new Set(kept?.collapsed);
    this.opened = new Set(kept?.opened);
  }

  /** As a DAG is shown first. */
  begin({ tasks, groups }: GraphDag): void {
    this.#clear();
    if (tasks.length > manyTasks)
      for (const { groupId, parent } of groups) if (parent === null) this.collapsed.add(groupId);
  }

  /** Opens what is closed and closes what is open. Answers whether it can be. */
  toggle({ kind, id }: ViewBox): boolean {
    if (kind === "group") {
      if (this.collapsed.delete(id)) this.opened.add(id);
      else {
        this.collapsed.add(id);
        this.opened.delete(id);
      }
    } else if (kind === "fold") this.opened.add(id);
    else return false;
    return true;
  }

  /** Closes or opens all groups. */
  setAll({ groups }: GraphDag, isClosed: boolean): void {
    this.#clear();
    for (const { groupId } of groups) (isClosed ? this.collapsed : this.opened).add(groupId);
  }

  /** Opens all that hides a task or group; `shownBy` is the box that stands for it now. Answers whether there was any. */
  openAround({ tasks, groups }: GraphDag, id: string, shownBy: ViewBox | undefined): boolean {
    const parents = new Map(groups.map(({ groupId, parent }) => [groupId, parent]));
    const task = tasks.find(({ taskId }) => taskId === id);
    let changed = false;
    let up = task ? task.group : (parents.get(id) ?? null);
    for (let depth = 0; up !== null && depth <= groups.length; depth++) {
      if (this.collapsed.delete(up)) changed = true;
      up = parents.get(up) ?? null;
    }
    if (shownBy?.kind !== "fold") return changed;
    this.opened.add(shownBy.id);
    return true;
  }

  #clear(): void {
    this.collapsed.clear();
    this.opened.clear();
  }
}
