import type { Mark } from "../model/layout/marks.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** Makes an element. Text from a file only ever becomes text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Makes an SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly Node[] = [],
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Turns a mark of the picture into an element. */
export function markElement(mark: Mark): SVGElement {
  const made = svg(mark.tag, mark.attributes);
  if (mark.text !== undefined) made.textContent = mark.text;
  made.append(...(mark.children ?? []).map(markElement));
  return made;
}
