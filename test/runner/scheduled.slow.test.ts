import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { Runner } from "../../runner/runner.ts";
import { agreeAll, casesOf, differencesOf } from "./agree.ts";

/**
 * What only a scheduler does ends as with the scheduler of Airflow 3.3.2: a conf and its checks, the past, `dagrun_timeout`,
 * `fail_fast`, `execution_timeout`, tries that are killed, rules that do not wait, triggers that fail. What it made of the DAGs,
 * run after run, is recorded in scheduled/VERSION.json (python/scheduled_truth.py writes it). With
 * `AIRFLOW_PYTHONS=VERSION=PATH,…` the runner with that Airflow is compared, too.
 */
const folder = join(import.meta.dirname, "python", "dags", "scheduled");
const version = "3.3.2";
const python = (process.env["AIRFLOW_PYTHONS"] ?? "")
  .split(",")
  .find((text) => text.startsWith(`${version}=`))
  ?.slice(version.length + 1);
const cases = casesOf(join(folder, `${version}.json`), (name) => join(folder, name));

test("airflow_lite makes of these DAGs what the scheduler of Airflow makes of them", async () => {
  expect(await differences("python3", "lite")).toEqual([]);
}, 300_000);

test.runIf(python)(
  "so does the runner with that Airflow",
  async () => {
    expect(await differences(python ?? "", "airflow")).toEqual([]);
  },
  600_000,
);

async function differences(
  interpreter: string,
  engine: "lite" | "airflow",
): Promise<readonly string[]> {
  const runner = new Runner();
  const workspace = mkdtempSync(join(tmpdir(), "dagsight-scheduled-"));
  const found = await agreeAll(runner, cases, {
    python: interpreter,
    engine,
    airflow: "3",
    workspace,
  });
  await runner.dispose();
  return differencesOf(found);
}
