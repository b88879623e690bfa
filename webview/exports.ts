import type { BoxState } from "../model/layout/marks.ts";
import type { TextWidth } from "../model/layout/measure.ts";
import { pictureSvg } from "../model/layout/svg.ts";
import { themes, type PictureTheme } from "../model/layout/theme.ts";
import type { FromPanel } from "../protocol/graphPanel.ts";
import type { Scene } from "./scene.ts";

/** What is exported, and where to. */
export interface Exported {
  readonly scene: Scene;
  readonly states: ReadonlyMap<string, BoxState>;
  readonly textWidth: TextWidth;
  readonly send: (message: FromPanel) => void;
  readonly say: (text: string) => void;
}

/** As what the graph is wanted: a file, in the colours of the theme or for print, or an image on the clipboard. */
export interface ExportWish {
  readonly as: "svg" | "png" | "mermaid" | "dot" | "copy";
  readonly isForPrint?: boolean;
}

/** Saves the graph, or copies it. What cannot be done is said. */
export async function exportGraph(wish: ExportWish, exported: Exported): Promise<void> {
  try {
    if (wish.as === "copy") await copyImage(exported);
    else await save(exported, wish.as, wish.isForPrint === true);
  } catch (error) {
    const sorry = "The picture could not be made";
    exported.say(`${sorry}.`);
    exported.send({ kind: "failed", message: `${sorry}: ${String(error)}` });
  }
}

/** Has the graph saved as a file. What is text without a picture the host writes itself. */
async function save(
  exported: Exported,
  format: "svg" | "png" | "mermaid" | "dot",
  isForPrint: boolean,
): Promise<void> {
  const { scene, send } = exported;
  const { width, height } = scene.picture;
  const fileName = `${scene.view.dag.dagId}.${format === "mermaid" ? "mmd" : format}`;
  let content = "";
  if (format === "svg" || format === "png") content = svgOf(exported, isForPrint);
  if (format === "png") content = await base64Of(await pngOf(content, width, height));
  send({ kind: "export", format, fileName, content });
}

/** Puts the picture on the clipboard. */
async function copyImage(exported: Exported): Promise<void> {
  const { width, height } = exported.scene.picture;
  const png = await pngOf(svgOf(exported, false), width, height);
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
  exported.say("Copied the graph as an image");
}

/** The picture as a document: in the colours of the editor's theme, or black on white. */
function svgOf({ scene, states, textWidth }: Exported, isForPrint: boolean): string {
  return pictureSvg(scene.view, scene.picture, {
    theme: isForPrint ? themes.print : themeOfEditor(),
    textWidth,
    title: scene.view.dag.dagId,
    states,
    fontFamily: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),
  });
}

/** A canvas' side ends here in Chromium. */
const longestSide = 16_384;

/** An SVG document as a PNG; smaller than wanted where a canvas ends. */
async function pngOf(document: string, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([document], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, longestSide / width, longestSide / height);
    const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob();
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Bytes in base64, as messages carry them. */
async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** The colours that the panel has now. */
function themeOfEditor(): PictureTheme {
  const { body } = document;
  const base = body.classList.contains("vscode-light") ? themes.light : themes.dark;
  const style = getComputedStyle(document.querySelector("#panel") ?? body);
  const read = (name: string, otherwise: string): string =>
    solid(style.getPropertyValue(name)) ?? otherwise;
  return {
    ...base,
    background: read("--background", base.background ?? "#ffffff"),
    foreground: read("--foreground", base.foreground),
    muted: read("--muted", base.muted),
    card: read("--card", base.card),
    cardBorder: read("--card-border", base.cardBorder),
    line: read("--line", base.line),
    error: read("--error", base.error),
  };
}

/** A colour as any reader of SVG knows it; mixes and the like are worked out by a canvas. */
function solid(colour: string): string | undefined {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  if (!context || colour.trim() === "") return undefined;
  context.fillStyle = colour.trim();
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  if (alpha === 0) return undefined;
  const hex = [red, green, blue, ...(alpha < 255 ? [alpha] : [])]
    .map((value) => value.toString(16).padStart(2, "0"))
    .join("");
  return `#${hex}`;
}
