import * as vscode from "vscode";

/** The icon in the tab of a panel. A tab shows it as it is, so each kind of theme has its own colour. */
export function panelIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  return {
    light: vscode.Uri.joinPath(extensionUri, "media", "icon-light.svg"),
    dark: vscode.Uri.joinPath(extensionUri, "media", "icon-dark.svg"),
  };
}
