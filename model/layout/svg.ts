import type { GraphDag } from "../dag/graphJson.ts";
import type { Direction, Picture } from "./graph.ts";
import { entriesInto, layout, lineAt } from "./layout.ts";
import { boxMarks, fit, type BoxState, type Mark } from "./marks.ts";
import { box, fonts, measure, type TextWidth } from "./measure.ts";
import { headOf, pathOf } from "./path.ts";
import { stateOfBox } from "./stateOfBox.ts";
import { themes, type PictureTheme, type ThemeName } from "./theme.ts";
import { viewOf, type View, type ViewEdge } from "./view.ts";
import { tableWidth } from "./textWidth.ts";

/** How a DAG is drawn as a file of its own. */
export interface GraphSvgOptions {
  readonly direction?: Direction;
  readonly theme?: ThemeName;
  readonly collapsed?: ReadonlySet<string>;
  /** By task id. */
  readonly states?: ReadonlyMap<string, BoxState>;
}

/** A DAG as a complete SVG document: the picture of the graph panel, for files, reviews and READMEs. */
export function graphSvg(dag: GraphDag, options: GraphSvgOptions = {}): string {
  const direction = options.direction ?? "LR";
  const view = viewOf(dag, { collapsed: options.collapsed ?? new Set(), unfolded: new Set() });
  const { picture } = layout(measure(view, direction, tableWidth));
  return pictureSvg(view, picture, {
    theme: themes[options.theme ?? "light"],
    textWidth: tableWidth,
    title: dag.dagId,
    states: options.states ?? new Map<string, BoxState>(),
    fontFamily: "system-ui, -apple-system, 'Segoe UI', Ubuntu, sans-serif",
  });
}

/** Several DAGs in one document, one below the other; one DAG is just its picture. */
export function dagsSvg(dags: readonly GraphDag[], options: GraphSvgOptions = {}): string {
  const [only, ...others] = dags;
  if (only && others.length === 0) return graphSvg(only, options);
  const theme = themes[options.theme ?? "light"];
  let width = 240;
  let height = 0;
  const pictures = dags.map((dag) => {
    const picture = graphSvg(dag, options);
    const size = / width="(\d+)" height="(\d+)"/.exec(picture);
    const y = height + 32;
    width = Math.max(width, Number(size?.[1] ?? 0));
    height = y + Number(size?.[2] ?? 0);
    const title = `<text x="24" y="${y - 4}" font-family="sans-serif" font-size="14" font-weight="600" fill="${theme.foreground}">${escapeXml(dag.dagId)}</text>`;
    return title + picture.trim().replace("<svg ", `<svg y="${y}" `);
  });
  const ground =
    theme.background === null
      ? ""
      : `<rect width="100%" height="100%" fill="${theme.background}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ground}${pictures.join("")}</svg>\n`;
}

/** What a finished layout needs to become a document. */
export interface PictureSvgOptions {
  readonly theme: PictureTheme;
  readonly textWidth: TextWidth;
  readonly title: string;
  readonly states: ReadonlyMap<string, BoxState>;
  readonly fontFamily: string;
}

/** A finished layout as an SVG document. */
export function pictureSvg(view: View, picture: Picture, options: PictureSvgOptions): string {
  const { theme, textWidth, states } = options;
  const { rects } = picture;
  const out: string[] = [];
  const put = (mark: Mark): void => void out.push(serialise(mark));
  const rect = (index: number): { x: number; y: number; width: number; height: number } => ({
    x: rects[index * 4] ?? 0,
    y: rects[index * 4 + 1] ?? 0,
    width: rects[index * 4 + 2] ?? 0,
    height: rects[index * 4 + 3] ?? 0,
  });
  const drawBox = (index: number, part: "all" | "frame" | "title" = "all"): void => {
    const viewBox = view.boxes[index];
    if (!viewBox) return;
    const { x, y, ...size } = rect(index);
    const state = stateOfBox(viewBox, states);
    const marks = boxMarks(viewBox, size, textWidth, state, entriesInto(picture, index));
    put({
      tag: "g",
      attributes: {
        class: classesOf(viewBox.kind, viewBox.certainty, viewBox.change, state?.state),
        transform: `translate(${round(x)} ${round(y)})`,
      },
      children: part === "all" ? marks : part === "frame" ? marks.slice(0, 1) : marks.slice(1),
    });
  };
  const isOpen = (index: number): boolean => {
    const viewBox = view.boxes[index];
    return viewBox?.kind === "group" && viewBox.open;
  };
  view.boxes.forEach((_, index) => {
    if (isOpen(index)) drawBox(index, "frame");
  });
  const paths = runPaths(view, picture);
  view.edges.forEach((_, index) => put(edgeMark(view, picture, index, paths[index] ?? "")));
  // Names of groups lie over the lines that pass them.
  view.boxes.forEach((_, index) => {
    if (isOpen(index)) drawBox(index, "title");
  });
  view.edges.forEach((_, index) => {
    const label = labelMark(view, picture, index, textWidth);
    if (label) put(label);
  });
  view.boxes.forEach((_, index) => {
    if (!isOpen(index)) drawBox(index);
  });
  const width = Math.ceil(picture.width);
  const height = Math.ceil(picture.height);
  const ground =
    theme.background === null
      ? ""
      : `<rect width="${width}" height="${height}" fill="${theme.background}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(options.title)}"><title>${escapeXml(options.title)}</title><style>${sheet(theme, options.fontFamily)}</style>${ground}${out.join("")}</svg>\n`;
}

/** The lines that an edge draws, and its head. */
export function edgeMark(view: View, picture: Picture, index: number, d: string): Mark {
  const edge = view.edges[index];
  const loop = edge !== undefined && edge.from === edge.to;
  const names = edge ? classesOf(edgeKind(edge), edge.certainty, edge.change, undefined) : "edge";
  const head = headOf(lineAt(picture.routes, index), picture.direction, loop);
  return {
    tag: "g",
    attributes: { class: edge?.closing ? `${names} closing` : names },
    children: [
      { tag: "path", attributes: { class: "route", d } },
      { tag: "path", attributes: { class: "head", d: head } },
    ],
  };
}

/** What each edge draws of its way, as the `d` of an SVG path; empty for one whose whole way others draw. */
export function runPaths(view: View, picture: Picture): string[] {
  const paths = view.edges.map(() => "");
  picture.runEdge.forEach((edge, run) => {
    const { from, to } = view.edges[edge] ?? { from: 0, to: 1 };
    paths[edge] =
      (paths[edge] ?? "") + pathOf(lineAt(picture.runs, run), picture.direction, from === to);
  });
  return paths;
}

/** The label of an edge, if it has one. */
export function labelMark(
  view: View,
  picture: Picture,
  index: number,
  textWidth: TextWidth,
): Mark | undefined {
  const label = view.edges[index]?.label;
  const x = picture.labels[index * 2] ?? NaN;
  const y = picture.labels[index * 2 + 1] ?? NaN;
  if (label === null || label === undefined || Number.isNaN(x)) return undefined;
  const text = fit(oneLine(label), box.labelMaxWidth - 2 * box.labelPadding, "small", textWidth);
  const width = textWidth(text, "small") + 2 * box.labelPadding - 4;
  return {
    tag: "g",
    attributes: { class: "tag", transform: `translate(${round(x)} ${round(y)})` },
    children: [
      {
        tag: "rect",
        attributes: {
          x: round(-width / 2),
          y: -box.labelHeight / 2,
          width: round(width),
          height: box.labelHeight,
          rx: 4,
        },
      },
      { tag: "text", attributes: { y: 4 }, text },
    ],
  };
}

/** A line of the DAG, or one to or from something outside of it. */
export function edgeKind({ edges }: ViewEdge): string {
  return edges.length === 0 ? "edge outside" : "edge";
}

/** Classes that say what a mark is and how sure it is. */
export function classesOf(
  kind: string,
  certainty: string,
  change: string | undefined,
  state: string | undefined,
): string {
  const names = [kind];
  if (certainty === "dynamic") names.push("dynamic");
  if (change !== undefined && change !== "same") names.push(change);
  if (state !== undefined) names.push(`state-${state}`);
  return names.join(" ");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function serialise({ tag, attributes, text, children }: Mark): string {
  const written = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
  const inner =
    (text === undefined ? "" : escapeXml(text)) + (children ?? []).map(serialise).join("");
  return inner === "" ? `<${tag}${written}/>` : `<${tag}${written}>${inner}</${tag}>`;
}

/** Text inside XML. Characters that XML cannot hold at all are shown as a replacement character. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function sheet(theme: PictureTheme, fontFamily: string): string {
  const states = Object.entries(theme.states).map(
    ([state, colour]) =>
      `.state-${state}>.card,.state-${state}>.frame{stroke:${colour}}.state-${state} .state{color:${colour}}`,
  );
  const changes = (["added", "removed", "changed"] as const).map(
    (change) =>
      `.${change}>.card,.${change}>.route{stroke:${theme[change]}}.${change}>.head{fill:${theme[change]}}`,
  );
  return [
    `text{font:${fonts.label.size}px ${fontFamily};fill:${theme.foreground}}`,
    `.detail{font-size:${fonts.small.size}px;font-weight:400;fill:${theme.muted}}`,
    `.title{font-size:${fonts.title.size}px;font-weight:${fonts.title.weight}}`,
    `.group>.title,.group>.detail{paint-order:stroke;stroke:${theme.background ?? theme.card};stroke-width:4px;stroke-linejoin:round}.card~text{stroke:none}`,
    `.card,.stack{fill:${theme.card};stroke:${theme.cardBorder}}`,
    `.frame{fill:${theme.frame};stroke:${theme.frameBorder}}`,
    `.dynamic>.card,.dynamic>.frame{stroke-dasharray:4 3}.dynamic>.route{stroke-dasharray:5 4}`,
    `.neighbour>.card{fill:${theme.background ?? theme.card}}.outside>.route{stroke-dasharray:1.500 4;stroke-linecap:round}`,
    `.route{fill:none;stroke:${theme.line};stroke-width:1.5}.head{fill:${theme.line}}`,
    `.icon,.badge,.chevron{color:${theme.muted}}.line{fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}.area{fill:currentColor}.area+.line{stroke:${theme.card};stroke-width:1.6}`,
    `.tag rect{fill:${theme.background ?? theme.card};stroke:${theme.frameBorder}}.tag text{font-size:${fonts.small.size}px;text-anchor:middle;fill:${theme.muted}}`,
    ...states,
    ...changes,
    `.removed{opacity:.7}.removed>.card,.removed>.route{stroke-dasharray:4 3}`,
    `.closing>.route{stroke:${theme.error};stroke-dasharray:6 3}.closing>.head{fill:${theme.error}}`,
  ].join("");
}
