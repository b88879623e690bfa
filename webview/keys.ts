import type { ViewBox } from "../model/layout/view.ts";

/** What keys do to a box that has the focus. */
export interface BoxKeyActions {
  /** Answers whether there is a log. */
  showLog(taskId: string): boolean;
  reveal(box: number, focus: boolean): void;
  toggle(box: number): void;
  openMenu(box: number): void;
}

/** What keys do anywhere in the graph. */
export interface GraphKeyActions {
  find(): void;
  escape(): void;
  zoom(factor: number): void;
  fit(): void;
}

/** A key on a box. Answers whether it means anything there. */
export function boxKey(
  index: number,
  box: ViewBox | undefined,
  event: KeyboardEvent,
  actions: BoxKeyActions,
): boolean {
  if (!box) return false;
  switch (event.key) {
    case "Enter":
      if (!event.shiftKey || !actions.showLog(box.id)) actions.reveal(index, true);
      return true;
    case " ":
      if (box.kind === "task") actions.reveal(index, false);
      else actions.toggle(index);
      return true;
    case "ContextMenu":
      actions.openMenu(index);
      return true;
    case "F10":
      if (event.shiftKey) actions.openMenu(index);
      return event.shiftKey;
    default:
      return false;
  }
}

/** A key anywhere in the graph; what is typed into a field stays there. */
export function graphKey(event: KeyboardEvent, actions: GraphKeyActions): void {
  const { target, ctrlKey, metaKey, altKey, key } = event;
  const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if ((ctrlKey || metaKey) && key.toLowerCase() === "f") actions.find();
  else if (isTyping || ctrlKey || metaKey || altKey) return;
  else if (key === "Escape") actions.escape();
  else if (key === "+" || key === "=") actions.zoom(1.25);
  else if (key === "-") actions.zoom(0.8);
  else if (key === "0") actions.fit();
  else return;
  event.preventDefault();
}
