import * as vscode from "vscode";

import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { dateChoices, datePlaceholder, type DateChoice } from "../runs/dateChoices.ts";
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

/** The last dates that the schedule had, newest first. */
async function offeredDates(app: App, { document, dagId }: FoundDag): Promise<DateChoice[]> {
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

interface PickedDate {
  readonly at: number;
  readonly interval?: readonly [number, number];
}

function pickDate(dagId: string, offered: readonly DateChoice[]): Promise<PickedDate | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<DateChoice & vscode.QuickPickItem>();
    const show = (): void => {
      // What matches is told here: the editor's own filter would hide what is said of the rest.
      picker.items = dateChoices(picker.value, offered).map((choice) => ({
        ...choice,
        alwaysShow: true,
      }));
    };
    picker.title = `Logical date of the run of ${dagId}`;
    picker.placeholder = datePlaceholder(offered);
    show();
    picker.onDidChangeValue(show);
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      if (chosen?.at === undefined) return;
      resolve({ ...chosen, at: chosen.at });
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
