import * as vscode from "vscode";

import type { FromPanel } from "../protocol/graphPanel.ts";

type Picture = Extract<FromPanel, { kind: "export" }>;

/** Asks where to save a picture of a graph, and writes it there. */
export async function savePicture(document: vscode.Uri, picture: Picture): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(document, "..", picture.fileName),
    title: "Save the Graph",
  });
  if (!target) return;
  const bytes =
    picture.format === "png"
      ? Uint8Array.from(atob(picture.content), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(picture.content);
  await vscode.workspace.fs.writeFile(target, bytes);
}
