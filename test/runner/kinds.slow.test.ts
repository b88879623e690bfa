import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { Runner } from "../../runner/runner.ts";
import { agreeAll, casesOf, differencesOf } from "./agree.ts";

/**
 * Small DAGs of every kind end as they ended in `dag.test()` of Airflow 2.11.0 and 3.3.2: states, tries and XComs. What Airflow
 * made of them is recorded in kinds/VERSION.json (python/example_truth.py writes it), so no Airflow is needed here. With
 * `AIRFLOW_PYTHONS=VERSION=PATH,…` the runner with that Airflow itself is compared, too; with `LITE_PYTHON=PATH` that Python runs lite.
 */
const folder = join(import.meta.dirname, "python", "dags", "kinds");
/** For 2.11.0 and 3.3.2 lite is compared, too. */
const versions = ["2.10.5", "2.11.0", "3.1.8", "3.3.2"] as const;
const pythons = new Map(
  (process.env["AIRFLOW_PYTHONS"] ?? "")
    .split(",")
    .filter((text) => text.includes("="))
    .map((text) => text.split("=", 2) as [string, string]),
);
/** Since 3.2 a branch in a mapped group skips nothing (see `Choices`); airflow_lite does what was meant, and what 2.11 does. */
const asDocumented = new Set(["map_group_branch", "map_group_short_circuit"]);
/** The callbacks of `dag.test()` in 3.1 get no exception; those of a worker do, and ours. */
const asWorkers = new Set(["cb_all", "cb_hooks", "cb_mapped"]);
const only = process.env["ONLY"] ?? "";

for (const version of versions) {
  const airflow = version.startsWith("2") ? "2" : "3";
  const cases = casesOf(join(folder, `${version}.json`), (name) => join(folder, name)).filter(
    ({ dagId }) => dagId.includes(only),
  );

  const isPlayed = version === "2.11.0" || version === "3.3.2";
  test.runIf(isPlayed)(
    `airflow_lite as Airflow ${airflow} makes of ${cases.length} DAGs what ${version} makes of them`,
    async () => {
      expect(await differences(process.env["LITE_PYTHON"] ?? "python3", "lite")).toEqual([]);
    },
    300_000,
  );

  const python = pythons.get(version);
  test.runIf(python)(
    `so does the runner with Airflow ${version} itself`,
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
    const workspace = mkdtempSync(join(tmpdir(), "dagsight-kinds-"));
    const found = await agreeAll(runner, cases, {
      python: interpreter,
      engine,
      airflow,
      workspace,
    });
    await runner.dispose();
    const apart = engine === "lite" ? asDocumented : version === "3.1.8" ? asWorkers : undefined;
    return differencesOf(
      new Map([...found].filter(([dagId]) => airflow === "2" || apart?.has(dagId) !== true)),
    );
  }
}
