import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

import { UsageError } from "./command.ts";

/** A path of the command line as the port `Files` knows it: below the working directory, with `/`. */
export function belowCwd(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (!existsSync(absolute)) throw new UsageError(`There is no file or folder "${path}".`);
  return relative(cwd, absolute).split(sep).join("/");
}
