import { svg } from "./dom.ts";

const paths = {
  run: "M5 3.2v9.600L12.8 8z",
  stop: "M4 4h8v8H4z",
  search: "M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.300l3.5 3.5",
  filter: "M2 3.500h12M4.5 8h7M6.5 12.500h3",
  fit: "M2.5 6V2.500H6M10 2.500h3.500V6M13.5 10v3.500H10M6 13.500H2.500V10",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  collapse: "M4.5 6.5 8 3l3.5 3.500M4.5 13 8 9.500l3.5 3.5",
  expand: "M4.5 3 8 6.5 11.5 3M4.5 9.5 8 13l3.5-3.5",
  right: "M2.5 8h10.500M9 4l4 4-4 4",
  down: "M8 2.500v10.500M4 9l4 4 4-4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  close: "M4 4l8 8M12 4l-8 8",
  previous: "M4 10l4-4 4 4",
  next: "M4 6l4 4 4-4",
  warning: "M8 2 14.5 13.500H1.500zM8 6.500v3.200M8 11.500v.1",
} as const;

export type UiIcon = keyof typeof paths;

/** An icon of the toolbar. */
export function uiIcon(name: UiIcon): SVGElement {
  return svg("svg", { class: `ui-icon ${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    svg("path", { d: paths[name] }),
  ]);
}
