import { assert } from "chai";
import * as vscode from "vscode";

import type { Api } from "../../client/api.ts";
import { activated, open, replace, revert, write } from "./editing.ts";
import { processesOf } from "./processes.ts";
import { slowDag } from "./slowDag.ts";
import { until } from "./until.ts";

describe("Runs", () => {
  let api: Api;

  before(async () => {
    await open("airflow/dags/sales_etl_pipeline.py");
    api = await activated();
  });

  /** The newest run once it is over; its rows in the view. */
  async function finished(before: number): Promise<string> {
    await until(
      () => api.runs.all.length,
      (count) => count > before,
    );
    await until(
      () => api.runs.running,
      (running) => running === 0,
      50_000,
    );
    return api.runsView.asText();
  }

  it("runs the sales pipeline to success, task after task", async () => {
    await open("airflow/dags/sales_etl_pipeline.py");
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    const rows = await finished(before);
    assert.match(rows, /^sales_etl_pipeline: success/m);
    for (const task of ["extract_sales", "transform_sales", "load_sales", "check_quality"]) {
      assert.match(rows, new RegExp(`^ {2}${task}: success`, "m"));
    }
  });

  it("skips the way that a branch does not take", async () => {
    await open("airflow/dags/order_routing.py");
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    const rows = await finished(before);
    assert.match(rows, /^order_routing: success/m);
    assert.match(rows, /automatic: skipped/);
    assert.match(rows, /review: success/);
    assert.match(rows, /book: success/);
  });

  it("runs one instance for each weather station", async () => {
    await open("airflow/dags/weather_taskflow.py");
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    const rows = await finished(before);
    assert.match(rows, /^weather_taskflow: success/m);
    assert.equal(rows.match(/mean_of/g)?.length, 1, rows);
    assert.match(rows, /spread: success/);
  });

  it("runs the simple workflow", async () => {
    await open("simple/sales_workflow.py");
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    const rows = await finished(before);
    assert.match(rows, /^sales: success/m);
    assert.match(rows, /notify: success/);
  });

  it("shows a failed task, and what waits for it as not run", async () => {
    const document = await open("airflow2/dags/sales_etl_pipeline.py");
    await replace(
      document,
      "    return [list(row) for row in ROWS]",
      '    raise SystemError("no rows")',
    );
    await replace(document, '"retries": 3', '"retries": 0');
    await document.save();
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    const rows = await finished(before);
    assert.match(rows, /^sales_etl_pipeline: failed/m);
    assert.match(rows, /extract: failed/);
    assert.match(rows, /load: upstream failed/);
  });

  it("takes no other Python for one that the settings name and that is not there", async () => {
    await open("airflow/dags/weather_taskflow.py");
    const settings = vscode.workspace.getConfiguration("dagsight.run");
    const before = api.runs.all.length;
    await settings.update("interpreter", "/nowhere/python", vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.commands.executeCommand("dagsight.runDag");
      assert.equal(api.runs.all.length, before);
    } finally {
      await settings.update("interpreter", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("offers each DAG as a task that runs it", async () => {
    const offered = await vscode.tasks.fetchTasks({ type: "dagsight" });
    const sales = offered.find(
      ({ definition }) => definition["file"] === "simple/sales_workflow.py",
    );
    assert.equal(sales?.definition["dag"], "sales");
    assert.equal(await exitCodeOf(sales), 0);
    assert.match(api.runsView.asText(), /^sales: success/m);
  });

  it("runs on save only what was edited", async () => {
    const document = await open("airflow/dags/weather_taskflow.py");
    const settings = vscode.workspace.getConfiguration("dagsight.run");
    let before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    await finished(before);
    await settings.update("onSave", "changed", vscode.ConfigurationTarget.Workspace);
    try {
      before = api.runs.all.length;
      await replace(document, "is summed up", "is told");
      await document.save();
      await finished(before);
      const [newest] = api.runs.all;
      const own = [...(newest?.tasks.values() ?? [])].filter(({ task }) => !task.remembered);
      assert.deepEqual(
        own.map(({ task }) => task.taskId),
        ["announce"],
      );
    } finally {
      await settings.update("onSave", undefined, vscode.ConfigurationTarget.Workspace);
      await replace(document, "is told", "is summed up");
      await document.save();
    }
  });

  it("gives a mock instead of running a task, once it was written for it", async () => {
    const document = await open("airflow/dags/weather_taskflow.py");
    const target = { uri: document.uri.toString(), dagId: "weather_taskflow" };
    await vscode.commands.executeCommand("dagsight.mockTask", { ...target, taskId: "announce" });
    const mocks = vscode.window.activeTextEditor?.document;
    assert.match(mocks?.getText() ?? "", /^announce:\n {2}returns: "the weather of .*\n/m);
    const before = api.runs.all.length;
    try {
      await vscode.commands.executeCommand("dagsight.runDag", target);
      await finished(before);
      const announce = api.runs.all[0]?.tasks.get("announce");
      assert.equal(announce?.state, "success");
      assert.equal(announce?.simulated, "its result is given by a mock");
    } finally {
      await vscode.workspace
        .getConfiguration("dagsight.run", document.uri)
        .update("mocksFile", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    }
  });

  it("is cancelled with everything that it started", async () => {
    const marker = `dagsight-test-${Date.now()}`;
    const document = await open("airflow/dags/order_routing.py");
    await write(document, slowDag(marker));
    await document.save();
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    await until(
      () => api.runs.all.length,
      (count) => count > before,
    );
    await until(
      () => processesOf(marker).length,
      (count) => count > 0,
    );
    await vscode.commands.executeCommand("dagsight.cancelRun");
    await until(
      () => api.runs.running,
      (running) => running === 0,
    );
    await until(
      () => processesOf(marker).length,
      (count) => count === 0,
      10_000,
    );
    assert.match(api.runsView.asText(), /^slow: cancelled/m);
    await revert(document);
  });
});

/** Runs a task to its end. */
async function exitCodeOf(task: vscode.Task | undefined): Promise<number | undefined> {
  if (!task) return undefined;
  const ended = new Promise<number | undefined>((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}
