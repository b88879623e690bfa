import * as vscode from "vscode";

import type { FromPanel } from "../protocol/graphPanel.ts";
import { HumanError } from "./humanError.ts";

type Picture = Extract<FromPanel, { kind: "export" }>;

/** How dialogs call the formats. */
const formats = { svg: "SVG", png: "PNG", mermaid: "Mermaid", dot: "DOT" } as const;

/** Asks where to save a picture of a graph, writes it there, and offers to open it. */
export async function savePicture(document: vscode.Uri, picture: Picture): Promise<void> {
  const { format, fileName, content } = picture;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(document, "..", fileName),
    title: `Save the Graph as ${formats[format]}`,
    filters: { [formats[format]]: [fileName.split(".").at(-1) ?? format] },
  });
  if (!target) return;
  const bytes =
    format === "png"
      ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(content);
  const name = vscode.workspace.asRelativePath(target);
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/^Error: /, "");
    throw new HumanError(`${name} could not be written: ${why}`);
  }
  void offerToOpen(target, name);
}

async function offerToOpen(target: vscode.Uri, name: string): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(`Saved ${name}.`, "Open");
  if (chosen === "Open") await vscode.commands.executeCommand("vscode.open", target);
}
