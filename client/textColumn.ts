import * as vscode from "vscode";

/** Where a text is opened that a click asked for: in front, unless a picture is there, which the text would hide. */
export function textColumn(): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  const group = showsPicture(activeTabGroup)
    ? all.find((each) => !showsPicture(each))
    : activeTabGroup;
  return group?.viewColumn ?? vscode.ViewColumn.Active;
}

function showsPicture({ activeTab }: vscode.TabGroup): boolean {
  return activeTab?.input instanceof vscode.TabInputWebview;
}
