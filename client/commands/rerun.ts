import * as vscode from "vscode";

import type { Selection } from "../../model/run/events.ts";
import type { RunState } from "../../model/run/state.ts";
import type { App } from "../app.ts";
import { requireRunnable } from "../canRun.ts";
import { HumanError } from "../humanError.ts";
import { rowOf } from "../runs/rows.ts";
import { startRun } from "../runs/startRun.ts";
import { dagOf } from "./target.ts";

/** Runs again what a row of the Runs view stands for. */
export async function rerun(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const row = rowOf(given);
  const state = row ? app.runs.get(row.runId) : app.runs.all[0];
  if (!state) throw new HumanError("There is no run yet. Run a DAG first.");
  const taskIds = row && taskIdsOf(state, row);
  const selection: Selection = taskIds ? { kind: "tasks", taskIds } : { kind: "all" };
  await again(app, state, selection);
}

/** Runs what failed in a run, and what did not run because of it; the results of the rest are remembered. */
export async function rerunFailed(app: App, given: unknown): Promise<void> {
  requireRunnable(app.runs);
  const row = rowOf(given);
  const state = row ? app.runs.get(row.runId) : await lastFailed(app, given);
  if (!state) throw new HumanError("No run has failed. Run a DAG first.");
  await again(app, state, { kind: "failed", runId: state.runId });
}

async function lastFailed(app: App, given: unknown): Promise<RunState | undefined> {
  const found = await dagOf(app, given);
  if (!found) return undefined;
  const [last] = app.runs.of(found.document.uri.fsPath, found.dagId);
  return last?.result === "success" ? undefined : last;
}

async function again(app: App, state: RunState, selection: Selection): Promise<void> {
  const earlier = app.runs.orderOf(state.runId);
  await startRun(app, {
    document: vscode.Uri.file(state.file),
    dagId: state.dagId ?? earlier?.dagId,
    selection,
    ...(state.logicalDate === null ? {} : { logicalDate: state.logicalDate }),
    airflow: earlier?.airflow ?? (state.engine?.airflow.startsWith("2") ? 2 : 3),
    ...(earlier ? { params: earlier.params } : {}),
  });
}

function taskIdsOf(
  state: RunState,
  row: NonNullable<ReturnType<typeof rowOf>>,
): string[] | undefined {
  switch (row.kind) {
    case "run":
      return undefined;
    case "group":
      return [...state.tasks.keys()].filter((id) => id.startsWith(`${row.groupId}.`));
    case "task":
    case "instance":
    case "try":
      return [row.taskId];
  }
}
