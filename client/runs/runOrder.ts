import * as vscode from "vscode";

import type { Selection } from "../../model/run/events.ts";
import { HumanError } from "../humanError.ts";
import type { Interpreters } from "../interpreters.ts";
import type { RunOrder, RunSettings } from "./runLauncher.ts";
import { settingsFault } from "./settingsFault.ts";

/** What a run is to do, apart from where and by what. */
export interface RunWish {
  readonly document: vscode.Uri;
  readonly dagId: string | undefined;
  readonly selection: Selection;
  readonly logicalDate?: string;
  readonly interval?: readonly [number, number];
  readonly runType?: "manual" | "scheduled" | "backfill";
  readonly conf?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly airflow: 2 | 3;
  readonly debug?: NonNullable<RunOrder["debug"]>;
}

/** Makes an order of a wish: the file saved, the interpreter found, the settings read. */
export async function runOrder(wish: RunWish, interpreters: Interpreters): Promise<RunOrder> {
  const { document } = wish;
  const open = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.toString() === document.toString(),
  );
  if (document.scheme === "untitled") {
    throw new HumanError("Save this file first: Python runs what is on disk.");
  }
  if (open?.isDirty && !(await open.save())) {
    throw new HumanError("The file could not be saved, and Python runs what is on disk.");
  }
  const interpreter = await interpreters.required(document);
  const folder = vscode.workspace.getWorkspaceFolder(document);
  return {
    file: document.fsPath,
    workspace: folder?.uri.fsPath ?? vscode.Uri.joinPath(document, "..").fsPath,
    dagId: wish.dagId,
    version: open?.version,
    selection: wish.selection,
    logicalDate: wish.logicalDate,
    interval: wish.interval,
    runType: wish.runType ?? "manual",
    conf: wish.conf ?? {},
    params: wish.params ?? {},
    python: interpreter.path,
    airflow: wish.airflow,
    settings: settingsFor(document),
    debug: wish.debug,
  };
}

function settingsFor(uri: vscode.Uri): RunSettings {
  const configuration = vscode.workspace.getConfiguration("dagsight.run", uri);
  const parallel = configuration.get<number>("parallel", 8);
  const pools = configuration.get<Record<string, number>>("pools", {});
  const fault = settingsFault(parallel, pools);
  if (fault) {
    throw new HumanError(fault.text, {
      title: "Open Setting",
      command: "workbench.action.openSettings",
      arguments: [fault.setting],
    });
  }
  return {
    parallel,
    pools,
    mocksFile: configuration.get<string>("mocksFile", ""),
    variablesFile: configuration.get<string>("variablesFile", ""),
    engine: configuration.get<RunSettings["engine"]>("engine", "auto"),
    dagsFolder: vscode.workspace.getConfiguration("dagsight", uri).get<string>("dagsFolder", ""),
  };
}
