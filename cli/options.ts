import { parseArgs, type ParseArgsConfig } from "node:util";

import { UsageError } from "./command.ts";

/** Parses options; an unknown or incomplete one is a usage error. */
export function parseOptions<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
): { values: ReturnType<typeof parse<T>>["values"]; positionals: string[] } {
  try {
    return parse(args, options);
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error),
    );
  }
}

function parse<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
): ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
> {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}
