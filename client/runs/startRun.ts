import * as vscode from "vscode";

import type { RunState } from "../../model/run/state.ts";
import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { runOrder, type RunWish } from "./runOrder.ts";
import { durationText } from "./runTree.ts";

/** Starts what is wished for and shows it in the Runs view. Answers once it is under way, not when it has ended. */
export async function startRun(app: App, wish: RunWish): Promise<void> {
  requireRunnable(app.runs);
  const order = await runOrder(wish, app.interpreters);
  void vscode.commands.executeCommand("dagsight.runs.focus", { preserveFocus: true });
  const ended = app.runs.start(order);
  void withProgress(app, wish.dagId ?? "DAG", ended).then(
    (state) => tellEnd(app, state),
    (error: unknown) => app.log.error(String(error)),
  );
}

/** A progress notification that can cancel, for runs that take a while. */
async function withProgress(app: App, name: string, ended: Promise<RunState>): Promise<RunState> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Running ${name}`, cancellable: true },
    async (progress, token) => {
      const listening = app.runs.onChanged((changes) => {
        const state = app.runs.get(changes.at(-1)?.runId ?? "");
        if (!state) return;
        const { counts } = state;
        const done = (counts.success ?? 0) + (counts.failed ?? 0) + (counts.skipped ?? 0);
        progress.report({ message: `${done} of ${state.tasks.size} tasks` });
        if (token.isCancellationRequested) app.runs.cancel(state.runId);
      });
      try {
        return await ended;
      } finally {
        listening.dispose();
      }
    },
  );
}

/** Says how a run ended, unless the settings silence it. */
async function tellEnd(app: App, state: RunState): Promise<void> {
  const wanted = vscode.workspace
    .getConfiguration("dagsight.run")
    .get<"all" | "failures" | "none">("notify", "failures");
  if (wanted === "none" || (wanted === "failures" && state.result !== "failed")) return;
  const name = state.dagId ?? "The DAG";
  const duration = durationText((state.endedAt ?? state.startedAt) - state.startedAt);
  if (state.result === "failed") {
    const failed = [...state.tasks.values()].filter((task) => task.state === "failed");
    const what =
      failed.length > 0
        ? failed.map(({ task }) => task.taskId).join(", ")
        : (state.reason ?? state.errors[0]?.message ?? "it could not be loaded");
    const chosen = await vscode.window.showErrorMessage(
      `${name} failed after ${duration}: ${what}`,
      ...(failed.length > 0 ? ["Show Log", "Rerun Failed"] : []),
    );
    const [first] = failed;
    if (chosen === "Show Log" && first) {
      const row = { kind: "task", runId: state.runId, taskId: first.task.taskId };
      await vscode.commands.executeCommand("dagsight.showTaskLog", row);
    }
    if (chosen === "Rerun Failed") {
      await vscode.commands.executeCommand("dagsight.rerunFailed", {
        kind: "run",
        runId: state.runId,
      });
    }
    return;
  }
  void vscode.window.showInformationMessage(
    `${name}: ${state.result ?? "ended"} after ${duration}.`,
  );
  app.log.info(`${state.runId}: ${state.result ?? "ended"}`);
}
