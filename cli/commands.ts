import type { Command } from "./command.ts";

/** A subcommand's name, and the file that is loaded only when it is asked for: the others cost no time. */
export interface ListedCommand {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** Every subcommand. Adding one is one file in commands/ and one line in this list. */
export const commands: readonly ListedCommand[] = [
  { name: "backfill", load: async () => (await import("./commands/backfill.ts")).backfill },
  { name: "check", load: async () => (await import("./commands/check.ts")).check },
  { name: "cron", load: async () => (await import("./commands/cron.ts")).cron },
  { name: "graph", load: async () => (await import("./commands/graph.ts")).graph },
  { name: "logs", load: async () => (await import("./commands/logs.ts")).logs },
  { name: "lsp", load: async () => (await import("./commands/lsp.ts")).lsp },
  { name: "next", load: async () => (await import("./commands/next.ts")).next },
  { name: "run", load: async () => (await import("./commands/run.ts")).run },
  { name: "runs", load: async () => (await import("./commands/runs.ts")).runs },
];
