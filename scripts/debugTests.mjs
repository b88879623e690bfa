// `npm run test:debug`: breakpoints in tasks, hit by the debug adapter protocol, with debugpy and Airflow 3.3.2.
import { environmentPython } from "./airflow/environments.mjs";
import { run } from "./say.mjs";

const python = environmentPython("3.3.2", (text) => console.log(text));
process.env.DAGSIGHT_DEBUGPY_PYTHON = python;
const { code } = await run([
  process.execPath,
  "scripts/runnerTests.mjs",
  "test/runner/debugging.slow.test.ts",
]);
process.exitCode = code;
