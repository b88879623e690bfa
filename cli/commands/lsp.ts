import { createRequire } from "node:module";
import { join } from "node:path";

import { UsageError, type Command } from "../command.ts";
import { parseOptions } from "../options.ts";

/** The language server for editors that start one themselves: the bundle that VS Code starts too. */
export const lsp: Command = {
  name: "lsp",
  summary: "Serve any editor that speaks the Language Server Protocol",
  usage: "dagsight lsp --stdio",
  run(args) {
    const { values } = parseOptions(args, { stdio: { type: "boolean" } });
    if (!values.stdio)
      throw new UsageError("The language server speaks over stdio: dagsight lsp --stdio");
    // The server is a bundle of its own beside this one; it reads `--stdio` from the same arguments and ends the process.
    createRequire(__filename)(join(__dirname, "server.js"));
    return new Promise<number>(() => undefined);
  },
};
