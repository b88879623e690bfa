import { readFileSync } from "node:fs";
import { join } from "node:path";

import { UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { meant } from "./options.ts";
import { processTerminal } from "./processTerminal.ts";

const terminal = processTerminal();

/** Finds the subcommand and answers its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    terminal.out(await help());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V" || name === "version") {
    terminal.out(`dagsight ${versionHere()}\n`);
    return 0;
  }
  const listed = commands.find((candidate) => candidate.name === name);
  if (!listed) {
    const names = commands.map((candidate) => candidate.name);
    throw new UsageError(
      `There is no command "${name}".${meant(name, names) || " Try: dagsight help"}`,
    );
  }
  const command = await listed.load();
  if (rest.includes("--help")) {
    terminal.out(`${command.summary}\n\nUsage: ${command.usage}\n`);
    return 0;
  }
  return command.run(rest, terminal);
}

/** As it stands in the package that this program is a part of. */
function versionHere(): string {
  const text = readFileSync(join(__dirname, "..", "package.json"), "utf8");
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}

async function help(): Promise<string> {
  const all = await Promise.all(commands.map(({ load }) => load()));
  const width = Math.max(0, ...all.map((command) => command.name.length));
  const lines = all.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `dagsight: workflow DAGs on the command line\n\n${lines.join("\n")}\n\nMore of one: dagsight COMMAND --help. The version: dagsight --version\n`;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    if (error instanceof UsageError) terminal.err(`dagsight: ${error.message}\n`);
    else
      terminal.err(
        `dagsight: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    process.exitCode = 2;
  },
);
