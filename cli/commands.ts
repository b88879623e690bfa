import type { Command } from "./command.ts";
import { backfill } from "./commands/backfill.ts";
import { check } from "./commands/check.ts";
import { cron } from "./commands/cron.ts";
import { graph } from "./commands/graph.ts";
import { lsp } from "./commands/lsp.ts";
import { logs } from "./commands/logs.ts";
import { next } from "./commands/next.ts";
import { run } from "./commands/run.ts";
import { runs } from "./commands/runs.ts";

/** Every subcommand. Adding one is one file in commands/ and one line in this list. */
export const commands: readonly Command[] = [
  backfill,
  check,
  cron,
  graph,
  logs,
  lsp,
  next,
  run,
  runs,
];
