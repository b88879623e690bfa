// Every suite of `npm test`, in order: fastest first. Adding one is adding a line.
// Each command ends with a line `N passed, N failed`; `needs: "vscode"` are the ones that show a window.

const node = process.execPath;

/** @type {{ name: string, where: string, command: string[], needs?: "vscode" }[]} */
export const suites = [
  {
    name: "check",
    where: "format, types, arrows, dead code, spelling, lint",
    command: [node, "scripts/check.mjs"],
  },
  { name: "unit", where: "vitest", command: ["npx", "vitest", "run"] },
  {
    name: "cron",
    where: "croniter 7.0.0 and Airflow's timetables",
    command: [node, "scripts/cron/test.mjs", "4000"],
  },
  {
    name: "runner",
    where: "real Python processes",
    command: [node, "scripts/runnerTests.mjs"],
  },
  { name: "package", where: "the VSIX", command: [node, "scripts/package.mjs", "--check"] },
];
