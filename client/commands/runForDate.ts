import * as vscode from "vscode";

import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { startRun } from "../runs/startRun.ts";
import { dagOf } from "./target.ts";

/** Runs a DAG as of a logical date that is asked for. */
export async function runForDate(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const found = await dagOf(app, given);
  if (!found) return;
  const text = await vscode.window.showInputBox({
    title: `Logical date of the run of ${found.dagId}`,
    prompt: "A date, or a date and a time; UTC unless it says otherwise.",
    value: new Date().toISOString().slice(0, 10),
    validateInput: (value) =>
      instantIn(value) ? undefined : "A date such as 2024-03-31 or 2024-03-31T02:00:00Z.",
  });
  const logicalDate = text === undefined ? undefined : instantIn(text);
  if (logicalDate === undefined) return;
  const { document, dagId, answer } = found;
  await startRun(app, {
    document: document.uri,
    dagId,
    airflow: answer.airflow,
    selection: { kind: "all" },
    logicalDate,
  });
}

function instantIn(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(Z|[+-]\d{2}:\d{2})?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const time = match[2] ?? "00:00";
  const instant = new Date(`${match[1] ?? ""}T${time}${match[3] ?? "Z"}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}
