import * as vscode from "vscode";

import type { App } from "../app.ts";
import { HumanError } from "../humanError.ts";
import { everyRun, standings, type RunStanding } from "../runs/runFilter.ts";

interface FilterItem extends vscode.QuickPickItem {
  readonly standing?: RunStanding;
  readonly dagId?: string;
}

/** Lets the user choose which runs the Runs view shows: by how they stand, and by their DAG. */
export async function filterRuns(app: App): Promise<void> {
  const { filter } = app.runsView;
  const counts = new Map<string, number>();
  for (const run of app.runs.all) {
    for (const key of [run.result ?? "running", `dag ${run.dagId ?? ""}`])
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (counts.size === 0) throw new HumanError("There is no run yet. Run a DAG first.");
  const count = (key: string): string => `${counts.get(key) ?? 0}`;
  const dagIds = [...new Set(app.runs.all.map(({ dagId }) => dagId ?? ""))].sort();
  const items: FilterItem[] = [
    { label: "State", kind: vscode.QuickPickItemKind.Separator },
    ...(Object.keys(standings) as RunStanding[]).map((standing) => ({
      label: standings[standing],
      description: count(standing),
      picked: filter.standings.includes(standing),
      standing,
    })),
    { label: "DAG", kind: vscode.QuickPickItemKind.Separator },
    ...dagIds.map((dagId) => ({
      label: dagId === "" ? "(not loaded)" : dagId,
      description: count(`dag ${dagId}`),
      picked: filter.dagIds.includes(dagId),
      dagId,
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: "Which runs are shown?",
    placeHolder: "Nothing chosen shows all of them",
  });
  if (!picked) return;
  app.runsView.filter = {
    standings: picked.flatMap(({ standing }) => (standing === undefined ? [] : [standing])),
    dagIds: picked.flatMap(({ dagId }) => (dagId === undefined ? [] : [dagId])),
  };
}

/** Shows all runs again. */
export function showAllRuns(app: App): void {
  app.runsView.filter = everyRun;
}
