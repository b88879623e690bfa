import type { Command } from "./command.ts";
import { check } from "./commands/check.ts";
import { graph } from "./commands/graph.ts";
import { lsp } from "./commands/lsp.ts";

/** Every subcommand. Adding one is one file in commands/ and one line in this list. */
export const commands: readonly Command[] = [check, graph, lsp];
