import * as vscode from "vscode";

/** Does what was chosen of a message's buttons, each of which is a command by its title; nothing if none was. */
export async function doNext(
  chosen: string | undefined,
  actions: readonly vscode.Command[],
): Promise<void> {
  const action = actions.find(({ title }) => title === chosen);
  if (!action) return;
  const given: readonly unknown[] = action.arguments ?? [];
  await vscode.commands.executeCommand(action.command, ...given);
}
