import { assert } from "chai";
import * as vscode from "vscode";

import { activated, open } from "./editing.ts";

describe("In a browser's worker", () => {
  it("has no processes", () => {
    assert.equal(typeof process === "undefined" ? "none" : process.title, "none");
  });

  it("starts no run", async () => {
    await open("airflow/dags/sales_etl_pipeline.py");
    const api = await activated();
    // The command answers with a message that waits for the person; it must not start anything meanwhile.
    void vscode.commands.executeCommand("dagsight.runDag");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(api.runs.all.length, 0);
  });
});
