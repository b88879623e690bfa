import { assert } from "chai";
import * as vscode from "vscode";

import type { Api } from "../../client/api.ts";
import type { GraphPanel } from "../../client/graphPanel.ts";
import { activated, open, replace } from "./editing.ts";
import { until } from "./until.ts";

/** A DAG of 300 tasks in 15 groups, as a generator of a platform team writes it. */
const platform = `from datetime import datetime

from airflow.sdk import DAG, TaskGroup
from airflow.providers.standard.operators.empty import EmptyOperator

with DAG("platform", schedule="@daily", start_date=datetime(2024, 1, 1)):
    start = EmptyOperator(task_id="start")
    for source in range(15):
        with TaskGroup(f"source_{source}") as group:
            last = EmptyOperator(task_id="extract")
            for step in range(19):
                following = EmptyOperator(task_id=f"step_{step}")
                last >> following
                last = following
        start >> group
    done = EmptyOperator(task_id="done")
    start >> done
`;

describe("Graph", () => {
  let api: Api;
  let document: vscode.TextDocument;

  before(async () => {
    api = await activated();
    const folder = vscode.workspace.workspaceFolders?.[0];
    if (!folder) throw new Error("No folder is open.");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const uri = vscode.Uri.joinPath(folder.uri, "platform.py");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(platform));
    document = await open("platform.py");
  });

  const panel = (): GraphPanel | undefined =>
    api.panels.all.find(({ uri }) => uri.toString() === document.uri.toString());
  const painted = async (version: number): Promise<number> => {
    const shown = await until(
      () => panel()?.shown.painted,
      (found) => found !== undefined && found.version >= version,
    );
    return shown?.at ?? NaN;
  };

  it("is on the screen soon after the command, and soon after a key, with 300 tasks", async () => {
    await vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", document.uri);
    const opened: number[] = [];
    for (let round = 0; round < 3; round++) {
      if (round > 0) {
        await vscode.commands.executeCommand("workbench.action.closeEditorsInOtherGroups");
        await until(panel, (found) => found === undefined);
      }
      const begun = Date.now();
      await vscode.commands.executeCommand("dagsight.showGraph");
      opened.push((await painted(document.version)) - begun);
    }
    const typed: number[] = [];
    for (const [before, after] of [
      ['task_id="done"', 'task_id="don"'],
      ['task_id="don"', 'task_id="done"'],
      ["    start >> done\n", "    done\n"],
      ["    done\n", "    start >> done\n"],
    ] as const) {
      const begun = Date.now();
      await replace(document, before, after);
      typed.push((await painted(document.version)) - begun);
    }
    // eslint-disable-next-line no-console -- The launcher prints the lines of the suite.
    console.log(
      `[test]     300 tasks: open command to painted ${least(opened)} ms, keystroke to repainted ${least(typed)} ms (best of ${opened.length} and ${typed.length})`,
    );
    // What a person waits for on an idle machine is less; a busy one may take several times as long.
    assert.isBelow(least(opened), 10_000);
    assert.isBelow(least(typed), 5000);
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.workspace.fs.delete(document.uri);
  });
});

function least(values: readonly number[]): number {
  return Math.min(...values);
}
