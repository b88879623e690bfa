import { Uri, type ExtensionContext } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";

import type { Api } from "./api.ts";
import { start } from "./extension.ts";

/** Entry of the extension in a browser's worker (vscode.dev, github.dev): no Node, no disk, no processes. */
export function activate(context: ExtensionContext): Promise<Api> {
  const script = Uri.joinPath(context.extensionUri, "dist/server.web.js").toString(true);
  return start(context, {
    createClient: (options) =>
      new LanguageClient("dagsight", "Dagsight", new Worker(script), options),
    launcher: undefined,
    askPython: undefined,
    pythonsOnPath: [],
  });
}
