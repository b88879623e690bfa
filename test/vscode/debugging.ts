import { assert } from "chai";
import * as vscode from "vscode";

import type { Api } from "../../client/api.ts";
import { activated, open } from "./editing.ts";
import { until } from "./until.ts";

describe("Debugging a task", () => {
  let api: Api;

  before(async () => {
    await open("airflow/dags/sales_etl_pipeline.py");
    api = await activated();
  });

  it("stops at a breakpoint in a module of the DAG file, and goes on to success", async () => {
    const python = process.env["DAGSIGHT_DEBUGPY_PYTHON"];
    assert(python, "a Python with debugpy");
    const document = await open("airflow/dags/sales_etl_pipeline.py");
    const settings = vscode.workspace.getConfiguration("dagsight.run");
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update("interpreter", python, target);
    await settings.update("engine", "lite", target);
    const module = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(document.uri, "../../include/sales.py"),
    );
    const line = module.positionAt(module.getText().indexOf("summed up")).line;
    const place = new vscode.Location(module.uri, new vscode.Position(line, 0));
    const breakpoint = new vscode.SourceBreakpoint(place);
    vscode.debug.addBreakpoints([breakpoint]);
    const before = api.runs.all.length;
    try {
      await vscode.commands.executeCommand("dagsight.debugTask", {
        uri: document.uri.toString(),
        dagId: "sales_etl_pipeline",
        taskId: "transform_sales",
      });
      const frame = await until(
        () => vscode.debug.activeStackItem,
        (item) => item instanceof vscode.DebugStackFrame,
        40_000,
      );
      assert(frame instanceof vscode.DebugStackFrame);
      const { stackFrames } = (await frame.session.customRequest("stackTrace", {
        threadId: frame.threadId,
      })) as { stackFrames: { line: number; source: { path: string } }[] };
      assert.equal(stackFrames[0]?.line, line + 1);
      // The window may put its own address before the path.
      assert.isTrue(stackFrames[0]?.source.path.endsWith(module.uri.path));
      // A task that ends at once may take the debugger with it before that has answered.
      const { session, threadId } = frame;
      session.customRequest("continue", { threadId }).then(undefined, () => undefined);
      await until(
        () => api.runs.running,
        (running) => running === 0 && api.runs.all.length > before,
        40_000,
      );
      const [run] = api.runs.all;
      assert.equal(run?.tasks.get("transform_sales")?.state, "success");
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
      await settings.update("interpreter", undefined, target);
      await settings.update("engine", undefined, target);
    }
  });
});
