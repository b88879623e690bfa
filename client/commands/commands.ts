import * as vscode from "vscode";

import type { App } from "../app.ts";
import { DisposableStore } from "../disposableStore.ts";
import { HumanError } from "../humanError.ts";
import type { Command } from "./command.ts";
import { commandNames, type CommandName } from "./names.ts";
import { restartServer } from "./restartServer.ts";
import { showGraph } from "./showGraph.ts";
import { showLog } from "./showLog.ts";

/** Every command. Adding one is one file here, its name in names.ts, one line in this list and one in package.json. */
const commands: Readonly<Record<CommandName, Command>> = {
  "dagsight.showGraph": showGraph,
  "dagsight.restartServer": restartServer,
  "dagsight.showLog": showLog,
};

/** Makes all commands known to the editor, each within a fence. */
export function registerCommands(app: App): DisposableStore {
  const store = new DisposableStore();
  for (const name of commandNames) {
    store.add(
      vscode.commands.registerCommand(name, (target: unknown) => fenced(app, name, target)),
    );
  }
  return store;
}

/** What cannot be done is said to the user; a fault of ours goes to the log, with a way to it. */
async function fenced(app: App, name: CommandName, target: unknown): Promise<void> {
  try {
    await commands[name](app, target);
  } catch (error) {
    if (error instanceof HumanError) {
      void vscode.window.showInformationMessage(error.message);
      return;
    }
    app.log.error(
      `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    const chosen = await vscode.window.showErrorMessage(
      `Dagsight could not finish this command (${name}). The log says why.`,
      "Open Log",
    );
    if (chosen === "Open Log") app.log.show();
  }
}
