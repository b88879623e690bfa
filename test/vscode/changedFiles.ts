import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

import { activated, open, problems, replace } from "./editing.ts";
import { until } from "./until.ts";

const ring = `from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("ring", schedule=None, start_date=datetime(2024, 1, 1)) as dag:
    start = EmptyOperator(task_id="start")
    extract = EmptyOperator(task_id="extract")
    load = EmptyOperator(task_id="load")
    verify = EmptyOperator(task_id="verify")

    start >> extract >> load
    load >> verify
    verify >> extract
`;

const twice = `from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("dup_loop", schedule=None, start_date=datetime(2024, 1, 1)) as dag:
    for table in ["users", "orders"]:
        BashOperator(task_id="copy_table", bash_command=f"echo {table}")
`;

describe("Files that change under the editor (B106)", () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  const errors = (name: string): number =>
    vscode.languages
      .getDiagnostics(vscode.Uri.file(file(name)))
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;

  before(async () => {
    await activated();
    folder = vscode.workspace.workspaceFolders?.[0]?.uri.path ?? "";
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    writeFileSync(file("ring.py"), ring);
    writeFileSync(file("twice.py"), twice);
  });
  after(() => {
    for (const name of ["ring.py", "ring2.py", "twice.py"]) rmSync(file(name), { force: true });
  });

  it("each file shows its one error, also after the other was edited ten times", async () => {
    const other = await open("twice.py");
    const document = await open("ring.py");
    await problems(document, (codes) => codes.includes("cycle"));
    await problems(other, (codes) => codes.includes("duplicate-task"));
    await open("twice.py");
    for (let round = 0; round < 5; round++) {
      await replace(other, "with DAG", "\nwith DAG");
      await replace(other, "\nwith DAG", "with DAG");
    }
    await open("ring.py");
    await until(
      () => [errors("ring.py"), errors("twice.py")].join(),
      (counts) => counts === "1,1",
    );
  });

  it("a file that was renamed or deleted outside leaves no problem behind", async () => {
    renameSync(file("ring.py"), file("ring2.py"));
    await until(
      () => [errors("ring.py"), errors("twice.py")].join(),
      (counts) => counts === "0,1",
    );
    rmSync(file("ring2.py"));
    await until(
      () => [errors("ring.py"), errors("ring2.py"), errors("twice.py")].join(),
      (counts) => counts === "0,0,1",
    );
  });

  it("a problem that is mended is gone without saving", async () => {
    const other = await open("twice.py");
    await replace(other, '"copy_table"', 'f"copy_{table}"');
    await until(
      () => errors("twice.py"),
      (count) => count === 0,
    );
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });
});
