import * as vscode from "vscode";

import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { HumanError } from "../humanError.ts";
import { startRun } from "../runs/startRun.ts";
import { dagOf, taskOf } from "./target.ts";

/** Runs one task and attaches the Python debugger to it, so that breakpoints in its code are hit. */
export async function debugTask(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const path = await debuggerPath();
  const found = await dagOf(app, given);
  const taskId = found && (await taskOf(app, found, given));
  if (!found || taskId === undefined) return;
  const { document, dagId, answer } = found;
  const attached = new Set<string>();
  const listening = app.runs.onChanged((changes) => {
    for (const { runId } of changes) {
      const instance = app.runs.get(runId)?.tasks.get(taskId)?.instances.get(-1);
      const waiting = instance?.tries.at(-1)?.debugging;
      const key = `${waiting?.host ?? ""}:${waiting?.port ?? 0}`;
      if (!waiting || attached.has(key)) continue;
      attached.add(key);
      void attach(document, taskId, waiting);
    }
  });
  const ending = app.runs.onEnded(() => {
    listening.dispose();
    ending.dispose();
  });
  await startRun(app, {
    document: document.uri,
    dagId,
    airflow: answer.airflow,
    selection: { kind: "tasks", taskIds: [taskId] },
    debug: { taskId, path },
  });
}

async function attach(
  document: vscode.TextDocument,
  taskId: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  await vscode.debug.startDebugging(folder, {
    type: "debugpy",
    request: "attach",
    name: `Dagsight: ${taskId}`,
    connect: { host, port },
    justMyCode: true,
  });
}

/** The part of the extension "Python Debugger" that is asked. */
interface DebuggerExtension {
  getDebuggerPackagePath?(): Promise<string | undefined>;
}

/** The folder in which the extension "Python Debugger" brings `debugpy`; null: the interpreter's own is used. */
async function debuggerPath(): Promise<string | null> {
  const extension = vscode.extensions.getExtension<DebuggerExtension>("ms-python.debugpy");
  if (!extension) {
    throw new HumanError(
      "Debugging a task needs the extension Python Debugger (ms-python.debugpy). Install it, then try again.",
      { title: "Show Extension", command: "workbench.view.extensions" },
    );
  }
  const api = extension.isActive ? extension.exports : await extension.activate();
  const path = await api.getDebuggerPackagePath?.();
  return path === undefined ? null : vscode.Uri.joinPath(vscode.Uri.file(path), "..").fsPath;
}
