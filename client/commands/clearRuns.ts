import * as vscode from "vscode";

import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { clearQuestion } from "../runs/clearQuestion.ts";
import { passes } from "../runs/runFilter.ts";

/** Forgets runs that have ended, with their logs: all of them, or those that the filter shows. */
export async function clearRuns(app: App): Promise<void> {
  const { runs, runsView } = app;
  const ended = runs.all.filter(({ runId }) => !runs.isLive(runId));
  if (ended.length === 0) {
    const isNone = runs.all.length === 0;
    throw new HumanError(isNone ? "There is no run to remove." : "No run has ended yet.");
  }
  const shown = ended.filter((run) => passes(runsView.filter, run));
  const question = clearQuestion({ ended: ended.length, shown: shown.length });
  const { message, detail, all } = question;
  const buttons = question.shown === undefined ? [all] : [question.shown, all];
  const answer = await vscode.window.showWarningMessage(
    message,
    { modal: true, detail },
    ...buttons,
  );
  if (answer === all) await runs.forget(ended);
  else if (answer !== undefined) await runs.forget(shown);
}
