import type { GraphDag } from "../model/dag/graphJson.ts";
import { dagDot } from "../model/dag/dagDot.ts";
import { dagMarkdown } from "../model/dag/dagMarkdown.ts";
import { dagMermaid } from "../model/dag/dagMermaid.ts";
import { dagsSvg } from "../model/layout/svg.ts";

/** Prints DAGs in one format. */
export type GraphFormat = (dags: readonly GraphDag[]) => string;

/** Every format of `dagsight graph`. */
export const graphFormats = {
  json: (dags) => `${JSON.stringify({ dags }, undefined, 2)}\n`,
  mermaid: (dags) => dags.map(dagMermaid).join("\n"),
  dot: (dags) => dags.map(dagDot).join("\n"),
  markdown: (dags) => dags.map(dagMarkdown).join("\n"),
  svg: (dags) => dagsSvg(dags),
} satisfies Readonly<Record<string, GraphFormat>>;

/** Whether a text names a format. */
export function isGraphFormat(text: string): text is keyof typeof graphFormats {
  return Object.hasOwn(graphFormats, text);
}
