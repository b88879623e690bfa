import * as vscode from "vscode";

import type { Api } from "./api.ts";
import type { App } from "./app.ts";
import { registerCommands } from "./commands/commands.ts";
import { BesidePython } from "./besidePython.ts";
import { DagEditors } from "./dagEditors.ts";
import { DagsView } from "./dagsView.ts";
import { GraphPanels } from "./graphPanels.ts";
import { IgnoreOffer } from "./ignoreOffer.ts";
import { Interpreters } from "./interpreters.ts";
import { InterpreterStatus } from "./interpreterStatus.ts";
import { LanguageServer } from "./languageServer.ts";
import { MockActions } from "./mockActions.ts";
import type { Platform } from "./platform.ts";
import { LogDocuments } from "./runs/logDocuments.ts";
import { Runs } from "./runs/runs.ts";
import { RunProblems } from "./runs/runProblems.ts";
import { RunsView } from "./runs/runsView.ts";
import { RunTasks } from "./runs/runTasks.ts";
import { ValueDocuments } from "./runs/valueDocuments.ts";
import { RunOnSave } from "./runOnSave.ts";
import { StateLenses } from "./stateLenses.ts";
import { registerTaskDebugger } from "./taskDebugger.ts";

/** Starts the extension: the same in Node and in a browser's worker. */
export async function start(context: vscode.ExtensionContext, platform: Platform): Promise<Api> {
  const { subscriptions, extensionUri } = context;
  const keep = <T extends vscode.Disposable>(item: T): T => {
    subscriptions.push(item);
    return item;
  };
  const log = keep(vscode.window.createOutputChannel("Dagsight", { log: true }));
  const server = keep(new LanguageServer(platform, log));
  const editors = keep(new DagEditors(server));
  const interpreters = keep(new Interpreters(platform.askPython, platform.pythonsOnPath));
  server.beside = keep(new BesidePython(interpreters, editors));
  const runs = keep(new Runs(platform.launcher));
  const runsView = keep(new RunsView(runs));
  const dagsView = keep(new DagsView(server));
  const logs = keep(new LogDocuments(runs));
  const values = keep(new ValueDocuments(runs));
  keep(new RunProblems(runs));
  keep(new StateLenses(server, runs));
  const panels = keep(new GraphPanels({ extensionUri, server, runs, log }));
  const app: App = {
    context,
    log,
    server,
    editors,
    interpreters,
    runs,
    runsView,
    dagsView,
    logs,
    values,
    panels,
  };
  keep(registerCommands(app));
  if (runs.canRun) {
    keep(registerTaskDebugger());
    keep(new MockActions(server));
    keep(new IgnoreOffer(runs, context.workspaceState));
  }
  keep(new RunOnSave(app));
  keep(new RunTasks(app));
  void vscode.commands.executeCommand("setContext", "dagsight.canRun", runs.canRun);
  void vscode.commands.executeCommand("setContext", "dagsight.inBrowser", !runs.canRun);
  if (runs.canRun) keep(new InterpreterStatus(interpreters, editors));
  await Promise.all([server.start(), runs.load()]);
  const { version } = context.extension.packageJSON as { readonly version: string };
  log.info(`Dagsight ${version} has started; ${runs.all.length} earlier runs are known.`);
  return { panels, runs, runsView };
}
