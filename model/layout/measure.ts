import type { View, ViewBox } from "./view.ts";
import type { Direction, LayoutGraph } from "./graph.ts";
import { ruleInWords } from "./words.ts";

/** Answers the width of a text in one of the picture's fonts, in its pixels. */
export type TextWidth = (text: string, font: FontName) => number;

/** `label`: names in boxes. `small`: what stands below them, and labels of edges. `title`: names of open groups. */
export type FontName = "label" | "small" | "title";

/** Sizes of fonts in pixels, and their weight. */
export const fonts: Readonly<Record<FontName, { readonly size: number; readonly weight: number }>> =
  {
    label: { size: 13, weight: 400 },
    small: { size: 11, weight: 400 },
    title: { size: 12, weight: 600 },
  };

/** Sizes inside a box. */
export const box = {
  height: 44,
  minWidth: 132,
  maxWidth: 300,
  /** Widths grow in steps, so that typing a name does not move its neighbours at every key. */
  widthStep: 12,
  /** Left of the text: border, icon and gap; right of it. */
  textStart: 36,
  textEnd: 12,
  badge: 24,
  labelHeight: 18,
  labelPadding: 8,
  labelMaxWidth: 220,
} as const;

/** Gives each visible box and label its size: what `layout` takes. */
export function measure(view: View, direction: Direction, textWidth: TextWidth): LayoutGraph {
  const { boxes, edges } = view;
  const ids: string[] = [];
  const parents = new Int32Array(boxes.length);
  const widths = new Float64Array(boxes.length);
  const heights = new Float64Array(boxes.length);
  const open = new Uint8Array(boxes.length);
  boxes.forEach((viewBox, index) => {
    const isOpen = viewBox.kind === "group" && viewBox.open;
    ids.push(viewBox.id);
    parents[index] = viewBox.parent;
    widths[index] = widthOf(viewBox, isOpen, textWidth);
    heights[index] = isOpen ? 64 : box.height;
    if (isOpen) open[index] = 1;
  });
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  const labelWidths = new Float64Array(edges.length);
  const labelHeights = new Float64Array(edges.length);
  const closing = new Uint8Array(edges.length);
  edges.forEach((edge, index) => {
    from[index] = edge.from;
    to[index] = edge.to;
    if (edge.closing) closing[index] = 1;
    if (edge.label === null) return;
    labelWidths[index] = labelWidth(edge.label, textWidth);
    labelHeights[index] = box.labelHeight;
  });
  return {
    direction,
    boxes: { ids, parents, widths, heights, open },
    edges: { from, to, labelWidths, labelHeights, closing },
  };
}

/** The second line of a box. */
export function detailOf(viewBox: ViewBox): string {
  switch (viewBox.kind) {
    case "task": {
      const { operator, triggerRule, change } = viewBox.task;
      const rule = ruleInWords(triggerRule);
      // With a rule there is no room for a word that says nothing.
      const parts =
        rule === undefined ? [operator] : [operator.replace(/(?<=.)Operator$/, ""), rule];
      // What a comparison found is said in words too, not by colour alone.
      if (change !== undefined && change !== "same") parts.unshift(changeWords[change]);
      return parts.join(" · ");
    }
    case "group":
      return (
        (viewBox.tasks.length === 1 ? "1 task" : `${viewBox.tasks.length} tasks`) +
        (viewBox.group.mapped ? " · mapped" : "")
      );
    case "fold":
      return `${viewBox.tasks.length} × ${viewBox.operator}`;
    case "neighbour":
      return neighbourWords[viewBox.neighbour.kind][viewBox.neighbour.role];
  }
}

/** What something outside of the DAG is to it. */
export const neighbourWords = {
  asset: {
    starts: "Asset · starts this DAG",
    read: "Asset · read",
    awaited: "Asset · waited for",
    made: "Asset · produced",
    triggered: "Asset · triggered",
  },
  dag: {
    starts: "DAG · starts this one",
    read: "DAG · read",
    awaited: "DAG · waited for",
    made: "DAG · produced",
    triggered: "DAG · triggered",
  },
} as const;

const changeWords = { added: "Added", removed: "Removed", changed: "Changed" } as const;

/** Whether a box has a mark at its right end. */
export function hasBadge(viewBox: ViewBox): boolean {
  return viewBox.kind === "task"
    ? viewBox.task.mapped || viewBox.task.setup || viewBox.task.teardown
    : viewBox.kind === "group" && viewBox.group.mapped && !viewBox.open;
}

function widthOf(viewBox: ViewBox, isOpen: boolean, textWidth: TextWidth): number {
  if (isOpen) {
    const title = textWidth(viewBox.label, "title") + textWidth(detailOf(viewBox), "small");
    return stepped(Math.min(title, 320) + 76);
  }
  const text = Math.max(textWidth(viewBox.label, "label"), textWidth(detailOf(viewBox), "small"));
  const whole = box.textStart + text + box.textEnd + (hasBadge(viewBox) ? box.badge : 0);
  return Math.max(box.minWidth, Math.min(box.maxWidth, stepped(whole)));
}

function labelWidth(label: string, textWidth: TextWidth): number {
  return Math.min(
    box.labelMaxWidth,
    Math.ceil((textWidth(label, "small") + 2 * box.labelPadding) / 4) * 4,
  );
}

function stepped(width: number): number {
  return Math.ceil((width - box.minWidth) / box.widthStep) * box.widthStep + box.minWidth;
}
