// `npm run test:runner-airflow`: our runs beside `dag.test()` of real Airflow 3.3.2 and 2.11.0, states, tries and XComs.
import { join } from "node:path";
import { root, run } from "../say.mjs";
import { environmentPython } from "./environments.mjs";

const log = (text) => console.log(text);
try {
  const real = ["3.3.2", "2.11.0"].map((version) => environmentPython(version, log));
  const script = join(root, "test", "runner", "python", "compare.py");
  const { code } = await run(["python3", script, ...process.argv.slice(2), "--real", ...real]);
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
