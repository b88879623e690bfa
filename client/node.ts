import { Uri, type ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

import type { Api } from "./api.ts";
import { start } from "./extension.ts";
import { askPython, pythonsOnPath } from "./pythons.ts";
import { nodeLauncher } from "./runs/nodeLauncher.ts";

/** Entry of the extension where Node is: on the desktop and on remote machines. */
export function activate(context: ExtensionContext): Promise<Api> {
  const module = context.asAbsolutePath("dist/server.js");
  return start(context, {
    createClient: (options) =>
      new LanguageClient("dagsight", "Dagsight", { module, transport: TransportKind.ipc }, options),
    launcher: nodeLauncher({
      runs: Uri.joinPath(context.storageUri ?? context.globalStorageUri, "runs").fsPath,
      bridge: context.asAbsolutePath("runner/python"),
    }),
    askPython,
    pythonsOnPath: pythonsOnPath(),
  });
}
