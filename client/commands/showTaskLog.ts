import * as vscode from "vscode";

import type { RunState } from "../../model/run/state.ts";
import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import type { LogTarget } from "../runs/logDocuments.ts";
import { rowOf } from "../runs/rows.ts";
import { mainInstance, type RunRow } from "../runs/runTree.ts";
import { targetOf } from "./target.ts";

/** Opens the log of a try: of a row of the Runs view, or of a task's last run. */
export async function showTaskLog(app: App, given: unknown): Promise<void> {
  const row = rowOf(given) ?? (await lastRowOf(app, given));
  const state = row && app.runs.get(row.runId);
  const target = state && logOf(state, row);
  if (!target) throw new HumanError("This task has not run yet, so there is no log.");
  await app.logs.show(target);
}

async function lastRowOf(app: App, given: unknown): Promise<RunRow | undefined> {
  const target = targetOf(given);
  if (target?.taskId !== undefined) {
    const [last] = app.runs.of(vscode.Uri.parse(target.uri).fsPath, target.dagId);
    return last && { kind: "task", runId: last.runId, taskId: target.taskId };
  }
  const [last] = app.runs.all;
  if (!last) return undefined;
  const items = Array.from(last.tasks.values(), ({ task, state }) => ({
    label: task.taskId,
    description: state,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: "Whose log?" });
  return picked && { kind: "task", runId: last.runId, taskId: picked.label };
}

/** The try that a row stands for: the last one, unless the row is a try. */
function logOf(state: RunState, row: RunRow): LogTarget | undefined {
  if (row.kind === "run" || row.kind === "group") return undefined;
  const { runId, taskId } = row;
  const task = state.tasks.get(taskId);
  const mapIndex = row.kind === "task" ? mainInstance(task) : row.mapIndex;
  if (mapIndex === undefined) return undefined;
  const last = task?.instances.get(mapIndex)?.tries.at(-1)?.number;
  const number = row.kind === "try" ? row.try : last;
  return number === undefined ? undefined : { runId, taskId, mapIndex, try: number };
}
