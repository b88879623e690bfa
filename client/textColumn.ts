import * as vscode from "vscode";

/**
 * Where a text is opened that a click asked for: where it is shown already, else in front, unless a picture is there, which the
 * text would hide: then in another column.
 */
export function textColumn(uri?: vscode.Uri): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const shown = all.find((group) => uri && showsText(group, uri));
  const isFree = !showsPicture(activeTabGroup);
  const other = all.filter((each) => each !== activeTabGroup);
  const group =
    shown ?? (isFree ? activeTabGroup : (other.find((each) => !showsPicture(each)) ?? other.at(0)));
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}

function showsPicture({ activeTab }: vscode.TabGroup): boolean {
  return activeTab?.input instanceof vscode.TabInputWebview;
}

function showsText({ activeTab }: vscode.TabGroup, uri: vscode.Uri): boolean {
  const input = activeTab?.input;
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
