import { parseArgs, type ParseArgsConfig } from "node:util";

import { nearest } from "../model/text/nearest.ts";
import { UsageError } from "./command.ts";

/** Parses options; an unknown or incomplete one is a usage error. */
export function parseOptions<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
): { values: ReturnType<typeof parse<T>>["values"]; positionals: string[] } {
  try {
    return parse(args, options);
  } catch (error) {
    const words = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const unknown = /^Unknown option '(-[^']*)'/.exec(words)?.[1];
    if (unknown === undefined) throw new UsageError(words);
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(`There is no option "${unknown}".${meant(unknown, known)}`);
  }
}

/** What a misspelt word most likely means, as a question after another sentence. */
export function meant(word: string, known: Iterable<string>): string {
  const found = nearest(word, known);
  return found === undefined ? "" : ` Did you mean "${found}"?`;
}

function parse<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
): ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
> {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}
