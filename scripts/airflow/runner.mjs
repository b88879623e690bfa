// `npm run test:runner-airflow`: our runs beside `dag.test()` of real Airflow 3.3.2 and 2.11.0, states, tries and XComs: the DAG
// with every feature, and the small ones of every kind, whose truth is recorded.
import { join } from "node:path";
import { root, run } from "../say.mjs";
import { environmentPython } from "./environments.mjs";

const log = (text) => console.log(text);
try {
  const versions = ["3.3.2", "2.11.0"];
  const real = versions.map((version) => environmentPython(version, log));
  const script = join(root, "test", "runner", "python", "compare.py");
  const compared = await run(["python3", script, ...process.argv.slice(2), "--real", ...real]);
  const kinds = await run(
    [
      "npx",
      "vitest",
      "run",
      "--config",
      "vitest.slow.config.ts",
      "test/runner/kinds.slow.test.ts",
      "test/runner/scheduled.slow.test.ts",
    ],
    { env: { AIRFLOW_PYTHONS: versions.map((name, index) => `${name}=${real[index]}`).join(",") } },
  );
  const failed = Number(compared.code !== 0) + Number(kinds.code !== 0);
  const passed = [compared, kinds]
    .map(({ output }) => Number([...output.matchAll(/(\d+) passed/g)].at(-1)?.[1] ?? 0))
    .reduce((sum, count) => sum + count, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
