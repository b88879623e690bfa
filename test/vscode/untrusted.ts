import { assert } from "chai";
import * as vscode from "vscode";

import { activated, hoverOn, open, problems } from "./editing.ts";
import { until } from "./until.ts";

describe("In Restricted Mode", () => {
  it("reads and explains as everywhere", async () => {
    assert.isFalse(vscode.workspace.isTrusted);
    const document = await open("airflow/dags/sales_etl_pipeline.py");
    await activated();
    await until(
      () => hoverOn(document, "0 2 * * *"),
      (text) => text.includes("At 02:00, every day"),
    );
    const broken = await open("broken/dags/invalid_cron.py");
    await problems(broken, (codes) => codes.includes("invalid-cron"));
  });

  it("runs nothing", async () => {
    await open("airflow/dags/sales_etl_pipeline.py");
    const api = await activated();
    // The command answers with a message that waits for the person; it must not start anything meanwhile.
    void vscode.commands.executeCommand("dagsight.runDag");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.equal(api.runs.all.length, 0);
    assert.equal(api.runs.running, 0);
  });
});
