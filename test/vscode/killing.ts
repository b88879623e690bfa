import { assert } from "chai";
import * as vscode from "vscode";

import type { Api } from "../../client/api.ts";
import { activated, open, revert, write } from "./editing.ts";
import { processesOf } from "./processes.ts";
import { slowDag } from "./slowDag.ts";
import { until } from "./until.ts";

describe("Processes that are killed during a run", () => {
  let api: Api;
  let document: vscode.TextDocument;
  let marker: string;

  beforeEach(async () => {
    document = await open("airflow/dags/order_routing.py");
    api = await activated();
    marker = `dagsight-test-${Date.now()}`;
    await write(document, slowDag(marker));
    await document.save();
    const before = api.runs.all.length;
    await vscode.commands.executeCommand("dagsight.runDag");
    await until(
      () => api.runs.all.length,
      (count) => count > before,
    );
    await until(
      () => processesOf(`^${marker}`).length,
      (count) => count > 0,
    );
  });

  afterEach(() => revert(document));

  /** The rows of the newest run once it is over, and nothing of it is left. */
  async function ended(): Promise<string> {
    await until(
      () => api.runs.running,
      (running) => running === 0,
    );
    await until(
      () => processesOf(`^${marker}`).length,
      (count) => count === 0,
      10_000,
    );
    return api.runsView.asText();
  }

  it("a task's own process: the task has failed, and what waits for it is not run", async () => {
    kill(processesOf(`^${marker}`));
    const rows = await ended();
    assert.match(rows, /^slow: failed/m);
    assert.match(rows, /wait: failed/);
    assert.match(rows, /after: upstream failed/);
  });

  it("the runner: the run has failed with its reason, and no task goes on without it", async () => {
    kill(processesOf("guard.py", true));
    const rows = await ended();
    assert.match(rows, /^slow: failed/m);
    assert.notMatch(rows, /running|queued/);
  });

  it("the language server: the run goes on, and problems come back with a new server", async () => {
    const [server] = processesOf("dist/server.js", true);
    assert.isDefined(server);
    kill([server]);
    await until(
      () => processesOf("dist/server.js", true),
      ([pid]) => pid !== undefined && pid !== server,
    );
    assert.equal(api.runs.running, 1);
    await write(document, slowDag(marker).replace("schedule=None", 'schedule="61 * * * *"'));
    await until(
      () => vscode.languages.getDiagnostics(document.uri).map(({ code }) => code),
      (codes) => JSON.stringify(codes).includes("invalid-cron"),
    );
    await vscode.commands.executeCommand("dagsight.cancelRun");
    assert.match(await ended(), /^slow: cancelled/m);
  });
});

function kill(pids: readonly (number | undefined)[]): void {
  assert.isNotEmpty(pids);
  for (const pid of pids) if (pid !== undefined) process.kill(pid, "SIGKILL");
}
