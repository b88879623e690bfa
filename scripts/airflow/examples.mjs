// `npm run test:examples`: every example DAG that Airflow 3.3.2 and 2.11.0 bring themselves, run by Airflow's own `dag.test()` and
// by our engine, with Airflow's operators and with airflow_lite. Says how many are compared, and of each other one why not.
//   -- [3.3.2] [2.11.0] [WORD]     WORD: only files with it in their names
// Most examples wait most of the time: a few processes share the work. What Airflow made of them is kept in the cache folder.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, run } from "../say.mjs";
import { environmentFolder, environmentPython } from "./environments.mjs";

const together = 4;
const secondsForOne = 240;
const words = process.argv.slice(2);
const versions = words.filter((word) => /^\d/.test(word));
const word = words.find((each) => !/^\d/.test(each)) ?? "";
const python = join(root, "test", "runner", "python");

try {
  const given = [];
  for (const version of versions.length > 0 ? versions : ["3.3.2", "2.11.0"]) {
    const interpreter = environmentPython(version, console.log);
    given.push([version, interpreter, await truthOf(version, interpreter)].join("="));
  }
  const vitest = ["npx", "vitest", "run", "--config", "vitest.slow.config.ts"];
  const { code, output } = await run([...vitest, "test/runner/examples.slow.test.ts"], {
    env: { EXAMPLES: given.join(",") },
  });
  const passed = /(\d+) passed/.exec(output)?.[1] ?? 0;
  console.log(`${passed} passed, ${code === 0 ? 0 : 1} failed`);
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}

/** The file with what `dag.test()` made of this version's examples; made once. */
async function truthOf(version, interpreter) {
  const folder = `${environmentFolder(version)}-examples${word}`;
  const made = join(folder, "truth.json");
  if (existsSync(made)) return made;
  mkdirSync(folder, { recursive: true });
  const files = examplesOf(interpreter).filter((file) => file.includes(word));
  console.log(`Running ${files.length} example files with Airflow ${version}, once`);
  const parts = Array.from({ length: together }, (_, part) => ({
    out: join(folder, `${part}.json`),
    files: files.filter((_, index) => index % together === part),
  }));
  await Promise.all(
    parts.map((part) =>
      finished(interpreter, [
        join(python, "example_truth.py"),
        part.out,
        secondsForOne,
        ...part.files,
      ]),
    ),
  );
  const found = parts.map(({ out }) => JSON.parse(readFileSync(out, "utf8")));
  writeFileSync(made, JSON.stringify(Object.assign({}, ...found)));
  return made;
}

function examplesOf(interpreter) {
  const where = "import airflow, os; print(os.path.dirname(airflow.__file__))";
  const home = execFileSync(interpreter, ["-c", where], { encoding: "utf8" })
    .trim()
    .split("\n")
    .at(-1);
  return ["example_dags", "providers/standard/example_dags"]
    .map((name) => join(home, name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".py") && name !== "__init__.py")
        .map((name) => join(folder, name)),
    );
}

function finished(interpreter, args) {
  const env = { ...process.env, PYTHONPATH: join(python, "steady") };
  return new Promise((resolve, reject) => {
    const child = spawn(interpreter, args.map(String), { env, stdio: "ignore" });
    child.once("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${dirname(args[1])}: dag.test() could not be run`)),
    );
  });
}
