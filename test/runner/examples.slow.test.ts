import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { Runner } from "../../runner/runner.ts";
import { agreeAll, casesOf, differencesOf } from "./agree.ts";

/**
 * The example DAGs that Airflow brings itself end as in its `dag.test()`, with its own operators and, as far as airflow_lite has
 * them, with lite. `npm run test:examples` (scripts/airflow/examples.mjs) starts this with `EXAMPLES=VERSION=PYTHON=TRUTH,…`,
 * where TRUTH is what python/example_truth.py wrote.
 */
const given = (process.env["EXAMPLES"] ?? "").split(",").flatMap((text) => {
  const [version, python, truth] = text.split("=");
  return version !== undefined && python !== undefined && truth !== undefined
    ? [{ version, python, truth }]
    : [];
});

test.skipIf(given.length > 0)("npm run test:examples compares Airflow's own examples", () => {
  expect(given).toEqual([]);
});

for (const { version, python, truth } of given) {
  const cases = casesOf(truth, (name) => name);
  for (const engine of ["airflow", "lite"] as const) {
    test(`the examples of Airflow ${version} with ${engine}`, async () => {
      const runner = new Runner();
      const found = await agreeAll(runner, cases, {
        python,
        engine,
        airflow: version.startsWith("2") ? "2" : "3",
        workspace: mkdtempSync(join(tmpdir(), "dagsight-examples-")),
      });
      await runner.dispose();
      const leftOut = [...found].flatMap(([dagId, one]) =>
        one.leftOut === undefined ? [] : [`left out ${dagId}: ${one.leftOut.slice(0, 150)}`],
      );
      const title = `Airflow ${version} with ${engine}: ${found.size - leftOut.length} compared, ${leftOut.length} left out`;
      process.stdout.write(`${[title, ...leftOut].join("\n")}\n`);
      expect(differencesOf(found)).toEqual([]);
    }, 1_200_000);
  }
}
