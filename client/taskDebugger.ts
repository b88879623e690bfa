import * as vscode from "vscode";

import type { App } from "./app.ts";
import { HumanError } from "./humanError.ts";

/** Our own name for attaching to a task, for when the extension Python Debugger is not there. */
const ownType = "dagsight";

/** What attaches to a task, and where it finds `debugpy`. */
export interface TaskDebugger {
  readonly type: typeof ownType | "debugpy";
  /** Folder with `debugpy`; null: the interpreter has it itself. */
  readonly path: string | null;
}

/** The part of the extension "Python Debugger" that is asked. */
interface DebuggerExtension {
  getDebuggerPackagePath?(): Promise<string | undefined>;
}

/** What `debugpy` listens at speaks the debug adapter protocol already: the editor only has to be told where. */
export function registerTaskDebugger(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(ownType, {
    createDebugAdapterDescriptor({ configuration }) {
      const { host, port } = configuration["connect"] as { host: string; port: number }; // Written by `attach` alone.
      return new vscode.DebugAdapterServer(port, host);
    },
  });
}

/** The extension Python Debugger, else `debugpy` of the interpreter itself, else a message that says what to install. */
export async function taskDebugger(app: App, uri: vscode.Uri): Promise<TaskDebugger> {
  const extension = vscode.extensions.getExtension<DebuggerExtension>("ms-python.debugpy");
  if (extension) {
    const api = extension.isActive ? extension.exports : await extension.activate();
    const path = await api.getDebuggerPackagePath?.();
    const folder = path && vscode.Uri.joinPath(vscode.Uri.file(path), "..").fsPath;
    return { type: "debugpy", path: folder ?? null };
  }
  const interpreter = await app.interpreters.required(uri);
  const facts = await app.interpreters.facts(interpreter.path);
  if (facts?.debugpy) return { type: ownType, path: null };
  throw new HumanError(
    `Debugging a task needs debugpy. Install the extension Python Debugger (ms-python.debugpy), or debugpy into ${interpreter.path}.`,
    { title: "Show Extensions", command: "workbench.view.extensions" },
  );
}

/** Attaches to a try that waits. */
export async function attach(
  document: vscode.TextDocument,
  name: string,
  type: TaskDebugger["type"],
  connect: { readonly host: string; readonly port: number },
): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return vscode.debug.startDebugging(folder, {
    type,
    request: "attach",
    name: `Dagsight: ${name}`,
    connect: { host: connect.host, port: connect.port },
    justMyCode: true,
  });
}
