import * as vscode from "vscode";

import type { ScheduledDates } from "../../protocol/languageServer.ts";
import type { FormOrder } from "../../protocol/runForm.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { openDates } from "./openDates.ts";
import { runOrder, type RunWish } from "./runOrder.ts";

type Range = Extract<FormOrder["when"], { kind: "range" }>;
type BackfillDate = ScheduledDates["dates"][number];

/** Runs a DAG once for each of its dates in a range, some at a time. Answers once it is under way. */
export async function startBackfill(
  app: App,
  wish: RunWish & { readonly dagId: string },
  range: Range,
): Promise<void> {
  const found = await app.server.scheduledDates(wish.document, wish.dagId, range);
  if (!found) throw new HumanError(`The dates of ${wish.dagId} cannot be told from its file.`);
  const before = app.runs.of(wish.document.fsPath, wish.dagId);
  const open = openDates(found.dates, before, range.reprocess);
  if (open.length === 0)
    throw new HumanError(
      found.dates.length === 0
        ? `${wish.dagId} has no date in this range. ${found.reason ?? ""}`.trim()
        : `All ${found.dates.length} dates have a run already.`,
    );
  void vscode.commands.executeCommand("dagsight.runs.focus", { preserveFocus: true });
  const dates = range.newestFirst ? open.toReversed() : open;
  void runAll(app, wish, dates, range.atATime).catch((error: unknown) => {
    app.log.error(`backfill: ${String(error)}`);
    void vscode.window.showErrorMessage(
      error instanceof HumanError
        ? error.message
        : "The backfill could not go on. The log says why.",
    );
  });
}

async function runAll(
  app: App,
  wish: RunWish & { readonly dagId: string },
  dates: readonly BackfillDate[],
  atATime: number,
): Promise<void> {
  const waiting = [...dates];
  const running = new Set<string>();
  const failed: string[] = [];
  let ended = 0;
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Backfill of ${wish.dagId}`,
      cancellable: true,
    },
    async (progress, token) => {
      const tell = (): void => {
        const bad = failed.length > 0 ? ` · ${failed.length} failed` : "";
        progress.report({
          message: `${ended} of ${dates.length} dates${bad}`,
          increment: ended > 0 ? 100 / dates.length : 0,
        });
      };
      tell();
      token.onCancellationRequested(() => {
        waiting.length = 0;
        for (const runId of running) app.runs.cancel(runId);
      });
      const work = async (): Promise<void> => {
        for (let date = waiting.shift(); date; date = waiting.shift()) {
          const order = await runOrder(
            {
              ...wish,
              runType: "backfill",
              logicalDate: new Date(date.at).toISOString(),
              interval: date.interval,
            },
            app.interpreters,
          );
          const begun = (runId: string): void => {
            running.add(runId);
            if (token.isCancellationRequested) app.runs.cancel(runId);
          };
          const state = await app.runs.start(order, begun);
          running.delete(state.runId);
          ended++;
          if (state.result === "failed") failed.push(date.text);
          tell();
        }
      };
      await Promise.all(Array.from({ length: atATime }, work));
    },
  );
  tellEnd(wish.dagId, { ended, of: dates.length, failed });
}

function tellEnd(
  dagId: string,
  {
    ended,
    of,
    failed,
  }: { readonly ended: number; readonly of: number; readonly failed: readonly string[] },
): void {
  const notify = vscode.workspace
    .getConfiguration("dagsight.run")
    .get<"all" | "failures" | "none">("notify", "failures");
  if (notify === "none") return;
  const left = ended < of ? `, ${of - ended} not run` : "";
  if (failed.length > 0)
    void vscode.window.showErrorMessage(
      `Backfill of ${dagId}: ${failed.length} of ${ended} dates failed${left}: ${failed.slice(0, 5).join(", ")}${failed.length > 5 ? ", …" : ""}`,
    );
  else if (notify === "all" || left !== "")
    void vscode.window.showInformationMessage(`Backfill of ${dagId}: ${ended} dates run${left}.`);
}
