import * as vscode from "vscode";

import { typedInstant } from "../../model/run/params/typedInstant.ts";
import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { startRun } from "../runs/startRun.ts";
import { dagOf, type FoundDag } from "./target.ts";

/** Looked through for dates to offer. */
const daysBack = 62;
const mostOffered = 20;

/** Runs a DAG as of a logical date: one of its last scheduled ones, or any that is typed. */
export async function runForDate(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const found = await dagOf(app, given);
  const picked = found && (await pickDate(found.dagId, await offeredDates(app, found)));
  if (!picked) return;
  const { document, dagId, answer } = found;
  await startRun(app, {
    document: document.uri,
    dagId,
    airflow: answer.airflow,
    selection: { kind: "all" },
    logicalDate: new Date(picked.at).toISOString(),
    ...(picked.interval ? { interval: picked.interval, runType: "scheduled" } : {}),
  });
}

interface DateItem extends vscode.QuickPickItem {
  readonly at: number;
  readonly interval?: readonly [number, number];
}

/** The last dates that the schedule had, newest first. */
async function offeredDates(app: App, { document, dagId }: FoundDag): Promise<DateItem[]> {
  const until = Date.now();
  const from = until - daysBack * 86_400_000;
  const found = await app.server.scheduledDates(document.uri, dagId, { from, until });
  return (found?.dates ?? [])
    .slice(-mostOffered)
    .reverse()
    .map(({ at, interval, text }) => ({
      label: `$(calendar) ${text}`,
      description: found?.timezone ?? "",
      at,
      interval,
    }));
}

function pickDate(dagId: string, offered: readonly DateItem[]): Promise<DateItem | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<DateItem>();
    picker.title = `Logical date of the run of ${dagId}`;
    picker.placeholder = "Choose a scheduled date, or type one: 2024-03-31 or 2024-03-31T02:00:00Z";
    picker.items = offered;
    picker.onDidChangeValue((typed) => {
      const at = typedInstant(typed);
      const own =
        at === undefined
          ? []
          : [{ label: `$(edit) ${new Date(at).toISOString()}`, at, alwaysShow: true }];
      picker.items = [...own, ...offered];
    });
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      if (!chosen) return;
      resolve(chosen);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
