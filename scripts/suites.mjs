// Every suite of `npm test`, in order: fastest first. Adding one is adding a line.
// Each command ends with a line `N passed, N failed` (or vitest's own); `needs: "vscode"` are the ones that show a window.

const node = process.execPath;
const slow = (...names) => [
  "npx",
  "vitest",
  "run",
  "--config",
  "vitest.slow.config.ts",
  ...names.map((name) => `test/${name}.slow.test.ts`),
];

/** @type {{ name: string, where: string, command: string[], needs?: "vscode" }[]} */
export const suites = [
  {
    name: "check",
    where: "format, types, arrows, dead code, spelling, lint",
    command: [node, "scripts/check.mjs"],
  },
  { name: "unit", where: "vitest", command: ["npx", "vitest", "run"] },
  {
    name: "mutations",
    where: "20,000 broken texts",
    command: slow("mutations"),
  },
  {
    name: "incremental",
    where: "2,000 sequences of edits against fresh readings",
    command: slow("server/incremental"),
  },
  {
    name: "evaluator",
    where: "110 programs in CPython and in our evaluator",
    command: slow("model/python/cpython"),
  },
  {
    name: "stdio",
    where: "the built language server and command line",
    command: slow("server/stdio", "launch/cli", "launch/server"),
  },
  {
    name: "layout",
    where: "2,000 random graphs",
    command: slow("model/layout/layout"),
  },
  {
    name: "cron",
    where: "croniter 7.0.0 and Airflow's timetables",
    command: [node, "scripts/cron/test.mjs", "4000"],
  },
  {
    name: "python",
    where: "ruff, mypy and pytest over runner/python",
    command: [node, "scripts/pythonChecks.mjs"],
  },
  {
    name: "runner",
    where: "real Python processes",
    command: [node, "scripts/runnerTests.mjs"],
  },
  {
    name: "airflow",
    where: "readings against Airflow 3.3.2 and 2.11.0",
    command: [node, "scripts/airflow/testAirflow.mjs"],
  },
  {
    name: "rules",
    where: "what Airflow 3.3.2 and 2.11.0 refuse, with the exception's class",
    command: [node, "scripts/airflow/ruleExamples.mjs"],
  },
  {
    name: "alarms",
    where: "no error and few warnings on files that Airflow loads",
    command: [node, "scripts/falseAlarms.mjs"],
  },
  {
    name: "trigger-rules",
    where: "Airflow's own dependency code",
    command: [node, "scripts/airflow/triggerRules.mjs"],
  },
  {
    name: "runner-airflow",
    where: "runs against dag.test() of both Airflows",
    command: [node, "scripts/airflow/runner.mjs"],
  },
  {
    name: "debug",
    where: "breakpoints in tasks, with debugpy",
    command: [node, "scripts/debugTests.mjs"],
  },
  { name: "package", where: "the VSIX", command: [node, "scripts/package.mjs", "--check"] },
  {
    name: "webview",
    where: "the panel in Chromium",
    command: [node, "scripts/webviewTests.mjs"],
    needs: "vscode",
  },
  {
    name: "vscode",
    where: "a real VS Code, extension host in Node",
    command: [node, "scripts/vscodeTests.mjs"],
    needs: "vscode",
  },
  {
    name: "restricted",
    where: "a real VS Code in Restricted Mode",
    command: [node, "scripts/vscodeTests.mjs", "--restricted"],
    needs: "vscode",
  },
  {
    name: "web",
    where: "a real VS Code, extension host in a web worker",
    command: [node, "scripts/vscodeTests.mjs", "--web"],
    needs: "vscode",
  },
  {
    name: "person",
    where: "a window of VS Code, by keyboard and mouse",
    command: [node, "scripts/personTests.mjs"],
    needs: "vscode",
  },
];
