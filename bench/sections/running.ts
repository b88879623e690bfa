import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Runner, usualOptions } from "../../runner/runner.ts";
import { median, row, timeAsync } from "../measure.ts";

const tasks = 50;

/** What the runner adds to each task that does nothing: a process of its own for each, with `airflow_lite`. */
export async function running(): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), "dagsight-bench-"));
  const runner = new Runner();
  try {
    const options = (count: number) => ({
      ...usualOptions,
      file: dagFile(workspace, count),
      workspace,
      parallel: 2,
      python: "python3",
      engine: "lite" as const,
      env: process.env,
      runsFolder: join(workspace, "runs"),
      bridgeFolder: join(__dirname, "..", "..", "runner", "python"),
    });
    const run = async (count: number): Promise<void> => {
      const { result, reason } = await runner.startRun(options(count), () => undefined).done;
      if (result !== "success") throw new Error(reason ?? "The run failed.");
    };
    await run(1);
    const [one, many]: [number[], number[]] = [[], []];
    for (let round = 0; round < 5; round++) {
      one.push(await timeAsync(() => run(1)));
      many.push(await timeAsync(() => run(tasks)));
    }
    row("a run of one empty Python task, Python started before", median(one), "ms");
    row(
      "run overhead of each further empty task",
      (median(many) - median(one)) / (tasks - 1),
      "ms",
    );
  } finally {
    await runner.dispose();
    rmSync(workspace, { recursive: true, force: true });
  }
}

function dagFile(folder: string, count: number): string {
  const file = join(folder, `empty_${count}.py`);
  writeFileSync(
    file,
    `from airflow.sdk import DAG, task

with DAG("empty_${count}", schedule=None):

    @task
    def nothing():
        pass

    for number in range(${count}):
        nothing.override(task_id=f"nothing_{number}")()
`,
  );
  return file;
}
