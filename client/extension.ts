import * as vscode from "vscode";

import type { Api } from "./api.ts";
import type { App } from "./app.ts";
import { registerCommands } from "./commands/commands.ts";
import { DagEditors } from "./dagEditors.ts";
import { GraphPanels } from "./graphPanels.ts";
import { LanguageServer } from "./languageServer.ts";
import type { Platform } from "./platform.ts";

/** Starts the extension: the same in Node and in a browser's worker. */
export async function start(context: vscode.ExtensionContext, platform: Platform): Promise<Api> {
  const { subscriptions, extensionUri } = context;
  const log = vscode.window.createOutputChannel("Dagsight", { log: true });
  const server = new LanguageServer(platform, log);
  const editors = new DagEditors();
  const panels = new GraphPanels({ extensionUri, server, log });
  const app: App = { context, log, server, editors, panels };
  subscriptions.push(log, server, editors, panels, registerCommands(app));
  await server.start();
  return { panels };
}
