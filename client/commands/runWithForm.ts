import * as vscode from "vscode";

import type { WhenKind } from "../../protocol/runForm.ts";
import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { askByForm } from "../runFormPanel.ts";
import { startBackfill } from "../runs/backfill.ts";
import { loadDag } from "../runs/loadDag.ts";
import { runOrder, type RunWish } from "../runs/runOrder.ts";
import { startRun } from "../runs/startRun.ts";
import type { Command } from "./command.ts";
import { dagOf } from "./target.ts";

/** Runs a DAG with what is filled into a form: its params, and when. `when` is what the form begins with. */
export function runWithForm(when: WhenKind): Command {
  return async (app: App, given: unknown) => {
    const launcher = requireRunnable(app.runs);
    const found = await dagOf(app, given);
    if (!found) return;
    const { document, dagId, answer } = found;
    const wish: RunWish = {
      document: document.uri,
      dagId,
      airflow: answer.airflow,
      selection: { kind: "all" },
    };
    const order = await runOrder(wish, app.interpreters);
    const loaded = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Reading the params of ${dagId}` },
      () => loadDag(launcher, order),
    );
    const { workspaceState } = app.context;
    const key = `params of ${document.uri.toString()} ${dagId}`;
    const last = workspaceState.get<Record<string, unknown>>(key);
    const filled = await askByForm(app.context.extensionUri, app.server, {
      document,
      loaded,
      when,
      last,
    });
    if (!filled) return;
    const { params, conf } = filled;
    await workspaceState.update(key, params);
    switch (filled.when.kind) {
      case "now":
        await startRun(app, { ...wish, params, conf });
        break;
      case "date": {
        const logicalDate = new Date(filled.when.at).toISOString();
        await startRun(app, { ...wish, params, conf, logicalDate });
        break;
      }
      case "range":
        await startBackfill(app, { ...wish, dagId, params, conf }, filled.when);
        break;
    }
  };
}
