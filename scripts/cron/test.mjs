// `npm run test:cron [-- COUNT [SEED]]`: our cron against croniter 7.0.0 with Airflow's rule for time zones around it,
// and our runs against the timetables of the Airflows that are installed for the tests.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { environmentFolder } from "../airflow/environments.mjs";
import { root } from "../say.mjs";
import { croniterPython } from "./croniter.mjs";

const outfile = join(root, "dist", "test", "cron.cjs");
await build({
  entryPoints: [join(root, "test", "cron", "againstCroniter.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2022",
  logLevel: "warning",
});

const judges = { inCi: Boolean(process.env.CI) && process.env.CI !== "false", airflow: [] };
try {
  const script = join(root, "scripts", "cron", "croniter_truth.py");
  judges.croniter = { python: croniterPython(), script };
} catch (error) {
  console.log(`Not compared with croniter: ${error.message}`);
}
for (const [version, name] of [
  [3, "3.3.2"],
  [2, "2.11.0"],
]) {
  const python = join(environmentFolder(name), "bin", "python");
  const script = join(root, "scripts", "cron", "timetable_truth.py");
  if (existsSync(python)) judges.airflow.push({ version, python, script });
  else
    console.log(
      `Not compared with the timetables of Airflow ${name}: not installed by test:airflow yet.`,
    );
}
const args = [outfile, JSON.stringify(judges), ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: "inherit", cwd: root });
child.on("close", (code) => (process.exitCode = code ?? 1));
