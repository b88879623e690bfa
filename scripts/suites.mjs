// Every suite of `npm test`, in order: those of one core first, side by side, the longest of them at once. Adding one is
// adding a line.
// What measures time, shows a window, starts many processes or builds anew runs alone, without `oneCore`.
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

/** @type {{ name: string, where: string, command: string[], needs?: "vscode", oneCore?: boolean }[]} */
export const suites = [
  { name: "unit", where: "vitest", command: ["npx", "vitest", "run"] },
  {
    name: "airflow",
    where: "readings against Airflow 3.3.2 and 2.11.0",
    oneCore: true,
    command: [node, "scripts/airflow/testAirflow.mjs"],
  },
  {
    name: "check",
    where: "format, types, arrows, dead code, spelling, lint",
    oneCore: true,
    command: [node, "scripts/check.mjs"],
  },
  {
    name: "mutations",
    where: "20,000 broken texts",
    oneCore: true,
    command: slow("mutations"),
  },
  {
    name: "incremental",
    where: "2,000 sequences of edits against fresh readings",
    oneCore: true,
    command: slow("server/incremental"),
  },
  {
    name: "evaluator",
    where: "110 programs in CPython and in our evaluator",
    oneCore: true,
    command: slow("model/python/cpython"),
  },
  {
    name: "layout",
    where: "2,000 random graphs",
    oneCore: true,
    command: slow("model/layout/layout"),
  },
  {
    name: "cron",
    where: "croniter 7.0.0 and Airflow's timetables",
    oneCore: true,
    command: [node, "scripts/cron/test.mjs", "4000"],
  },
  {
    name: "python",
    where: "ruff, mypy and pytest over runner/python",
    oneCore: true,
    command: [node, "scripts/pythonChecks.mjs"],
  },
  {
    name: "alarms",
    where: "no error and few warnings on files that Airflow loads",
    oneCore: true,
    command: [node, "scripts/falseAlarms.mjs"],
  },
  {
    name: "trigger-rules",
    where: "Airflow's own dependency code",
    oneCore: true,
    command: [node, "scripts/airflow/triggerRules.mjs"],
  },
  {
    name: "package",
    where: "the VSIX",
    command: [node, "scripts/package.mjs", "--check"],
  },
  {
    name: "stdio",
    where: "the built language server and command line",
    command: slow("server/stdio", "launch/cli", "launch/server"),
  },
  {
    name: "runner",
    where: "real Python processes",
    command: [node, "scripts/runnerTests.mjs"],
  },
  {
    name: "rules",
    where: "what Airflow 3.3.2 and 2.11.0 refuse, with the exception's class",
    command: [node, "scripts/airflow/ruleExamples.mjs"],
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
