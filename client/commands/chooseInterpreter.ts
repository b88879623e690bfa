import * as vscode from "vscode";

import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import type { Interpreter } from "../interpreters.ts";

/** Lets the user choose the Python that runs DAGs. */
export async function chooseInterpreter(app: App): Promise<void> {
  requireRunnable(app.runs);
  const uri = app.editors.current?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const [found, chosen] = await Promise.all([
    app.interpreters.all(uri),
    app.interpreters.chosen(uri),
  ]);
  const items = await Promise.all(
    found.map((interpreter) => itemOf(app, interpreter, interpreter.path === chosen?.path)),
  );
  const browse = { label: "$(folder-opened) Choose a File…", path: undefined };
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title: "Which Python runs your DAGs?",
    placeHolder:
      found.length === 0
        ? "None was found in this workspace or on PATH. Choose the program python."
        : "With Airflow installed the real operators run; without it, a small stand-in does.",
    matchOnDescription: true,
  });
  const path = picked === browse ? await chooseFile() : picked?.path;
  if (path === undefined) return;
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration("dagsight.run").update("interpreter", path, target);
}

async function itemOf(
  app: App,
  { path, source }: Interpreter,
  isChosen: boolean,
): Promise<{ label: string; description: string; detail: string; path: string | undefined }> {
  const facts = await app.interpreters.facts(path);
  const airflow = facts?.airflow == null ? "no Airflow" : `Airflow ${facts.airflow}`;
  return {
    label: facts ? `Python ${facts.python}, ${airflow}` : "A Python that does not answer",
    description: isChosen ? `${source} · in use` : source,
    detail: path,
    path,
  };
}

async function chooseFile(): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: "Choose a Python" })) ?? [];
  return file?.fsPath;
}
