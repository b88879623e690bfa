import { icons, iconOf, stateIcons, type Icon } from "./icons.ts";
import { box, detailOf, hasBadge, type FontName, type TextWidth } from "./measure.ts";
import type { ViewBox } from "./view.ts";

/** One SVG element as data: the panel makes elements of it, the export text. Text is always text, never markup. */
export interface Mark {
  readonly tag: "g" | "rect" | "path" | "text" | "tspan" | "circle";
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
  readonly children?: readonly Mark[];
}

/** How a box stands in a run: its state, and what its second line says then. */
export interface BoxState {
  readonly state: string;
  readonly detail: string;
  /** Not how it ended, but how it would. */
  readonly isSupposed?: true;
}

/**
 * The marks of a box of this size, from its own corner. Its colours come from classes. `entries`: how far from the left lines come in
 * through its top.
 */
export function boxMarks(
  viewBox: ViewBox,
  size: { readonly width: number; readonly height: number },
  textWidth: TextWidth,
  state?: BoxState,
  entries: readonly number[] = [],
): Mark[] {
  return viewBox.kind === "group" && viewBox.open
    ? openGroup(viewBox, size, textWidth, state, entries)
    : card(viewBox, size, textWidth, state);
}

/** A text no wider than `width`, cut with an ellipsis where it has to be. */
export function fit(text: string, width: number, font: FontName, textWidth: TextWidth): string {
  if (textWidth(text, font) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${text.slice(0, middle)}…`, font) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

/** What a box says of its state: where not all has room the icon stands for the first word, and at last `186/1000` for a count. */
function fitState(detail: string, width: number, textWidth: TextWidth): string {
  const rest = detail.split(" · ").slice(1).join(" · ") || detail;
  const short = rest.replace(" of ", "/");
  const fitting = [detail, rest].find((text) => textWidth(text, "small") <= width);
  return fitting ?? fit(short, width, "small", textWidth);
}

function card(
  viewBox: ViewBox,
  { width, height }: { readonly width: number; readonly height: number },
  textWidth: TextWidth,
  state: BoxState | undefined,
): Mark[] {
  const marks: Mark[] = [];
  if (isStack(viewBox))
    for (const depth of [2, 1])
      marks.push({
        tag: "rect",
        attributes: {
          class: "stack",
          x: depth * 4,
          y: 6 + depth * 3,
          width: width - depth * 8,
          height: height - 6,
          rx: 6,
        },
      });
  marks.push({
    tag: "rect",
    attributes: { class: "card", width, height, rx: viewBox.kind === "neighbour" ? height / 2 : 6 },
  });
  const room = width - box.textStart - box.textEnd - (hasBadge(viewBox) ? box.badge : 0) + 4;
  marks.push(leading(viewBox, state), {
    tag: "text",
    attributes: { class: "label", x: box.textStart, y: 18.5 },
    text: fit(viewBox.label, room, "label", textWidth),
  });
  marks.push({
    tag: "text",
    attributes: { class: "detail", x: box.textStart, y: 34 },
    text: state
      ? fitState(state.detail, room, textWidth)
      : fit(detailOf(viewBox), room, "small", textWidth),
  });
  const badge = badgeOf(viewBox);
  if (badge) marks.push(icon(badge, width - 27, (height - 16) / 2, "badge"));
  return marks;
}

function openGroup(
  viewBox: ViewBox & { readonly kind: "group" },
  { width, height }: { readonly width: number; readonly height: number },
  textWidth: TextWidth,
  state: BoxState | undefined,
  entries: readonly number[],
): Mark[] {
  const label = fit(viewBox.label, width - 44, "title", textWidth);
  const after = 30 + textWidth(label, "title") + 10;
  const detail = state?.detail ?? detailOf(viewBox);
  const marks: Mark[] = [
    { tag: "rect", attributes: { class: "frame", width, height, rx: 8 } },
    icon({ lines: "M4.5 6 8 9.5 11.5 6" }, 9, 8, "chevron"),
  ];
  // One text, so that whoever draws it knows how wide the name really is. Where a line would meet it, the count stands at the other end.
  const place = placeFor(textWidth(detail, "small"), after, width - 12, entries);
  const count: Mark = {
    tag: "tspan",
    attributes: { class: "detail", ...(place === after ? { dx: 10 } : { x: place ?? 0 }) },
    text: detail,
  };
  marks.push({
    tag: "text",
    attributes: { class: "title", x: 28, y: 20.5 },
    text: label,
    ...(place !== undefined && { children: [count] }),
  });
  return marks;
}

/** Where something this wide meets no line: at the first end, else at the second; undefined if at neither. */
function placeFor(
  width: number,
  from: number,
  to: number,
  lines: readonly number[],
): number | undefined {
  const apart = 7;
  return [from, to - width].find(
    (place) =>
      place >= from &&
      place + width <= to &&
      lines.every((line) => line <= place - apart || line >= place + width + apart),
  );
}

/** Mapped tasks, closed groups and folds stand for many. */
function isStack(viewBox: ViewBox): boolean {
  return viewBox.kind === "task" ? viewBox.task.mapped : viewBox.kind !== "neighbour";
}

function leading(viewBox: ViewBox, state: BoxState | undefined): Mark {
  const y = (box.height - 16) / 2;
  const shown = state && stateIcons[state.state];
  if (shown) return icon(shown, 12, y, "icon state");
  switch (viewBox.kind) {
    case "task":
      return icon(icons[iconOf(viewBox.task)], 12, y, "icon");
    case "group":
      return icon({ lines: "M6 4.5 9.5 8 6 11.5" }, 12, y, "icon chevron");
    case "fold":
      return icon(icons.fold, 12, y, "icon");
    case "neighbour":
      return icon(icons[viewBox.neighbour.kind], 12, y, "icon");
  }
}

/** What stands at the right end of a card: runs before the others, after them, or many times. */
function badgeOf(viewBox: ViewBox): Icon | undefined {
  if (viewBox.kind === "fold" || viewBox.kind === "neighbour") return undefined;
  if (viewBox.kind === "group") return viewBox.group.mapped ? brackets : undefined;
  const { mapped, setup, teardown } = viewBox.task;
  if (setup) return { lines: "M3.5 12.500h9M8 10.500V3.500M5 6.500l3-3 3 3" };
  if (teardown) return { lines: "M3.5 12.500h9M8 3.500v7M5 7.500l3 3 3-3" };
  return mapped ? brackets : undefined;
}

const brackets: Icon = {
  lines: "M5.5 3.500h-2.500v9h2.500M10.5 3.500h2.500v9h-2.500M6.8 8h.2M9 8h.2",
};

function icon({ lines, areas }: Icon, x: number, y: number, className: string): Mark {
  const children: Mark[] = [];
  if (areas !== undefined) children.push({ tag: "path", attributes: { class: "area", d: areas } });
  if (lines !== undefined) children.push({ tag: "path", attributes: { class: "line", d: lines } });
  return {
    tag: "g",
    attributes: { class: className, transform: `translate(${x} ${y})` },
    children,
  };
}
