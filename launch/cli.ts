import { join } from "node:path";

import { runKept } from "./keptCode.ts";

/** Commands that are started often. The server keeps its own. */
const kept: ReadonlySet<string> = new Set([
  "backfill",
  "check",
  "cron",
  "graph",
  "logs",
  "next",
  "run",
  "runs",
]);

/** Starts the command line. Each command keeps the code that it needs, and no more. */
const command = process.argv[2] ?? "";
runKept(join(__dirname, "cli.main.js"), module, { as: kept.has(command) ? command : undefined });
