import * as vscode from "vscode";

import type { App } from "../app.ts";

/** Ends the language server and starts it anew, and says so. */
export async function restartServer(app: App): Promise<void> {
  const title = "Restarting Dagsight's language server …";
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    app.server.restart(),
  );
  vscode.window.setStatusBarMessage("$(check) Dagsight's language server was restarted", 6000);
}
