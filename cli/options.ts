import { parseArgs, type ParseArgsConfig } from "node:util";

import { nearest } from "../model/text/nearest.ts";
import { UsageError } from "./command.ts";

/** Parses options; an unknown or incomplete one is a usage error. */
export function parseOptions<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: T,
): { values: ReturnType<typeof parse<T>>["values"]; positionals: string[] } {
  const plain = plainOptions(args, options);
  if (plain) return plain as ReturnType<typeof parse<T>>;
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

/**
 * What Node's parseArgs makes of `PATH… --name value --name=value --flag`, in a tenth of the time that it takes to load.
 * Undefined for all else, and for what it would refuse.
 */
export function plainOptions(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): { values: Record<string, unknown>; positionals: string[] } | undefined {
  const values: Record<string, unknown> = {};
  const lists = new Map<string, readonly string[]>();
  const positionals: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith("-")) {
      positionals.push(arg);
      continue;
    }
    const [, name = "", written] = /^--(\w[\w-]*)(?:=([^]*))?$/.exec(arg) ?? [];
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option?.type === "boolean" && written === undefined && !option.multiple) {
      values[name] = true;
    } else if (option?.type === "string") {
      const value = written ?? rest.shift();
      if (value === undefined || (written === undefined && value.startsWith("-"))) return undefined;
      const several = option.multiple ? [...(lists.get(name) ?? []), value] : undefined;
      if (several) lists.set(name, several);
      values[name] = several ?? value;
    } else return undefined;
  }
  for (const [name, { default: usual }] of Object.entries(options))
    if (usual !== undefined) values[name] ??= usual;
  return { values, positionals };
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
