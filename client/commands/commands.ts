import * as vscode from "vscode";

import type { App } from "../app.ts";
import { DisposableStore } from "../disposableStore.ts";
import { HumanError } from "../humanError.ts";
import { tellHuman } from "../tellHuman.ts";
import { cancelRun } from "./cancelRun.ts";
import { chooseInterpreter } from "./chooseInterpreter.ts";
import { chooseSchedule } from "./chooseSchedule.ts";
import { clearRuns } from "./clearRuns.ts";
import type { Command } from "./command.ts";
import { debugTask } from "./debugTask.ts";
import { filterRuns, showAllRuns } from "./filterRuns.ts";
import { goToSource } from "./goToSource.ts";
import { mockTask } from "./mockTask.ts";
import { commandNames, type CommandName } from "./names.ts";
import { panelAction } from "./panelAction.ts";
import { removeRun } from "./removeRun.ts";
import { rerun, rerunFailed } from "./rerun.ts";
import { restartServer } from "./restartServer.ts";
import { revealInDags } from "./revealInDags.ts";
import { runDag } from "./runDag.ts";
import { runForDate } from "./runForDate.ts";
import { runTasks } from "./runTasks.ts";
import { runWithForm } from "./runWithForm.ts";
import { showGraph } from "./showGraph.ts";
import { showLog } from "./showLog.ts";
import { showResults } from "./showResults.ts";
import { showTaskLog } from "./showTaskLog.ts";
import { showTimeline } from "./showTimeline.ts";

/** Every command. Adding one is one file here, its name in names.ts, one line in this list and one in package.json. */
const commands: Readonly<Record<CommandName, Command>> = {
  "dagsight.showGraph": showGraph,
  "dagsight.goToSource": goToSource,
  "dagsight.runDag": runDag,
  "dagsight.runTask": runTasks("tasks"),
  "dagsight.runFromTask": runTasks("from"),
  "dagsight.runUntilTask": runTasks("until"),
  // Rows of views name what is meant: there nothing is asked, and the title has no ellipsis.
  "dagsight.runThisTask": runTasks("tasks"),
  "dagsight.runThisGroup": runTasks("tasks"),
  "dagsight.runFromThisTask": runTasks("from"),
  "dagsight.runUntilThisTask": runTasks("until"),
  "dagsight.runWithParameters": runWithForm("now"),
  "dagsight.backfill": runWithForm("range"),
  "dagsight.runForDate": runForDate,
  "dagsight.rerun": rerun,
  "dagsight.rerunFailed": rerunFailed,
  "dagsight.cancelRun": cancelRun,
  "dagsight.clearRuns": clearRuns,
  "dagsight.removeRun": removeRun,
  "dagsight.filterRuns": filterRuns,
  "dagsight.showAllRuns": showAllRuns,
  "dagsight.debugTask": debugTask,
  "dagsight.debugThisTask": debugTask,
  "dagsight.mockTask": mockTask,
  "dagsight.mockThisTask": mockTask,
  "dagsight.showTaskLog": showTaskLog,
  "dagsight.showThisLog": showTaskLog,
  "dagsight.showResults": showResults,
  "dagsight.showTimeline": showTimeline,
  "dagsight.chooseSchedule": chooseSchedule,
  "dagsight.revealInDags": revealInDags,
  "dagsight.chooseInterpreter": chooseInterpreter,
  "dagsight.restartServer": restartServer,
  "dagsight.showLog": showLog,
  "dagsight.graphFit": panelAction("fit"),
  "dagsight.graphSearch": panelAction("search"),
  "dagsight.graphCollapseAll": panelAction("collapseAll"),
  "dagsight.graphExpandAll": panelAction("expandAll"),
  "dagsight.graphExportSvg": panelAction("exportSvg"),
  "dagsight.graphExportPng": panelAction("exportPng"),
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
    if (error instanceof HumanError) void tellHuman(error);
    else void tellFault(app, name, error);
  }
}

async function tellFault(app: App, name: CommandName, error: unknown): Promise<void> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  app.log.error(`${name}: ${text}`);
  const chosen = await vscode.window.showErrorMessage(
    `Dagsight could not finish this command (${name}). The log says why.`,
    "Open Log",
  );
  if (chosen === "Open Log") app.log.show();
}
