import * as vscode from "vscode";

import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { withMock } from "../runs/mockEntry.ts";
import { rowOf } from "../runs/rows.ts";
import { textColumn } from "../textColumn.ts";
import { dagOf, taskOf } from "./target.ts";

const usualFile = "dagsight.mocks.yaml";

/** Adds a task to the file of mocks, with what it last returned, and shows it there: from then on it does not run. */
export async function mockTask(app: App, given: unknown): Promise<void> {
  const found = await subjectOf(app, given);
  if (!found) return;
  const { document, dagId, taskId } = found;
  const folder = vscode.workspace.getWorkspaceFolder(document);
  if (!folder) throw new HumanError("Open the folder of this file first: mocks are kept in it.");
  const configuration = vscode.workspace.getConfiguration("dagsight.run", folder.uri);
  const set = configuration.get<string>("mocksFile", "");
  const file = vscode.Uri.joinPath(folder.uri, set === "" ? usualFile : set);
  const text = await textOf(file);
  const [last] = app.runs.of(document.fsPath, dagId);
  const value = last?.tasks.get(taskId)?.instances.get(-1)?.xcoms.get("return_value")?.text;
  const mocked = withMock(text ?? "", taskId, value ?? undefined);
  if (!mocked) {
    const name = vscode.workspace.asRelativePath(file);
    throw new HumanError(
      `${name} does not name tasks with what each returns, so no mock can be added. Mend it first.`,
      { title: "Open It", command: "vscode.open", arguments: [file] },
    );
  }
  const { text: wanted, line, column } = mocked;
  if (wanted !== text) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(wanted));
  if (set === "")
    await configuration.update("mocksFile", usualFile, vscode.ConfigurationTarget.WorkspaceFolder);
  const at = new vscode.Position(line, column);
  await vscode.window.showTextDocument(file, {
    selection: new vscode.Range(at, at),
    viewColumn: textColumn(file),
  });
}

interface Subject {
  readonly document: vscode.Uri;
  readonly dagId: string;
  readonly taskId: string;
}

/** A row of the Runs view, else what a lens, menu or the cursor names. */
async function subjectOf(app: App, given: unknown): Promise<Subject | undefined> {
  const row = rowOf(given);
  const run = row && app.runs.get(row.runId);
  if (run && "taskId" in row && run.dagId !== null)
    return { document: vscode.Uri.file(run.file), dagId: run.dagId, taskId: row.taskId };
  const found = await dagOf(app, given);
  const taskId = found && (await taskOf(app, found, given));
  if (!found || taskId === undefined) return undefined;
  return { document: found.document.uri, dagId: found.dagId, taskId };
}

/** Undefined: there is no such file. What is open and not saved counts. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open?.isDirty) await open.save();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined; // Not there yet.
  }
}
