// `npm run test:cron [-- COUNT [SEED]]`: our cron against croniter 7.0.0 with Airflow's rule for time zones around it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
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

const inCi = Boolean(process.env.CI) && process.env.CI !== "false";
let python = "";
try {
  python = croniterPython();
} catch (error) {
  console.log(`Not compared with croniter: ${error.message}`);
}
const judge = join(root, "scripts", "cron", "croniter_truth.py");
const child = spawn(
  process.execPath,
  [outfile, python, judge, String(inCi), ...process.argv.slice(2)],
  { stdio: "inherit", cwd: root },
);
child.on("close", (code) => (process.exitCode = code ?? 1));
